"""Conditions on answers: as the catalogue manager types them, JSON on a line, and as
people read them."""

import json

from odoo.exceptions import UserError


def to_text(condition):
    """A condition as text; False for none."""
    return condition and json.dumps(condition, ensure_ascii=False)


def from_text(env, text, label):
    """The condition that a text says; None for none.

    :param str label: of the field or paper whose condition it is
    :raises UserError: for what is no JSON
    """
    try:
        return json.loads(text or "null")
    except ValueError as error:
        raise UserError(
            env._(
                "The condition of “%(field)s” is not JSON: %(error)s",
                field=label,
                error=error,
            )
        ) from error


def in_words(questions, condition):
    """A sound condition as people read it, in the language of the questions.

    :param questions: the `onestop.eform.field` records of the form
    :return: text such as "“A house?”: yes"; "" for no condition
    """
    if not condition:
        return ""
    _ = questions.env._
    between = {"all": _(" and "), "any": _(" or ")}
    for junction in between.keys() & condition.keys():
        parts = (in_words(questions, part) for part in condition[junction])
        return between[junction].join(parts)
    return _leaf_in_words(questions, condition)


def _leaf_in_words(questions, leaf):
    _ = questions.env._
    asked = questions.filtered(lambda one: one.name == leaf["field"])
    named = {"question": asked.label, "answer": _answer_in_words(asked, leaf)}
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
    return ", ".join(asked._in_words(one) for one in values)
