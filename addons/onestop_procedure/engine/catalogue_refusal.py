class Refusal(Exception):
    """Why one record is not taken over, as a sentence.

    ``missing``: code of a procedure that it names and that is not here.
    """

    def __init__(self, sentence, missing=None):
        super().__init__(sentence)
        self.missing = missing
