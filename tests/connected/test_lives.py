"""Every act of a connected carers' case, from wherever it stands, is lawful as the model says."""

from __future__ import annotations

from tests.connected.lives import live


def test_every_act_from_wherever_it_stands_is_lawful_or_refused_as_on_paper(db):
    lived = live(seed=3, lives=4, steps=30)
    assert sum(life.refused for life in lived) > 15
    done = set().union(*(life.done for life in lived))
    assert done >= {"check", "give", "agree", "refuse", "withdraw", "moved", "joins"}
