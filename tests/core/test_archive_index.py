"""The index of a closed file, and names under which its documents go out."""

import hashlib
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.archive_index import digest_of, entry_name, sums


@pytest.mark.parametrize(
    ("number", "title", "file", "name"),
    [
        (1, "Đơn đề nghị", "don.PDF", "001_Đơn_đề_nghị.pdf"),
        (12, "../../etc/passwd", "x.pdf", "012_etc_passwd.pdf"),
        (3, 'a\\b:c*?"<>|\r\nd', "", "003_a_b_c_d"),
        (4, "", "noname", "004_tai_lieu"),
        (5, "CON", "a.txt", "005_CON_.txt"),
        (6, "...", ".htaccess", "006_tai_lieu.htaccess"),
        (7, "Bản vẽ", "Nguyễn Văn A 001099000001.dwg", "007_Bản_vẽ.dwg"),
        (8, "x", "a.p/../../df", "008_x"),
        (1234, "x" * 300, "a.pdf", f"1234_{'x' * 80}.pdf"),
    ],
)
def test_a_name_leads_nowhere_and_names_nobody(number, title, file, name):
    assert entry_name(number, title, file) == name


@given(st.text(max_size=200), st.text(max_size=60), st.integers(1, 9999))
def test_every_name_is_one_that_every_system_takes(title, file, number):
    name = entry_name(number, title, file)
    assert not set(name) & set('/\\:*?"<>|\0\r\n\t')
    assert name.startswith(f"{number:03d}_")
    assert ".." not in name.rsplit("_", 1)[-1][:2]
    assert not name.endswith((".", " "))
    assert len(name.encode()) < 255 * 2


@given(st.lists(st.text(max_size=40), min_size=2, max_size=6))
def test_no_two_documents_have_one_name(titles):
    names = [entry_name(number, title) for number, title in enumerate(titles, 1)]
    assert len(set(names)) == len(names)


def test_the_digest_is_over_lines_that_anybody_can_write():
    lines = [(1, "Đơn", "ab"), (2, "Bản\nvẽ", "")]
    text = "1|ab|Đơn\n2||Bản vẽ\n"
    assert digest_of(lines) == hashlib.sha256(text.encode()).hexdigest()
    assert digest_of(reversed(lines)) != digest_of(lines)


def test_sha256sum_reads_the_list(tmp_path):
    entries = []
    for name, content in (("001_Đơn.pdf", b"one"), ("002_x.pdf", b"two")):
        (tmp_path / name).write_bytes(content)
        entries.append((hashlib.sha256(content).hexdigest(), name))
    (tmp_path / "SHA256SUMS").write_text(sums(entries))
    command = ["sha256sum", "-c", "--strict", "SHA256SUMS"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "002_x.pdf").write_bytes(b"twO")
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 1
