"""A figure that a bench prints: `name<TAB>value<TAB>unit<TAB>bound<TAB>ok|short`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`bound` is what the value may be at most, or at least, or None: only told."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False

    @property
    def is_ok(self):
        if self.bound is None:
            return True
        if self.at_least:
            return self.value >= self.bound
        return self.value <= self.bound

    def __str__(self):
        bound = "-"
        if self.bound is not None:
            bound = f"{'≥' if self.at_least else '≤'} {_number(self.bound)}"
        verdict = "ok" if self.is_ok else "short"
        return "\t".join((self.name, _number(self.value), self.unit, bound, verdict))


def _number(value):
    """Three digits that count, and no more."""
    if value == int(value) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def tell(*parts, **options):
    """Print a figure at once: whoever waits sees how far it is."""
    print(Figure(*parts, **options), flush=True)
