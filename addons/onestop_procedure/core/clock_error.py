from .clock_sentences import ERRORS, render


class ClockError(ValueError):
    """What was asked cannot be computed, and would give a wrong date if it were.

    `code` is stable (a key of `clock_sentences.ERRORS`), `values` are the facts of
    the sentence: what is wrong, where, and what to do. `str(error)` is English,
    `error.render('vi')` Vietnamese.
    """

    def __init__(self, code, /, **values):
        self.code = code
        self.values = values
        super().__init__(self.render("en"))

    def render(self, language):
        """The sentence in `language` ('vi', 'vi_VN', 'en'…)."""
        return render(ERRORS[self.code], language, self.values)

    def __reduce__(self):
        # The default rebuilds an exception from its message alone.
        return _rebuild, (self.code, self.values)


def _rebuild(code, values):
    return ClockError(code, **values)
