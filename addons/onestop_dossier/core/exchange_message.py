"""Messages between us and a system that runs dossiers: read and written, nothing else.

A message is a JSON object: `id` (unique in its line), `kind`, `moment`, and by kind
- `status`: `code` (theirs), `our_code` (ours, or the number of filing), `status` (1 to
  10), `due` (or nothing);
- `filed`: `code`, `status`, and `dossier`, the values of `onestop.dossier.submit`;
- `list`: `dossiers`, each {`code`, `our_code`, `status`}: all that are open there.
Moments carry their time zone, and are naive UTC once read.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .exchange_error import ExchangeError
from .outside_status import STATUSES, is_thinkable, normalise_outside

LARGEST = 20 * 1024 * 1024  # bytes: a dossier with its files
# Visible ASCII: a number that the database keeps, and people can compare.
ID = re.compile(r"[!-~]{1,100}")
KINDS = ("status", "filed", "list")


@dataclass(frozen=True)
class Entry:
    """A dossier as the other system names it; `code` or `our_code` may be None."""

    code: str | None
    our_code: str | None
    state: str


@dataclass(frozen=True)
class Message:
    """What was said. `moment`, `due`: naive, UTC."""

    id: str
    kind: str
    moment: datetime
    entry: Entry | None = None
    due: datetime | None = None
    dossier: dict[str, Any] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


def read_object(content: bytes) -> dict[str, Any]:
    """Return the JSON object of a message. Raises ExchangeError for what is none."""
    if len(content) > LARGEST:
        raise ExchangeError("too_large")
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ExchangeError("no_json") from None
    if not isinstance(data, dict):
        raise ExchangeError("no_json")
    return data


def read_id(data: dict[str, Any]) -> str:
    """Return by what a message is told from others. Raises ExchangeError."""
    number = data.get("id")
    if not isinstance(number, str) or not ID.fullmatch(number):
        raise ExchangeError("id_missing")
    return number


def read(content: bytes) -> Message:
    """Return the message that was sent. Raises ExchangeError where it is none."""
    data = read_object(content)
    number, kind = read_id(data), data.get("kind")
    if kind not in KINDS:
        raise ExchangeError("kind_unknown")
    moment = _moment(data.get("moment"), "moment_wrong")
    if kind == "list":
        return Message(number, kind, moment, entries=_entries(data.get("dossiers")))
    due = data.get("due")
    message = Message(
        number,
        kind,
        moment,
        _entry(data),
        _moment(due, "due_wrong") if due is not None else None,
    )
    if kind == "status":
        return message
    dossier = data.get("dossier")
    if not isinstance(dossier, dict):
        raise ExchangeError("dossier_wrong")
    if not message.entry.code:
        raise ExchangeError("code_wrong")
    return Message(number, kind, moment, message.entry, message.due, dossier)


def _entries(rows):
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ExchangeError("list_wrong")
    return tuple(map(_entry, rows))


def _entry(data):
    named = [_code(data.get(name)) for name in ("code", "our_code")]
    if not any(named):
        raise ExchangeError("code_wrong")
    status = data.get("status")
    # True is 1 to Python, and to nobody else.
    if type(status) is not int or status not in STATUSES:
        raise ExchangeError("status_wrong")
    return Entry(*named, STATUSES[status])


def _code(text):
    if text in (None, ""):
        return None
    code = isinstance(text, str) and normalise_outside(text)
    if not code:
        raise ExchangeError("code_wrong")
    return code


def _moment(text, error):
    try:
        moment = datetime.fromisoformat(text)
        # The year 1 in Hà Nội began before the year 1 in UTC.
        at = moment.tzinfo and moment.astimezone(timezone.utc)
    except (ValueError, TypeError, OverflowError):
        at = None
    at = at and at.replace(tzinfo=None, microsecond=0)
    if not (at and is_thinkable(at)):
        raise ExchangeError(error)
    return at


def write(values: dict[str, Any]) -> bytes:
    """Return the bytes of a message to send."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
