"""Commissioning: the search goes beyond our own carers, without saying who the child is."""
