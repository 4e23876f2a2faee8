"""Assessments: of whom, by whom, since when, and what came of them."""
