"""The index of a closed file: its digest, and names under which its documents go out."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

# A name that every file system takes, with room for its number and its ending.
LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^\w.()-]+")
# Names that are something else to Windows.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")


def digest_of(lines: Iterable[tuple[int, str, str]]) -> str:
    """Return SHA-256, in hex, over the lines of an index.

    :param lines: (number, title, SHA-256 of the document, or "" of what is on paper);
        each makes a line `number|sha256|title`, in UTF-8, which ends with a line feed.
        A title is one line.
    """
    text = "".join(
        f"{number}|{checksum}|{' '.join(title.split())}\n"
        for number, title, checksum in lines
    )
    return hashlib.sha256(text.encode()).hexdigest()


def entry_name(number: int, title: str, file_name: str = "") -> str:
    """Return the name of a document inside an archive: no path, never twice where the
    numbers differ, and the same wherever it is unpacked.

    Of the name of the file only its ending is kept: people write their names into it.
    """
    plain = unicodedata.normalize("NFC", title)
    words = _UNSAFE.sub("_", plain).strip("._")[:LONGEST_NAME].rstrip("._")
    if not words or _DEVICES.fullmatch(words):
        words = f"{words}_" if words else "tai_lieu"
    dot = file_name.rfind(".")
    ending = file_name[dot:].lower() if dot >= 0 else ""
    return f"{number:03d}_{words}{ending if _ENDING.fullmatch(ending) else ''}"


def sums(entries: Iterable[tuple[str, str]]) -> str:
    """Return the text of a list of checksums that `sha256sum -c` reads.

    :param entries: (SHA-256 in hex, name)
    """
    return "".join(f"{checksum}  {name}\n" for checksum, name in entries)
