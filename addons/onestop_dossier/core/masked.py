"""What is shown of a person before it is sure that they are the one who is meant."""


def masked_number(number: str) -> str:
    """Return an identity number with all but its last three digits hidden.

    The first digits say where and in which century somebody was born, and the name and
    the year stand beside it: the last ones alone tell people apart.

    >>> masked_number("001099000017")
    '•••••••••017'
    """
    return "•" * (len(number) - 3) + number[-3:]
