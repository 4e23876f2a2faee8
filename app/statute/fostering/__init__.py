"""The Fostering Services (England) Regulations 2011 and the national minimum standards."""

from app.statute.fostering import approval, assessment, concerns, panel, records, supervision

CLOCKS = (
    *panel.CLOCKS,
    *assessment.CLOCKS,
    *approval.CLOCKS,
    *supervision.CLOCKS,
    *records.CLOCKS,
    *concerns.CLOCKS,
)
GATES = panel.GATES
