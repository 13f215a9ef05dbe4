"""Short lists of what may be, each entry with its reason: log lines, skipped tests."""

import re

SEPARATOR = " -- "


class ReasonedList:
    """Lines `regular expression -- reason`; empty lines and `#` lines are comments."""

    def __init__(self, path):
        self.entries = []
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            pattern, separator, reason = line.rpartition(SEPARATOR)
            if not separator or not reason.strip():
                raise ValueError(
                    f"{path}:{number}: give the reason after '{SEPARATOR}'"
                )
            self.entries.append((re.compile(pattern.strip()), reason.strip()))

    def reason(self, text):
        """Why `text` may be, or None."""
        for pattern, reason in self.entries:
            if pattern.search(text):
                return reason
        return None
