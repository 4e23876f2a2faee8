"""People, households, where they live and who sleeps where."""
