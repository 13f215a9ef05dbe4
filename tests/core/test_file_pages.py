"""Pages of what is scanned, and files that are made to tire whoever counts them."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.file_pages import pages_of
from PIL import Image
from pypdf import PdfWriter

PDF = "application/pdf"


def pdf(pages):
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(210, 297)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def image(kind, frames=1):
    first, *others = (Image.new("L", (9, 9)) for _frame in range(frames))
    out = io.BytesIO()
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("pages", [1, 2, 37])
def test_pages_of_a_pdf(pages):
    assert pages_of(pdf(pages), PDF) == pages


def test_an_image_is_a_page_and_a_fax_has_several():
    assert pages_of(image("PNG"), "image/png") == 1
    assert pages_of(image("JPEG"), "image/jpeg") == 1
    assert pages_of(image("TIFF", 3), "image/tiff") == 3


def test_what_has_no_pages_is_not_counted():
    assert pages_of(b"PK", "application/msword") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n%%EOF\n",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        pdf(3)[:200],
    ],
)
def test_a_damaged_pdf_is_not_counted(content):
    assert pages_of(content, PDF) is None


def test_pages_are_counted_and_not_believed():
    told = pdf(1).replace(b"/Count 1", b"/Count 1000000")
    assert pages_of(told, PDF) == 1


def test_pages_that_hold_themselves_end():
    loop = pdf(1).replace(b"/Type /Page\n", b"/Type /Pages /Count 1\n")
    assert pages_of(loop, PDF) in (None, 1)


def bomb(megabytes):
    """A PDF whose page tree lies in a stream that unpacks to so many megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0" * 2**20) for _one in range(megabytes))
    packed += packer.flush()
    head = b"%PDF-1.5\n"
    stream = (
        b"1 0 obj\n<</Type/XRef/Size 3/W[1 4 2]/Root 2 0 R/Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
    )
    return head + stream + b"startxref\n" + str(len(head)).encode() + b"\n%%EOF\n"


def test_a_bomb_is_not_unpacked():
    assert pages_of(bomb(100), PDF) is None


@given(st.binary(max_size=300))
def test_whatever_is_in_it_nothing_falls_over(content):
    for kind in (PDF, "image/png", "image/tiff"):
        found = pages_of(b"%PDF-1.4\n" + content, kind)
        assert found is None or found > 0
