"""The Fostering Services (England) Regulations 2011 and the national minimum standards."""

from app.statute.fostering import approval, assessment, panel, records, supervision

CLOCKS = (
    *panel.CLOCKS,
    *assessment.CLOCKS,
    *approval.CLOCKS,
    *supervision.CLOCKS,
    *records.CLOCKS,
)
GATES = panel.GATES
