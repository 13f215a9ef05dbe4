from dataclasses import dataclass
from enum import Enum

from .clock_error import ClockError
from .clock_sentences import render_citation


class CitationStatus(str, Enum):
    """How sure we are of the article: nobody invents a number."""

    READ = "read"
    CARRIED_OVER = "carried_over"
    TO_CONFIRM = "to_confirm"


@dataclass(frozen=True, slots=True)
class Citation:
    """The rule of law behind a fact.

    `article` is as lawyers shorten it: '19.4', '22.2b', '147–148'; '' is the instrument
    as a whole. A rule carried
    over from a replaced instrument keeps its old citation and names the `successor`
    in which its number is still to be confirmed.
    """

    instrument: str
    article: str
    status: CitationStatus = CitationStatus.READ
    successor: str = ""

    def __post_init__(self):
        try:
            object.__setattr__(self, "status", CitationStatus(self.status))
        except ValueError:
            raise ClockError("citation_status", status=str(self.status))

    def render(self, language):
        """'Decree 61/2018, art. 19.4; …' or 'khoản 4 Điều 19 Nghị định 61/2018; …'."""
        return render_citation(self.to_dict(), language)

    def to_dict(self):
        """JSON-able dict; `Citation(**data)` is the way back."""
        return {
            "instrument": self.instrument,
            "article": self.article,
            "status": self.status.value,
            "successor": self.successor,
        }
