"""How a place may adjust its forms: texts with placeholders, margins, the order of what
stands at the end. Everything here is pure, and text: there is no markup in it."""

import re

# What a text may name; the form knows each.
NAMES = ("department", "address", "telephone", "email", "code", "procedure")
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
# What stands at the end of a form, in the order of the circular's model. It moves; the
# law wants all of it, so nothing of it goes.
BLOCKS = {
    "receipt": ("term", "due", "place", "fees", "register", "bring"),
    "supplement": ("deadline", "contact"),
    "rejection": (),
    "apology": ("due", "responsible", "contact"),
    "stop": ("fees", "returned"),
    "control_slip": (),
}
# Millimetres. A5 is narrow: what is wider than this leaves no room for the tables.
MARGINS = (5, 20)
LONGEST, MOST_LINES = 400, 5


def unknown(text):
    """The placeholders of a text that no form knows, in order; "{{" for braces that
    make none."""
    text = text or ""
    wrong = [name for name in PLACEHOLDER.findall(text) if name not in NAMES]
    if BRACES.search(PLACEHOLDER.sub("", text)):
        wrong.append("{{")
    return list(dict.fromkeys(wrong))


def is_too_long(text):
    text = (text or "").strip()
    return len(text) > LONGEST or text.count("\n") >= MOST_LINES


def fill(text, values):
    """The text with what is known in place of its placeholders.

    :param dict values: {name: text}; what is filled in is not filled in again
    """
    return PLACEHOLDER.sub(lambda found: str(values.get(found[1]) or ""), text or "")


def order(form, chosen):
    """The blocks of a form in the order chosen; what it does not say comes after."""
    blocks = BLOCKS[form]
    said = [block for block in chosen if block in blocks]
    return list(dict.fromkeys([*said, *blocks]))
