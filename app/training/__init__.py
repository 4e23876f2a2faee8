"""Training: induction, the national standards evidenced, courses attended, development plans."""
