"""Which numbers of a day's counter no dossier has."""


def sequence_of(code):
    """The number of the day in a dossier code: 975 of 'H15.50.05.13-261008-0975'."""
    digits = "".join(sign for sign in code.rpartition("-")[2] if sign.isdigit())
    return int(digits or 0)


def gaps(counters, codes, others=()):
    """The numbers that were given out and that no code has.

    :param counters: pairs (day, last number that was given out on it)
    :param codes: pairs (day, dossier code)
    :param others: what codes of other departments begin with; their numbers are not
        of these counters
    :return: list of (day, number), in order
    """
    others = set(others)
    used = {
        (day, sequence_of(code))
        for day, code in codes
        if code.rsplit("-", 2)[0] not in others
    }
    return [
        (day, number)
        for day, last in sorted(counters)
        for number in range(1, last + 1)
        if (day, number) not in used
    ]
