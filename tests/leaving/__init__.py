"""What leaves the house, read as its receiver reads it."""
