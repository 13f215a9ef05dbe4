"""Conditions of the ways out of a step: a domain on the dossier, as data.

A condition is written by whoever looks after the catalogue, who reads no dossier, and
is evaluated by the system. So it may look at what is named here and at nothing else:
it neither names another model nor reads whose dossier it is.
"""

import ast

# Paths that a condition may look at.
PATHS = frozenset(
    {
        "channel",
        "case_id.code",
        "delivery",
        "department_id.code",
        "department_id.kind",
        "identity_verified",
        "lang",
        "outcome",
        "owner_kind",
        "payment_state",
        "received_department_id.code",
        "received_department_id.kind",
        "submitter_relation",
        "submitter_same",
    }
)
# An answer of the e-form, by its name.
ANSWER = "properties."
EQUALITY = frozenset({"=", "!=", "in", "not in"})
# Only answers are amounts or dates; the rest are codes, that have no order.
ORDER = frozenset({"<", "<=", ">", ">="})
ARITY = {"&": 2, "|": 2, "!": 1}
LONGEST = 2000


class ConditionError(ValueError):
    """A condition that is none; `what` is the part that is wrong."""

    def __init__(self, what):
        super().__init__(what)
        self.what = str(what)[:100]


def parse(text: str) -> list:
    """Return the domain that a condition says, of tuples and operators.

    :raises ConditionError: naming what is no part of a condition
    """
    try:
        domain = ast.literal_eval(text) if len(text) <= LONGEST else None
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        domain = None
    if not isinstance(domain, list):
        raise ConditionError(text)
    parts = [_part(part) for part in domain]
    # In prefix notation each operator waits for its parts; without one they are and-ed.
    waiting = 0
    for part in parts:
        waiting = max(waiting - 1, 0) + (ARITY[part] if isinstance(part, str) else 0)
    if waiting:
        raise ConditionError(text)
    return parts


def answers(domain: list) -> set[str]:
    """Return the names of the e-form's questions at which a condition looks."""
    paths = [part[0] for part in domain if not isinstance(part, str)]
    return {path.removeprefix(ANSWER) for path in paths if path.startswith(ANSWER)}


def _part(part):
    if isinstance(part, str) and part in ARITY:
        return part
    if not isinstance(part, (list, tuple)) or len(part) != 3:
        raise ConditionError(part)
    path, operator, value = part
    if not isinstance(path, str) or not _may_look_at(path):
        raise ConditionError(path)
    allowed = EQUALITY | ORDER if path.startswith(ANSWER) else EQUALITY
    if not isinstance(operator, str) or operator not in allowed:
        raise ConditionError(operator)
    if not _is_value(value, many=operator in ("in", "not in")):
        raise ConditionError(value)
    return path, operator, value


def _may_look_at(path):
    answer = path.removeprefix(ANSWER)
    return path in PATHS or (answer != path and answer.isidentifier())


def _is_value(value, many):
    if many:
        return isinstance(value, (list, tuple)) and all(
            _is_value(one, many=False) for one in value
        )
    return value is None or isinstance(value, (str, int, float, bool))
