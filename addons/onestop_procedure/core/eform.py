"""The answers of an e-form, checked at the server.

`check_definition` is asked before a version is published, `check_answers` whenever
answers arrive. The browser's own checks are a courtesy to the citizen; these are the
ones that count.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from . import eform_condition as condition
from .eform_values import (
    CLEANERS,
    MEASURED,
    ORDERED,
    Circumstances,
    Field,
    Wrong,
    is_empty,
)
from .safe_pattern import SafePattern, UnsafePattern
from .translatable import _

MAX_FIELDS = 300
MAX_OPTIONS = 500
# All texts of one form together, in characters.
MAX_ANSWERS = 200_000
# Of the names that do not belong to the form, so many are told, cut to this length.
MAX_UNKNOWN = 20
MAX_NAME = 63

MESSAGES = {
    # Answers.
    "wrong_type": _("This is not an answer of the right kind."),
    "unknown_field": _("The form has no field “%(name)s”."),
    "answers_too_large": _("The answers are longer than %(max)s characters in all."),
    "required": _("This must be filled in."),
    "too_long": _("At most %(max)s characters."),
    "invalid_character": _("There is a character here that cannot be kept."),
    "pattern": _("This does not have the form that is asked for."),
    "invalid_number": _("This is not a number."),
    "ambiguous_number": _(
        "Write decimals with a comma, and thousands without a point."
    ),
    "number_too_large": _("This number is too large."),
    "invalid_date": _("This is not a date (dd/mm/yyyy)."),
    "invalid_option": _("This is not one of the choices."),
    "invalid_phone": _("This is not a telephone number."),
    "invalid_email": _("This is not an e-mail address."),
    "invalid_identity_number": _("This is not an identity number of 12 digits."),
    "old_identity_number": _(
        "The 9-digit number is no longer valid: give the 12-digit one."
    ),
    "invalid_tax_code": _("This is not a tax code."),
    "too_many_files": _("At most %(max)s files."),
    "invalid_file_name": _("This file has a name that cannot be kept."),
    "file_size": _("The file “%(name)s” is empty or larger than %(max)s bytes."),
    "file_type": _("The file “%(name)s” is none of: %(allowed)s."),
    "below_min": _("At least %(min)s."),
    "above_max": _("At most %(max)s."),
    # Notes.
    "dropped_invisible": _("The answer was dropped: the question does not apply."),
    "kept_old_identity": _("This is a 9-digit number of an old card."),
    # Definitions.
    "too_many_fields": _("A form has at most %(max)s fields."),
    "bad_name": _("A field's name is made of small letters, digits and _."),
    "name_twice": _("Two fields have this name."),
    "unknown_type": _("There is no kind of field “%(type)s”."),
    "bad_pattern": _("The pattern cannot be used: %(why)s."),
    "pattern_not_here": _("Only a line of text has a pattern."),
    "bad_options": _("The choices are missing, doubled, blank or too many."),
    "options_not_here": _("This kind of field has no choices."),
    "bad_bounds": _("The least and the greatest do not fit this field."),
    "bad_condition": _("The condition cannot be used: %(why)s."),
    "condition_field": _("The condition asks for “%(name)s”, which is no field."),
    "condition_operator": _("“%(operator)s” says nothing of “%(name)s”."),
    "condition_value": _(
        "The condition compares “%(name)s” with what it can never be."
    ),
    "condition_cycle": _("These fields depend on each other: %(names)s."),
}


@dataclass(frozen=True)
class Problem:
    """Something about one field (None: the whole form), by a stable code."""

    field: str | None
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English source text, with `%(name)s` for each of `params`."""
        return MESSAGES[self.code]

    def __str__(self):
        return self.message % self.params


@dataclass(frozen=True)
class Checked:
    """The outcome: clean values by name (JSON), what is wrong, and what to know.

    `cleaned` holds visible fields with a sound answer only; nothing of it may be
    stored while there are `errors`.
    """

    cleaned: dict[str, Any]
    errors: list[Problem]
    notes: list[Problem]


def check_answers(
    fields: Iterable[Field], answers: Any, circumstances: Circumstances
) -> Checked:
    """Check the answers, `{name: raw value}`, to a form without definition problems.

    A question that does not apply is not required, and its answer is dropped with a
    note. A key that is no field is an error. Raises ValueError for a form whose
    conditions go round in circles.
    """
    by_name = {field.name: field for field in fields}
    errors = _check_envelope(by_name, answers)
    if any(error.field is None for error in errors):
        return Checked({}, errors, [])
    found = Checked({}, errors, [])
    # A box that is not ticked is not sent by a browser.
    values = condition_values(by_name.values(), {})
    for name in _in_order(by_name):
        raw = answers.get(name)
        if condition.holds(by_name[name].visible_if, values):
            _answer(by_name[name], raw, circumstances, found)
            values[name] = found.cleaned.get(name, values[name])
        elif not is_empty(raw):
            found.notes.append(Problem(name, "dropped_invisible"))
    return found


