"""The fostering panel: who sits on it, what must come to it, its papers, minutes and decisions."""
