"""Random choices from one seeded source: the same seed draws the same world."""

import random
from bisect import bisect
from itertools import accumulate


class Draw(random.Random):
    """`random.Random` with the choices that the world needs. A seed may be a text."""

    def chance(self, share):
        """Whether something that happens in `share` (0–1) of all cases happens."""
        return self.random() < share

    def weighted(self, weights):
        """A key of a dict of weights."""
        keys = list(weights)
        totals = list(accumulate(weights.values()))
        return keys[bisect(totals, self.random() * totals[-1])]

    def interval(self, rows):
        """A minute of the day from rows [from, to, weight], hours as "07:30"."""
        first, last = self.weighted({(row[0], row[1]): row[2] for row in rows})
        return self.randrange(_minute(first), _minute(last))

    def lognormal(self, median, sigma):
        return median * self.lognormvariate(0, sigma)


def _minute(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
