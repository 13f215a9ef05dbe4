"""HTML and scripts in every text of a procedure are text, wherever it is shown."""

from freezegun import freeze_time
from lxml import html

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
    def evil(self, model):
        """Values for all texts of a model that people type."""
        skip = NOT_TYPED.get(model, set())
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

    def ground(self):
        return self.manager["onestop.fee.ground"].create({"name": EVIL})
