"""The Care Planning, Placement and Case Review (England) Regulations 2010."""

from app.statute.care_planning import begun, connected, placing, reviews, visits

CLOCKS = (*placing.CLOCKS, *connected.CLOCKS, *visits.CLOCKS, *reviews.CLOCKS, *begun.CLOCKS)
GATES = (*placing.GATES, *connected.GATES)
