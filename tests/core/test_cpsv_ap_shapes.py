"""What is exported conforms to the shapes of CPSV-AP 3.2.0, and broken exports do not.

The shapes are others' and lie beside the repository only where it is developed.
"""

import json
from pathlib import Path

import pyshacl
import pytest
import rdflib
import rdflib.compare
from onestop_procedure_core.cpsv_ap import CONTEXT, CpsvAp
from onestop_procedure_core.national_file import read_bytes
from onestop_procedure_core.open_files import JsonLdFile, TurtleFile
from open_sheet import BASE, sheet

SHAPES = Path(__file__).parents[3] / "shared/conformance/cpsv-ap/cpsv-ap-SHACL.ttl"
REAL = Path(__file__).parents[3] / "shared/data/national-procedures"
if not SHAPES.exists():
    pytest.skip("shared data absent: the shapes of CPSV-AP", allow_module_level=True)


BY_NAME = {"competent": [], "competent_text": "UBND cấp xã\nPhòng Tư pháp"}
SERVICE = rdflib.URIRef(f"{BASE}/procedures/1.000001")
DCT = rdflib.Namespace(CONTEXT["dct"])
M8G = rdflib.Namespace(CONTEXT["m8g"])


@pytest.fixture(scope="module")
def shapes():
    return rdflib.Graph().parse(SHAPES, format="turtle")


def graph(kind, form, *sheets):
    centre = {"code": "TT", "name": {"vi": "Trung tâm"}}
    profile = CpsvAp(BASE, centre, {"vi": "Danh mục"}, "https://example.org/licence")
    file = kind(profile)
    text = file.head() + "".join(map(file.row, sheets)) + file.tail()
    return rdflib.Graph().parse(data=text, format=form)


def conforms(data, shapes):
    return pyshacl.validate(data, shacl_graph=shapes, inference="none")[0]


@pytest.mark.parametrize(
    ("kind", "form"), [(JsonLdFile, "json-ld"), (TurtleFile, "turtle")]
)
def test_the_export_conforms(kind, form, shapes):
    sheets = (
        sheet("1.000001"),
        sheet("1.000002", steps={}, conditions={}, field=None, **BY_NAME),
        sheet("1.000003", channels=[], components=[], fees=[], legal_bases=[]),
    )
    valid, _graph, report = pyshacl.validate(
        graph(kind, form, *sheets), shacl_graph=shapes, inference="none"
    )
    assert valid, report


# The profile asks each service for one, so it is no invented one that makes it conform.
def test_a_procedure_without_any_agency_does_not_conform(shapes):
    nobody = sheet("1.000001", competent=[])
    assert not conforms(graph(TurtleFile, "turtle", nobody), shapes)


def test_both_formats_say_the_same():
    sheets = sheet("1.000001"), sheet("1.000002")
    assert rdflib.compare.isomorphic(
        graph(JsonLdFile, "json-ld", *sheets), graph(TurtleFile, "turtle", *sheets)
    )


def real_sheet(path):
    """A file of the national database as a sheet: agencies that are a text alone,
    foreign money, terms in words, a way of filing twice, whatever it holds."""
    draft = read_bytes(path.read_bytes(), path.name)
    return sheet(
        draft.code,
        name={"vi": draft.name},
        field={"id": draft.field_name, "name": {"vi": draft.field_name}},
        levels=list(draft.levels),
        life_events=[],
        groups=[],
        subjects=[{"id": one, "name": {"vi": one}} for one in draft.subjects],
        competent=[],
        competent_text="\n".join(draft.competent_agencies),
        implementing_text="\n".join(draft.implementing_agencies),
        steps=texts(draft.steps),
        conditions=texts(draft.conditions),
        channels=[
            {
                "channel": one.channel or None,
                "case": {},
                "case_code": None,
                "term_value": float(one.term.value or 0),
                "term_unit": one.term.unit or None,
            }
            for one in draft.channels
        ],
        components=[
            {"code": None, "name": {"vi": one.name}, "note": texts(one.note)}
            for one in draft.components
        ],
        fees=[
            {
                "kind": one.kind,
                "name": {},
                "amount": None if one.amount is None else float(one.amount),
                "currency": one.currency or "VND",
                "channel": one.channel or None,
                "case_code": None,
                "condition": texts(one.condition),
                "unit": texts(one.unit),
            }
            for one in draft.fees
        ],
        results=[{"name": {"vi": one}, "kind": "both"} for one in draft.results],
        legal_bases=[
            {
                "id": f"{one.number} {one.title}",
                "number": one.number or None,
                "title": texts(one.title),
            }
            for one in draft.legal_bases
        ],
    )


def texts(text):
    return {"vi": text} if text else {}


def test_the_real_files_of_the_national_database_conform(shapes):
    if not REAL.exists():
        pytest.skip("shared data absent: files of the national database")
    sheets = [real_sheet(path) for path in sorted(REAL.glob("*.json"))]
    assert len(sheets) > 60
    assert any(fee["currency"] != "VND" for one in sheets for fee in one["fees"])
    assert any(len(one["levels"]) > 1 for one in sheets)
    data = graph(TurtleFile, "turtle", *sheets)
    told = {str(one) for one in data.objects(None, DCT.identifier)}
    assert {one["code"] for one in sheets} <= told
    valid, _graph, report = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert valid, report
    centre = rdflib.URIRef(f"{BASE}/opendata#agency-TT")
    assert not list(data.subjects(M8G.hasCompetentAuthority, centre))


def drop(predicate):
    return lambda data: data.remove((SERVICE, predicate, None))


def another_class(data):
    agency = rdflib.URIRef(f"{BASE}/opendata#agency-STP")
    data.remove((agency, rdflib.RDF.type, None))
    data.add((agency, rdflib.RDF.type, M8G.Channel))


def plain_title(data):
    data.set((SERVICE, DCT.title, rdflib.Literal("Without a language")))


def second_code(data):
    data.add((SERVICE, DCT.identifier, rdflib.Literal("1.000009")))


def worded_duration(data):
    channel = rdflib.URIRef(f"{SERVICE}#channel-in_person")
    data.set((channel, M8G.processingTime, rdflib.Literal("five days")))


@pytest.mark.parametrize(
    "damage",
    [
        drop(DCT.title),
        drop(DCT.identifier),
        drop(DCT.description),
        drop(M8G.hasCompetentAuthority),
        another_class,
        plain_title,
        second_code,
        worded_duration,
    ],
)
def test_a_broken_export_fails(damage, shapes):
    data = graph(JsonLdFile, "json-ld", sheet("1.000001"))
    assert conforms(data, shapes)
    damage(data)
    assert not conforms(data, shapes)


def test_json_ld_needs_no_context_from_elsewhere():
    file = JsonLdFile(CpsvAp(BASE, {"code": "TT", "name": {"vi": "T"}}, {"vi": "D"}))
    assert json.loads(file.head() + file.tail())["@context"] == CONTEXT
