"""A picture of an internal process, as data: lanes, rows of steps, and ways between them.

One row per order of the steps, one lane per place; what runs in parallel stands side by
side in a row. The words come from the caller, in its language, and stay plain text.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase

from .process_plan import Plan, Step, Way


@dataclass(frozen=True)
class Label:
    """What is written on the card of a step.

    `lane`: where it is done; `ways`: the names of its ways, by their keys; `marks`: more
    words, such as what follows from silence; `standing`: done, open, passed_over or
    to_come for one dossier, "" for the process as such.
    """

    lane: str
    name: str
    kind: str
    role: str
    ways: Mapping[Hashable, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    standing: str = ""


def draw(
    steps: Iterable[Step], labels: Mapping[Hashable, Label], bound: float = 0
) -> dict:
    """Return the picture of a process.

    :param labels: of every step, by its key
    :param bound: the shortest term in working hours; 0: no term
    :return: dict `lanes` (names, from left to right), `rows`, `ahead` and `back` (ways
        past a row: see `_tracks`) and `time` (see `time_bar`). A row is a dict of
        `cards` and `lines`: pairs of lanes between which a way leads to the next row.
    """
    return _Drawing(Plan(steps), labels).draw(bound)


def time_bar(total: float, bound: float) -> dict:
    """Return how the hours stand to the term.

    :return: dict `hours`, `bound` and `over` (working hours), and in percent of the bar
        `within` and `beyond` what is filled inside and outside the term
    """
    over = max(total - bound, 0) if bound else 0
    whole = max(total, bound) or 1
    return {
        "hours": total,
        "bound": bound,
        "over": over,
        "within": round(100 * (total - over) / whole, 1),
        "beyond": round(100 * over / whole, 1),
    }


class _Drawing:
    def __init__(self, plan, labels):
        self.plan = plan
        self.labels = labels
        self.lanes = list(dict.fromkeys(labels[key].lane for key in plan.steps))
        self.orders = list(dict.fromkeys(s.sequence for s in plan.steps.values()))
        self.rows = {
            order: [step for step in plan.steps.values() if step.sequence == order]
            for order in self.orders
        }
        self.numbers = {
            step.key: f"{number}{self._letter(row, place)}"
            for number, row in enumerate(self.rows.values(), 1)
            for place, step in enumerate(row)
        }

    def draw(self, bound):
        ways = [(s, way) for s in self.plan.steps.values() for way in s.ways]
        past = {
            (self._row(step), self._row(target))
            for step, way in ways
            if (target := self._past(step, way))
        }
        return {
            "lanes": self.lanes,
            "rows": [
                {
                    "cards": [self._card(step) for step in row],
                    "lines": self._lines(row),
                }
                for row in self.rows.values()
            ],
            "ahead": _tracks({(a, b) for a, b in past if a < b}),
            "back": _tracks({(b, a) for a, b in past if a >= b}),
            "time": time_bar(self.plan.longest_hours(), bound),
        }

    @staticmethod
    def _letter(row, place):
        return ascii_lowercase[place % len(ascii_lowercase)] if len(row) > 1 else ""

    def _row(self, step):
        return self.orders.index(step.sequence)

    def _lane(self, step):
        return self.lanes.index(self.labels[step.key].lane)

    def _target(self, way):
        """The step that a way names, or the one that returns what is resolved."""
        if way.target is not None:
            return self.plan.steps.get(way.target)
        if way.ends:
            returns = [s for s in self.plan.steps.values() if s.kind == "return"]
            return returns[-1] if returns else None
        return None

    def _past(self, step, way):
        """The step to which a way leads past a row or back, or None."""
        target = self._target(way)
        if target and self._row(target) - self._row(step) != 1:
            return target
        return None

    def _lines(self, row):
        """Pairs (lane, lane of the next row), each once."""
        here = self._row(row[0])
        if here + 1 == len(self.orders):
            return []
        following = self.rows[self.orders[here + 1]]
        found = set()
        for step in row:
            for way in step.ways or (Way(),):
                target = self._target(way)
                if target is None and not way.ends:
                    reached = following
                else:
                    reached = [one for one in following if one == target]
                found |= {(self._lane(step), self._lane(one)) for one in reached}
        return sorted(map(list, found))

    def _card(self, step):
        label = self.labels[step.key]
        return {
            "number": self.numbers[step.key],
            "lane": self._lane(step),
            "name": label.name,
            "kind": label.kind,
            "role": label.role,
            "hours": step.hours,
            "marks": list(label.marks),
            "standing": label.standing,
            "ways": [self._way(step, way) for way in step.ways],
        }

    def _way(self, step, way):
        target = self._target(way)
        back = self.plan.leads_back(step.key, way)
        return {
            "name": self.labels[step.key].ways.get(way.key, ""),
            "to": self.numbers[target.key] if target else "",
            "back": back,
        }


def _tracks(spans) -> list[dict]:
    """Beside the rows, a track for each way past some of them.

    :param spans: pairs (first, last) of rows
    :return: dicts `first`, `last` and `track`; two that lie beside one another have
        tracks of their own, the shorter one nearer to the rows
    """
    placed: list[dict] = []
    for first, last in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        taken = {
            one["track"]
            for one in placed
            if one["first"] <= last and first <= one["last"]
        }
        track = next(n for n in range(len(placed) + 1) if n not in taken)
        placed.append({"first": first, "last": last, "track": track})
    return placed
