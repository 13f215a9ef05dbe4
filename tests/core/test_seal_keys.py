"""A key is used where it lies in its folder, closed to all others, and fits."""

import os

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from onestop_dossier_core.seal_authority import TestAuthority
from onestop_dossier_core.seal_certificate import facts_of, read_chain
from onestop_dossier_core.seal_error import SealError
from onestop_dossier_core.seal_keys import SealKeys


@pytest.fixture(scope="module")
def authority():
    return TestAuthority("CA T", bits=2048)


@pytest.fixture(scope="module")
def pair(authority):
    return authority.issue("Trung tâm Thử")


@pytest.fixture
def folder(tmp_path, pair):
    tmp_path.chmod(0o700)
    put(tmp_path / "CENTRE.key", pair[1])
    return tmp_path


def put(path, text):
    path.touch(mode=0o600)
    path.write_text(text)


def code_of(folder, certificate, code="CENTRE"):
    """The word that says why, or "ready"."""
    try:
        with SealKeys(folder).signer(code, certificate):
            return "ready"
    except SealError as error:
        return error.code


def test_a_key_in_its_place_is_ready(folder, pair):
    assert code_of(folder, pair[0]) == "ready"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_not_used(folder, pair, mode):
    (folder / "CENTRE.key").chmod(mode)
    assert code_of(folder, pair[0]) == "key_open"


def test_a_folder_that_others_may_write_holds_no_keys(folder, pair):
    folder.chmod(0o770)
    assert code_of(folder, pair[0]) == "folder_open"


def test_a_link_leads_nowhere(folder, pair, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x.key"
    put(elsewhere, pair[1])
    (folder / "CENTRE.key").unlink()
    (folder / "CENTRE.key").symlink_to(elsewhere)
    assert code_of(folder, pair[0]) == "key_closed"


def test_a_pipe_is_not_waited_for(folder, pair):
    (folder / "CENTRE.key").unlink()
    os.mkfifo(folder / "CENTRE.key", 0o600)
    assert code_of(folder, pair[0]) == "key_of_others"


@pytest.mark.parametrize(
    "code",
    ["../../x", "..", "", "centre", "A/B", "A\n", "A.key", "A\0", "-A", "Ê", "A" * 33],
)
def test_a_code_is_no_path(folder, pair, code):
    assert code_of(folder, pair[0], code) == "code"


def test_without_folder_or_file_it_says_which(folder, pair):
    assert code_of(None, pair[0]) == "no_folder"
    assert code_of(folder, pair[0], "OTHER") == "key_missing"


def test_the_certificate_is_that_of_the_key(folder, authority):
    other, _key = authority.issue("Other")
    assert code_of(folder, other) == "key_of_another"


def test_what_is_no_certificate_is_said_so(folder, pair):
    assert code_of(folder, "") == "no_certificate"
    assert code_of(folder, "-----BEGIN") == "certificate_unreadable"
    assert code_of(folder, pair[1]) == "certificate_unreadable"
    assert code_of(folder, pair[0] * 7) == "certificate_unreadable"
    half = pair[0].replace(pair[0][300:340], "A" * 40)
    assert code_of(folder, half) != "ready"


def test_a_passphrase_lies_in_a_file_of_its_own(folder, authority):
    certificate, key = authority.issue("Locked", passphrase=b"Th\xe1\xbb\xad 1")
    put(folder / "LOCKED.key", key)
    assert code_of(folder, certificate, "LOCKED") == "key_unreadable"
    put(folder / "LOCKED.pass", "wrong")
    assert code_of(folder, certificate, "LOCKED") == "key_unreadable"
    put(folder / "LOCKED.pass", "Thử 1\n")
    assert code_of(folder, certificate, "LOCKED") == "ready"
    (folder / "LOCKED.pass").chmod(0o644)
    assert code_of(folder, certificate, "LOCKED") == "key_open"


def test_a_kind_of_key_that_seals_nothing_is_refused(folder, pair):
    key = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    put(folder / "CENTRE.key", key.decode())
    assert code_of(folder, pair[0]) == "key_of_another"
    put(folder / "CENTRE.key", "no key")
    assert code_of(folder, pair[0]) == "key_unreadable"
    put(folder / "CENTRE.key", "x" * 70_000)
    assert code_of(folder, pair[0]) == "key_unreadable"


def test_whose_a_certificate_is(pair):
    facts = facts_of(read_chain(pair[0])[0])
    assert (facts["subject"], facts["issuer"]) == ("Trung tâm Thử", "CA T")
    assert facts["is_test"]
    # 730 days.
    assert (facts["not_after"] - facts["not_before"]).days == 730


def test_settings_of_time_are_read_or_refused(folder):
    keys = SealKeys(folder)
    assert keys.time() is None
    put(folder / "time.json", '{"url": "https://time.example/"}')
    assert keys.time() == {"url": "https://time.example/", "headers": None}
    put(folder / "time.json", "[]")
    with pytest.raises(SealError, match="time_settings"):
        keys.time()
