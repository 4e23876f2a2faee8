"""The way in for other systems."""
