"""A booklet: its front, its notices, and the outline by which a reader leafs."""

import io

from pypdf import PdfReader, PdfWriter


def bind(front, notices, contents):
    """Put a booklet together.

    :param bytes front: PDF of cover and contents
    :param notices: list of PDFs (bytes), in order
    :param contents: list of (field, list of dict `code`, `name`, `page`), the first page
        of the first notice being 1
    :return: (PDF as bytes, number of its pages)
    """
    writer = PdfWriter()
    writer.append(io.BytesIO(front), import_outline=False)
    offset = len(writer.pages) - 1
    for notice in notices:
        writer.append(PdfReader(io.BytesIO(notice)), import_outline=False)
    for field, rows in contents:
        parent = writer.add_outline_item(
            title=field, page_number=offset + rows[0]["page"]
        )
        for row in rows:
            title = f"{row['code']} {row['name']}"
            writer.add_outline_item(
                title=title, page_number=offset + row["page"], parent=parent
            )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)
