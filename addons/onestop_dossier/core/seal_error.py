class SealError(ValueError):
    """Why nothing can be sealed, by a stable word; the text names no path and no secret.

    :ivar code: key of the sentence in `engine/seal_sentences.py`
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params
