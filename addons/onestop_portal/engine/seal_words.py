from . import words


def told_of_seal(record, facts):
    """What is said of a seal on the pages: its facts, with moments in words.

    :param record: of whose environment the words are
    :param facts: as `_facts` of `onestop.sealed.paper`, or None
    """
    if not facts:
        return None
    return {
        **facts,
        "at": words.moment(record, facts["at"]),
        "until": words.moment(record, facts["until"]),
    }
