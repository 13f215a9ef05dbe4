"""One decision does several things to many procedures: all of them, or none."""

import base64
from datetime import date

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import SIGNED_PDF, CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
@pytest.mark.article("Decree 63/2010", "number to confirm: decisions")
class TestDecisions(CatalogueCase):
    def setUp(self):
        super().setUp()
        self.kept, self.gone, self.taken_over = (
            self.make_published(self.make_procedure(f"9.90000{number}")).procedure_id
            for number in (1, 2, 3)
        )
        self.decision = self.make_decision(date(2026, 4, 1), "2/QĐ-T")

    def draft(self, procedure, **vals):
        return self.make_draft(procedure, decision_id=self.decision.id, **vals)

    def end(self, procedure, successor=None):
        self.decision.ending_ids = [
            Command.create(
                {
                    "procedure_id": procedure.id,
                    "successor_id": successor and successor.id,
                }
            )
        ]

    def fill(self):
        """Put one of each kind on the decision."""
        fresh = self.make_procedure("9.900004")
        new, amended = self.draft(fresh), self.draft(self.kept)
        self.end(self.gone)
        self.end(self.taken_over, fresh)
        return new, amended

    def refused(self):
        """The sentences with which publishing is refused."""
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            self.decision.action_publish()
        self.env.invalidate_all()
        return refusal.exception.args[0].splitlines()[1:]

    def test_it_publishes_amends_replaces_and_abolishes_on_its_day(self):
        new, amended = self.fill()
        self.assertEqual((new.change_kind, amended.change_kind), ("new", "amended"))
        self.assertEqual(self.decision.procedure_count, 4)
        self.assertEqual(self.decision.state, "draft")
        self.decision.action_publish()
        self.assertEqual(self.decision.state, "published")
        self.assertEqual(
            self.decision.ending_ids.mapped("kind"), ["abolished", "replaced"]
        )
        # It is March: all that ends is in force to the last day of it.
        for procedure in (self.kept, self.gone, self.taken_over):
            before = procedure.current_version_id
            self.assertEqual(
                (before.number, before.valid_to), (1, date(2026, 3, 31)), procedure
            )
        # 17:00 UTC of 31 March is 1 April in Viet Nam.
        with freeze_time("2026-03-31 17:00:00"):
            self.env.invalidate_all()
            self.assertEqual(new.procedure_id.current_version_id, new)
            self.assertEqual(self.kept.current_version_id, amended)
            self.assertFalse((self.gone | self.taken_over).current_version_id)
            self.assertEqual(self.taken_over.successor_id, new.procedure_id)
            self.env["onestop.procedure"]._cron_apply_dates()
            states = [
                procedure.version_ids.sorted("number")[0].state
                for procedure in (self.kept, self.gone, self.taken_over)
            ]
            self.assertEqual(states, ["superseded", "abolished", "superseded"])

    def test_what_is_missing_is_said_of_each_procedure_and_nothing_is_published(self):
        new, amended = self.fill()
        new.steps_text = False
        amended.component_ids.unlink()
        self.assertEqual(
            self.refused(),
            [
                "• Cấp giấy phép thử nghiệm (9.900001), version 2: "
                "The components of the dossier.",
                "• Cấp giấy phép thử nghiệm (9.900004), version 1: "
                "The order of its steps.",
            ],
        )
        self.assertIn("The order of its steps", self.decision.obstacles_html)
        self.assertEqual((new.state, amended.state), ("draft", "draft"))
        self.assertFalse(self.gone.version_ids.valid_to)
        self.assertFalse(any(self.decision.ending_ids.mapped("published_at")))

    def test_it_needs_its_signed_document_and_signer(self):
        self.draft(self.kept)
        self.decision.write({"attachment": False, "signer": False})
        self.assertEqual(
            self.refused(),
            [
                "• The name of the person who signed.",
                "• The signed document, as a PDF file.",
            ],
        )

    def test_what_a_document_is_its_content_tells(self):
        page = base64.b64encode(b"<html><script>alert(1)</script></html>")
        with self.assertRaisesRegex(ValidationError, "no PDF file"):
            self.decision.write({"attachment": page, "attachment_name": "d.pdf"})
        self.decision.write({"attachment": SIGNED_PDF, "attachment_name": "d.html"})

    def test_it_is_not_published_before_it_is_signed(self):
        self.draft(self.kept)
        self.decision.date = date(2026, 3, 11)
        self.assertEqual(self.refused(), ["• It is signed on a day that is to come."])
        self.decision.date = date(2026, 3, 10)
        self.decision.action_publish()

    def test_nothing_is_not_published(self):
        self.assertEqual(
            self.refused(),
            ["• It holds nothing to publish: no draft, no procedure that ends."],
        )

    def test_a_procedure_stands_on_it_once(self):
        self.draft(self.kept)
        self.end(self.kept)
        self.assertEqual(
            self.refused(),
            [
                "• Cấp giấy phép thử nghiệm (9.900001) stands on it more than once.",
            ],
        )

    def test_what_was_never_published_does_not_end(self):
        self.end(self.make_procedure("9.900005"))
        [sentence] = self.refused()
        self.assertIn("9.900005: It is not in force by then", sentence)

    def test_what_replaces_is_there_on_that_day(self):
        fresh = self.make_procedure("9.900004")
        self.end(self.gone, fresh)
        [sentence] = self.refused()
        self.assertIn("9.900004, which replaces it, is not in force", sentence)
        self.draft(fresh)
        self.decision.action_publish()

    def test_what_was_forgotten_is_published_later_by_the_same_decision(self):
        self.draft(self.kept)
        self.decision.action_publish()
        late = self.draft(self.make_procedure("9.900006"))
        self.assertEqual(self.decision.state, "draft")
        self.decision.action_publish()
        self.assertEqual(late.valid_from, date(2026, 4, 1))

    def test_once_published_neither_it_nor_its_rows_change(self):
        self.fill()
        self.decision.action_publish()
        ending = self.decision.ending_ids[0]
        for record, vals in (
            (self.decision, {"effect_date": date(2026, 5, 1)}),
            (self.decision, {"attachment": False}),
            (ending, {"successor_id": self.kept.id}),
            (ending, {"published_at": False}),
        ):
            with self.assertRaisesRegex(UserError, "can be changed"):
                record.write(vals)
            with self.assertRaisesRegex(UserError, "can be changed"):
                record.sudo().unlink()

    def test_only_the_catalogue_manager_publishes_it(self):
        self.fill()
        for role in ("director", "administrator", "counter_officer", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, self.decision).action_publish()
        with self.assertRaises(AccessError):
            self.decision.with_user(self.portal).action_publish()
        self.assertEqual(self.decision.state, "draft")

    def test_citizens_see_what_ends_once_it_is_published(self):
        self.fill()
        mine = self.decision.ending_ids.with_user(self.portal)
        self.assertFalse(mine.search([("id", "in", mine.ids)]))
        self.decision.action_publish()
        self.assertEqual(mine.search([("id", "in", mine.ids)]), mine)
        self.assertEqual(
            self.taken_over.with_user(self.portal).successor_id.code, "9.900004"
        )
