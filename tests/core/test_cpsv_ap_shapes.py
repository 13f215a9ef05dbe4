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
from onestop_procedure_core.open_files import JsonLdFile, TurtleFile
from open_sheet import BASE, sheet

SHAPES = Path(__file__).parents[3] / "shared/conformance/cpsv-ap/cpsv-ap-SHACL.ttl"
if not SHAPES.exists():
    pytest.skip("shared data absent: the shapes of CPSV-AP", allow_module_level=True)


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
        sheet("1.000002", steps={}, conditions={}, competent=[], field=None),
        sheet("1.000003", channels=[], components=[], fees=[], legal_bases=[]),
    )
    valid, _graph, report = pyshacl.validate(
        graph(kind, form, *sheets), shacl_graph=shapes, inference="none"
    )
    assert valid, report


def test_both_formats_say_the_same():
    sheets = sheet("1.000001"), sheet("1.000002")
    assert rdflib.compare.isomorphic(
        graph(JsonLdFile, "json-ld", *sheets), graph(TurtleFile, "turtle", *sheets)
    )


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
    channel = rdflib.URIRef(f"{SERVICE}#channel-1")
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
