import math
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Real

from .citation import Citation
from .clock_error import ClockError


class Unit(str, Enum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take: of a procedure, a step, a phase of a complaint.

    Days and months are whole; hours may be a fraction, to the minute. `Term.none()`
    is a procedure without a term ("Không quy định"). Raises ClockError on a value
    that is not a number, negative, zero, or a part of a day.
    """

    value: int | float | Decimal
    unit: Unit
    citation: Citation | None = None

    def __post_init__(self):
        try:
            object.__setattr__(self, "unit", Unit(self.unit))
        except ValueError:
            raise ClockError("unit_unknown", unit=str(self.unit))
        if self.unit is Unit.NONE:
            object.__setattr__(self, "value", 0)
            return
        value, text = self.value, str(self.value)
        numeric = isinstance(value, (Real, Decimal)) and not isinstance(value, bool)
        if not numeric or not math.isfinite(value):
            raise ClockError("term_not_number", value=text)
        if value < 0:
            raise ClockError("term_negative", value=text)
        if value == int(value):
            object.__setattr__(self, "value", int(value))
        elif self.unit is not Unit.WORKING_HOURS:
            raise ClockError("term_fraction", amount=(float(value), self.unit.value))
        if self.count == 0:
            raise ClockError("term_zero", amount=(float(value), self.unit.value))

    @classmethod
    def none(cls, citation=None):
        """No term is laid down."""
        return cls(0, Unit.NONE, citation)

    @property
    def count(self):
        """Whole units that the clock counts: days, months, or minutes for hours."""
        if self.unit is not Unit.WORKING_HOURS:
            return self.value
        if isinstance(self.value, int):
            return self.value * 60
        return round(Fraction(self.value) * 60)
