from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from .citation import Citation
from .clock_error import ClockError
from .clock_sentences import FACTS, fields, render
from .legal_time import ZONE


class FactCode(str, Enum):
    """Stable names of facts; each has its sentence in `clock_sentences.FACTS`."""

    RECEIVED = "received"
    TERM = "term"
    NO_TERM = "no_term"
    FIRST_DAY_NOT_COUNTED = "first_day_not_counted"
    FIRST_DAY_COUNTED = "first_day_counted"
    AFTER_CUT_OFF = "after_cut_off"
    INTAKE_ONLY = "intake_only"
    OUTSIDE_HOURS = "outside_hours"
    HOURS_RUN = "hours_run"
    MONTHS_END = "months_end"
    PROMISED = "promised"
    PAUSE = "pause"
    PAUSE_OPEN = "pause_open"
    PAUSE_AFTER_EXPIRY = "pause_after_expiry"
    PAUSE_OF_APOLOGY = "pause_of_apology"
    RESTART = "restart"
    EXTENSION = "extension"
    APOLOGY = "apology"
    WEEKLY_OFF = "weekly_off"
    HOLIDAY = "holiday"
    INTAKE_DAYS = "intake_days"
    EXTRA_DAY = "extra_day"
    HOURS_COUNTED = "hours_counted"
    ROLL_OVER = "roll_over"
    CLOSING_HOUR = "closing_hour"
    CALENDAR_CHANGED = "calendar_changed"
    TRANSFERRED = "transferred"
    LAW_CHANGED = "law_changed"
    CALENDAR_UNKNOWN = "calendar_unknown"
    DUE = "due"
    DUE_AFTER_APOLOGY = "due_after_apology"


# With these a derivation ends: the date, or why there is none.
_CLOSING = (FactCode.DUE, FactCode.DUE_AFTER_APOLOGY, FactCode.PAUSE_OPEN)
# These are in no count: they are carried along when a date is counted anew.
CARRIED = (FactCode.CALENDAR_CHANGED, FactCode.TRANSFERRED, FactCode.LAW_CHANGED)
# Facts whose reason an officer types.
_TYPED = frozenset(
    {
        FactCode.PAUSE,
        FactCode.PAUSE_OPEN,
        FactCode.PAUSE_AFTER_EXPIRY,
        FactCode.PAUSE_OF_APOLOGY,
        FactCode.RESTART,
        FactCode.EXTENSION,
        FactCode.APOLOGY,
        FactCode.CALENDAR_CHANGED,
    }
)


def fact_code(code):
    """The FactCode of a code or its text. Raises ClockError on an unknown one."""
    try:
        return FactCode(code)
    except ValueError:
        raise ClockError("fact_unknown", code=str(code))


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of "why this date?": a code, its values, and the rule behind it.

    `values` are (name, value) pairs of plain JSON values: ISO text for dates and
    instants (in legal time), [number, unit] for amounts, [[first, last], …] for runs
    of days. Build one with `Fact.of`; read one value with `fact['before']`.
    """

    code: FactCode
    values: tuple[tuple[str, object], ...] = ()
    citation: Citation | None = None

    @classmethod
    def of(cls, code, citation=None, /, **values):
        """A fact from dates, instants, numbers and text. Raises ClockError when the
        values are not those of the code's sentence."""
        code = fact_code(code)
        if set(values) != fields(FACTS[code.value]):
            raise ClockError("fact_values", code=code.value, values=sorted(values))
        plain = tuple((name, _plain(value)) for name, value in values.items())
        return cls(code, plain, citation)

    def __getitem__(self, name):
        return dict(self.values)[name]

    def without_typed_reason(self):
        """The fact without the reason that an officer gave for it."""
        if self.code not in _TYPED or not self["reason"]:
            return self
        return Fact.of(self.code, self.citation, **{**dict(self.values), "reason": ""})

    def render(self, language, sentences=FACTS):
        """The fact as a sentence in `language`, with its citation in brackets."""
        sentence = render(sentences[self.code.value], language, dict(self.values))
        if self.citation is None:
            return sentence
        return f"{sentence[:-1]} ({self.citation.render(language)})."

    def to_dict(self):
        """JSON-able dict."""
        return {
            "code": self.code.value,
            "values": {name: _listed(value) for name, value in self.values},
            "citation": self.citation and self.citation.to_dict(),
        }

    @classmethod
    def from_dict(cls, data):
        """The way back from `to_dict`. Raises ClockError on what is no fact."""
        citation = data.get("citation") and Citation(**data["citation"])
        return cls.of(data.get("code"), citation or None, **data.get("values", {}))


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return tuple(_plain(part) for part in value)
    if isinstance(value, Enum):
        return value.value
    return value


def _listed(value):
    if isinstance(value, tuple):
        return [_listed(part) for part in value]
    return value


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why a date is what it is: facts in the order in which they were applied."""

    facts: tuple[Fact, ...] = ()

    def __iter__(self):
        return iter(self.facts)

    def __len__(self):
        return len(self.facts)

    def with_fact(self, fact):
        """A derivation with one more fact at the end."""
        return Derivation((*self.facts, fact))

    def with_calendar_changes(self, facts):
        """A derivation that also tells what moved the date before its last facts.

        A date is counted anew by the calendar of the day; that the calendar once was
        another is not in the count, so these facts are carried along.
        """
        told, last = list(self.facts), []
        while told and told[-1].code in _CLOSING:
            last.insert(0, told.pop())
        return Derivation((*told, *facts, *last))

    def calendar_changes(self):
        """The facts that tell of changed calendars, of another one, or of a newer law."""
        return [fact for fact in self if fact.code in CARRIED]

    def without_typed_reasons(self):
        """A derivation for whoever may not read what an officer typed: closures and
        working days of the calendar keep their names, events lose their reasons."""
        return Derivation(tuple(fact.without_typed_reason() for fact in self.facts))

    def render(self, language, sentences=FACTS):
        """List of sentences, one per fact."""
        return [fact.render(language, sentences) for fact in self.facts]

    def to_list(self):
        """JSON-able list of dicts."""
        return [fact.to_dict() for fact in self.facts]

    @classmethod
    def from_list(cls, data):
        """The way back from `to_list`. Raises ClockError on what is no fact."""
        return cls(tuple(Fact.from_dict(fact) for fact in data))
