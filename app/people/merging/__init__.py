"""People who stand in the record twice: found, made one with nothing lost, taken apart again."""
