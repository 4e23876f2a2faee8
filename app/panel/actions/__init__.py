"""Changes to the panel, one file for each noun. Each is an act."""
