"""What a person has to bring, for their case and what they answered so far.

At the counter not every question is answered yet. A paper that depends on an answer
which is not there is not left out: it is told with the question that decides it.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .eform_condition import holds, leaves
from .eform_values import Field

# Kinds of questions that are answered in a word at the counter; what asks for
# somebody's own data waits for the form.
ASKED_KINDS = ("boolean", "selection", "integer", "float", "amount", "date")


@dataclass(frozen=True)
class Asked:
    """When a paper is asked for: in which cases (none: in all), on which condition."""

    key: Hashable
    cases: frozenset[Hashable] = frozenset()
    asked_if: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Line:
    """A paper of the checklist; `open` names the questions that still decide it."""

    key: Hashable
    open: tuple[str, ...] = ()


def questions(papers: Iterable[Asked], form: Iterable[Field]) -> list[str]:
    """Return the names of the questions on which papers depend, in the form's order.

    A question that shows only upon another's answer brings that one along.
    """
    by_name = {field.name: field for field in form}
    found, waiting = set(), [paper.asked_if for paper in papers]
    while waiting:
        for name in _looks_at(waiting.pop()):
            if name in by_name and name not in found:
                found.add(name)
                waiting.append(by_name[name].visible_if)
    return [name for name in by_name if name in found]


def askable(names: Iterable[str], form: Iterable[Field]) -> list[str]:
    """Return those of the questions that are asked at the counter."""
    kinds = {field.name: field.type for field in form}
    return [name for name in names if kinds[name] in ASKED_KINDS]


def checklist(
    papers: Iterable[Asked],
    case: Hashable | None,
    values: Mapping[str, Any],
    unanswered: Iterable[str],
) -> list[Line]:
    """Return the papers that are asked for, surely or perhaps, in their order.

    `case` is None while it is not chosen: then the papers of all cases are told.
    `values`: as `core.eform.condition_values` gives them; `unanswered`: names of the
    questions to which nobody has said anything yet.
    """
    unanswered = frozenset(unanswered)
    lines = []
    for paper in papers:
        if case is not None and paper.cases and case not in paper.cases:
            continue
        answer = perhaps(paper.asked_if, values, unanswered)
        if answer is None:
            names = dict.fromkeys(_looks_at(paper.asked_if))
            lines.append(
                Line(paper.key, tuple(name for name in names if name in unanswered))
            )
        elif answer:
            lines.append(Line(paper.key))
    return lines


def perhaps(
    condition: Mapping[str, Any] | None,
    values: Mapping[str, Any],
    unanswered: frozenset[str],
) -> bool | None:
    """Tell whether a condition holds; None while what is unanswered decides it."""
    if condition is None:
        return True
    for junction, decides in (("all", False), ("any", True)):
        if junction in condition:
            parts = [perhaps(part, values, unanswered) for part in condition[junction]]
            if decides in parts:
                return decides
            return None if None in parts else not decides
    if condition["field"] in unanswered:
        return None
    return holds(condition, values)


def _looks_at(condition):
    if condition is None:
        return []
    return [leaf["field"] for leaf in leaves(condition)]
