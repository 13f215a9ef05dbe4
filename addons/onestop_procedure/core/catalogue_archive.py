"""A whole catalogue as one zip: JSON documents, files beside, and a manifest.

``manifest.json`` names the format, its version, how many records of each kind there
are, and the SHA-256 of every other entry. ``shared/*.json`` are lists of what
procedures have in common, ``procedures/*.json`` hold one procedure each, and
``files/`` what they show, named by its SHA-256. The same catalogue gives the same
bytes: keys are sorted and no entry bears a time.
"""

import hashlib
import json
import zipfile
from urllib.parse import quote

from .bounded_zip import BoundedZip, Limits
from .translatable import _

FORMAT = "onestop-catalogue"
VERSION = 1
MANIFEST = "manifest.json"
SHARED, PROCEDURES, FILES = "shared/", "procedures/", "files/"
#: A catalogue of 2,000 procedures with three versions, and its forms. What is packed
#: comes through a form of Odoo, which takes 128 MiB in base64: no more can come in.
LIMITS = Limits(
    file_bytes=50_000_000,
    total_bytes=1_000_000_000,
    packed_bytes=96_000_000,
    files=30_000,
)
MAX_DEPTH = 20

#: Sentence of each reason for which an archive, or a document of it, is not read.
ERRORS = {
    "no_manifest": _(
        "this is no catalogue: it holds no manifest.json. Export it again."
    ),
    "other_format": _("this is no catalogue of Onestop. Export it again."),
    "other_version": _(
        "its format has the version %(found)s; version %(known)s can be read. Export it "
        "again with a system as old as this one."
    ),
    "not_listed": _("the manifest does not name it. Export the catalogue again."),
    "missing": _("the manifest names it, and it is not there. Export it again."),
    "checksum": _(
        "its checksum is not that of the manifest: it was changed. Export it again."
    ),
    "counts": _(
        "the manifest names %(named)s documents, %(found)s are there. Export it again."
    ),
    "not_json": _("this is not JSON: line %(line)s, column %(column)s."),
    "not_utf8": _("the text is not UTF-8 (byte %(at)s)."),
    "duplicate_key": _("“%(key)s” stands twice in one object."),
    "not_finite": _("“%(number)s” is no number that can be kept."),
    "too_deep": _("objects lie in one another more than %(limit)s deep."),
    "not_object": _("an object was expected."),
    "not_list": _("a list of objects was expected."),
}


class ArchiveError(ValueError):
    """An archive or a document of it that cannot be read.

    ``code`` and ``params`` fill ``ERRORS``; ``place`` names the file.
    """

    def __init__(self, code, place, **params):
        self.code, self.place, self.params = code, place, params
        super().__init__(f"{place}: {ERRORS[code] % params}")


