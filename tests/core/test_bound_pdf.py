"""Several PDFs as one, still for keeping."""

import io

from onestop_dossier_core.bound_pdf import bound
from onestop_procedure_core.form_pdf import to_pdf
from pypdf import PdfReader


def page(text):
    return to_pdf(f"<html lang='vi'><title>T</title><body><p>{text}</p></body></html>")


def test_the_pages_of_all_follow_one_another():
    pdf, pages = bound(page(text) for text in ("Một", "Hai", "Ba"))
    reader = PdfReader(io.BytesIO(pdf))
    assert pages == 3
    assert [one.extract_text().strip() for one in reader.pages] == ["Một", "Hai", "Ba"]


def test_what_is_bound_keeps_the_marks_of_what_is_for_keeping():
    part = PdfReader(io.BytesIO(page("Một"))).trailer["/Root"]
    pdf, _pages = bound([page("Một"), page("Hai")])
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert {"/OutputIntents", "/Metadata", "/Lang"} <= set(root)
    said = root["/Metadata"].get_object().get_data()
    assert said == part["/Metadata"].get_object().get_data()
    assert b'pdfaid:part="3"' in said
