"""What the law demands of a procedure is listed until it is there."""

from datetime import date

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
@pytest.mark.article("Decree 63/2010", "8")
class TestMissingParts(CatalogueCase):
    def test_a_complete_draft_lacks_nothing(self):
        self.assertFalse(self.make_draft().missing)

    def test_an_empty_draft_lacks_everything(self):
        version = self.manager["onestop.procedure.version"].create(
            {"procedure_id": self.make_procedure().id, "name": "T", "sets": 0}
        )
        self.assertEqual(
            version.missing,
            [
                "The order of its steps.",
                "The ways of filing: at least one channel.",
                "The components of the dossier.",
                "The number of sets of the dossier.",
                "The subjects: whom the procedure is for.",
                "The agency that resolves it.",
            ],
        )
        self.assertEqual(version.missing_count, 6)

    def test_the_agency_may_be_text_from_an_import(self):
        version = self.make_draft(competent_department_ids=[], competent_text="UBND")
        self.assertFalse(version.missing)

    def test_each_channel_needs_a_term_that_the_clock_can_count(self):
        version = self.make_draft()
        version.channel_ids = [
            Command.create({"channel": "online", "term_unit": False}),
            Command.create({"channel": "post", "term_unit": "none"}),
            Command.create(
                {"channel": "post", "term_unit": "working_days", "term_value": 0.5}
            ),
            Command.create(
                {"channel": "post", "term_unit": "working_hours", "term_value": 0.5}
            ),
            Command.create({"channel": False, "raw": "Fax", "term_unit": "none"}),
        ]
        self.assertEqual(
            version.missing,
            [
                "The term of the channel “Online”.",
                "The term of the channel “By Public Post” in whole days or months, or "
                "else in working hours.",
                "A way of filing whose channel is not known: “Fax”.",
            ],
        )

    def test_each_paper_needs_a_number_or_is_only_shown(self):
        version = self.make_draft()
        version.component_ids = [
            Command.create({"name": "Card", "only_shown": True}),
            Command.create({"name": "Photo", "copies": 2}),
            Command.create({"name": "Letter"}),
        ]
        self.assertEqual(
            version.missing, ["The number of originals and copies of “Letter”."]
        )

    def test_the_list_speaks_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.env["ir.module.module"]._load_module_terms(
            ["onestop_procedure"], ["vi_VN"], overwrite=True
        )
        version = self.make_draft(steps_text=False).with_context(lang="vi_VN")
        [sentence] = version.missing
        self.assertNotEqual(sentence, "The order of its steps.")
        self.assertIn(sentence, version.missing_html)

    def test_what_people_type_is_escaped_in_the_list(self):
        version = self.make_draft()
        version.component_ids = [Command.create({"name": "<script>x</script>"})]
        self.assertIn("&lt;script&gt;", version.missing_html)

    def test_publishing_is_refused_with_the_list_as_the_message(self):
        version = self.make_draft(
            steps_text=False, subject_ids=[], decision_id=self._decision().id
        )
        with self.assertRaises(UserError) as caught:
            version.action_publish()
        self.assertIn(
            "version 1: The order of its steps. The subjects: whom",
            str(caught.exception),
        )
        self.assertEqual(version.state, "draft")

    def _decision(self):
        return self.make_decision(date(2026, 2, 1))
