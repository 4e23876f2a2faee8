"""Everyone who waits for a home, placed at once: it advises, and nothing is placed by it."""
