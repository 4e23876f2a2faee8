"""Stays beside the main placement, and after it: respite, a parent who comes too, a bridge to
another home, staying put at eighteen, and brothers and sisters who are to live together."""
