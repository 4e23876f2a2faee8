"""The Care Planning, Placement and Case Review (England) Regulations 2010."""

from app.statute.care_planning import connected, placing, reviews, visits

CLOCKS = (*placing.CLOCKS, *connected.CLOCKS, *visits.CLOCKS, *reviews.CLOCKS)
GATES = (*placing.GATES, *connected.GATES)
