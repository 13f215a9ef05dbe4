"""A whole catalogue goes from one database to another, and nothing is lost."""

import io
import json
import zipfile
from collections import Counter

import pytest
from freezegun import freeze_time
from rich_catalogue import make_catalogue, make_house

from odoo.addons.onestop_procedure.engine.catalogue_plain import carried
from odoo.addons.onestop_procedure.engine.catalogue_tables import (
    GROUPS,
    PROCEDURE,
    SHARED,
    TABLES,
)

TODAY = "2026-03-02"


def export(env):
    buffer = io.BytesIO()
    env["onestop.catalogue"]._export(buffer)
    return buffer.getvalue()


def states(lines):
    return Counter(line["state"] for line in lines)


def unpacked(data):
    """The entries of a catalogue as {name: bytes}."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def exported(own_database):
    """The rich catalogue of one database as a zip."""
    with freeze_time(TODAY), own_database.env() as env:
        make_catalogue(env, *make_house(env))
    with freeze_time(TODAY), own_database.env("rich_manager") as env:
        return export(env)


@pytest.fixture(scope="module")
def imported(exported, other_database):
    """What became of each record of it in another database."""
    with other_database.env() as env:
        make_house(env)
    with freeze_time(TODAY), other_database.env("rich_manager") as env:
        return env["onestop.catalogue"]._import(exported, "all.zip")


def test_everything_is_made_and_nothing_refused(imported):
    assert [line for line in imported if line["state"] == "refused"] == []
    procedures = [line["name"] for line in imported if line["table"] == "procedures"]
    assert procedures == [f"procedures/9.80000{number}.json" for number in (1, 2, 3, 4)]


def test_what_comes_out_again_is_equal_to_the_byte(exported, imported, other_database):
    with freeze_time(TODAY), other_database.env("rich_manager") as env:
        again = export(env)
    before, after = unpacked(exported), unpacked(again)
    assert list(before) == list(after)
    for name, content in before.items():
        assert after[name] == content, name
    assert again == exported


def test_the_same_database_gives_the_same_bytes(exported, own_database):
    with freeze_time(TODAY), own_database.env("rich_manager") as env:
        assert export(env) == exported


def test_what_was_published_bears_its_states_and_dates(imported, other_database):
    with other_database.env() as env:
        procedure = env["onestop.procedure"].search([("code", "=", "9.800001")])
        versions = procedure.version_ids.sorted("number")
        assert [
            (v.number, v.state, str(v.valid_from), str(v.valid_to)) for v in versions
        ] == [
            (1, "superseded", "2025-02-01", "2026-01-31"),
            (2, "published", "2026-02-01", "False"),
            (3, "draft", "False", "False"),
        ]
        assert str(versions[0].published_at) == "2026-03-02 00:00:00"
        assert versions[0].decision_id.attachment
        [form] = versions[0].component_ids.form_attachment_id
        assert (form.name, form.raw) == ("form.pdf", b"%PDF-1.4 form")
        steps = versions[0].with_context(lang="vi_VN").steps_text
        assert steps == "Nộp, chờ, nhận."
        properties = versions[1].dossier_properties_definition
        assert [one["name"] for one in properties] == ["area", "use"]
        process = procedure.process_ids.filtered(lambda p: p.state == "approved")
        way = process.step_ids.transition_ids[0]
        assert way.target_step_id.name == "Decide"
        assert way.required_component_ids.version_id == versions[0]
        assert procedure.department_id.code == "R-ONE"


def test_what_ended_bears_how_and_by_which_decision(imported, other_database):
    with freeze_time(TODAY), other_database.env() as env:
        ended = env["onestop.procedure"].search(
            [("code", "in", ("9.800003", "9.800004"))], order="code"
        )
        assert [
            (
                one.state,
                one.version_ids.state,
                str(one.version_ids.valid_to),
                one.version_ids.end_decision_id.number,
                one.version_ids._ending().kind,
                one.successor_id.code,
            )
            for one in ended
        ] == [
            ("ended", "abolished", "2026-01-31", "5/QĐ-R", "abolished", False),
            ("ended", "superseded", "2026-01-31", "5/QĐ-R", "replaced", "9.800001"),
        ]
        assert all(ended.ending_ids.mapped("published_at"))


def test_nothing_is_done_twice(exported, imported, other_database):
    with freeze_time(TODAY), other_database.env("rich_manager") as env:
        lines = env["onestop.catalogue"]._import(exported, "all.zip")
    assert set(states(lines)) == {"unchanged"}


def test_each_field_that_is_carried_says_something_of_its_own(exported, own_database):
    """A round trip of what is empty or as usual proves nothing."""
    with own_database.env("rich_manager") as env:
        usual = list(_as_usual(env, _rows_by_model(exported)))
    assert usual == []


def _rows_by_model(data):
    rows = {}

    def walk(table, found):
        rows.setdefault(table.model, []).extend(found)
        for part in table.parts:
            for row in found:
                walk(part, row.get(part.name, []))

    tables = {f"shared/{one.name}.json": one for one in (*SHARED, *GROUPS)}
    for name, content in unpacked(data).items():
        if name in tables:
            walk(tables[name], json.loads(content))
        elif name.startswith("procedures/"):
            walk(PROCEDURE, [json.loads(content)])
    return rows


def _as_usual(env, rows):
    """Names of fields in which no row says anything but what a new record would."""
    for model, table in TABLES.items():
        for field in carried(env[model], table):
            default = env[model].default_get([field.name]).get(field.name)
            if field.comodel_name == "res.currency":
                default = "VND"
            usual = [None, default] if default else [None, False, 0, 0.0]
            if all(row.get(field.name) in usual for row in rows.get(model, ())):
                yield f"{model}.{field.name}"


def test_no_id_of_the_database_is_in_it(exported):
    documents = {
        name: json.loads(content)
        for name, content in unpacked(exported).items()
        if name.endswith(".json")
    }
    assert any(name.startswith("procedures/") for name in documents)
    for name, tree in documents.items():
        assert "id" not in set(_names(tree)), name


def _names(tree):
    """Names of all members of a JSON document, however deep."""
    if isinstance(tree, dict):
        yield from tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for one in tree:
            yield from _names(one)
