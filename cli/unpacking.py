"""Unpack an archive that anybody may have made, into a folder of ours."""

import functools
import gzip
import hashlib
import json
import re
import shutil
import tarfile

NOTE = "onestop.json"
NOTE_LIMIT = 64 * 1024  # bytes
# Odoo names a stored file by the SHA-1 of its content; beside them lie the names of
# those that may go.
STORED = re.compile(r"[0-9a-f]{2}/(?P<sum>[0-9a-f]{40})")
CHECKLIST = re.compile(r"checklist/[0-9a-f]{2}/[0-9a-f]{40}")


class Unpacked:
    """What lay in the archive: its `note` (a dict), and the names `stored`.

    Only plain files of the names that a backup has are taken: no link, no device, no
    path that leads elsewhere. A stored file whose content is not the one that its name
    says is refused.

    :param source: the archive's path
    :param folder: where its files go
    :param names: names of files that it must hold, beside the note
    :param store: the folder of stored files in it
    :raises ValueError, EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError: it is
        not as it should be
    """

    def __init__(self, source, folder, names, store):
        self.folder = folder
        self.stored = set()
        self.note = None
        found = set()
        with gzip.open(source) as stream:
            with tarfile.open(fileobj=stream, mode="r:") as archive:
                for member in archive:
                    self._take(archive, member, names, store)
                    found.add(member.name)
            # To the very end, where the checksum of the whole stands.
            while stream.read(1 << 20):
                continue
        if missing := {NOTE, *names} - found:
            raise ValueError(f"it has no {min(missing)}")

    def _take(self, archive, member, names, store):
        inner = member.name.removeprefix(f"{store}/")
        is_stored = inner != member.name
        if not member.isreg():
            raise ValueError(f"{member.name!r} is no plain file")
        if member.name == NOTE:
            self.note = self._read_note(archive, member)
        elif member.name in names or (is_stored and CHECKLIST.fullmatch(inner)):
            self._write(archive, member)
        elif is_stored and STORED.fullmatch(inner):
            self._write_stored(archive, member, inner)
        else:
            raise ValueError(f"{member.name!r} is not of a backup")

    @staticmethod
    def _read_note(archive, member):
        note = json.loads(archive.extractfile(member).read(NOTE_LIMIT))
        if not isinstance(note, dict):
            raise ValueError(f"{NOTE} says nothing")
        return note

    def _write(self, archive, member):
        path = self.folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.extractfile(member) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        return path

    def _write_stored(self, archive, member, name):
        path = self._write(archive, member)
        if sum_of(path, "sha1") != STORED.fullmatch(name)["sum"]:
            raise ValueError(f"{member.name} is not as it was written")
        self.stored.add(name)


def sum_of(path, kind="sha256"):
    digest = hashlib.new(kind)
    with path.open("rb") as stream:
        for chunk in iter(functools.partial(stream.read, 1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()
