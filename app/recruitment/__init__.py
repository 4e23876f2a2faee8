"""Recruitment: from the first telephone call to approval, and why most calls end before that."""
