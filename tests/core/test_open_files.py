"""The catalogue as JSON, CSV, JSON-LD and Turtle, by expectations written by hand."""

import csv
import io
import json

import pytest
from onestop_procedure_core import turtle
from onestop_procedure_core.cpsv_ap import VIETNAM, CpsvAp, duration
from onestop_procedure_core.open_files import (
    CsvFile,
    JsonFile,
    JsonLdFile,
    TurtleFile,
    places,
)
from open_sheet import BASE, sheet

CENTRE = {"code": "TT", "name": {"vi": "Trung tâm"}}
LICENCE = "https://example.org/licence"


def profile():
    return CpsvAp(BASE, CENTRE, {"vi": "Danh mục"}, LICENCE)


def written(file, *sheets):
    return file.head() + "".join(map(file.row, sheets)) + file.tail()


def nodes(*sheets):
    graph = json.loads(written(JsonLdFile(profile()), *sheets))["@graph"]
    return {node["@id"]: node for node in graph}


def test_a_procedure_is_a_public_service_at_its_public_page():
    graph = nodes(sheet("1.000001"))
    service = graph[f"{BASE}/procedures/1.000001"]
    assert service["@type"] == "cpsv:PublicService"
    assert service["dct:identifier"] == "1.000001"
    assert service["dct:title"] == [
        {"@value": "Đăng ký khai sinh", "@language": "vi"},
        {"@value": "Birth registration", "@language": "en"},
    ]
    assert service["m8g:hasCompetentAuthority"] == [
        {"@id": f"{BASE}/opendata#agency-STP"}
    ]
    assert service["dct:issued"] == {"@value": "2026-01-01", "@type": "xsd:date"}


def test_every_node_names_its_class_and_every_link_leads_to_one():
    graph = nodes(sheet("1.000001"), sheet("1.000002"))
    assert all(node["@type"] for node in graph.values())
    outside = {LICENCE}
    for node in graph.values():
        for value in node.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and "@id" in one:
                    assert one["@id"] in graph or one["@id"] in outside


# First digits of the SHA-256 of the names: "Giấy khai sinh" and "Lệ phí".
def test_parts_have_addresses_below_the_procedure():
    graph = nodes(sheet("1.000001"))
    page = f"{BASE}/procedures/1.000001"
    assert graph[f"{page}#paper-TP1"]["@type"] == "m8g:Evidence"
    assert graph[f"{page}#result-3f9ab3fd"]["dct:title"] == [
        {"@value": "Giấy khai sinh", "@language": "vi"}
    ]
    assert graph[f"{page}#fee-charge-6ac0d137"]["m8g:hasValue"] == {
        "@value": "8000.0",
        "@type": "xsd:double",
    }
    channel = graph[f"{page}#channel-in_person"]
    assert channel["m8g:processingTime"] == {"@value": "P7D", "@type": "xsd:duration"}
    assert channel["dct:description"][0] == {
        "@value": "Trực tiếp – 5 ngày làm việc",
        "@language": "vi",
    }


def test_a_part_keeps_its_address_whatever_stands_before_it():
    plain = sheet("1.000001")
    one, other = plain["components"][0], {"code": "TP 2", "note": {}}
    case = {"case": {"vi": "Cấp lại"}, "case_code": "TH02"}
    copy = {"vi": "Bản sao"}
    graph = nodes(
        sheet(
            "1.000001",
            components=[{**other, "name": copy}, one, {**one, "code": None}],
            channels=[
                {**plain["channels"][0], "channel": "online"},
                {**plain["channels"][0], **case},
                *plain["channels"],
                *plain["channels"],
            ],
            fees=[
                {**plain["fees"][0], **case, "channel": "post"},
                {**plain["fees"][0], "name": {}},
                *plain["fees"],
            ],
            results=[{"name": copy, "kind": "both"}, *plain["results"]],
        )
    )
    page = f"{BASE}/procedures/1.000001"
    parts = [iri.partition("#")[2] for iri in graph if iri.startswith(f"{page}#")]
    assert [one for one in parts if one not in ("steps", "conditions")] == [
        "channel-online",
        "channel-in_person-TH02",
        "channel-in_person",
        # Nothing tells it from the one before.
        "channel-in_person-2",
        "paper-TP%202",
        "paper-TP1",
        # First digits of the SHA-256 of "Tờ khai".
        "paper-861151f1",
        "result-7c2cb2c2",
        "result-3f9ab3fd",
        "fee-charge-post-TH02-6ac0d137",
        "fee-charge",
        "fee-charge-6ac0d137",
    ]


