"""A catalogue as one zip: the same bytes for the same catalogue, and nothing hidden."""

import io
import json
import stat
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core import catalogue_archive, catalogue_values
from onestop_procedure_core.bounded_zip import Limits, SourceError
from onestop_procedure_core.catalogue_archive import (
    ArchiveError,
    ArchiveReader,
    ArchiveWriter,
)
from onestop_procedure_core.catalogue_values import (
    ValueRefused,
    first_difference,
    from_plain,
    to_plain,
)

CODE = "1.013126"


def archive(code=CODE, name="Cấp giấy phép"):
    buffer = io.BytesIO()
    writer = ArchiveWriter(buffer)
    writer.add_shared("fields", [{"name": {"en_US": "Land"}}])
    digest = writer.add_file(b"%PDF-1.4")
    writer.add_file(b"%PDF-1.4")
    writer.add_procedure(code, {"name": name, "code": code, "form": digest})
    writer.close()
    return buffer.getvalue()


def rebuilt(change):
    """The archive with its entries {name: bytes} changed by a function."""
    with zipfile.ZipFile(io.BytesIO(archive())) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    change(entries)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in entries.items():
            new.writestr(name, content)
    return buffer.getvalue()


def manifest_with(**changes):
    def change(entries):
        manifest = json.loads(entries["manifest.json"])
        manifest.update(changes)
        entries["manifest.json"] = json.dumps(manifest).encode()

    return rebuilt(change)


def refused(data, read=lambda reader: None, error=ArchiveError, **options):
    with pytest.raises(error) as caught:
        read(ArchiveReader(data, "a.zip", **options))
    assert "a.zip" in str(caught.value)
    return caught.value.code


def read_all(reader):
    for path in reader.procedures:
        reader.procedure(path)


def test_what_was_written_is_read():
    reader = ArchiveReader(archive(), "a.zip")
    assert reader.shared("fields") == [{"name": {"en_US": "Land"}}]
    assert reader.shared("subjects") == []
    assert reader.procedures == ["procedures/1.013126.json"]
    tree = reader.procedure(reader.procedures[0])
    assert tree["name"] == "Cấp giấy phép"
    assert reader.file(tree["form"]) == b"%PDF-1.4"
    assert reader.file("0" * 64) is None


def test_the_same_catalogue_gives_the_same_bytes():
    assert archive() == archive()
    assert archive() != archive(name="Cấp lại giấy phép")


def test_a_file_that_many_show_lies_in_it_once():
    with zipfile.ZipFile(io.BytesIO(archive())) as opened:
        names = opened.namelist()
    assert len(names) == len(set(names)) == 4
    assert names[-1] == "manifest.json"


def test_any_code_is_a_name_within_the_zip():
    for code in ("../../etc/passwd", "a/b", "..", "Mã số 1", "a\\b"):
        reader = ArchiveReader(archive(code), "a.zip")
        assert reader.procedure(reader.procedures[0])["code"] == code


def test_a_document_that_was_changed_is_told_from_its_checksum():
    def change(entries):
        entries[f"procedures/{CODE}.json"] = b'{"code": "9.999999"}'

    assert refused(rebuilt(change), read_all) == "checksum"


def test_what_the_manifest_does_not_name_or_names_in_vain():
    assert refused(rebuilt(lambda e: e.update({"more.json": b"{}"}))) == "not_listed"
    assert refused(rebuilt(lambda e: e.pop("shared/fields.json"))) == "missing"
    assert refused(rebuilt(lambda e: e.pop("manifest.json"))) == "no_manifest"


def test_another_format_version_or_number_of_procedures():
    assert refused(manifest_with(format="other")) == "other_format"
    assert refused(manifest_with(version=2)) == "other_version"
    assert refused(manifest_with(counts={"procedures": 2})) == "counts"
    assert refused(manifest_with(counts=[])) == "counts"
    assert refused(manifest_with(checksums=[])) == "not_object"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"a": NaN}', "not_finite"),
        (b'{"a": ', "not_json"),
        (b"\xff", "not_utf8"),
        (b"[" * 30 + b"]" * 30, "too_deep"),
        (b"[" * 200_000, "too_deep"),
        (b'{"a": %s}' % (b"1" * 5000), "too_deep"),
        (b"[]", "not_object"),
    ],
)
def test_bad_documents_are_refused_with_a_sentence(content, code):
    def change(entries):
        path = f"procedures/{CODE}.json"
        entries[path] = content
        manifest = json.loads(entries["manifest.json"])
        manifest["checksums"][path] = catalogue_archive.checksum(content)
        entries["manifest.json"] = json.dumps(manifest).encode()

    assert refused(rebuilt(change), read_all) == code


