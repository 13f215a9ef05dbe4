"""Records of this addon's models for the access matrix."""

import base64

from odoo.addons.onestop_procedure.tests.matrix import Factory


def _draft_values(case, user, place):
    owner = user if place == "own" else case.other_citizen
    return {"user_id": owner.id, "version_id": case.version.id}


def _draft(case, user, place):
    """One open draft of a procedure is all that a person has."""
    drafts = case.env["onestop.filing.draft"]
    values = _draft_values(case, user, place)
    mine = drafts.search([("user_id", "=", values["user_id"])])
    return mine or drafts.create(values)


def _file_values(case, user, place):
    attachment = case.env["ir.attachment"].create({"name": "a.pdf", "raw": b"%PDF"})
    return {
        "draft_id": _draft(case, user, place).id,
        "field_name": "plan",
        "attachment_id": attachment.id,
    }


def _open_data_values(case, user, place):
    attachment = case.env["ir.attachment"].create({"name": "a.json", "raw": b"{}"})
    return {"format": "json", "attachment_id": attachment.id}


def _open_data(case, user, place):
    """There is one of each format."""
    files = case.env["onestop.open.data"]
    present = files.search([("format", "=", "json")])
    return present or files.create(_open_data_values(case, user, place))


FACTORIES = {
    "onestop.filing.draft": Factory(
        places=("own", "elsewhere"),
        values=_draft_values,
        make=_draft,
        change=lambda case: {"typed": {}},
        reader=lambda case, record: case.other_citizen,
    ),
    "onestop.filing.file": Factory(
        places=("own", "elsewhere"),
        values=_file_values,
        change=lambda case: {"field_name": "other"},
    ),
    "onestop.satisfaction": Factory(
        values=lambda case, user, place: {
            "score": "5",
            "procedure_id": case.version.procedure_id.id,
            "department_id": case.department.id,
            "week": "2026-03-09",
        },
        change=lambda case: {"score": "1"},
    ),
    "onestop.open.data": Factory(
        values=_open_data_values,
        make=_open_data,
        change=lambda case: {"fingerprint": "other"},
    ),
    "onestop.printed.sheet": Factory(
        values=lambda case, user, place: {
            "version_id": case.version.id,
            "kind": "notice",
            "digest": "0",
            "file": base64.b64encode(b"%PDF"),
        },
        change=lambda case: {"digest": "1"},
    ),
    "onestop.throttle": Factory(
        values=lambda case, user, place: {
            "kind": "track",
            "digest": "0",
            "moment": "2026-03-09 02:00:00",
        },
        change=lambda case: {"kind": "check"},
    ),
}
