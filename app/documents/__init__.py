"""Documents about households, children and people, and the letters made from the record."""
