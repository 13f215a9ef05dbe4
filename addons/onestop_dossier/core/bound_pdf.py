"""Several PDFs of ours as one, which stays what they are: for keeping (PDF/A-3b)."""

import io

from pypdf import PdfReader, PdfWriter


def bound(files):
    """One PDF of the pages of several.

    Its catalogue is that of the first: language, colours and the mark of PDF/A.

    :param files: PDFs (bytes), at least one; a generator holds one at a time
    :return: (PDF as bytes, number of its pages)
    """
    files = iter(files)
    writer = PdfWriter(clone_from=io.BytesIO(next(files)))
    writer.pdf_header = "%PDF-1.7"
    for file in files:
        writer.append(PdfReader(io.BytesIO(file)), import_outline=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)
