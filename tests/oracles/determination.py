"""Which act is lawful after which: a decision that carers may challenge, from the words of the law.

Written from the state machine of a fostering household (approved, terms change or termination
proposed, representations, independent review, ended or as before). Imports nothing of the product.
A history is a list of acts in order; "wait" lets the twenty-eight days go by.
"""

from __future__ import annotations

ON_THE_WAY = (
    "minutes consent determined notice representations review_applied review_notified "
    "documents_sent review_withdrawn review_recommended"
).split()
AFTERWARDS = "told written copied".split()
DECIDING = "agree refuse withdraw".split()
ACTS = [*ON_THE_WAY, *AFTERWARDS, *DECIDING]

BEFORE = {
    "notice": "determined",
    "representations": "notice",
    "review_applied": "notice",
    "review_notified": "review_applied",
    "documents_sent": "review_notified",
    "review_withdrawn": "review_applied",
    "review_recommended": "review_applied",
}


def lawful(kind: str, history: list[str], act: str) -> bool:
    """May this act follow this history?"""
    if act in AFTERWARDS:
        return act not in history and ("agree" in history or "refuse" in history)
    if any(each in history for each in DECIDING):
        return False
    if act in ("refuse", "withdraw"):
        return True
    if act == "agree":
        return may_be_agreed(history)
    if act == "consent":
        return kind == "terms" and "consent" not in history
    if act == "minutes":
        return may_be_minuted(history)
    return may_be_next(history, act)


def may_be_next(history: list[str], act: str) -> bool:
    """Once, and after what it follows; one route and not the other, in time."""
    if act == "determined" and "consent" in history:
        return False
    if act in history or (act in BEFORE and BEFORE[act] not in history):
        return False
    if act in ("representations", "review_applied"):
        other = {"representations": "review_applied", "review_applied": "representations"}[act]
        return other not in history and not over(history)
    if act in ("review_withdrawn", "review_recommended"):
        return "review_withdrawn" not in history and "review_recommended" not in history
    return True


def over(history: list[str]) -> bool:
    """Have the twenty-eight days gone by since notice?"""
    return "notice" in history and "wait" in history[history.index("notice") :]


def may_be_minuted(history: list[str]) -> bool:
    """The panel recommends once before, and once more after representations."""
    if "representations" in history:
        return "minutes" not in history[history.index("representations") :]
    return "minutes" not in history and "determined" not in history


def may_be_agreed(history: list[str]) -> bool:
    """At once if every carer agreed; else when the road that was taken has come to its end."""
    if "consent" in history:
        return True
    if "notice" not in history:
        return False
    if "representations" in history:
        return "minutes" in history[history.index("representations") :]
    if "review_recommended" in history:
        return True
    if "review_applied" in history and "review_withdrawn" not in history:
        return False
    return over(history)
