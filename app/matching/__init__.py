"""Finding a home and placing a child."""
