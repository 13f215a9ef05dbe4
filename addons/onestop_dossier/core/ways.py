"""By which way a step is left, and which steps and ways the workflow can take.

Pure, as `workflow`. The steps and ways are those of the process's plan, in the core of
onestop_procedure; only their attributes are looked at.
"""

from collections.abc import Callable, Iterable

from .workflow import (
    ACTION_TO,
    STEP_KINDS,
    SYSTEM,
    TRANSITIONS,
    Refusal,
    allowed_roles,
    find,
)

# What may come of the acts that decide.
OUTCOMES = {"decide": ("granted", "partly"), "refuse": ("refused",)}
# Who opens linked dossiers at other agencies.
OPEN_LINKED = frozenset({"counter_officer", "department_officer", "department_head"})


def choose(
    ways: Iterable,
    code: str,
    outcome,
    leads_back: Callable[[object], bool],
    holds: Callable[[object], bool],
):
    """Return the way by which the action `code` leaves a step, and why not.

    `ways` are all of the step: one at least. Without an `outcome` the only one that
    leads on is meant; a way that leads back is always chosen by its outcome. Of the
    ways of one choice the first whose condition `holds` is taken.

    :return: (way, None), or (None, a Refusal)
    """
    offered = [way for way in ways if way.code == code]
    named = {"outcomes": ", ".join(dict.fromkeys(way.outcome for way in offered))}
    if outcome:
        chosen = [way for way in offered if way.outcome == outcome]
        if not chosen:
            return None, Refusal("outcome_unknown", named)
    else:
        chosen = [way for way in offered if not leads_back(way)]
        if len({way.outcome for way in chosen}) != 1:
            return None, Refusal("outcome_missing", named)
    way = next(filter(holds, chosen), None)
    if way is None:
        return None, Refusal("condition_unmet", {"outcomes": chosen[0].outcome})
    return way, None


def check_plain(code: str, outcome, target, targets) -> Refusal | None:
    """Return why a step without ways cannot be left so, or None.

    `outcome` and `target` are what a caller named; `targets` the steps to which the
    draft may return.
    """
    if outcome and code not in OUTCOMES:
        return Refusal("no_outcome")
    if target and target not in targets:
        return Refusal("target_unknown")
    return None


def roles_of_kind(kind: str, delegated: bool = False) -> frozenset[str]:
    """Return the roles that a process may name for a step of this kind."""
    roles: set[str] = set()
    for row in TRANSITIONS:
        if kind in row.step_kinds and not row.sends_back:
            roles |= allowed_roles(row, delegated=delegated)
    return frozenset(roles - {SYSTEM})


def check_step(step, delegated: bool = False) -> list[Refusal]:
    """Return what keeps the workflow from doing a step of a draft process."""
    if step.kind not in STEP_KINDS:
        return [Refusal("step_kind_unknown", {"kind": step.kind})]
    roles = roles_of_kind(step.kind, delegated)
    if step.procedure:
        roles &= OPEN_LINKED
    if step.role not in roles:
        return [Refusal("step_role_wrong", {"role": step.role})]
    return []


def check_way(step, way, leads_back: bool, delegated: bool = False) -> list[Refusal]:
    """Return what keeps the workflow from leaving a step of a draft by this way."""
    state = "resolved" if step.kind == "return" else "processing"
    row = find(way.code, state, leads_back)
    if row is None or step.kind not in row.step_kinds:
        if leads_back:
            return [Refusal("way_back_wrong", {"code": "complete_step"})]
        return [Refusal("way_code_wrong", {"code": way.code})]
    found = []
    roles = allowed_roles(row, way.role or step.role, delegated) - {SYSTEM}
    if not roles:
        named = {"role": way.role or step.role, "code": way.code}
        found.append(Refusal("way_role_wrong", named))
    allowed = OUTCOMES.get(way.code)
    if allowed and way.outcome not in ("", *allowed):
        named = {"code": way.code, "outcomes": ", ".join(allowed)}
        found.append(Refusal("way_outcome_wrong", named))
    if way.state and not _leads_to(way.state, state, leads_back):
        found.append(Refusal("way_state_wrong", {"state": way.state}))
    return found


def _leads_to(target, state, leads_back):
    """Whether a way out of a step may take a dossier from one state to another."""
    if state == "resolved":
        return target == "returned"
    if leads_back:
        return target == "processing"
    return target in ("processing", "resolved", *ACTION_TO)
