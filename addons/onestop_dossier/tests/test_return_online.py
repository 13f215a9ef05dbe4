"""What is wanted electronically is returned by itself, as soon as it can be had."""

import pytest
from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, DossierCase

FEE = {"kind": "fee", "name": "Fee T", "amount": 100000}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestReturnOnline(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paid = cls.make_version("9.900002", fee_ids=[(0, 0, FEE)])

    def resolved(self, **vals):
        return self.to_resolved(delivery="electronic", **vals)

    @pytest.mark.article("Decree 61/2018", "20")
    def test_it_is_returned_with_the_seal(self):
        dossier = self.resolved()
        self.assertEqual((dossier.state, dossier.delivery_state), ("returned", "done"))
        self.assertEqual(dossier.date_returned, dossier.date_resolved)
        self.assertFalse(dossier.step_ids.filtered(lambda one: one.state == "open"))
        self.assertEqual(self.journal(dossier)[-3:], ["seal", "resolve", "return"])

    def test_the_person_is_told_once_where_it_is(self):
        dossier = self.resolved()
        events = dossier.notice_ids.mapped("event")
        self.assertIn("resolved", events)
        self.assertNotIn("returned", events)

    def test_what_is_collected_or_sent_waits_for_that(self):
        for delivery in ("counter", "post"):
            dossier = self.to_resolved(delivery=delivery)
            self.assertEqual(dossier.state, "resolved")

    def test_without_a_document_somebody_sees_to_it(self):
        dossier = self.to_processing(delivery="electronic")
        self.env["onestop.dossier.result"].create(
            {"dossier_id": dossier.id, "name": "Licence", "number": "7"}
        )
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        self.assertEqual(dossier.state, "resolved")
        self.act("counter_officer", dossier, "return", collection=None)
        self.assertEqual(dossier.state, "returned")

    def test_an_unpaid_fee_holds_it_until_it_is_paid(self):
        dossier = self.resolved(procedure=self.paid.procedure_id.code)
        self.assertEqual(dossier.state, "resolved")
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.assertEqual(dossier.state, "returned")

    def test_an_unpaid_fee_holds_it_until_it_is_exempt(self):
        dossier = self.resolved(procedure=self.paid.procedure_id.code)
        ground = self.env["onestop.fee.ground"].create({"name": "Ground T"})
        fees = self.as_role("counter_officer", dossier.fee_ids)
        fees.exempt(ground.id, "Card 1/2026")
        self.assertEqual(dossier.state, "returned")