def test_entries_that_lead_out_and_links_are_refused():
    for name in ("../a.json", "/etc/a", "C:\\a", "a\\b", "x/../../a"):
        bad = rebuilt(lambda entries, name=name: entries.update({name: b"{}"}))
        assert refused(bad, error=SourceError) == "leads_out"
    buffer = io.BytesIO(archive())
    with zipfile.ZipFile(buffer, "a") as opened:
        link = zipfile.ZipInfo("shared/link.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "/etc/passwd")
    assert refused(buffer.getvalue(), error=SourceError) == "leads_out"


def test_an_entry_that_stands_there_twice_is_refused():
    buffer = io.BytesIO(archive())
    with zipfile.ZipFile(buffer, "a") as opened, pytest.warns(UserWarning):
        opened.writestr("shared/fields.json", b"[]")
    assert refused(buffer.getvalue(), error=SourceError) == "twice"


def test_a_bomb_and_a_file_too_large_are_refused():
    small = Limits(file_bytes=10_000, ratio=10, ratio_from_bytes=1_000)
    bomb = rebuilt(lambda entries: entries.update({"manifest.json": b" " * 9_000}))
    assert refused(bomb, error=SourceError, limits=small) == "bomb"
    tiny = Limits(file_bytes=10)
    assert refused(archive(), error=SourceError, limits=tiny) == "entry_too_large"
    packed = Limits(packed_bytes=100)
    assert refused(archive(), error=SourceError, limits=packed) == "file_too_large"
    few = Limits(files=2)
    assert refused(archive(), error=SourceError, limits=few) == "too_many_files"


@given(st.binary(max_size=200), st.integers(0, 900))
def test_no_bytes_break_the_reading(noise, at):
    whole = archive()
    data = whole[:at] + noise + whole[at + len(noise) :]
    try:
        read_all(ArchiveReader(data, "a.zip"))
    except (ArchiveError, SourceError) as error:
        assert str(error)


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("text", "Đất đai", "Đất đai"),
        ("text", False, None),
        ("number", 0.0, 0.0),
        ("number", 2.5, 2.5),
        ("whole", 0, 0),
        ("boolean", False, False),
        ("date", date(2026, 3, 1), "2026-03-01"),
        ("date", False, None),
        ("moment", datetime(2026, 3, 1, 8, 5, 6, 7), "2026-03-01T08:05:06.000007"),
        ("tree", {"a": ["b"]}, {"a": ["b"]}),
        ("tree", False, None),
    ],
)
def test_values_go_out_and_come_back(kind, value, plain):
    assert to_plain(kind, value) == plain
    assert from_plain(kind, plain) == value


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        ("text", 5),
        ("text", "a\x00b"),
        ("text", "\ud800"),
        ("number", "5"),
        ("number", True),
        ("number", float("inf")),
        ("whole", 1.0),
        ("whole", 2**31),
        ("boolean", 1),
        ("date", "01/03/2026"),
        ("date", "2026-02-30"),
        ("date", ["2026-03-01"]),
        ("moment", "2026-03-01T08:00:00+07:00"),
        ("tree", {"a": ["\x00"]}),
    ],
)
def test_values_of_another_kind_are_refused_with_a_sentence(kind, plain):
    with pytest.raises(ValueRefused) as caught:
        from_plain(kind, plain)
    assert caught.value.code in catalogue_values.ERRORS


def test_the_first_difference_is_named():
    ours = {"a": 1, "rows": [{"name": "x"}, {"name": "y"}]}
    assert first_difference(ours, {**ours, "a": 1.0}) is None
    assert first_difference(ours, {**ours, "a": True}) == (("a",), 1, True)
    other = {**ours, "rows": [{"name": "x"}, {"name": "z"}]}
    assert first_difference(ours, other) == (("rows", 2, "name"), "y", "z")
    fewer = {**ours, "rows": [{"name": "x"}]}
    assert first_difference(ours, fewer) == (("rows", 2), {"name": "y"}, None)
    assert first_difference(ours, {"a": 1}) == (("rows",), ours["rows"], None)
