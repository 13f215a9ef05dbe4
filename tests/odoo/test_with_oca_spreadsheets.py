"""With OCA's editor of dashboards beside ours, a director changes the ready one.

It is a dependency of the tests alone (docs/decisions/0002): ours run without it.
"""

import json

import pytest

from odoo.exceptions import AccessError

EDITOR = "spreadsheet_dashboard_oca"
DASHBOARD = "onestop_dashboard.spreadsheet_dashboard_centre"
# What the browser sends when somebody types into a cell.
TYPED = {
    "type": "REMOTE_REVISION",
    "version": 1,
    "clientId": "a-browser",
    "serverRevisionId": "START_REVISION",
    "nextRevisionId": "another",
    "commands": [
        {
            "type": "UPDATE_CELL",
            "sheetId": "data",
            "col": 0,
            "row": 18,
            "content": "Ours",
        }
    ],
}


@pytest.fixture(scope="module")
def beside_oca(own_database):
    """The database with the editor installed; a director and a head of a department."""
    from odoo.modules.registry import Registry
    from odoo.tools import config

    enabled, config["test_enable"] = config["test_enable"], False
    try:
        own_database.registry = Registry.new(
            own_database.name, update_module=True, install_modules=[EDITOR]
        )
    finally:
        config["test_enable"] = enabled
    with own_database.env() as env:
        house = env["onestop.department"].create(
            {"name": "Centre T", "code": "T-OCA", "kind": "centre"}
        )
        for role in ("director", "department_head"):
            user = env["res.users"].create(
                {
                    "name": role,
                    "login": f"oca_{role}",
                    "email": f"{role}@example.invalid",
                    "group_ids": [(6, 0, [env.ref("base.group_user").id])],
                }
            )
            env["onestop.role.assignment"].create(
                {
                    "user_id": user.id,
                    "role": role,
                    "department_id": house.id,
                    "date_from": "2020-01-01",
                }
            )
    return own_database


def test_the_editor_is_installed(beside_oca):
    with beside_oca.env() as env:
        module = env["ir.module.module"].search([("name", "=", EDITOR)])
        assert module.state == "installed"


def test_the_editor_takes_it_for_one_that_may_be_changed(beside_oca):
    # Asked as the superuser: OCA's own button is for whoever may change the settings;
    # a director has the pencil beside its name.
    with beside_oca.env() as env:
        assert env.ref(DASHBOARD).can_edit


def test_a_director_opens_it_to_change_it(beside_oca):
    with beside_oca.env("oca_director") as env:
        dashboard = env.ref(DASHBOARD)
        action = dashboard.action_edit_dashboard()
        assert action["tag"] == "action_spreadsheet_oca"
        opened = dashboard.get_spreadsheet_data()
        assert opened["mode"] == "normal"
        assert len(opened["spreadsheet_raw"]["pivots"]) == 12


def test_what_a_director_types_is_kept_and_shown(beside_oca):
    with beside_oca.env("oca_director") as env:
        dashboard = env.ref(DASHBOARD)
        assert dashboard.send_spreadsheet_message(dict(TYPED))
        (revision,) = dashboard.get_spreadsheet_data()["revisions"]
        assert revision["commands"] == TYPED["commands"]
        # Saved when the browser leaves: what is shown from then on.
        raw = dashboard.spreadsheet_raw
        raw["sheets"][1]["cells"]["A19"] = "Ours"
        dashboard.write({"spreadsheet_raw": raw})
    with beside_oca.env("oca_department_head") as env:
        shown = json.loads(env.ref(DASHBOARD)._get_serialized_readonly_dashboard())
        assert shown["snapshot"]["sheets"][1]["cells"]["A19"] == "Ours"


def test_an_update_of_ours_does_not_overwrite_it(beside_oca):
    with beside_oca.env() as env:
        data = env["ir.model.data"].search(
            [("module", "=", "onestop_dashboard"), ("model", "=like", "spreadsheet.%")]
        )
        assert set(data.mapped("noupdate")) == {True}


def test_the_head_of_a_department_reads_it_and_changes_nothing(beside_oca):
    with beside_oca.env("oca_department_head") as env:
        dashboard = env.ref(DASHBOARD)
        assert dashboard.get_spreadsheet_data()["mode"] == "readonly"
        with pytest.raises(AccessError):
            dashboard.send_spreadsheet_message(dict(TYPED))
        with pytest.raises(AccessError):
            dashboard.action_edit_dashboard()
        with pytest.raises(AccessError):
            dashboard.write({"name": "Mine"})
