"""Printed forms: HTML to PDF by WeasyPrint, and the QR code that goes on them."""

import io
import logging
from contextlib import contextmanager

import segno

# They tell each step of each form and every table of a font, from their import on.
for _name in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_name).setLevel(logging.WARNING)

from weasyprint import HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher  # noqa: E402

# For keeping: fonts inside, colours defined, nothing that needs the world around it.
VARIANT = "pdf/a-3b"
NOWHERE = "https://form.invalid/"


def no_resources():
    """A fetcher that gives out nothing but what the page itself carries.

    What people typed ends up on a form; were a piece of it ever taken for markup, it
    still reads no file and calls no address.
    """
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


# Letters that were loaded, and that no document uses just now. Loading them is a third
# of what a form takes; two documents at once never share them.
_loaded = []


@contextmanager
def _letters():
    try:
        letters = _loaded.pop()
    except IndexError:
        letters = FontConfiguration()
    try:
        yield letters
    finally:
        _loaded.append(letters)


def to_pdf(html):
    """The PDF (bytes, PDF/A-3b) of one document; its size and footers are in its CSS.

    :param html: text or bytes of an HTML page whose styles are inline
    """
    with _letters() as letters:
        return _document(html).write_pdf(pdf_variant=VARIANT, font_config=letters)


def to_pages(html):
    """As `to_pdf`, of a document that is bound into another: (PDF as bytes, pages)."""
    with _letters() as letters:
        document = _document(html).render(font_config=letters)
        return document.write_pdf(pdf_variant=VARIANT), len(document.pages)


def _document(html):
    if isinstance(html, bytes):
        html = html.decode()
    # A base for what is relative, so that it is refused like any other address.
    return HTML(string=html, base_url=NOWHERE, url_fetcher=no_resources())


def to_places(html):
    """A document that becomes part of another, and where its elements came to stand.

    :param html: as `to_pdf` takes it
    :return: (PDF as bytes, {id of an element: number of its page from 0}, pages)
    """
    document = _document(html).render(font_config=FontConfiguration())
    places = {
        name: number
        for number, page in reversed(list(enumerate(document.pages)))
        for name in page.anchors
    }
    return document.write_pdf(), places, len(document.pages)


def qr_svg(text):
    """A QR code as an SVG element (str), without a size: the page's CSS gives it one."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    return out.getvalue().decode()
