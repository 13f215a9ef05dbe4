"""Forms as PDF: nothing is fetched, paper and footers come from the page's CSS."""

import io
import re
from datetime import datetime

import pypdfium2
import pytest
import zxingcpp
from onestop_procedure_core.form_pdf import no_resources, qr_svg, to_pdf
from onestop_procedure_core.form_words import at_moment, in_dong, in_money, on_day
from pypdf import PdfReader

PAGE = """<html lang="vi"><head><title>Giấy tiếp nhận</title><style>
@page {{ size: A5; margin: 10mm;
         @bottom-right {{ content: "Trang " counter(page) "/" counter(pages) }} }}
</style></head><body>{}</body></html>"""


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def text(pdf):
    return " ".join(page.extract_text() for page in read(pdf).pages)


def test_a_page_is_a5_with_its_numbers_and_vietnamese_letters():
    pdf = to_pdf(
        PAGE.format("<p>Hồ sơ thứ nhất</p><p style='break-before:page'>Hai</p>")
    )
    pages = read(pdf).pages
    assert len(pages) == 2
    width, height = (float(side) / 72 * 25.4 for side in pages[0].mediabox[2:])
    assert (round(width), round(height)) == (148, 210)
    assert "Hồ sơ thứ nhất" in text(pdf)
    assert "Trang 2/2" in text(pdf)


def test_it_is_made_for_keeping():
    metadata = read(to_pdf(PAGE.format("x"))).xmp_metadata
    raw = metadata.stream.get_data().decode()
    part = re.search(r"pdfaid:part(?:>|=\")(\d)", raw)
    conformance = re.search(r"pdfaid:conformance(?:>|=\")(\w)", raw)
    assert (part.group(1), conformance.group(1)) == ("3", "B")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "/etc/passwd",
        "http://127.0.0.1:1/",
        "https://example.invalid/",
        "ftp://127.0.0.1/",
    ],
)
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<object data="{}"></object>',
        '<embed src="{}">',
        "<style>@import url({}); p { background: url({}) }</style><p>x</p>",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}"/></svg>',
    ],
)
def test_no_markup_reaches_a_file_or_an_address(monkeypatch, address, markup):
    opened = []
    monkeypatch.setattr(
        "urllib.request.OpenerDirector.open",
        lambda self, request, *args, **kwargs: opened.append(request),
    )
    pdf = to_pdf(PAGE.format(markup.replace("{}", address)))
    assert opened == []
    assert b"root:" not in pdf
    assert "/EmbeddedFiles" not in str(read(pdf).trailer["/Root"])


def test_the_fetcher_gives_out_what_the_page_carries_itself():
    response = no_resources().fetch("data:text/plain,carried")
    assert response.read() == b"carried"


def test_the_fetcher_refuses_everything_else():
    for address in ("file:///etc/passwd", "http://127.0.0.1/", "ftp://127.0.0.1/"):
        with pytest.raises(ValueError):
            no_resources().fetch(address)


def test_another_program_reads_the_qr_code():
    address = "https://onestop.example/check/" + "Ab3-_" * 7
    page = PAGE.format(f'<div style="width:24mm">{qr_svg(address)}</div>')
    image = pypdfium2.PdfDocument(to_pdf(page))[0].render(scale=4).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == address


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (20000, "VND", "20.000 đ"),
        (1, "USD", "1 USD"),
        (0.5, "USD", "0,50 USD"),
        (1234567.05, "EUR", "1.234.567,05 EUR"),
        (0, "USD", "0 USD"),
    ],
)
def test_an_amount_is_read_with_its_currency(amount, currency, words):
    assert in_money(amount, currency) == words


def test_moments_days_and_amounts_read_as_in_the_circular():
    moment = datetime(2026, 3, 9, 7, 5)
    assert at_moment(moment) == "07 giờ 05 phút, ngày 09/03/2026"
    assert on_day(moment) == "ngày 09 tháng 03 năm 2026"
    assert [in_dong(n) for n in (0, 8000, 150000, 1250000.0)] == [
        "0 đ",
        "8.000 đ",
        "150.000 đ",
        "1.250.000 đ",
    ]
