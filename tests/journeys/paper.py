import base64
import io

import pypdfium2
import zxingcpp
from pypdf import PdfReader

POINTS_PER_MM = 72 / 25.4
A4 = (210, 297)
A5 = (148, 210)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
#: A signed decision, as programs and the ORM are given it.
SIGNED_PDF = base64.b64encode(PDF).decode()


def pdf(name):
    """A file to hand in, as a browser is given it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


class Paper:
    """A printed form, as it lies before the one who gets it."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.pages = PdfReader(io.BytesIO(pdf)).pages
        words = " ".join(page.extract_text() for page in self.pages).split()
        self.text = " ".join(words)

    @property
    def size(self):
        """Width and height of the first page in millimetres."""
        box = self.pages[0].mediabox
        return round(box.width / POINTS_PER_MM), round(box.height / POINTS_PER_MM)

    @property
    def qr(self):
        """What a telephone reads in the code on the first page: not that of the survey,
        which says nothing of the paper."""
        image = pypdfium2.PdfDocument(self.pdf)[0].render(scale=4).to_pil()
        codes = [found.text for found in zxingcpp.read_barcodes(image)]
        (code,) = [text for text in codes if "/rate/" not in text]
        return code

    def says(self, *parts):
        missing = [part for part in parts if part not in self.text]
        assert not missing, f"{missing} is not in: {self.text}"
