"""The internal process as data: which steps open, join, are passed over or run again.

Steps of one order run in parallel and join. A step is left by one of its ways: to the
steps of the next order, to a step that the way names, or to the end. A process without
ways is a mere order. Nothing here knows a database, a clock or a user; runs of steps
are the caller's to keep.

What `Plan.position` does with a dossier and what the checks of a draft foresee both
stand on `Plan._joined`, so that no process is approved that would run otherwise.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

Group = frozenset[Hashable]
#: Nothing is left to do before the result.
END: Group = frozenset()


@dataclass(frozen=True)
class Way:
    """A way out of a step.

    `code` is the action that takes it, and with `outcome` what a person chooses by: of
    the ways of one choice, the first whose `condition` holds is taken. `target` is the
    key of a step; without one the way leads to the steps of the next order, or to the
    end where its `state` is `resolved`. The rest is the caller's to check.
    """

    key: Hashable = None
    code: str = "complete_step"
    outcome: str = ""
    target: Hashable = None
    state: str | None = None
    role: str | None = None
    four_eyes: bool = False
    require_result: bool = False
    papers: tuple[str, ...] = ()
    condition: str | None = None

    @property
    def choice(self):
        return self.code, self.outcome

    @property
    def ends(self) -> bool:
        return self.state == "resolved"


@dataclass(frozen=True)
class Step:
    """A step of the internal process.

    `key` is any name that is unique in the process. `hours` are working hours (8 h = 1
    working day). `role`, `four_eyes`, `place`, `department` and `procedure` are only
    carried along.
    """

    key: Hashable
    sequence: int
    kind: str
    role: str = ""
    hours: float = 0
    ways: tuple[Way, ...] = ()
    four_eyes: bool = False
    place: str = ""
    department: Hashable = None
    procedure: Hashable = None


Closed = Mapping[Hashable, Way | None]


class Plan:
    """The steps of one process; `steps` maps their keys to them, in their order."""

    def __init__(self, steps: Iterable[Step]):
        in_order = sorted(steps, key=lambda step: step.sequence)
        self.steps = {step.key: step for step in in_order}
        self._orders: dict[int, Group] = {}
        for step in in_order:
            if step.kind != "return":
                together = self._orders.get(step.sequence, END)
                self._orders[step.sequence] = together | {step.key}

    # ------------------------------------------------------------- a dossier's way

    def next_steps(
        self,
        closed: Closed,
        opened: Collection[Hashable] = (),
        redone: Collection[Hashable] = (),
        resolved: bool = False,
    ) -> list[Step]:
        """Return the steps to open now.

        `closed` maps the steps that have a valid run behind them to the ways by which
        they were left; `opened` are those that are open; `redone` those among the two
        that a return for redrafting opened. Runs that a return made void are in none.
        The step that returns the result opens only once the dossier is `resolved`.
        """
        if resolved:
            waiting = [step for step in self.steps.values() if step.kind == "return"]
        else:
            group = self.position(closed, opened, redone)
            waiting = [step for step in self.steps.values() if step.key in group]
        return [s for s in waiting if s.key not in closed and s.key not in opened]

    def position(
        self,
        closed: Closed,
        opened: Collection[Hashable] = (),
        redone: Collection[Hashable] = (),
    ) -> Group:
        """Return the steps of the order that the dossier has reached, closed ones too.

        It goes on when all of them are closed. END: all is done before the result.
        """
        group = self._start(closed, opened, redone)
        while group and all(key in closed for key in group):
            group = self._joined(self._led_to(key, closed[key]) for key in group)
        return group

    def passed_over(
        self,
        closed: Closed,
        opened: Collection[Hashable] = (),
        redone: Collection[Hashable] = (),
    ) -> Group:
        """Return the steps that no way led to, and none will before a return."""
        group = self.position(closed, opened, redone)
        reached = self._order(group) if group else float("inf")
        return frozenset(
            step.key
            for step in self.steps.values()
            if step.kind != "return"
            and step.sequence <= reached
            and step.key not in group
            and step.key not in closed
            and step.key not in opened
        )

    def sure_next(self, opened: Collection[Hashable]) -> Step | None:
        """Return the first step that follows those open, or None where that depends on
        what will be chosen. Before the first step it is that."""
        following = self._forward(frozenset(opened)) if opened else {self._first()}
        if len(following) != 1:
            return None
        group = following.pop()
        found = (
            step
            for step in self.steps.values()
            if (step.key in group if group else step.kind == "return")
        )
        return next(found, None)

    def to_come(
        self,
        closed: Closed,
        opened: Collection[Hashable] = (),
        redone: Collection[Hashable] = (),
    ) -> list[tuple[Step, bool]]:
        """Return the steps that are still to be done, in their order: the open ones,
        those that follow, and the return of the result.

        With each stands whether it comes in any case; else that depends on what will be
        chosen. No return for redrafting is foreseen. Arguments as for `next_steps`.
        """
        sure, possible = self._ahead(self.position(closed, opened, redone), closed, {})
        return [
            (step, step.kind == "return" or step.key in sure)
            for step in self.steps.values()
            if step.key not in closed
            and (step.kind == "return" or step.key in possible)
        ]

    def is_decided(self, closed: Closed, passed_over: Collection[Hashable]) -> bool:
        """Tell whether the decision is issued: its last signature is given.

        A process without a decision step (a mere notification) is decided when all
        its steps but the return are behind the dossier.
        """
        steps = [step for step in self.steps.values() if step.kind != "return"]
        signing = [step for step in steps if step.kind == "decision"]
        if signing and not any(step.key in closed for step in signing):
            return False
        return bool(steps) and all(
            step.key in closed or step.key in passed_over for step in signing or steps
        )

    def leads_back(self, key: Hashable, way: Way | None) -> bool:
        """Tell whether a way out of step `key` leads to an earlier step, or to itself."""
        target = self.steps.get(way.target) if way else None
        return bool(target) and target.sequence <= self.steps[key].sequence

    def may_send_back_to(self, closed: Closed, sender: Hashable) -> list[Step]:
        """Return the closed steps before `sender`, to which a draft may return where
        no ways are written."""
        here = self.steps[sender].sequence
        return [
            step
            for step in self.steps.values()
            if step.sequence < here and step.key in closed
        ]

    def void_by_return_to(self, target: Hashable) -> Group:
        """Return the steps whose runs become void when a draft returns to `target`.

        These are the target and whatever follows it, the sender and those open beside
        it included. What others did in parallel to the target stays valid.
        """
        order = self.steps[target].sequence
        later = {s.key for s in self.steps.values() if s.sequence > order}
        return frozenset(later | {target})

    def way(self, key: Hashable) -> Way | None:
        """Return the way with this key."""
        return self._ways.get(key)

    @cached_property
    def _ways(self):
        return {way.key: way for step in self.steps.values() for way in step.ways}

    def _start(self, closed, opened, redone):
        if not redone:
            return self._first()
        # Whatever was redone later than this would have been void.
        order = max(self.steps[key].sequence for key in redone)
        return frozenset(
            key
            for key in self._orders[order]
            if key in redone or key in closed or key in opened
        )

    def _first(self):
        return next(iter(self._orders.values()), END)

    def _order(self, group):
        return min(self.steps[key].sequence for key in group)

    def _following(self, key):
        here = self.steps[key].sequence
        later = [order for order in self._orders if order > here]
        return self._orders[min(later)] if later else END

    def _led_to(self, key, way):
        """The group to which a way leads on."""
        if way and way.ends:
            return END
        target = self.steps.get(way.target) if way else None
        if target is None:
            return self._following(key)
        if target.kind == "return":
            return END
        if self.leads_back(key, way):
            raise ValueError(f"step {key!r} was left backwards: its run is void")
        return frozenset({target.key})

    def _joined(self, groups):
        """Where parallel steps lead together: what any of them asks for first is not
        passed over for what another asks for later."""
        going = [group for group in groups if group]
        if not going:
            return END
        first = min(map(self._order, going))
        return END.union(*(group for group in going if self._order(group) == first))

    # --------------------------------------------------- what a draft would lead to

    def longest_hours(self) -> float:
        """Return the working hours of the longest way from the start to the result.

        Parallel steps last as long as the longest; neither the return of the result
        nor a return for redrafting counts.
        """
        return self._longest(self._first())

    def remaining_hours(
        self,
        closed: Closed,
        opened: Collection[Hashable] = (),
        redone: Collection[Hashable] = (),
    ) -> float:
        """Return the working hours of the longest way from where a dossier stands to
        the result; what is open is counted whole. Arguments as for `next_steps`."""
        return self._longest(self.position(closed, opened, redone), closed)

    def _longest(self, start, closed=()):
        found: dict[Group, float] = {END: 0}

        def hours(group, done=()):
            here = max((self.steps[k].hours for k in group if k not in done), default=0)
            return here + max(map(known, self._forward(group)), default=0)

        def known(group):
            if group not in found:
                found[group] = hours(group)
            return found[group]

        return hours(start, closed) if start else 0

    def _ahead(self, group, closed, found):
        """The steps from a group to the result: those of every way, and of any."""
        if group not in found:
            beyond = [
                self._ahead(one, {}, found) for one in self._forward(group, closed)
            ]
            sure = [every for every, _any in beyond]
            found[group] = (
                group | frozenset.intersection(*sure) if sure else group,
                group.union(*(some for _every, some in beyond)),
            )
        return found[group]

    def unreachable(self) -> Group:
        """Return the steps to which no way leads."""
        return frozenset(self._before_result()) - END.union(*self._groups)

    def trapped(self) -> Group:
        """Return the steps from which no choice ever leads to the end.

        Going in circles is allowed while a person can choose a way out.
        """
        free = {END}
        waiting = set(self._groups) - free
        while found := {one for one in waiting if free & self._groups[one]}:
            free |= found
            waiting -= found
        return END.union(*waiting)

    def only_on_condition(self) -> Group:
        """Return the steps whose every way on has a condition: what meets none of them
        would stay there for good."""
        return frozenset(
            step.key
            for step in self._before_result().values()
            if (onward := [w for w in step.ways if not self.leads_back(step.key, w)])
            and all(way.condition for way in onward)
        )

    def in_vain(self) -> list[tuple[Step, Way]]:
        """Return the ways that stand after one of the same choice without condition."""
        found = []
        for step in self.steps.values():
            taken = set()
            for way in step.ways:
                if way.choice in taken:
                    found.append((step, way))
                elif not way.condition:
                    taken.add(way.choice)
        return found

    def unnamed(self) -> list[tuple[Step, Way]]:
        """Return the ways without an outcome where a person has to choose by it."""
        found = []
        for step in self.steps.values():
            for way in step.ways:
                others = {w.choice for w in step.ways if w.code == way.code}
                back = self.leads_back(step.key, way)
                if not way.outcome and (back or len(others) > 1):
                    found.append((step, way))
        return found

    def sideways(self) -> list[tuple[Step, Way]]:
        """Return the ways to a step that runs beside the one that is left."""
        return [
            (step, way)
            for step in self.steps.values()
            for way in step.ways
            if (target := self.steps.get(way.target))
            and target != step
            and target.sequence == step.sequence
        ]

    def undecided(self) -> tuple[bool, Group]:
        """Return whether some way comes to its end though nobody decided, and the
        seals that may be set before anything was decided."""
        seen: set[Group] = set()
        starts = {self._first()} | {
            frozenset({way.target})
            for step in self._before_result().values()
            for way in step.ways
            if self.leads_back(step.key, way)
        }
        waiting, seals = list(starts), set()
        while waiting:
            group = waiting.pop()
            if group in seen:
                continue
            seen.add(group)
            kinds = {self.steps[key].kind for key in group}
            seals |= {key for key in group if self.steps[key].kind == "seal"}
            if "decision" not in kinds:
                waiting += self._groups.get(group, ())
        decides = any(step.kind == "decision" for step in self.steps.values())
        return decides and END in seen, frozenset(seals)

    def returns_once_at_its_end(self) -> bool:
        """Tell whether exactly one step returns the result, alone in the last order."""
        last = max((step.sequence for step in self.steps.values()), default=0)
        returns = [step for step in self.steps.values() if step.kind == "return"]
        ends = [step for step in self.steps.values() if step.sequence == last]
        return len(returns) == 1 and ends == returns

    def returns_where_it_was_received(self) -> bool:
        """Tell whether every result goes back to the one-stop that received the
        dossier, whichever level resolves it."""
        returns = [step for step in self.steps.values() if step.kind == "return"]
        return all(step.place == "received" for step in returns)

    def _before_result(self):
        return {k: step for k, step in self.steps.items() if step.kind != "return"}

    @cached_property
    def _groups(self) -> dict[Group, set[Group]]:
        """Every group that can be reached, and those to which it leads."""
        found: dict[Group, set[Group]] = {END: set()}
        waiting = [self._first()]
        while waiting:
            group = waiting.pop()
            if group not in found:
                found[group] = self._forward(group) | self._backward(group)
                waiting += found[group]
        return found

    def _backward(self, group):
        return {
            frozenset({way.target})
            for key in group
            for way in self.steps[key].ways
            if self.leads_back(key, way)
        }

    def _forward(self, group, closed: Closed = MappingProxyType({})) -> set[Group]:
        """The groups to which the choices of parallel steps lead together; a step that
        is closed was left by one of them."""
        together: set[Group | None] = {None}
        for key in group:
            ways = self.steps[key].ways or (None,)
            if key in closed:
                ways = (closed[key],)
            leading = {
                self._led_to(key, way) for way in ways if not self.leads_back(key, way)
            }
            together = {
                one if so_far is None else self._joined((so_far, one))
                for so_far in together
                for one in leading
            }
        return together - {None}


def choices(ways: Iterable[Way], leads_back: Callable[[Way], bool]) -> list[Way]:
    """Return the first way of each choice that leads on, then those that lead back."""
    first: dict[tuple, Way] = {}
    for way in ways:
        first.setdefault(way.choice, way)
    return sorted(first.values(), key=leads_back)
