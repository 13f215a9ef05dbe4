"""A zip whose entries are read into memory, within limits.

Nothing is unpacked to a disk. Each entry is bounded by what is really read, not by
what the zip claims.
"""

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from .translatable import _

#: Sentence of each reason for which a whole folder or zip is refused.
SOURCE_ERRORS = {
    "no_folder": _("%(name)s: there is no such folder."),
    "not_zip": _("%(name)s: this is not a zip file, or it is damaged."),
    "too_many_files": _(
        "%(name)s: it holds more than %(limit)s files. Import them in parts."
    ),
    "too_large": _(
        "%(name)s: unpacked it has more than %(limit)s bytes. Import it in parts."
    ),
    "file_too_large": _(
        "%(name)s: it has more than %(limit)s bytes. Import it in parts."
    ),
    "bomb": _(
        "%(name)s: the entry %(entry)s grows to more than %(ratio)s times its size. "
        "Nothing was read."
    ),
    "entry_too_large": _(
        "%(name)s: the entry %(entry)s has more than %(limit)s bytes. Nothing was read."
    ),
    "leads_out": _(
        "%(name)s: the entry %(entry)s leads out of the zip. Nothing was read."
    ),
    "twice": _("%(name)s: the entry %(entry)s stands in it twice. Nothing was read."),
    "damaged": _("%(name)s: the entry %(entry)s is damaged. Nothing was read."),
    "password": _(
        "%(name)s: the entry %(entry)s has a password. Take it off, then import again."
    ),
}
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, EOFError, OSError, ValueError),
)
#: How a zip ends: number of entries, and bytes of the list of them. In a large one both
#: stand in a record of its own, which another one leads to.
_END = struct.Struct("<4s6xHL6x")
_END_MARK, _LEADS_MARK, _LARGE_MARK = b"PK\5\6", b"PK\6\7", b"PK\6\6"
_LEADS_TO = struct.Struct("<4s4xQ4x")
_LARGE_END = struct.Struct("<4s28xQQ8x")
_LONGEST_COMMENT = 0xFFFF
#: Folders, and files that nobody wants, stand in the list too.
_ENTRIES_A_FILE = 2
#: Of an entry in the list: its name and what else is said of it.
_BYTES_AN_ENTRY = 1_000
#: What no name of an entry may be: absolute, of another system, or upwards.
_LEADS_OUT = re.compile(r"[/\\]|[A-Za-z]:|.*\\|(?:.*/)?\.\.(?:/|$)", re.DOTALL)


class SourceError(ValueError):
    """A folder or zip that is not read at all.

    ``code`` and ``params`` fill ``SOURCE_ERRORS``, for a translated sentence.
    """

    def __init__(self, code, **params):
        self.code, self.params = code, params
        super().__init__(SOURCE_ERRORS[code] % params)


@dataclass(frozen=True)
class Limits:
    """Bytes of one file, of all, and of all packed; their number, and their growth."""

    file_bytes: int = 5_000_000
    total_bytes: int = 300_000_000
    packed_bytes: int = 100_000_000
    files: int = 5_000
    ratio: int = 100
    #: Small entries may be packed very well; they do no harm.
    ratio_from_bytes: int = 1_000_000


class BoundedZip:
    """The entries of a zip. What is read of it counts against one total."""

    def __init__(self, data, name, limits):
        self.name, self.limits = name, limits
        self._left = limits.total_bytes
        if len(data) > limits.packed_bytes:
            raise SourceError("file_too_large", name=name, limit=limits.packed_bytes)
        self._check_list(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (*_DAMAGED, OverflowError):
            raise SourceError("not_zip", name=name) from None

    def _check_list(self, data):
        """Refuse a list of entries that would fill the memory, before it is read."""
        count, size = _end_of(data) or (0, 0)
        most = self.limits.files * _ENTRIES_A_FILE
        # The number is what the zip claims, so its list is measured as well.
        if count > most or size > most * _BYTES_AN_ENTRY:
            limit = self.limits.files
            raise SourceError("too_many_files", name=self.name, limit=limit)

    def entries(self, wanted=lambda entry: True):
        """The files among the entries, in the order of the zip.

        :param wanted: which of them are looked at: a function of a ``ZipInfo``
        """
        entries = [e for e in self._archive.infolist() if not e.is_dir() and wanted(e)]
        if len(entries) > self.limits.files:
            limit = self.limits.files
            raise SourceError("too_many_files", name=self.name, limit=limit)
        return entries

    def named_entries(self):
        """The same by name, for formats whose names say where a thing belongs."""
        named = {}
        for entry in self.entries():
            link = stat.S_ISLNK(entry.external_attr >> 16)
            if link or _LEADS_OUT.match(entry.filename):
                raise self._error("leads_out", entry)
            if entry.filename in named:
                raise self._error("twice", entry)
            named[entry.filename] = entry
        return named

    def read(self, entry):
        """The bytes of an entry; ``SourceError`` where it is damaged or too large."""
        limit = self.limits.file_bytes
        content = self.read_start(entry)
        if len(content) > limit:
            raise self._error("entry_too_large", entry, limit=limit)
        return content

    def read_start(self, entry):
        """The bytes of an entry, one more than the limit where it is too large."""
        try:
            with self._archive.open(entry) as file:
                content = file.read(self.limits.file_bytes + 1)
        except _DAMAGED:
            raise self._error("damaged", entry) from None
        except RuntimeError:
            raise self._error("password", entry) from None
        self._check_growth(entry, len(content))
        return content

    def _check_growth(self, entry, size):
        limits = self.limits
        packed = max(entry.compress_size, 1)
        if size > limits.ratio_from_bytes and size > limits.ratio * packed:
            raise self._error("bomb", entry, ratio=limits.ratio)
        self._left -= size
        if self._left < 0:
            raise SourceError("too_large", name=self.name, limit=limits.total_bytes)

    def _error(self, code, entry, **params):
        return SourceError(code, name=self.name, entry=entry.filename, **params)


def _end_of(data):
    """(number of entries, bytes of their list) as a zip says them; None for no zip."""
    at = len(data) - _END.size
    if at < 0:
        return None
    if data[at : at + 4] != _END_MARK or data[-2:] != b"\0\0":
        at = data.rfind(_END_MARK, max(0, at - _LONGEST_COMMENT))
    if at < 0 or at + _END.size > len(data):
        return None
    _mark, count, size = _END.unpack_from(data, at)
    return _large_end_of(data, at - _LEADS_TO.size) or (count, size)


def _large_end_of(data, at):
    """The same of a large zip, whose end another record leads to; None for others."""
    if at < 0:
        return None
    mark, end = _LEADS_TO.unpack_from(data, at)
    if mark != _LEADS_MARK:
        return None
    # Where it is said to stand, and right before, where readers look too.
    found = [
        _LARGE_END.unpack_from(data, place)
        for place in (end, at - _LARGE_END.size)
        if 0 <= place <= len(data) - _LARGE_END.size
    ]
    ends = [(count, size) for mark, count, size in found if mark == _LARGE_MARK]
    # The worse of two is what might be read.
    return tuple(map(max, zip(*ends, strict=True))) or None
