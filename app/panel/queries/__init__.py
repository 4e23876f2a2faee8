"""Questions about the panel, one file for each noun."""
