"""The planner of the internal process: which steps open, join, or run again.

Pure, as `workflow`: steps come in as data, keys of steps go out. Runs of steps, and
which of them are void, are the caller's to keep.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

from .workflow import STEP_KINDS, SYSTEM, TRANSITIONS, Refusal, allowed_roles


@dataclass(frozen=True)
class Step:
    """A step of the internal process.

    `key` is any name that is unique in the process. Steps with the same `sequence` run
    in parallel and join. `hours` are working hours (8 h = 1 working day). `place` is
    whatever the caller uses for a department or a unit; it is only carried along.
    """

    key: Hashable
    sequence: int
    kind: str
    role: str
    hours: float = 0
    place: Hashable = None


def next_steps(
    steps: Iterable[Step],
    closed: Collection[Hashable],
    opened: Collection[Hashable] = (),
    resolved: bool = False,
) -> list[Step]:
    """Return the steps to open now, in the order of the process.

    `closed` and `opened` hold the keys of steps with a valid run: those that
    `send_back` made void are in neither. A step opens when every step of a lower
    sequence is closed; so a parallel group joins before what follows it. The step
    that returns the result opens only once the dossier is `resolved`.
    """
    todo = [
        step
        for step in steps
        if step.key not in closed and (resolved or step.kind != "return")
    ]
    if not todo:
        return []
    first = min(step.sequence for step in todo)
    return [step for step in todo if step.sequence == first and step.key not in opened]


def is_decided(steps: Iterable[Step], closed: Collection[Hashable]) -> bool:
    """Tell whether the decision is issued: its last signature is given.

    A process without a decision step (a mere notification) is decided when all its
    steps but the return are closed.
    """
    steps = [step for step in steps if step.kind != "return"]
    signing = [step for step in steps if step.kind == "decision"] or steps
    return all(step.key in closed for step in signing)


def may_send_back_to(
    steps: Iterable[Step], closed: Collection[Hashable], sender: Hashable
) -> list[Step]:
    """Return the closed steps before the step `sender`, to which it may return."""
    steps = list(steps)
    here = next(step.sequence for step in steps if step.key == sender)
    return [step for step in steps if step.sequence < here and step.key in closed]


def send_back(
    steps: Iterable[Step],
    closed: Collection[Hashable],
    sender: Hashable,
    target: Hashable,
) -> frozenset[Hashable]:
    """Return the keys of the steps whose runs become void when a draft goes back.

    These are the target and whatever follows it, the sender and those open beside it
    included. What others did in parallel to the target stays valid. Afterwards
    `next_steps`, asked without the void runs, opens the target. Raises ValueError when
    the target is not one of `may_send_back_to`.
    """
    steps = list(steps)
    targets = may_send_back_to(steps, closed, sender)
    step = next((step for step in targets if step.key == target), None)
    if step is None:
        raise ValueError(f"step {sender!r} may not send back to {target!r}")
    later = {other.key for other in steps if other.sequence > step.sequence}
    return frozenset(later | {target})


def elapsed_hours(steps: Iterable[Step]) -> float:
    """Return the working hours of the process from its start to the result.

    Parallel steps last as long as the longest; the return does not count.
    """
    longest: dict[int, float] = {}
    for step in steps:
        if step.kind != "return":
            longest[step.sequence] = max(longest.get(step.sequence, 0), step.hours)
    return sum(longest.values())


def roles_of_kind(kind: str, delegated: bool = False) -> frozenset[str]:
    """Return the roles that a process may name for a step of this kind."""
    roles: set[str] = set()
    for row in TRANSITIONS:
        if kind in row.step_kinds and not row.sends_back:
            roles |= allowed_roles(row, delegated=delegated)
    return frozenset(roles - {SYSTEM})


def check_process(steps: Iterable[Step], delegated: bool = False) -> list[Refusal]:
    """Return what keeps a process from ever running to its end; empty when nothing."""
    steps = list(steps)
    if not steps:
        return [Refusal("process_empty")]
    seen = Counter(step.key for step in steps)
    found = [
        Refusal("step_key_twice", {"key": key}) for key, n in seen.items() if n > 1
    ]
    for step in steps:
        found.extend(_check_process_step(step, delegated))
    last = max(step.sequence for step in steps)
    returns = [step for step in steps if step.kind == "return"]
    ends = [step for step in steps if step.sequence == last]
    if len(returns) != 1 or ends != returns:
        found.append(Refusal("return_step_wrong"))
    decided = [step.sequence for step in steps if step.kind == "decision"]
    found.extend(
        Refusal("seal_before_decision", {"sequence": step.sequence})
        for step in steps
        if step.kind == "seal" and not any(s < step.sequence for s in decided)
    )
    return found


def _check_process_step(step, delegated):
    where = {"sequence": step.sequence, "kind": step.kind}
    if step.kind not in STEP_KINDS:
        yield Refusal("step_kind_unknown", where)
    elif step.role not in roles_of_kind(step.kind, delegated):
        yield Refusal("step_role_wrong", {**where, "role": step.role})
    if step.hours < 0:
        yield Refusal("step_hours_negative", {"sequence": step.sequence})
