"""Why a date is what it is, in words: a list of sentences, and what a picture says.

    explain(derivation, "vi_VN", today)

Everything is JSON-able and in one language, for whoever shows it.
"""

from dataclasses import dataclass

from .clock_sentences import FACTS, WEEKDAYS, language_of, render
from .due_picture import DuePicture, Mark
from .due_sentences import (
    DAY_TEXT,
    DAYS,
    LEFT_OUT,
    MONTH,
    SIGNS,
    STEP_FACTS,
    STEP_SIGNS,
    WEEKDAY_SIGNS,
)

MARKS = frozenset(mark.value for mark in Mark)
# Of a term in hours: the same shade, other words.
OF_HOURS = "_hours"
# What a day of the legend shows for a number.
FIGURES = {"counted": "1", "extra": "1", "counted_hours": "8h", "extra_hours": "8h"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What facts, and the days of a picture, are called of one kind of thing."""

    facts: dict
    signs: dict
    days: dict

    def but(self, facts=(), signs=(), days=()):
        """A wording with other rows for some."""
        return Wording(
            {**self.facts, **dict(facts)},
            {**self.signs, **dict(signs)},
            {**self.days, **dict(days)},
        )


DOSSIER = Wording(FACTS, SIGNS, DAYS)
STEP = DOSSIER.but(STEP_FACTS, STEP_SIGNS)


def explain(derivation, language, today=None, wording=DOSSIER):
    """The derivation in words and as a picture.

    :param date today: the present day in legal time; None for what is over
    :return: dict `sentences` (one a fact) and `picture`: None, or a dict
        - `weekdays`: {`short`, `long`} from Monday
        - `months`: {`key`, `title`, `left_out` (a sentence or ""), `weeks`}, a week
          being seven days, each None or {`key`, `day`, `shade`, `marks`, `figure`
          (which day of the term, or its hours), `words` (for the cell), `text` (for
          those who do not see it), `facts` (places in `sentences`)}
        - `legend`: {`shade`, `marks`, `figure`, `words`, `text`}: a day of each sort
          that occurs, and what it means
    """
    language = language_of(language)
    picture = DuePicture.of(derivation, today)
    return {
        "sentences": derivation.render(language, wording.facts),
        "picture": _Words(language, wording).picture(picture),
    }


class _Words:
    def __init__(self, language, wording):
        self.language = language
        self.signs = wording.signs
        self.days = wording.days

    def picture(self, picture):
        days = picture.days
        if not days:
            return None
        seen = {sign for day in days for sign in _signs(day)}
        return {
            "weekdays": [
                {"short": short, "long": long}
                for short, long in zip(
                    WEEKDAY_SIGNS[self.language], WEEKDAYS[self.language], strict=True
                )
            ],
            "months": [self._month(month) for month in picture.months],
            "legend": [self._legend(sign) for sign in self.signs if sign in seen],
        }

    def _month(self, month):
        left_out = month.left_out and self._say(LEFT_OUT, count=month.left_out)
        return {
            "key": month.first.isoformat(),
            "title": self._say(MONTH, month=month.first),
            "left_out": left_out or "",
            "weeks": [[day and self._day(day) for day in week] for week in month.weeks],
        }

    def _day(self, day):
        words = (self._sign(sign)[0] for sign in _signs(day))
        return {
            "key": day.day.isoformat(),
            "day": day.day.day,
            "shade": day.shade.value if day.shade else "",
            "marks": [mark.value for mark in day.marks],
            "figure": _figure(day),
            "words": list(filter(None, words)),
            "text": self._text(day),
            "facts": list(day.facts),
        }

    def _text(self, day):
        told = []
        if day.shade:
            values = {"number": day.number, "minutes": day.minutes}
            values |= {"reason": day.reason, "kind": day.pause}
            told.append(self._say(self.days[_shade_sign(day)], **values))
        told += [self._sign(mark.value)[1] for mark in day.marks]
        if not told:
            return ""
        text = "; ".join(part[:1].lower() + part[1:] for part in told)
        return self._say(DAY_TEXT, day=day.day, told=text)

    def _legend(self, sign):
        word, text = self._sign(sign)
        is_mark = sign in MARKS
        return {
            "shade": "" if is_mark else sign.removesuffix(OF_HOURS),
            "marks": [sign] if is_mark else [],
            "figure": FIGURES.get(sign, ""),
            "words": [word] if word else [],
            "text": text,
        }

    def _sign(self, sign):
        return self.signs[sign][self.language]

    def _say(self, row, **values):
        return render(row, self.language, values)


def _signs(day):
    """The names, in the table of signs, of all that a day shows."""
    shade = [_shade_sign(day)] if day.shade else []
    return [*shade, *(mark.value for mark in day.marks)]


def _shade_sign(day):
    return day.shade.value + (OF_HOURS if day.minutes else "")


def _figure(day):
    if day.minutes:
        hours, minutes = divmod(day.minutes, 60)
        return f"{hours}h{minutes:02d}" if minutes else f"{hours}h"
    return str(day.number or "")
