"""Checks of people and homes: asked, chased, received, seen, decided, and run out."""
