"""What came from outside and cannot be read, said to whoever looks into it."""

from typing import ClassVar


class UnreadableError(ValueError):
    """A text of others that is not what it should be. `code` is a key of `sentences`.

    It repeats nothing of the text, which may be about a person. `str(error)` is English,
    `error.render('vi')` Vietnamese.
    """

    # {code: {"en": …, "vi": …}}
    sentences: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, code):
        self.code = code
        super().__init__(self.render("en"))

    def render(self, language):
        """The sentence in `language` ('vi', 'vi_VN', 'en'…)."""
        return self.sentences[self.code]["vi" if language.startswith("vi") else "en"]

    def __reduce__(self):
        # The default rebuilds an exception from its message alone.
        return type(self), (self.code,)
