"""The JSON files of a folder or of a zip, one by one and within limits.

Nothing is unpacked to a disk and no path of a zip is used: entries are read into
memory, and each is bounded by what is really read, not by what the zip claims.
"""

import io
import lzma
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass

from .national_file import NationalFileError
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
    "bomb": _(
        "%(name)s: the entry %(entry)s grows to more than %(ratio)s times its size. "
        "Nothing was read."
    ),
}


class SourceError(ValueError):
    """A folder or zip that is not read at all.

    ``code`` and ``params`` fill ``SOURCE_ERRORS``, for a translated sentence.
    """

    def __init__(self, code, **params):
        self.code, self.params = code, params
        super().__init__(SOURCE_ERRORS[code] % params)


@dataclass(frozen=True)
class Limits:
    """Bytes of one file, bytes of all, number of files, and growth in unpacking."""

    file_bytes: int = 5_000_000
    total_bytes: int = 300_000_000
    files: int = 5_000
    ratio: int = 100
    #: Small entries may be packed very well; they do no harm.
    ratio_from_bytes: int = 1_000_000


LIMITS = Limits()
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, EOFError, OSError, ValueError),
)


def is_wanted(name):
    """Whether a file is taken for one of the national database's, by its name."""
    base = os.path.basename(name)
    return base.lower().endswith(".json") and not base.startswith(".")


def is_zip(data):
    """Whether bytes begin as a zip does."""
    return data.startswith(b"PK\x03\x04")


def from_folder(folder, limits=LIMITS):
    """Yield (name, bytes) of the JSON files of a folder, by name.

    A file that cannot be read yields the ``NationalFileError`` in place of bytes.
    Raises ``SourceError`` for the folder itself.
    """
    if not os.path.isdir(folder):
        raise SourceError("no_folder", name=folder)
    names = sorted(filter(is_wanted, os.listdir(folder)))
    _check_number(folder, names, limits)
    for name in names:
        yield name, _read(os.path.join(folder, name), name, limits)


def _read(path, name, limits):
    try:
        if _leads_out(path):
            return NationalFileError("unreadable", name, reason=_("a link out of here"))
        # A named pipe would block for ever.
        if not stat.S_ISREG(os.stat(path).st_mode):
            return NationalFileError("unreadable", name, reason=_("not a file"))
        with open(path, "rb") as file:
            # One byte too many tells the reader that the file is too large.
            return file.read(limits.file_bytes + 1)
    except PermissionError:
        return NationalFileError("unreadable", name, reason=_("no permission"))
    except OSError as error:
        return NationalFileError("unreadable", name, reason=error.strerror)


def _leads_out(path):
    """Whether it is a link to another folder, or to nothing.

    Whoever fills the folder has no say in what else of the machine is read.
    """
    folder, target = os.path.dirname(path), os.path.realpath(path)
    inside = os.path.dirname(target) == os.path.realpath(folder)
    return os.path.islink(path) and not (inside and os.path.exists(target))


def from_zip(data, zip_name, limits=LIMITS):
    """Yield (name, bytes) of the JSON entries of a zip, in its order.

    Raises ``SourceError`` for the zip as a whole: damaged, too large, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if _is_entry(entry)]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        raise SourceError("not_zip", name=zip_name) from None
    _check_number(zip_name, entries, limits)
    left = limits.total_bytes
    for entry in entries:
        name = os.path.basename(entry.filename)
        content = _unpack(archive, entry, name, limits)
        if isinstance(content, bytes):
            _check_ratio(entry, content, zip_name, limits)
            left -= len(content)
        if left < 0:
            raise SourceError("too_large", name=zip_name, limit=limits.total_bytes)
        yield name, content


def _is_entry(entry):
    # macOS packs a shadow of each file under this folder.
    shadow = entry.filename.startswith("__MACOSX/")
    return is_wanted(entry.filename) and not entry.is_dir() and not shadow


def _unpack(archive, entry, name, limits):
    try:
        with archive.open(entry) as file:
            return file.read(limits.file_bytes + 1)
    except _DAMAGED:
        return NationalFileError("unreadable", name, reason=_("damaged in the zip"))
    except RuntimeError:
        return NationalFileError("unreadable", name, reason=_("it has a password"))


def _check_ratio(entry, content, zip_name, limits):
    grown = len(content) > limits.ratio_from_bytes
    if grown and len(content) > limits.ratio * max(entry.compress_size, 1):
        name = os.path.basename(entry.filename)
        raise SourceError("bomb", name=zip_name, entry=name, ratio=limits.ratio)


def _check_number(name, files, limits):
    if len(files) > limits.files:
        raise SourceError("too_many_files", name=name, limit=limits.files)
