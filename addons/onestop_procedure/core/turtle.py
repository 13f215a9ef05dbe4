"""Nodes of JSON-LD, as `core.cpsv_ap` makes them, written as Turtle."""

import re

# What may not stand in an address between angle brackets (Turtle, IRIREF).
_UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')


def prefixes(context):
    """The lines that stand first."""
    return "".join(
        f"@prefix {name}: <{_iri(iri)}> .\n" for name, iri in context.items()
    )


def node(value):
    """One node as a paragraph."""
    kinds = _listed(value["@type"])
    lines = [f"a {', '.join(kinds)}"]
    lines += [
        f"{name} {', '.join(_object(one) for one in _listed(objects))}"
        for name, objects in value.items()
        if not name.startswith("@")
    ]
    return f"\n<{_iri(value['@id'])}> " + " ;\n    ".join(lines) + " .\n"


def _listed(value):
    return value if isinstance(value, list) else [value]


def _object(value):
    if isinstance(value, str):
        return _literal(value)
    if "@id" in value:
        return f"<{_iri(value['@id'])}>"
    text = _literal(value["@value"])
    if "@language" in value:
        return f"{text}@{value['@language']}"
    return f"{text}^^{value['@type']}"


def _literal(text):
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(match):
    sign = match[0]
    return _ESCAPES.get(sign) or f"\\u{ord(sign):04X}"


def _iri(text):
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", text)
