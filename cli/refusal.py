class Refusal(Exception):
    """A sentence for the person at the keyboard: what is wrong and what to do.

    It is printed as it is, without a trace, and the command ends with `code`.
    """

    def __init__(self, sentence, code=1):
        super().__init__(sentence)
        self.code = code
