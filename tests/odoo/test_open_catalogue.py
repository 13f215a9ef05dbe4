"""The open data of the whole demonstration: by other people's rules, and of nobody."""

import json
import os
import pathlib

import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

ROOT = pathlib.Path(__file__).parents[2]
SHAPES = ROOT.parent / "shared/conformance/cpsv-ap/cpsv-ap-SHACL.ttl"
PREPARE = ROOT / "cli/odoo_scripts/prepare.py"
CPSV = rdflib.Namespace("http://purl.org/vocab/cpsv#")
M8G = rdflib.Namespace("http://data.europa.eu/m8g/")


@pytest.fixture(scope="module")
def catalogue(own_database):
    """(files by format as bytes, codes in force, names of the staff)."""
    os.environ["ONESTOP_REPOSITORY"] = str(ROOT)
    with own_database.env() as env:
        names = {"env": env, "arguments": {"demonstration": True}}
        exec(compile(PREPARE.read_text(), "prepare", "exec"), names)
        files = env["onestop.open.data"]
        files._refresh()
        versions = env["onestop.procedure.version"]
        in_force = versions.search(versions._domain_in_force())
        staff = env["onestop.role.assignment"].search([]).user_id
        return (
            {file.format: file.attachment_id.raw for file in files.search([])},
            in_force.mapped("code"),
            staff.mapped("name"),
        )


@pytest.fixture
def graph(catalogue):
    return rdflib.Graph().parse(data=catalogue[0]["ttl"], format="turtle")


@pytest.fixture(scope="module")
def shapes():
    if not SHAPES.exists():
        pytest.skip("shared data absent: the shapes of CPSV-AP")
    return rdflib.Graph().parse(SHAPES, format="turtle")


def test_every_procedure_in_force_is_there_once(catalogue, graph):
    files, codes, _staff = catalogue
    told = [one["code"] for one in json.loads(files["json"])["procedures"]]
    assert len(told) > 50
    assert told == sorted(codes)
    services = graph.subjects(rdflib.RDF.type, CPSV.PublicService)
    named = [str(graph.value(one, rdflib.DCTERMS.identifier)) for one in services]
    assert sorted(named) == told


def test_both_notations_of_linked_data_say_the_same(catalogue, graph):
    other = rdflib.Graph().parse(data=catalogue[0]["jsonld"], format="json-ld")
    assert isomorphic(graph, other)


def test_the_whole_conforms(graph, shapes):
    valid, _graph, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert valid, report


@pytest.mark.parametrize(
    "predicate",
    [rdflib.DCTERMS.title, rdflib.DCTERMS.identifier, M8G.hasCompetentAuthority],
)
def test_one_wrong_procedure_among_all_is_found(predicate, graph, shapes):
    service = sorted(graph.subjects(rdflib.RDF.type, CPSV.PublicService))[-1]
    graph.remove((service, predicate, None))
    assert not pyshacl.validate(graph, shacl_graph=shapes)[0]


def test_nobody_of_the_staff_is_named(catalogue):
    files, _codes, staff = catalogue
    assert len(staff) > 50
    for form, content in files.items():
        text = content.decode()
        assert [name for name in staff if name in text] == [], form
