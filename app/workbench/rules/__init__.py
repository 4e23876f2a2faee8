"""How need is set against homes, and what of it may be published."""
