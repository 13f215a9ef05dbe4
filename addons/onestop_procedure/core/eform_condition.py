"""When a field of an e-form is visible: a small condition on other answers, no code.

A condition is `{"field": name, "operator": …, "value": …}`, `{"all": [conditions]}`
or `{"any": [conditions]}`. Operators: `=`, `!=`, `in`, `not in` (a list of values),
`<`, `<=`, `>`, `>=` (numbers and dates), `set` and `not set` (no value). An answer that
is missing, wrong or itself invisible is equal to nothing and in no list; a box that is
not ticked is False.
"""

import operator
from collections.abc import Iterator, Mapping
from typing import Any

MAX_DEPTH = 5
MAX_LEAVES = 50

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COMPARISONS = tuple(_COMPARE)
MEMBERSHIPS = ("in", "not in")
PRESENCES = ("set", "not set")
OPERATORS = ("=", "!=", *MEMBERSHIPS, *COMPARISONS, *PRESENCES)


class BadCondition(ValueError):
    """A condition that is none: its shape, its depth, or its number of parts."""


def leaves(condition: Any) -> list[Mapping[str, Any]]:
    """Return the parts `{field, operator[, value]}`; raises BadCondition."""
    found = list(_leaves(condition, 1))
    if len(found) > MAX_LEAVES:
        raise BadCondition(f"a condition has at most {MAX_LEAVES} parts")
    return found


def _leaves(condition, depth) -> Iterator[Mapping[str, Any]]:
    if depth > MAX_DEPTH or not isinstance(condition, dict):
        raise BadCondition(f"a condition is an object, at most {MAX_DEPTH} deep")
    for junction in ("all", "any"):
        if set(condition) == {junction}:
            parts = condition[junction]
            if not isinstance(parts, list) or not parts:
                raise BadCondition(f"“{junction}” holds a list of conditions")
            for part in parts:
                yield from _leaves(part, depth + 1)
            return
    sign = condition.get("operator")
    keys = {"field", "operator"} | (set() if sign in PRESENCES else {"value"})
    named = isinstance(condition.get("field"), str) and isinstance(sign, str)
    if not named or sign not in OPERATORS or set(condition) != keys:
        raise BadCondition("a condition has a field, a known operator and a value")
    if sign in MEMBERSHIPS and not isinstance(condition["value"], list):
        raise BadCondition(f"“{sign}” needs a list of values")
    yield condition


def holds(condition: Mapping[str, Any] | None, values: Mapping[str, Any]) -> bool:
    """Tell whether a condition that `leaves` accepts holds for cleaned answers.

    `values` has None for what is absent. No condition always holds.
    """
    if condition is None:
        return True
    if "all" in condition:
        return all(holds(part, values) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, values) for part in condition["any"])
    answer, sign = values[condition["field"]], condition["operator"]
    if sign in PRESENCES:
        return (answer is not None) == (sign == "set")
    value = condition["value"]
    if sign in ("=", "!="):
        return (answer == value) == (sign == "=")
    if sign in MEMBERSHIPS:
        return (answer in value) == (sign == "in")
    return answer is not None and _COMPARE[sign](answer, value)
