"""An identity is read with the key, for its own file, or not at all."""

import secrets

import pytest
from onestop_complaint_core import sealed_identity as seals
from onestop_complaint_core.sealed_identity import SealError

KEY = bytes(range(32))
FILE = "onestop.complaint,7"
PERSON = {"name": "Nguyễn Thị Thử", "phone": "0999000001"}


def test_what_was_sealed_is_read_again():
    assert seals.unseal(KEY, FILE, seals.seal(KEY, FILE, PERSON)) == PERSON


def test_a_seal_shows_neither_name_nor_length():
    long = seals.seal(KEY, FILE, {"name": "N" * 300, "address": "Đ" * 300})
    sealed = seals.seal(KEY, FILE, PERSON)
    assert len(sealed) == len(long) == len(seals.seal(KEY, FILE, {}))
    assert b"Nguy" not in sealed and b"0999000001" not in sealed
    # Twice the same person, two seals that have nothing in common.
    assert sealed != seals.seal(KEY, FILE, PERSON)


@pytest.mark.parametrize("place", [0, 11, 12, 100, -1])
def test_a_changed_bit_breaks_the_seal(place):
    sealed = bytearray(seals.seal(KEY, FILE, PERSON))
    sealed[place] ^= 1
    with pytest.raises(SealError, match="broken"):
        seals.unseal(KEY, FILE, bytes(sealed))


def test_another_file_and_another_key_read_nothing():
    sealed = seals.seal(KEY, FILE, PERSON)
    for key, file in ((bytes(32), FILE), (KEY, "onestop.complaint,8")):
        with pytest.raises(SealError) as error:
            seals.unseal(key, file, sealed)
        assert "Nguy" not in str(error.value)
    with pytest.raises(SealError):
        seals.unseal(KEY, FILE, b"")


def test_what_is_longer_than_a_person_is_refused():
    with pytest.raises(SealError, match="longer"):
        seals.seal(KEY, FILE, {"name": "x" * 5000})


def key_file(folder, text, mode=0o600):
    path = folder / "denouncer.key"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_the_key_is_its_owners_alone(tmp_path):
    text = secrets.token_hex(32)
    assert seals.read_key(key_file(tmp_path, text)) == bytes.fromhex(text)
    for mode in (0o640, 0o604, 0o660):
        with pytest.raises(SealError, match="others"):
            seals.read_key(key_file(tmp_path, text, mode))


@pytest.mark.parametrize("text", ["", "00" * 31, "no key", "é"])
def test_a_file_without_a_key_is_named(tmp_path, text):
    with pytest.raises(SealError, match="key"):
        seals.read_key(key_file(tmp_path, text))
    with pytest.raises(SealError, match="no file"):
        seals.read_key(tmp_path / "absent")
