"""HTML and scripts in every text of a procedure are text, wherever it is shown."""

import re
from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
# Codes and conditions are checked for their form, or chosen by the system.
NOT_TYPED = {
    "onestop.eform.field": {"name", "pattern", "min", "max", "options"},
    "onestop.procedure.component": {"code"},
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestHostileTexts(CatalogueCase):
    def evil(self, model, *without):
        """Values for all texts of a model that people type."""
        skip = {*NOT_TYPED.get(model, set()), *without}
        return {
            name: EVIL
            for name, field in self.env[model]._fields.items()
            if field.type in ("char", "text")
            and field.store
            and not field.related
            and not field.readonly
            and name not in skip
        }

    def test_what_is_missing_shows_it_as_text(self):
        version = self.make_draft(
            **{**self.evil("onestop.procedure.version"), "code": False},
            case_ids=[
                Command.create({**self.evil("onestop.procedure.case"), "code": code})
                for code in "AB"
            ],
            fee_ids=[
                Command.create(
                    {
                        "name": EVIL,
                        "exemption_ids": [
                            Command.create(
                                {"ground_id": self.ground().id, "legal_basis": False}
                            )
                        ],
                    }
                )
            ],
            eform_field_ids=[
                Command.create(
                    {
                        **self.evil("onestop.eform.field"),
                        "name": "kind",
                        "type": "selection",
                    }
                )
            ],
            result_ids=[Command.create({"name": EVIL})],
            no_result_paper=True,
        )
        version.component_ids = [
            Command.clear(),
            Command.create(self.evil("onestop.procedure.component")),
        ]
        version.component_ids.asked_if = {"field": EVIL, "operator": "set"}
        shown = html.fromstring(version.missing_html)
        self.assertFalse(shown.xpath("//script | //img"))
        self.assertGreater(shown.text_content().count(EVIL), 6)

    def no_script_in(self, text):
        shown = html.fromstring(text)
        self.assertFalse(shown.xpath("//script | //img"))
        self.assertIn(EVIL, shown.text_content())

    def test_what_stands_against_a_decision_shows_it_as_text(self):
        decision = self.make_decision(
            date(2026, 2, 1),
            attachment=False,
            **self.evil("onestop.publication.decision", "number"),
        )
        self.make_draft(
            name=EVIL,
            decision_id=decision.id,
            case_ids=[Command.create({"name": EVIL, "code": "A"})],
        )
        self.no_script_in(decision.obstacles_html)

    def test_what_differs_between_two_versions_shows_it_as_text(self):
        version = self.make_published()
        draft = version.copy(
            {**self.evil("onestop.procedure.version"), "code": False, "name": EVIL}
        )
        draft.component_ids[:1].name = EVIL
        comparison = self.manager["onestop.version.comparison"].create(
            {"version_id": draft.id, "other_id": version.id}
        )
        self.no_script_in(comparison.difference_html)

    def test_a_process_shows_it_as_text(self):
        process = self.make_process(
            self.make_published().procedure_id,
            {"name": EVIL, "transition_ids": [Command.create({"name": EVIL})]},
            **self.evil("onestop.process", "name"),
        )
        # The map is data, of which the browser makes text: no markup is in it.
        card = process.process_map["rows"][0]["cards"][0]
        self.assertIs(type(card["name"]), str)
        self.assertEqual(card["name"], EVIL)
        with self.assertRaisesRegex(UserError, re.escape(f"“{EVIL}”")):
            process.step_ids[0].write({"place": "fixed"})
            process.action_approve()

    def ground(self):
        return self.manager["onestop.fee.ground"].create({"name": EVIL})