def test_a_group_is_an_event_that_calls_for_its_procedures():
    graph = nodes(sheet("1.000001"))
    group = f"{BASE}/opendata#group-9a01"
    assert graph[group] == {
        "@id": group,
        "@type": "m8g:Event",
        "dct:identifier": "9a01",
        "dct:title": [{"@value": "Khai sinh và thẻ bảo hiểm", "@language": "vi"}],
    }
    grouped = graph[f"{BASE}/procedures/1.000001"]["m8g:isGroupedBy"]
    assert grouped == [{"@id": f"{BASE}/opendata#event-3f09c1"}, {"@id": group}]


def test_no_code_makes_an_address_that_is_none():
    agency = {"code": "A <b>", "name": {"vi": "Sở"}}
    sheets = sheet("1.0/0 1", competent=[agency])
    addresses = {
        f"{BASE}/procedures/1.0%2F0%201",
        f"{BASE}/opendata#agency-A%20%3Cb%3E",
    }
    assert addresses <= set(nodes(sheets))
    assert all(
        f"<{one}>" in written(TurtleFile(profile()), sheets) for one in addresses
    )


def test_what_procedures_share_is_told_once():
    lines = written(JsonLdFile(profile()), sheet("1.000001"), sheet("1.000002"))
    assert lines.count('"@type": "eli:LegalResource"') == 1
    assert lines.count('"m8g:PublicOrganisation"') == 1


# First digits of the SHA-256 of the names.
def test_an_agency_that_is_a_text_alone_is_an_agency_of_that_name():
    text = "UBND cấp xã\n Phòng Tư pháp "
    graph = nodes(
        sheet("1.000001", competent=[], competent_text=text),
        sheet("1.000002", competent=[], implementing_text="UBND cấp xã"),
        sheet("1.000003", competent=[]),
    )
    commune = f"{BASE}/opendata#agency-f36d505c"
    office = f"{BASE}/opendata#agency-1be9da85"
    assert graph[commune] == {
        "@id": commune,
        "@type": ["m8g:PublicOrganisation", "org:Organization"],
        "skos:prefLabel": [{"@value": "UBND cấp xã", "@language": "vi"}],
        "dct:identifier": "f36d505c",
        "dct:spatial": {"@id": VIETNAM},
    }
    assert graph[office]["skos:prefLabel"][0]["@value"] == "Phòng Tư pháp"
    authorities = [
        graph[f"{BASE}/procedures/1.00000{number}"].get("m8g:hasCompetentAuthority")
        for number in (1, 2, 3)
    ]
    # Nobody's is not made the centre's.
    assert authorities == [
        [{"@id": commune}, {"@id": office}],
        [{"@id": commune}],
        None,
    ]