def condition_values(
    fields: Iterable[Field], cleaned: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what `eform_condition.holds` looks at, of clean answers to a form."""
    return {
        field.name: cleaned.get(field.name, False if field.type == "boolean" else None)
        for field in fields
    }


def _check_envelope(by_name, answers):
    if not isinstance(answers, Mapping):
        return [Problem(None, "wrong_type")]
    length = sum(len(value) for value in answers.values() if isinstance(value, str))
    if length > MAX_ANSWERS:
        return [Problem(None, "answers_too_large", {"max": MAX_ANSWERS})]
    unknown = [str(name)[:MAX_NAME] for name in answers if name not in by_name]
    return [
        Problem(name, "unknown_field", {"name": name}) for name in unknown[:MAX_UNKNOWN]
    ]


def _answer(field, raw, circumstances, found):
    """Put what one visible field was answered into `found`."""
    try:
        value = None if is_empty(raw) else _clean(field, raw, circumstances)
        if field.required and (value is None or value is False):
            raise Wrong("required")
    except Wrong as wrong:
        found.errors.append(Problem(field.name, wrong.code, wrong.params))
        return
    if value is not None:
        found.cleaned[field.name] = value
    if field.type == "identity_number" and value and len(value) == 9:
        found.notes.append(Problem(field.name, "kept_old_identity"))


def _clean(field, raw, circumstances):
    value = CLEANERS[field.type](field, raw, circumstances)
    size = len(value) if field.type in MEASURED else value
    if field.min is not None and size < field.min:
        raise Wrong("below_min", min=field.min)
    if field.max is not None and size > field.max:
        raise Wrong("above_max", max=field.max)
    if field.pattern and not SafePattern(field.pattern).matches(value):
        raise Wrong("pattern")
    return value


def _in_order(by_name):
    """Return the names so that each follows those on which its visibility depends."""
    graph = {
        name: [leaf["field"] for leaf in condition.leaves(field.visible_if)]
        if field.visible_if is not None
        else []
        for name, field in by_name.items()
    }
    return tuple(TopologicalSorter(graph).static_order())


def check_definition(fields: Iterable[Field]) -> list[Problem]:
    """Return what is wrong with the fields of a form; empty when it can be published."""
    fields = list(fields)
    if len(fields) > MAX_FIELDS:
        return [Problem(None, "too_many_fields", {"max": MAX_FIELDS})]
    by_name = {field.name: field for field in fields}
    rules = (_check_name, _check_pattern, _check_options, _check_bounds)
    found = [
        Problem(name, "name_twice")
        for name, times in Counter(field.name for field in fields).items()
        if times > 1
    ]
    for field in fields:
        if field.type not in CLEANERS:
            found.append(Problem(field.name, "unknown_type", {"type": field.type}))
            continue
        for problems in (
            *(rule(field) for rule in rules),
            _check_condition(field.visible_if, by_name),
        ):
            found.extend(Problem(field.name, *problem) for problem in problems)
    return found or _check_cycle(by_name)


def _check_name(field):
    if not re.fullmatch(f"[a-z][a-z0-9_]{{0,{MAX_NAME - 1}}}", field.name):
        yield ("bad_name",)


def _check_pattern(field):
    if field.pattern is None:
        return
    if field.type != "char":
        yield ("pattern_not_here",)
    try:
        SafePattern(field.pattern)
    except UnsafePattern as unsafe:
        yield "bad_pattern", {"why": str(unsafe)}


def _check_options(field):
    options = field.options
    if field.type not in ("selection", "file"):
        if options:
            yield ("options_not_here",)
        return
    sound = len(options) == len(set(options)) <= MAX_OPTIONS and all(
        isinstance(option, str) and option.strip() == option != "" for option in options
    )
    if not sound or (field.type == "selection" and not options):
        yield ("bad_options",)


def _check_bounds(field):
    bounds = [bound for bound in (field.min, field.max) if bound is not None]
    if field.type in ORDERED:
        sound = all(_is_clean(field, bound) for bound in bounds)
    else:
        measured = field.type in MEASURED
        sound = all(measured and type(bound) is int and bound >= 0 for bound in bounds)
    if not sound or bounds != sorted(bounds):
        yield ("bad_bounds",)


# Bounds and conditions are compared with clean values, on any day.
_ANY_DAY = Circumstances(today=date.max, old_identity=True)


def _is_clean(field, value):
    """Tell whether a value of a definition is as a clean answer would be."""
    try:
        cleaned = CLEANERS[field.type](field, value, _ANY_DAY)
    except Wrong:
        return False
    return cleaned == value and isinstance(value, str) == isinstance(cleaned, str)


def check_condition(asked_if: Any, fields: Iterable[Field]) -> list[Problem]:
    """Return what is wrong with a condition that looks at the answers to a form."""
    by_name = {field.name: field for field in fields}
    return [Problem(None, *problem) for problem in _check_condition(asked_if, by_name)]


def _check_condition(asked_if, by_name):
    if asked_if is None:
        return
    try:
        leaves = condition.leaves(asked_if)
    except condition.BadCondition as bad:
        yield "bad_condition", {"why": str(bad)}
        return
    for leaf in leaves:
        yield from _check_leaf(leaf, by_name)


def _check_leaf(leaf, by_name):
    other, sign = by_name.get(leaf["field"]), leaf["operator"]
    where = {"name": leaf["field"]}
    if other is None or other.type not in CLEANERS:
        yield "condition_field", where
    elif sign in condition.PRESENCES:
        return
    elif other.type == "file" or (
        sign in condition.COMPARISONS and other.type not in ORDERED
    ):
        yield "condition_operator", {**where, "operator": sign}
    else:
        many = sign in condition.MEMBERSHIPS
        values = leaf["value"] if many else [leaf["value"]]
        if not all(_is_clean(other, value) for value in values):
            yield "condition_value", where


def _check_cycle(by_name):
    try:
        _in_order(by_name)
    except CycleError as cycle:
        names = " → ".join(reversed(cycle.args[1]))
        return [Problem(None, "condition_cycle", {"names": names})]
    return []
