"""What differs between two versions of a procedure is told in words."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..core.version_difference import difference
from ..engine.catalogue_plain import carried
from ..engine.catalogue_tables import VERSION
from ..engine.version_parts import VersionParts
from .common_catalogue import SIGNED_PDF, CatalogueCase

#: Where it stands, where it came from and how it is kept: nothing that it says.
NOT_SAID = {
    *("number", "state", "sequence", "code", "raw", "term_raw", "level_text"),
    *("valid_from", "valid_to", "published_at", "decision_id", "end_decision_id"),
    *("source_raw", "source_fingerprint"),
}
#: What else it takes for a field to be kept as it is written.
WITH = {
    "percent": {"kind": "percent"},
    "reduced_amount": {"kind": "amount"},
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestVersionComparison(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-10 03:00:00"):
            cls.first = cls.make_published(effect_date=date(2026, 2, 1))
        cls.second = cls.first.copy({"name": cls.first.name})

    def compare(self, version=None, user=None):
        version = version or self.second
        action = (version.with_user(user) if user else version).action_compare()
        return (
            version.env(user=user or self.manager.user)[action["res_model"]]
            .with_context(**action["context"])
            .create({})
        )

    def said(self):
        """[(label, before, after)] of what differs, as people read it."""
        return [
            (
                row.label,
                *("".join(words for _m, words in s) for s in (row.before, row.after)),
            )
            for row in self.compare()._difference()
        ]

    def test_a_copy_says_the_same(self):
        comparison = self.compare()
        self.assertEqual(comparison.other_id, self.first)
        self.assertEqual(comparison._difference(), [])
        self.assertIn("say the same", comparison.difference_html)

    def test_a_shorter_term_and_a_longer_way(self):
        self.second.channel_ids.write({"term_value": 1})
        self.second.channel_ids = [
            Command.create(
                {"channel": "online", "term_value": 8, "term_unit": "working_hours"}
            )
        ]
        self.assertEqual(
            self.said(),
            [
                ("In Person: Term", "2 working days", "1 working days"),
                (
                    "Online",
                    "",
                    "Term: 8 working hours\nChannel: Online\nOnline Level: None",
                ),
            ],
        )

    def test_papers_fees_flags_and_texts(self):
        self.second.component_ids.write({"originals": 2, "name": "Form A"})
        self.second.component_ids = [
            Command.create({"name": "Map", "copies": 1, "required": False})
        ]
        self.second.fee_ids = [Command.create({"name": "Fee T", "amount": 150000})]
        self.second.write({"same_day": True, "steps_text": "File, pay, collect."})
        said = {label: (before, after) for label, before, after in self.said()}
        self.assertEqual(said["Same Day"], ("No", "Yes"))
        self.assertEqual(
            said["Order of Steps"], ("File, wait, collect.", "File, pay, collect.")
        )
        self.assertEqual(said["Form A: Originals"], ("1", "2"))
        self.assertEqual(said["Form A: Name"], ("Form T", "Form A"))
        self.assertIn("Copies: 1", said["Map"][1])
        self.assertIn("150.000", said["Fee T"][1])

    def test_every_field_that_a_version_keeps_is_compared(self):
        self._fill_every_part()
        tried = set()
        for table in VERSION.family():
            if table.model == "onestop.import.remark":
                continue
            [row] = self._row_of(table.model)
            for field in carried(row, table):
                if field.name in NOT_SAID or field.name == table.parent:
                    continue
                with self.subTest(model=table.model, field=field.name):
                    tried.add((table.model, field.name))
                    row.write(WITH.get(field.name, {}))
                    before = VersionParts(self.second).parts()
                    kept = row[field.name]
                    row[field.name] = self._other(row, field)
                    self.assertTrue(
                        list(difference(before, VersionParts(self.second).parts()))
                    )
                    row[field.name] = kept
        # By hand: what fell through before.
        self.assertLessEqual(
            {
                ("onestop.procedure.fee.exemption", "percent"),
                ("onestop.procedure.result", "template"),
                ("onestop.procedure.component", "asked_if"),
                ("onestop.procedure.component", "form_attachment_id"),
                ("onestop.procedure.channel", "term_value"),
            },
            tried,
        )

    def _row_of(self, model):
        version = self.second
        if model == version._name:
            return version
        if model == "onestop.procedure.fee.exemption":
            return version.fee_ids.exemption_ids
        rows = {
            one.comodel_name: name
            for name, one in version._fields.items()
            if one.type == "one2many"
        }
        return version[rows[model]]

    def _fill_every_part(self):
        """One row in each part of the draft."""
        ground = self.manager["onestop.fee.ground"].create({"name": "Ground T"})
        self.second.write(
            {
                "case_ids": [Command.create({"name": "Case T"})],
                "fee_ids": [
                    Command.create(
                        {
                            "name": "Fee T",
                            "amount": 5,
                            "exemption_ids": [Command.create({"ground_id": ground.id})],
                        }
                    )
                ],
                "result_ids": [Command.create({"name": "Result T"})],
                "eform_field_ids": [Command.create({"name": "area", "label": "Area"})],
            }
        )

    def _other(self, row, field):
        """Another value of a field."""
        value = row[field.name]
        if field.type == "selection":
            keys = [key for key, _label in field._description_selection(self.env)]
            return next(key for key in keys if key != value)
        if field.type == "json":
            return {"field": "area", "operator": "set"}
        if field.type in ("many2one", "many2many"):
            other = self._another(field.comodel_name) - value
            return other if field.type == "many2many" else other[:1]
        return {
            "boolean": not value,
            "integer": 7,
            "float": 7,
            "monetary": 7,
            "html": "<p>Other</p>",
        }.get(field.type, "Other")

    def _another(self, model):
        if model == "ir.attachment":
            return self.manager[model].create({"name": "T.pdf", "datas": SIGNED_PDF})
        if model == "onestop.procedure.case":
            return self.second.case_ids
        if model == "onestop.procedure":
            return self.second.procedure_id
        if model in ("onestop.department", "onestop.level", "res.currency"):
            return self.env[model].search([("id", ">", 0)], limit=3)
        made = {"title": "Law T"} if model == "onestop.legal.basis" else {"name": "Z T"}
        return self.manager[model].create(made)

    def test_a_condition_stands_in_words_and_a_text_without_its_marks(self):
        area = {"name": "area", "label": "Area", "type": "integer"}
        self.second.write(
            {
                "eform_field_ids": [
                    Command.create(area),
                    Command.create(
                        {
                            "name": "use",
                            "label": "Use",
                            "visible_if": {
                                "field": "area",
                                "operator": ">",
                                "value": 5,
                            },
                        }
                    ),
                ],
                "result_ids": [
                    Command.create(
                        {"name": "Permit", "template": "<p>We <b>permit</b></p>"}
                    )
                ],
            }
        )
        said = {label: after for label, _before, after in self.said()}
        self.assertIn("Visible If: “Area”: more than 5", said["Use"])
        self.assertIn("Text of the Draft: We *permit*", said["Permit"])

    def test_an_exemption_that_is_dropped_is_told(self):
        ground = self.manager["onestop.fee.ground"].create({"name": "Ground T"})
        half = {"ground_id": ground.id, "kind": "percent", "percent": 50}
        fee = {"name": "Fee T", "amount": 5, "exemption_ids": [Command.create(half)]}
        self.second.fee_ids = [Command.create(fee)]
        third = VersionParts(self.second).parts()
        self.second.fee_ids.exemption_ids.unlink()
        [row] = difference(third, VersionParts(self.second).parts())
        self.assertEqual(
            (row.label, "".join(words for _m, words in row.before)),
            (
                "Fee T: Exemptions",
                "Ground: Ground T; Kind: A Share Is Waived; Waived (%): 50",
            ),
        )

    def test_scripts_stay_text(self):
        self.second.steps_text = "<script>alert(1)</script>"
        html = self.compare().difference_html
        self.assertNotIn("<script", html)
        self.assertIn("&lt;script&gt;alert(1)", html)

    def test_who_reads_no_draft_is_told_nothing_of_it(self):
        officer = self.users["counter_officer"]
        self.assertEqual(self.compare(self.first, officer)._difference(), [])
        comparison = (
            self.env(user=officer)["onestop.version.comparison"]
            .with_context(default_version_id=self.first.id)
            .create({"other_id": self.second.id})
        )
        with self.assertRaises(AccessError):
            comparison._difference()
        with self.assertRaises(AccessError):
            self.compare(self.first, self.portal)

    def test_it_costs_the_same_however_many_papers_there_are(self):
        self.second.component_ids = [
            Command.create({"name": f"Paper {number}", "copies": 1})
            for number in range(30)
        ]
        comparison = self.compare()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(61):
            self.assertEqual(len(comparison._difference()), 30)
