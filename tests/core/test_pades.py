"""A seal on a PDF is found by two programs that share no code, and so is a changed byte."""

import datetime
import http.server
import io
import json
import subprocess
import threading

import pytest
from asn1crypto import tsp
from onestop_dossier_core import pades
from onestop_dossier_core.seal_authority import TestAuthority
from onestop_dossier_core.seal_certificate import read_chain
from onestop_dossier_core.seal_error import SealError
from onestop_dossier_core.seal_keys import SealKeys
from onestop_procedure_core.form_pdf import to_pdf
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

NAME = "Trung tâm Thử"
BITS = 2048
PAGE = (
    '<html lang="vi"><title>Giấy</title><style>@page{size:A5;margin:10mm}</style>'
    "<p>Một giấy tiếp nhận.</p><div id='%s' style='height:20mm'></div></html>"
)
PICTURE = (
    '<html lang="vi"><title>Dấu</title><style>@page{size:60mm 10mm;margin:0}</style>'
    "<p>Ký số bởi: Trung tâm Thử</p></html>"
)


@pytest.fixture(scope="module")
def authority():
    return TestAuthority("CA T", bits=BITS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, authority):
    folder = tmp_path_factory.mktemp("seals")
    folder.chmod(0o700)
    (folder / "roots").mkdir()
    (folder / "roots" / "t.pem").write_text(authority.certificate)
    return folder


@pytest.fixture(scope="module")
def certificate(folder, authority):
    certificate, key = authority.issue(NAME)
    put(folder / "CENTRE.key", key)
    return certificate


@pytest.fixture(scope="module")
def picture():
    return to_pdf(PICTURE)


@pytest.fixture(scope="module")
def paper():
    return to_pdf(PAGE % "seal")


@pytest.fixture(scope="module")
def sealed(folder, certificate, paper, picture):
    with SealKeys(folder).signer("CENTRE", certificate) as signer:
        return pades.sign(paper, signer, picture)


def put(path, text):
    path.touch(mode=0o600)
    path.write_text(text)


def looked_at(pdf, folder):
    (seal,) = pades.look(pdf, SealKeys(folder).roots())
    return seal


def pdfsig(pdf, tmp_path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True
    )
    return done.stdout


def changed(pdf):
    """With a byte of what was signed changed, and the file as readable as before."""
    at = pdf.index(b"/MediaBox")
    at = pdf.index(b"]", at)
    while not pdf[at : at + 1].isdigit():
        at -= 1
    other = b"1" if pdf[at : at + 1] != b"1" else b"2"
    return pdf[:at] + other + pdf[at + 1 :]


def test_both_programs_find_the_seal(sealed, folder, tmp_path):
    seal = looked_at(sealed, folder)
    assert seal.valid and seal.subject == NAME and seal.issuer == "CA T"
    assert seal.is_test and not seal.is_timed
    told = pdfsig(sealed, tmp_path)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert f"CN={NAME}" in told


def test_both_programs_find_a_changed_byte(sealed, folder, tmp_path):
    assert not looked_at(changed(sealed), folder).intact
    assert "Signature is Valid." not in pdfsig(changed(sealed), tmp_path)


def test_what_was_added_afterwards_is_found(sealed, folder):
    longer = looked_at(sealed + b"\n% more", folder)
    assert longer.intact and not longer.whole and not longer.valid


def test_another_authority_is_not_trusted(sealed):
    roots = TestAuthority("CA of somebody", bits=BITS).certificate
    other = looked_at_with(sealed, roots)
    assert other.intact and not other.trusted and not other.valid


def looked_at_with(pdf, root):
    (seal,) = pades.look(pdf, read_chain(root))
    return seal


def test_a_certificate_that_has_ended_seals_nothing_that_holds(
    folder, authority, paper, picture
):
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=30)
    certificate, key = authority.issue("Ended", days=7, start=start)
    put(folder / "ENDED.key", key)
    with SealKeys(folder).signer("ENDED", certificate) as signer:
        pdf = pades.sign(paper, signer, picture)
    assert not looked_at(pdf, folder).trusted


def test_the_paper_stays_fit_for_keeping(paper, sealed):
    assert sealed.startswith(paper)
    reader = PdfReader(io.BytesIO(sealed))
    catalogue = reader.trailer["/Root"]
    described = catalogue["/Metadata"].get_object().get_data()
    assert b"pdfaid:part" in described and b">3<" in described.replace(b'"3"', b">3<")
    assert catalogue["/OutputIntents"][0].get_object()["/DestOutputProfile"]
    assert reader.trailer["/ID"]
    (mark,) = [
        one.get_object()
        for one in reader.pages[0]["/Annots"]
        if one.get_object()["/Subtype"] == "/Widget"
    ]
    # It is printed, and neither hidden nor without a picture.
    assert mark["/F"] & 4 and not mark["/F"] & 2 and "/N" in mark["/AP"]
    fonts = list(fonts_of(mark["/AP"]["/N"].get_object()))
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font or "/FontFile3" in font


def fonts_of(form):
    """Descriptors of the fonts of a picture, and of what it is made of."""
    resources = form.get("/Resources", {}).get_object()
    for one in (resources.get("/Font") or {}).values():
        font = one.get_object()
        for part in font.get("/DescendantFonts", [font]):
            yield part.get_object()["/FontDescriptor"].get_object()
    for one in (resources.get("/XObject") or {}).values():
        yield from fonts_of(one.get_object())


