"""Read Odoo's log: what it warns of is a failure, unless a reasoned list says why not."""

import re

from cli.reasoned import ReasonedList

ALLOWED = "tests/allowed_log_lines.txt"
# 2026-01-31 09:00:00,123 4711 WARNING database odoo.module: …
HEAD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) ")
BAD = ("WARNING", "ERROR", "CRITICAL")
LONGEST = 25  # lines shown of one entry


def entries(text):
    """(level, text) of each entry; a traceback belongs to the line above it."""
    level, lines = None, []
    for line in text.splitlines():
        if head := HEAD.match(line):
            if level:
                yield level, "\n".join(lines)
            level, lines = head["level"], []
        if level:
            lines.append(line)
    if level:
        yield level, "\n".join(lines)


def complaints(settings, path):
    """What the log at `path` complains of and the reasoned list does not know."""
    if not path.exists():
        return [f"{path} is missing: nothing shows that it would be clean."]
    allowed = ReasonedList(settings.repository / ALLOWED)
    found = {}
    for level, text in entries(path.read_text(errors="replace")):
        if level in BAD and not allowed.reason(text):
            # The same complaint many times is one finding.
            found.setdefault(HEAD.sub("", text), _shortened(text))
    return list(found.values())


def _shortened(text):
    lines = text.splitlines()
    if len(lines) <= LONGEST:
        return text
    half = LONGEST // 2
    return "\n".join([*lines[:half], "    …", *lines[-half:]])
