"""What a PDF lacks of PDF/A-3b, looked at with another library than the one that made
it: the marks, the colours, the fonts inside, and nothing that runs or leads away."""

import io

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
FORBIDDEN = {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/Movie", "/Sound"}
FONT_FILES = {"/FontFile", "/FontFile2", "/FontFile3"}


def findings(pdf):
    """A list of sentences; empty where nothing was found wanting.

    :param bytes pdf: the file
    """
    reader = PdfReader(io.BytesIO(pdf))
    found = [*_of_the_file(pdf, reader), *_of_the_metadata(reader)]
    objects = list(_dictionaries(reader))
    for one in objects:
        found += [f"{key} is in it" for key in FORBIDDEN & set(one)]
        if one.get("/Type") == "/Font" and not _is_inside(one):
            found.append(f"the font {one.get('/BaseFont')} is not inside")
        if one.get("/S") in FORBIDDEN:
            found.append(f"an action {one['/S']} is in it")
    return found


def _of_the_file(pdf, reader):
    head, signs, _rest = pdf.split(b"\n", 2)
    if not head.startswith(b"%PDF-1.") or any(sign < 0x80 for sign in signs[1:5]):
        yield "the head of the file is not that of a binary PDF"
    if reader.is_encrypted:
        yield "it is encrypted"
    if "/ID" not in reader.trailer:
        yield "the file has no ID"
    intents = reader.trailer["/Root"].get("/OutputIntents", [])
    profiles = [
        one.get_object().get("/DestOutputProfile")
        for one in intents
        if one.get_object().get("/S") == "/GTS_PDFA1"
    ]
    if not any(profiles):
        yield "no colours are defined"


def _of_the_metadata(reader):
    stream = reader.trailer["/Root"].get("/Metadata")
    if stream is None:
        yield "it has no metadata"
        return
    tree = etree.fromstring(stream.get_object().get_data())
    for name, value in (("part", "3"), ("conformance", "B")):
        said = [
            text
            for element in tree.iter()
            for key, text in element.attrib.items()
            if key == f"{PDFA}{name}"
        ]
        if said != [value]:
            yield f"it does not say {name} {value}"
    info = reader.metadata or {}
    titles = tree.xpath("//*[local-name()='title']//*[local-name()='li']/text()")
    if (info.get("/Title") or "") != (titles or [""])[0]:
        yield "its two titles differ"
    makers = tree.xpath("//@*[local-name()='Producer']") or [""]
    if (info.get("/Producer") or "") != makers[0]:
        yield "its two producers differ"


def _is_inside(font):
    if font.get("/Subtype") == "/Type0":
        return all(_is_inside(one.get_object()) for one in font["/DescendantFonts"])
    if font.get("/Subtype") == "/Type3":
        return True
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and bool(FONT_FILES & set(descriptor.get_object()))


def _dictionaries(reader):
    """Every dictionary that the file leads to, once."""
    seen, todo = set(), [reader.trailer]
    while todo:
        one = todo.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            todo += one.values()
        elif isinstance(one, ArrayObject):
            todo += one
