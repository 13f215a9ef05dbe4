"""Conditions on answers as people read them."""


def in_words(questions, condition):
    """A condition of a sound shape as people read it, in the language of the questions.

    :param questions: the `onestop.eform.field` records of the form; one that is not
        among them is told by its name
    :return: text such as "“A house?”: yes"; "" for no condition
    """
    if not condition:
        return ""
    _ = questions.env._
    between = {"all": _(" and "), "any": _(" or ")}
    for junction in between.keys() & condition.keys():
        parts = (_part_in_words(questions, part) for part in condition[junction])
        return between[junction].join(parts)
    return _leaf_in_words(questions, condition)


def _part_in_words(questions, part):
    """A part of a condition; one of several parts again stands in brackets."""
    several = any(len(part.get(junction, ())) > 1 for junction in ("all", "any"))
    words = in_words(questions, part)
    return f"({words})" if several else words


def _leaf_in_words(questions, leaf):
    _ = questions.env._
    asked = questions.filtered(lambda one: one.name == leaf["field"])
    named = {
        "question": asked.label or leaf["field"],
        "answer": _answer_in_words(asked, leaf),
    }
    return {
        "=": _("“%(question)s”: %(answer)s", **named),
        "!=": _("“%(question)s”: not %(answer)s", **named),
        "in": _("“%(question)s”: one of %(answer)s", **named),
        "not in": _("“%(question)s”: none of %(answer)s", **named),
        "<": _("“%(question)s”: less than %(answer)s", **named),
        "<=": _("“%(question)s”: at most %(answer)s", **named),
        ">": _("“%(question)s”: more than %(answer)s", **named),
        ">=": _("“%(question)s”: at least %(answer)s", **named),
        "set": _("“%(question)s” has an answer", **named),
        "not set": _("“%(question)s” has no answer", **named),
    }[leaf["operator"]]


def _answer_in_words(asked, leaf):
    value = leaf.get("value")
    values = value if isinstance(value, list) else [value]
    return ", ".join(_value_in_words(asked, one) for one in values)


def _value_in_words(asked, value):
    try:
        return asked._in_words(value) if asked else str(value)
    except (TypeError, ValueError):
        # The question has another type by now: publishing is refused with a sentence.
        return str(value)
