"""Files of folders and zips, within limits."""

import io
import os
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.file_source import (
    Limits,
    SourceError,
    from_folder,
    from_zip,
    is_wanted,
    is_zip,
)
from onestop_procedure_core.national_file import NationalFileError

SMALL = Limits(file_bytes=100, total_bytes=250, files=3, ratio=10, ratio_from_bytes=50)


def packed(*entries, compression=zipfile.ZIP_DEFLATED):
    """Bytes of a zip with entries (name, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def stored(*entries):
    return packed(*entries, compression=zipfile.ZIP_STORED)


def refusal(code, call, *arguments):
    with pytest.raises(SourceError) as caught:
        list(call(*arguments))
    assert caught.value.code == code
    return str(caught.value)


def test_a_folder_gives_its_json_files_by_name(tmp_path):
    (tmp_path / "b.json").write_bytes(b"2")
    (tmp_path / "a.JSON").write_bytes(b"1")
    (tmp_path / "readme.txt").write_bytes(b"no")
    (tmp_path / ".hidden.json").write_bytes(b"no")
    assert list(from_folder(tmp_path)) == [("a.JSON", b"1"), ("b.json", b"2")]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert "nowhere" in refusal("no_folder", from_folder, tmp_path / "nowhere")


def test_what_is_no_file_is_reported_and_the_others_go_on(tmp_path):
    os.mkfifo(tmp_path / "a.json")
    (tmp_path / "b.json").mkdir()
    (tmp_path / "c.json").symlink_to(tmp_path / "gone")
    (tmp_path / "d.json").write_bytes(b"{}")
    found = dict(from_folder(tmp_path))
    assert found.pop("d.json") == b"{}"
    assert {type(error) for error in found.values()} == {NationalFileError}
    assert {error.code for error in found.values()} == {"unreadable"}


def test_a_link_is_followed_within_the_folder_only(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.json").write_bytes(b"{}")
    (folder / "a.json").write_bytes(b"{}")
    (folder / "b.json").symlink_to("a.json")
    (folder / "c.json").symlink_to(tmp_path / "secret.json")
    (folder / "d.json").symlink_to("../secret.json")
    # The folder itself may be reached by a link.
    (tmp_path / "link").symlink_to(folder)
    found = dict(from_folder(tmp_path / "link"))
    assert (found["a.json"], found["b.json"]) == (b"{}", b"{}")
    for name in ("c.json", "d.json"):
        assert "a link out of here" in str(found[name])


def test_of_a_file_that_is_too_large_one_byte_more_is_read(tmp_path):
    (tmp_path / "a.json").write_bytes(b"x" * 5000)
    [(_name, content)] = from_folder(tmp_path, SMALL)
    assert len(content) == 101


def test_too_many_files_are_refused_before_any_is_read(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.json").write_bytes(b"{}")
    refusal("too_many_files", from_folder, tmp_path, SMALL)
    entries = [(f"{number}.json", "{}") for number in range(4)]
    refusal("too_many_files", from_zip, packed(*entries), "a.zip", SMALL)


def test_a_zip_gives_its_json_entries_without_their_paths():
    data = packed(
        ("../../etc/cron.json", "1"),
        ("/absolute/b.json", "2"),
        ("__MACOSX/c.json", "no"),
        ("notes.txt", "no"),
        ("folder.json/", ""),
    )
    assert list(from_zip(data, "a.zip")) == [("cron.json", b"1"), ("b.json", b"2")]


def test_a_bomb_is_refused_by_what_it_grows_to():
    data = packed(("a.json", "0" * 90))
    assert "a.json" in refusal("bomb", from_zip, data, "a.zip", SMALL)


def test_a_zip_that_lies_about_sizes_is_read_within_the_limit():
    data = bytearray(stored(("a.json", "x" * 5000)))
    central = data.index(b"PK\x01\x02")
    # The directory now says that the entry has 5 bytes.
    data[central + 24 : central + 28] = struct.pack("<I", 5)
    [(_name, content)] = from_zip(bytes(data), "a.zip", SMALL)
    assert isinstance(content, NationalFileError) or len(content) <= 101


def test_all_entries_together_have_a_limit():
    entries = [(f"{number}.json", "x" * 90) for number in range(3)]
    refusal("too_large", from_zip, stored(*entries), "a.zip", SMALL)


def unread(data, monkeypatch):
    """Refuse a zip whose list of entries is too long, before anything reads it."""

    def read(*_arguments):
        raise AssertionError("the list was read")

    with monkeypatch.context() as patch:
        patch.setattr(zipfile, "ZipFile", read)
        refusal("too_many_files", from_zip, data, "a.zip", SMALL)


def test_a_list_of_too_many_entries_is_refused_before_it_is_read(monkeypatch):
    entries = [(f"{number}.json", b"1") for number in range(7)]
    # Three files, and as many folders.
    assert len(list(from_zip(stored(*entries[:3]), "a.zip", SMALL))) == 3
    unread(stored(*entries), monkeypatch)


def test_a_list_that_is_longer_than_its_number_says_is_not_read(monkeypatch):
    entries = [(f"{number}{'x' * 250}.json", b"1") for number in range(30)]
    data = stored(*entries)
    liar = data[:-14] + struct.pack("<HH", 1, 1) + data[-10:]
    unread(liar, monkeypatch)


def test_the_number_of_entries_of_a_large_zip_is_looked_at(monkeypatch):
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, 0, 0)
    many = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 2_000_000, 2_000_000, 46, 0
    )
    for place in (0, 1_000):
        leads = struct.pack("<4sLQL", b"PK\6\7", 0, place, 1)
        unread(many + leads + end, monkeypatch)


def test_what_is_no_zip_is_named():
    for data in (b"", b"{}", b"PK\x03\x04 and nothing more"):
        assert "a.zip" in refusal("not_zip", from_zip, data, "a.zip")


def test_a_locked_or_damaged_entry_is_reported_and_the_others_go_on():
    data = bytearray(stored(("a.json", "first"), ("b.json", "second"), ("c.json", "x")))
    locked = data.index(b"PK\x01\x02")
    data[locked + 8] |= 1
    data[data.index(b"second")] ^= 0xFF
    found = dict(from_zip(bytes(data), "a.zip"))
    assert found["a.json"].code == found["b.json"].code == "unreadable"
    assert found["c.json"] == b"x"


@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_bytes_break_the_reading_of_a_zip(noise, at):
    whole = packed(("a.json", "{}"), ("b.json", '{"a": 1}'))
    data = whole[:at] + noise + whole[at + len(noise) :]
    try:
        for _name, content in from_zip(data, "a.zip", SMALL):
            assert isinstance(content, bytes | NationalFileError)
    except SourceError as error:
        assert str(error)


def test_what_counts_as_one_of_the_files():
    assert is_wanted("folder/1.013126.json")
    assert not is_wanted("1.013126.docx")
    assert not is_wanted("._1.013126.json")
    assert is_zip(packed(("a", "b")))
    assert not is_zip(b'{"a": 1}')
