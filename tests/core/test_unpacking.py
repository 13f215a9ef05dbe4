"""Whoever made an archive, only what a backup holds comes out of it."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib

import pytest

from cli.unpacking import NOTE, Unpacked

CONTENT = b"a stored file"
SUM = hashlib.sha1(CONTENT).hexdigest()
STORED = f"store/{SUM[:2]}/{SUM}"
GOOD = {NOTE: b'{"format": 2}', "dump": b"dump", STORED: CONTENT}
DAMAGED = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError)


@pytest.fixture
def packed(tmp_path):
    """packed(files, …) writes an archive; more members as TarInfo."""

    def pack(files, *more, mode="w:gz"):
        path = tmp_path / "archive"
        with tarfile.open(path, mode) as archive:
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
            for member in more:
                archive.addfile(member)
        return path

    return pack


@pytest.fixture
def unpack(tmp_path):
    def unpack(path):
        folder = tmp_path / "out"
        folder.mkdir(exist_ok=True)
        return Unpacked(path, folder, ("dump",), "store")

    return unpack


def link(name, target):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, target
    return member


def test_a_whole_archive_comes_out(packed, unpack, tmp_path):
    checked = f"store/checklist/{SUM[:2]}/{SUM}"
    unpacked = unpack(packed({**GOOD, checked: b""}))
    assert unpacked.note == {"format": 2}
    assert unpacked.stored == {f"{SUM[:2]}/{SUM}"}
    out = tmp_path / "out"
    assert (out / "dump").read_bytes() == b"dump"
    assert (out / STORED).read_bytes() == CONTENT
    assert (out / checked).exists()


@pytest.mark.parametrize(
    "name", ["../evil", "/tmp/evil", "store/../evil", "store/ab/short", "keys/key"]
)
def test_no_other_name_is_written(packed, unpack, tmp_path, name):
    with pytest.raises(ValueError, match="is not of a backup"):
        unpack(packed({**GOOD, name: b"x"}))
    assert not (tmp_path / "evil").exists()


def test_no_link_comes_out(packed, unpack):
    with pytest.raises(ValueError, match="no plain file"):
        unpack(packed(GOOD, link(f"store/aa/{'a' * 40}", "/etc/passwd")))
    with pytest.raises(ValueError, match="no plain file"):
        unpack(packed({NOTE: GOOD[NOTE]}, link("dump", "/etc/passwd")))


def test_a_stored_file_is_what_its_name_says(packed, unpack):
    with pytest.raises(ValueError, match="not as it was written"):
        unpack(packed({**GOOD, STORED: CONTENT + b"!"}))


@pytest.mark.parametrize("missing", [NOTE, "dump"])
def test_what_is_missing_is_named(packed, unpack, missing):
    files = {name: content for name, content in GOOD.items() if name != missing}
    with pytest.raises(ValueError, match=missing):
        unpack(packed(files))


@pytest.mark.parametrize("note", [b"[1]", b"{", b"\xff", json.dumps("x").encode()])
def test_a_note_that_says_nothing_is_refused(packed, unpack, note):
    with pytest.raises(ValueError):
        unpack(packed({**GOOD, NOTE: note}))


def test_every_cut_is_noticed(packed, unpack, tmp_path):
    whole = packed({**GOOD, "dump": bytes(range(256)) * 40}).read_bytes()
    cut = tmp_path / "cut"
    for length in (*range(0, len(whole) - 40, 7), *range(len(whole) - 40, len(whole))):
        cut.write_bytes(whole[:length])
        with pytest.raises(DAMAGED):
            unpack(cut)


def test_what_is_not_packed_is_refused(packed, unpack):
    with pytest.raises(DAMAGED):
        unpack(packed(GOOD, mode="w"))