def checksum(content):
    """SHA-256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def as_json(tree):
    """Bytes of a plain object: the same for the same object."""
    text = json.dumps(
        tree, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False
    )
    return f"{text}\n".encode()


def procedure_path(code):
    """Name of the document of a procedure; a code may hold any sign."""
    return f"{PROCEDURES}{quote(code, safe='')}.json"


class ArchiveWriter:
    """Writes a catalogue into a binary file, entry after entry."""

    def __init__(self, file):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._checksums, self._counts = {}, {}

    def add_shared(self, name, rows):
        self._counts[name] = len(rows)
        self._add(f"{SHARED}{name}.json", as_json(rows))

    def add_procedure(self, code, tree):
        self._counts["procedures"] = self._counts.get("procedures", 0) + 1
        self._add(procedure_path(code), as_json(tree))

    def add_file(self, content):
        """Keep a file beside the documents, once; returns its checksum."""
        digest = checksum(content)
        if (path := f"{FILES}{digest}") not in self._checksums:
            self._add(path, content)
        return digest

    def close(self):
        """Write the manifest, and end."""
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "counts": self._counts,
            "checksums": self._checksums,
        }
        self._write(MANIFEST, as_json(manifest))
        self._zip.close()

    def _add(self, path, content):
        self._checksums[path] = checksum(content)
        self._write(path, content)

    def _write(self, path, content):
        # Without a time of its own an entry bears the first one that a zip knows.
        entry = zipfile.ZipInfo(path)
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, content, zipfile.ZIP_DEFLATED)


class ArchiveReader:
    """Reads a catalogue, document by document, each checked against the manifest.

    Raises ``SourceError`` for the zip, ``ArchiveError`` for what lies in it.
    """

    def __init__(self, data, name, limits=LIMITS):
        self.name = name
        self._zip = BoundedZip(data, name, limits)
        self._entries = self._zip.named_entries()
        if MANIFEST not in self._entries:
            raise ArchiveError("no_manifest", name)
        manifest = _parse(self._zip.read(self._entries[MANIFEST]), self._at(MANIFEST))
        self._checksums = self._listed(manifest)
        self.procedures = self._paths(PROCEDURES)
        self._check_entries()
        self._check_counts(manifest)

    def _listed(self, manifest):
        place = self._at(MANIFEST)
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise ArchiveError("other_format", self.name)
        if manifest.get("version") != VERSION:
            versions = {"found": str(manifest.get("version")), "known": VERSION}
            raise ArchiveError("other_version", self.name, **versions)
        checksums = manifest.get("checksums")
        if not isinstance(checksums, dict):
            raise ArchiveError("not_object", f"{place}, checksums")
        return checksums

    def _check_entries(self):
        for path in sorted({*self._entries, *self._checksums} - {MANIFEST}):
            if path not in self._checksums:
                raise ArchiveError("not_listed", self._at(path))
            if path not in self._entries:
                raise ArchiveError("missing", self._at(path))

    def _check_counts(self, manifest):
        counts = manifest.get("counts")
        named = counts.get("procedures", 0) if isinstance(counts, dict) else None
        if named != len(self.procedures):
            found = {"named": str(named), "found": len(self.procedures)}
            raise ArchiveError("counts", self._at(MANIFEST), **found)

    def _paths(self, folder):
        return sorted(path for path in self._entries if path.startswith(folder))

    def _at(self, path):
        return f"{self.name}, {path}"

    def shared(self, name):
        """The rows of one kind of shared record; [] where the archive has none."""
        path = f"{SHARED}{name}.json"
        if path not in self._entries:
            return []
        rows = self._document(path)
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise ArchiveError("not_list", self._at(path))
        return rows

    def procedure(self, path):
        """The document of one procedure, by its path in ``procedures``."""
        tree = self._document(path)
        if not isinstance(tree, dict):
            raise ArchiveError("not_object", self._at(path))
        return tree

    def path_of(self, code):
        """Path of the document of a procedure; None where there is none."""
        path = procedure_path(code) if isinstance(code, str) else None
        return path if path in self._entries else None

    def file(self, digest):
        """The bytes of a file by its checksum; None where there is none."""
        path = f"{FILES}{digest}"
        return self._checked(path) if path in self._entries else None

    def _document(self, path):
        return _parse(self._checked(path), self._at(path))

    def _checked(self, path):
        content = self._zip.read(self._entries[path])
        if checksum(content) != self._checksums[path]:
            raise ArchiveError("checksum", self._at(path))
        return content


def _parse(content, place):
    def no_duplicates(pairs):
        tree = dict(pairs)
        if len(tree) < len(pairs):
            keys = [key for key, _value in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise ArchiveError("duplicate_key", place, key=twice)
        return tree

    def refuse(number):
        raise ArchiveError("not_finite", place, number=number)

    try:
        tree = json.loads(
            content.decode(), object_pairs_hook=no_duplicates, parse_constant=refuse
        )
    except UnicodeDecodeError as error:
        raise ArchiveError("not_utf8", place, at=error.start) from None
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise ArchiveError("not_json", place, **where) from None
    except (RecursionError, ValueError) as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError("too_deep", place, limit=MAX_DEPTH) from None
    _check_depth(tree, place)
    return tree


def _check_depth(tree, place):
    level = [tree]
    for _depth in range(MAX_DEPTH + 1):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return
    raise ArchiveError("too_deep", place, limit=MAX_DEPTH)
