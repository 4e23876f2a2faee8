"""What placements start and end."""
