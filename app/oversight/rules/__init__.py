"""On what lawful basis does a child live where they live? Pure, and the one definition.

kinds     every answer there is: its words, its verdict, the provision, what to do
facts     what the record says of one child on one day
foster    a child in a household
settings  a child in a setting, or in a place known only by its code
area      out of the area, at a distance
watched   deprived of liberty; where the director must decide, and look again
basis     the answer itself: one basis and a set of breaches
"""

from app.oversight.rules.basis import basis_of
from app.oversight.rules.kinds import (
    CONCERNS,
    INSPECTED,
    Answer,
    BasisKind,
    Concern,
    Fault,
    FaultCode,
    Verdict,
    Watched,
)

__all__ = [
    "CONCERNS",
    "INSPECTED",
    "Answer",
    "BasisKind",
    "Concern",
    "Fault",
    "FaultCode",
    "Verdict",
    "Watched",
    "basis_of",
]
