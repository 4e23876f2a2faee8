"""One answer for where every child lives, and on what basis."""
