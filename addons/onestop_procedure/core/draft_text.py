"""The draft of a result: a text with placeholders, and what may stand in it.

Everything here is pure. A text is markup of a short list of elements, without
attributes but the alignment of a paragraph; what is filled in is text, never markup.
"""

import re
from html import escape

from lxml import etree, html

# What a decision or a licence needs, and nothing that loads, runs or links.
ELEMENTS = frozenset(
    {
        *("p", "br", "div", "span", "b", "strong", "i", "em", "u", "sub", "sup"),
        *("h1", "h2", "h3", "h4", "ul", "ol", "li"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
# What they hold is no text for people.
DROPPED = frozenset({"script", "style", "head", "title", "iframe", "object", "embed"})
ALIGNED = re.compile(r"text-align:\s*(left|right|center|justify)")
PLACEHOLDER = re.compile(r"\{\{\s*([^{}<>]*?)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
# What is not known yet is a line to write on.
BLANK = "…………"
ANSWER = "answer."


def clean(text):
    """The text with nothing in it but what may stand there; words are kept."""
    root = html.fragment_fromstring(text or "", create_parent="div")
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str) or element.tag in DROPPED:
            element.drop_tree()
        elif element.tag not in ELEMENTS:
            element.drop_tag()
    for element in root.iterdescendants():
        aligned = ALIGNED.search(element.get("style", ""))
        element.attrib.clear()
        if aligned:
            element.set("style", f"text-align: {aligned[1]}")
    inner = escape(root.text or "", quote=False)
    return inner + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )


def placeholders(text):
    """The names of the placeholders of a text, in order, each once."""
    return list(dict.fromkeys(PLACEHOLDER.findall(clean(text))))


def is_torn(text):
    """Whether braces are left that make no placeholder: not closed, or with other
    signs between them."""
    return bool(BRACES.search(PLACEHOLDER.sub("", clean(text))))


def fill(text, values):
    """The text with what is known in place of its placeholders.

    :param dict values: {name: text}; it is written as text, whatever it holds
    """

    def known(found):
        return escape(str(values.get(found[1]) or BLANK), quote=False)

    return PLACEHOLDER.sub(known, clean(text))


def words(text):
    """The lines of a text, without markup."""
    root = html.fragment_fromstring(clean(text), create_parent="div")
    for element in root.iterdescendants():
        if element.tag in ("p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4"):
            element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return [line for line in lines if line]
