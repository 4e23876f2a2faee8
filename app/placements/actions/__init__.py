"""What is done about what a placement starts and ends. Each is an act."""
