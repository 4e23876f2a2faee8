"""One-time links: somebody who does not sign in is asked one thing, once."""
