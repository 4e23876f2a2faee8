"""How fast the house is, and beside what: `python -m bench` prints a table and keeps its figures.

Each module of this folder that is listed in `__main__.MEASURES` gives figures under flat keys. They
are merged into bench.json at the top of the checkout, which is not committed.
"""
