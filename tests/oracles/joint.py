"""An oracle for joint placement: tries every way of giving everyone a home, on plain dicts.

It imports nothing of the product, and takes the rules from the oracle of the gates. `points` gives
what the search's score of a home is for some of a need's children: a table that the test hands in.
"""

from itertools import product

from tests.oracles import gates


class Everyone:
    """The homes, the needs, and what a council weighs; `best()` is the most that can be reached.

    `pins` are (child ids, home id); `out` are (home id, need id or None); `waits` are child ids;
    `whole` are need ids. `best()` is None where the pins cannot all be kept.
    """

    def __init__(self, homes, needs, points, placed=1000.0, pair=600.0, ask=40.0, **asked):
        self.homes, self.needs, self.points = homes, needs, points
        self.placed, self.pair, self.ask = placed, pair, ask
        self.pins = asked.get("pins", ())
        self.out, self.waits = asked.get("out", ()), asked.get("waits", ())
        self.whole = asked.get("whole", ())
        self.known = {}

    def best(self):
        ways = [self.ways(need) for need in self.needs]
        if any(not theirs for theirs in ways):
            return None
        most = [max(worth for worth, _ in theirs) for theirs in ways]
        self.found = None
        self.go_on(0, 0.0, {}, ways, most)
        return self.found

    def go_on(self, n, worth, there, ways, most):
        if self.found is not None and worth + sum(most[n:]) <= self.found + 1e-7:
            return
        if n == len(self.needs):
            self.found = worth
            return
        for more, groups in ways[n]:
            after = dict(there)
            for home, children in groups:
                after[home] = (*after.get(home, ()), (n, children))
            if all(self.may(home, after[home]) for home, _ in groups):
                self.go_on(n + 1, worth + more, after, ways, most)

    def ways(self, need):
        """Every way of giving this need's children homes, best first: (worth, groups)."""
        n = self.needs.index(need)
        number = len(need["children"])
        found = []
        for given in product([None, *range(len(self.homes))], repeat=number):
            groups = {}
            for child, home in enumerate(given):
                if home is not None:
                    groups.setdefault(home, []).append(child)
            parts = [(home, tuple(children)) for home, children in groups.items()]
            if self.asked_for(need, parts) and all(self.may(h, ((n, c),)) for h, c in parts):
                found.append((sum(self.worth(n, h, c) for h, c in parts), parts))
        return sorted(found, key=lambda way: -way[0])

    def asked_for(self, need, parts):
        ids = [child["id"] for child in need["children"]]
        where = {ids[child]: self.homes[home]["id"] for home, those in parts for child in those}
        if need["id"] in self.whole and any(len(those) < len(ids) for _, those in parts):
            return False
        for child, home_id in where.items():
            if child in self.waits or (home_id, None) in self.out:
                return False
            if (home_id, need["id"]) in self.out:
                return False
        return all(
            where.get(child) == home_id
            for children, home_id in self.pins
            for child in children
            if child in ids
        )

    def party(self, n, children):
        need = self.needs[n]
        return {**need, "children": tuple(need["children"][child] for child in children)}

    def may(self, home, families):
        """May all of these live in one home? Each passes every gate with the others there."""
        key = home, tuple(sorted(families))
        if key not in self.known:
            self.known[key] = all(
                not self.verdict(home, family, [each for each in families if each != family])[0]
                for family in families
            )
        return self.known[key]

    def verdict(self, home, family, others):
        house = self.homes[home]
        claims = [
            {
                "child": child,
                "period": self.needs[n]["period"],
                "claim": "placed",
                "kind": self.needs[n]["kind"],
                "fostered": True,
                "in_terms": True,
            }
            for n, children in others
            for child in self.party(n, children)["children"]
        ]
        room = {**house["room"], "claims": (*house["room"]["claims"], *claims)}
        return gates.verdict(self.party(*family), {**house, "room": room})

    def worth(self, n, home, children):
        to_ask = self.verdict(home, (n, children), [])[1]
        each = self.placed + self.points(n, home, children) - (self.ask if to_ask else 0)
        number = len(children)
        return number * each + self.pair * number * (number - 1) / 2
