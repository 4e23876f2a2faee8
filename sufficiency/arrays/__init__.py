"""The gates over a whole register at once: plain columns, one mask for each reason.

`criteria.py` is the definition; this is the same answer for every home in one pass, and a test
compares every reason for every home. What depends on the home and the period alone is worked out
when the columns are packed, with the functions of `room.py` themselves; what depends on the need is
one mask a reason. Two sorts of home are left to the plain functions at each search:

* homes that have to do with one of the children (a claim, a sibling, an exemption or an agreement
  that names them), which are few and are found by the child;
* homes whose facts the columns cannot hold (terms that change within the period, or with more than
  three lines; bedrooms that are shared by agreement with somebody whose room is not recorded).

The terms are held as a rank: for each set of lines, how many more children they would take with
those living there assigned as well as can be. By Rado's theorem a set of children fits exactly when
every subset of them is no larger than the rank of the lines open to it.

The files: `packed` one home as numbers, `register` the columns, `masks` the gates, `scores` the
points, `columns` what a column is.
"""

from sufficiency.arrays.columns import LINES, ROOMS, Floats, Rows
from sufficiency.arrays.masks import Screened, screen, square_metres
from sufficiency.arrays.packed import Packed, pack
from sufficiency.arrays.register import Register, Window
from sufficiency.arrays.scores import PARTS, miles, points

__all__ = [
    "LINES",
    "PARTS",
    "ROOMS",
    "Floats",
    "Packed",
    "Register",
    "Rows",
    "Screened",
    "Window",
    "miles",
    "pack",
    "points",
    "screen",
    "square_metres",
]