def test_a_fee_says_what_it_is_paid_for():
    fee = sheet("1.000001")["fees"][0]
    per_copy = {"vi": "bản", "en": "copy"}
    one = sheet(
        "1.000001",
        fees=[
            {**fee, "amount": 2000.0, "unit": per_copy},
            {**fee, "name": {}, "amount": 500.0, "unit": {"vi": "trang"}},
            {**fee, "name": {"vi": "Phí", "en": "Fee"}, "unit": {"vi": "lần"}},
        ],
    )
    told = [
        {text["@language"]: text["@value"] for text in node["dct:description"]}
        for node in nodes(one).values()
        if node["@type"] == "m8g:Cost"
    ]
    assert told == [
        {"vi": "Lệ phí – mỗi bản", "en": "per copy"},
        {"vi": "mỗi trang"},
        {"vi": "Phí – mỗi lần", "en": "Fee – per lần"},
    ]
    [row] = csv.DictReader(io.StringIO(written(CsvFile(), one).removeprefix("\ufeff")))
    assert row["fees"] == (
        "Lệ phí: 2000 VND/bản | charge: 500 VND/trang | Phí: 8000 VND/lần"
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (20, "working_days", "P28D"),
        (3, "working_days", "P5D"),
        (0, "working_days", "P0D"),
        (30, "calendar_days", "P30D"),
        (2, "months", "P2M"),
        (0.5, "working_hours", "PT30M"),
        (0, "none", None),
        (0, None, None),
    ],
)
def test_terms_are_durations(value, unit, expected):
    assert duration({"term_value": value, "term_unit": unit}) == expected


def test_turtle_says_the_same_and_escapes_what_must_be():
    odd = 'Say "no"\\\n<script>\x07'
    text = written(TurtleFile(profile()), sheet("1.000001", name={"vi": odd}))
    assert text.startswith("@prefix adms: <http://www.w3.org/ns/adms#> .\n")
    assert (
        f"\n<{BASE}/procedures/1.000001> a cpsv:PublicService ;\n"
        '    dct:identifier "1.000001" ;\n'
        '    dct:title "Say \\"no\\"\\\\\\n<script>\\u0007"@vi ;\n'
    ) in text
    assert turtle.node({"@id": "http://x/a b>", "@type": "skos:Concept"}) == (
        "\n<http://x/a%20b%3E> a skos:Concept .\n"
    )


def test_json_is_a_list_of_procedures_with_the_terms_of_reuse():
    data = json.loads(written(JsonFile(LICENCE), sheet("1.000001"), sheet("1.000002")))
    assert data["licence"] == LICENCE
    assert [one["code"] for one in data["procedures"]] == ["1.000001", "1.000002"]
    assert json.loads(written(JsonFile(None))) == {"licence": None, "procedures": []}


def test_each_procedure_is_found_in_the_file_by_its_place():
    sheets = [
        sheet("1.000001", name={"vi": 'Đổi "thẻ",\n{"code": "9"}'}),
        sheet("1.000002", conditions={"vi": "]}\r\n"}),
    ]
    content = written(JsonFile(LICENCE), *sheets).encode()
    found = places(content)
    assert list(found) == ["1.000001", "1.000002"]
    for one, (first, length) in zip(sheets, found.values(), strict=True):
        assert json.loads(content[first : first + length]) == one
    assert places(written(JsonFile(None)).encode()) == {}


def test_csv_opens_in_a_spreadsheet_and_runs_nothing():
    name = {"vi": '=HYPERLINK("http://x")', "en": "@SUM(A1)"}
    text = written(CsvFile(), sheet("1.000001", name=name))
    assert text.startswith("\ufeffcode,name,")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["name"] == '\'=HYPERLINK("http://x")'
    assert row["name_en"] == "'@SUM(A1)"
    assert row["term_in_person"] == "5 ngày làm việc"
    assert row["term_online"] == ""
    assert row["fees"] == "Lệ phí: 8000 VND"
    assert row["agency"] == "Sở Tư pháp"
    assert row["levels"] == "Cấp tỉnh | Cấp xã"
    assert (row["papers"], row["paper_names"]) == ("1", "Tờ khai")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_as_a_formula(sign):
    name = {"vi": f"{sign}1", "en": f"1{sign}"}
    text = written(CsvFile(), sheet("1.000001", name=name, levels=[]))
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert (row["name"], row["name_en"]) == (f"'{sign}1", f"1{sign}")
    assert row["levels"] == ""


def test_a_name_that_is_not_there_is_an_empty_cell():
    nameless = {"name": {}, "competent": [{"code": "X", "name": {}}]}
    text = written(CsvFile(), sheet("1.000001", **nameless, competent_text="Sở T"))
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["code"], row["name"], row["agency"]) == ("1.000001", "", "Sở T")
