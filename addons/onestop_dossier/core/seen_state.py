"""What somebody had before their eyes, so that what changed since can be told."""

import base64
import json
from dataclasses import dataclass

# Characters of a token: a form of many papers has some thousands.
LONGEST = 200_000
# What the number of a row can be.
HIGHEST = 2**31 - 1


@dataclass(frozen=True)
class SeenState:
    """A file as a person saw it, to be sent along by a form and back with a change.

    `row` is the number of the last row of its journal, `texts` what could be changed on
    the form: {key: what it said}. Nobody is let in or kept out by it: whoever makes one
    up is refused for nothing, or writes as a program does that sends none.
    """

    row: int
    texts: dict

    def encode(self):
        """The token: letters, digits, `-`, `_` and `=` alone."""
        text = json.dumps([self.row, self.texts], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode()

    @classmethod
    def decode(cls, token):
        """The state that a token tells of.

        :raises ValueError: for what is none
        """
        if not isinstance(token, str) or len(token) > LONGEST:
            raise ValueError("no token")
        try:
            row, texts = json.loads(base64.urlsafe_b64decode(token))
        except (TypeError, RecursionError) as error:
            raise ValueError("no token") from error
        if type(row) is not int or not 0 <= row <= HIGHEST:
            raise ValueError("no number of a row")
        if not isinstance(texts, dict):
            raise ValueError("no texts")
        if not all(isinstance(text, str) for text in texts.values()):
            raise ValueError("no texts")
        return cls(row, texts)

    def changed(self, present):
        """[(key, before, now)] of what says something else now.

        :param dict present: as `texts`; what is not there in both is not compared
        """
        return [
            (key, before, present[key])
            for key, before in self.texts.items()
            if key in present and present[key] != before
        ]
