"""What a part of the tests came to."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    # Sentences on what failed beside the tests themselves.
    complaints: list = field(default_factory=list)

    def __add__(self, other):
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.complaints + other.complaints,
        )

    @classmethod
    def of_check(cls, complaints):
        """A check of ours counts as one test."""
        if complaints:
            return cls(failed=1, complaints=list(complaints))
        return cls(passed=1)

    def __str__(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"
