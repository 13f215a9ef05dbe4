"""What the generated world stands on, as plain data: read from a database by
`bench.reading`, written out by hand in tests. Ids are those of the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Person:
    """A member of the staff."""

    id: int
    name: str


@dataclass(frozen=True)
class Department:
    """`calendar` is a `core.calendar.Calendar`."""

    id: int
    code: str
    national_code: str
    calendar: Any


@dataclass(frozen=True)
class Counter:
    """A counter group; `staff` sit there, the first files and returns."""

    id: int
    department_id: int
    staff: tuple[Person, ...]
    postal: bool = False


@dataclass(frozen=True)
class Component:
    id: int
    name: str
    sequence: int
    required: bool
    originals: int
    copies: int
    case_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Fee:
    kind: str
    name: str
    amount: int
    channel: str | None
    case_id: int | None


@dataclass(frozen=True)
class Question:
    """A field of the e-form; `options` are the codes of a selection."""

    name: str
    type: str
    options: tuple[str, ...] = ()
    is_property: bool = True


@dataclass(frozen=True)
class Way:
    """Where a dossier can be received, and which department is then competent."""

    counter_id: int
    department_id: int
    channels: frozenset[str]


@dataclass(frozen=True)
class Procedure:
    """A version with its process; `terms` and `same_day` by (channel, case id).

    `plan` is the `core.process_plan.Plan` of the process, with ids for keys.
    """

    code: str
    name: str
    procedure_id: int
    version_id: int
    process_id: int
    terms: dict[tuple[str, int | None], Any]
    same_day: dict[tuple[str, int | None], bool]
    ways: tuple[Way, ...]
    plan: Any
    components: tuple[Component, ...] = ()
    fees: tuple[Fee, ...] = ()
    case_ids: tuple[int, ...] = ()
    questions: tuple[Question, ...] = ()
    result_name: str | None = None
    supplement_restarts: bool = True
    supplement_term: int = 30


@dataclass(frozen=True)
class RuleSet:
    """What a rule set says of dossiers; `citations` as `core.start_rule` takes them."""

    id: int
    valid_from: date
    valid_to: date | None
    code_pattern: str
    acceptance_hours: float
    appraisal_days: int
    apology_lead_days: int
    cut_off: Any = None
    citations: tuple = ()


@dataclass(frozen=True)
class Paper:
    """The one small file that every generated attachment points to."""

    store_fname: str
    checksum: str
    mimetype: str


@dataclass(frozen=True)
class Catalogue:
    """`staff` by (role, department id); `since` is the first day of all procedures."""

    since: date
    procedures: tuple[Procedure, ...]
    departments: dict[int, Department]
    counters: dict[int, Counter]
    staff: dict[tuple[str, int], tuple[Person, ...]]
    rule_sets: tuple[RuleSet, ...]
    paper: Paper
    company_id: int = 1
    currency_id: int = 1
    cause_id: int = 1
    portal_group_id: int = 1
    communes: tuple[str, ...] = ("Phường An Mẫu",)

    def rule_set(self, day):
        """The rule set in force on a date."""
        return next(
            one
            for one in self.rule_sets
            if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)
        )
