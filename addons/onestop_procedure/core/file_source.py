"""The JSON files of a folder or of a zip, one by one and within limits."""

import os
import stat

from .bounded_zip import BoundedZip, Limits, SourceError
from .national_file import NationalFileError
from .translatable import _

#: Why one entry of a zip is passed over, by the code of what went wrong.
UNREADABLE = {
    "damaged": _("damaged in the zip"),
    "password": _("it has a password"),
}
LIMITS = Limits()


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

    An entry that cannot be read yields the ``NationalFileError`` in place of bytes.
    Raises ``SourceError`` for the zip as a whole: no zip, too large, or a bomb.
    """
    archive = BoundedZip(data, zip_name, limits)
    for entry in archive.entries(_is_entry):
        # No path of a zip is used.
        name = os.path.basename(entry.filename)
        try:
            yield name, archive.read_start(entry)
        except SourceError as error:
            if error.code not in UNREADABLE:
                raise
            reason = UNREADABLE[error.code]
            yield name, NationalFileError("unreadable", name, reason=reason)


def _is_entry(entry):
    # macOS packs a shadow of each file under this folder.
    shadow = entry.filename.startswith("__MACOSX/")
    return is_wanted(entry.filename) and not shadow


def _check_number(name, files, limits):
    if len(files) > limits.files:
        raise SourceError("too_many_files", name=name, limit=limits.files)
