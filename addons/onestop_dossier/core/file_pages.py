"""How many pages a file has that was scanned or filed."""

import io
import logging

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

# It tells the log of each oddity of each file that people bring.
logging.getLogger("pypdf").setLevel(logging.ERROR)

# A document of a dossier has fewer; a file that says it has more is made to tire a reader.
MOST_PAGES = 10_000


def pages_of(content: bytes, mimetype: str) -> int | None:
    """Return the number of pages; None where it cannot be told.

    Of a PDF only the tree of its pages is read, within pypdf's limits on what a stream
    may unpack to; of an image only its heads.
    """
    if mimetype == "application/pdf":
        return _pages_of_pdf(content)
    if mimetype.startswith("image/"):
        return _pages_of_image(content)
    return None


def _pages_of_pdf(content):
    try:
        pages = PdfReader(io.BytesIO(content)).get_num_pages()
    # What a damaged file holds in the place of numbers and names is anything.
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        AssertionError,
        IndexError,
        RecursionError,
    ):
        return None
    return pages if 0 < pages <= MOST_PAGES else None


def _pages_of_image(content):
    try:
        with Image.open(io.BytesIO(content)) as image:
            return getattr(image, "n_frames", 1)
    except (
        *(UnidentifiedImageError, OSError, ValueError, SyntaxError),
        Image.DecompressionBombError,
    ):
        return None