def test_it_stands_where_the_paper_says_else_at_its_foot(
    folder, certificate, paper, sealed, picture
):
    def height(pdf):
        marks = PdfReader(io.BytesIO(pdf)).pages[0]["/Annots"]
        return marks[-1].get_object()["/Rect"][3]

    with SealKeys(folder).signer("CENTRE", certificate) as signer:
        plain = pades.sign(to_pdf(PAGE % "other"), signer, picture)
    # 10 mm from the foot and 10 mm high; the other near the head of a page of 210 mm.
    assert height(plain) == pytest.approx(20 * 72 / 25.4, abs=1)
    assert height(sealed) > 170 * 72 / 25.4


@pytest.mark.article("Decree 30/2020", "Annex I")
def test_it_may_stand_at_the_head_of_the_first_page(
    folder, certificate, paper, picture
):
    with SealKeys(folder).signer("CENTRE", certificate) as signer:
        made = pades.sign(paper, signer, picture, at_head=True)
    first, *_rest = PdfReader(io.BytesIO(made)).pages
    rect = [float(side) for side in first["/Annots"][-1].get_object()["/Rect"]]
    right, top = float(first.mediabox.right), float(first.mediabox.top)
    three = 3 * 72 / 25.4
    assert (right - rect[2], top - rect[3]) == pytest.approx((three, three), abs=1.5)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 900])
def test_what_is_no_pdf_is_said_so(pdf):
    with pytest.raises(SealError):
        pades.look(pdf, [])


def test_a_paper_without_a_seal_has_none(paper):
    assert pades.look(paper, []) == []


# ------------------------------------------------------------------------- the time


class TimeServer(http.server.BaseHTTPRequestHandler):
    """An authority of time, as RFC 3161 has it over HTTP."""

    stamper = None

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        request = tsp.TimeStampReq.load(self.rfile.read(length))
        answer = self.stamper.request_tsa_response(request).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def time_url(authority, tmp_path):
    certificate, key = authority.issue("Time T", for_time=True)
    put(tmp_path / "t.pem", certificate)
    put(tmp_path / "t.key", key)
    store = SimpleCertificateStore()
    TimeServer.stamper = DummyTimeStamper(
        load_cert_from_pemder(tmp_path / "t.pem"),
        load_private_key_from_pemder(tmp_path / "t.key", None),
        certs_to_embed=store,
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), TimeServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_an_authority_stamps_the_time(folder, certificate, paper, picture, time_url):
    with SealKeys(folder).signer("CENTRE", certificate) as signer:
        pdf = pades.sign(paper, signer, picture, pades.time_authority(time_url))
    seal = looked_at(pdf, folder)
    assert seal.valid and seal.is_timed


def test_an_authority_of_time_that_is_away_is_said(
    folder, certificate, paper, picture, time_url
):
    gone = pades.time_authority("http://127.0.0.1:9/")
    with SealKeys(folder).signer("CENTRE", certificate) as signer:
        with pytest.raises(SealError) as refused:
            pades.sign(paper, signer, picture, gone)
    assert refused.value.code == "time_away"


# ------------------------------------------------------------------------ the token


@pytest.fixture
def token(tmp_path, monkeypatch):
    """A token of software; (module, PIN)."""
    (tmp_path / "tokens").mkdir()
    conf = tmp_path / "softhsm2.conf"
    conf.write_text(
        f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n"
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    softhsm = ["softhsm2-util", "--init-token", "--free", "--label", "Seals"]
    subprocess.run(
        [*softhsm, "--pin", "4711", "--so-pin", "0815"], check=True, capture_output=True
    )
    return "/usr/lib/softhsm/libsofthsm2.so", "4711"


def test_a_token_seals_as_a_file_does(
    folder, authority, paper, picture, token, tmp_path
):
    module, pin = token
    certificate, key = authority.issue("On a token")
    put(tmp_path / "k.pem", key)
    subprocess.run(
        [
            *("softhsm2-util", "--import", tmp_path / "k.pem", "--token", "Seals"),
            *("--label", "seal", "--id", "01", "--pin", pin),
        ],
        check=True,
        capture_output=True,
    )
    told = {"module": module, "token": "Seals", "key": "seal"}
    put(folder / "TOKEN.token", json.dumps(told))
    with pytest.raises(SealError) as refused:
        with SealKeys(folder).signer("TOKEN", certificate):
            pass
    assert refused.value.code == "pin_missing"
    put(folder / "TOKEN.pin", f"{pin}\n")
    with SealKeys(folder).signer("TOKEN", certificate) as signer:
        pdf = pades.sign(paper, signer, picture)
    seal = looked_at(pdf, folder)
    assert seal.valid and seal.subject == "On a token"
    another, _key = authority.issue("Another")
    with pytest.raises(SealError) as refused:
        with SealKeys(folder).signer("TOKEN", another):
            pass
    assert refused.value.code == "key_of_another"
    put(folder / "TOKEN.pin", "0000")
    with pytest.raises(SealError) as refused:
        with SealKeys(folder).signer("TOKEN", certificate):
            pass
    assert refused.value.code == "token_away"
