"""Whoever paid has their electronic receipt on the page of their dossier, and nobody
else."""

from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.receipt_stub import FILE, ReceiptStub

from .test_pay_online import PayOnlineCase


@tagged("post_install", "-at_install")
class TestElectronicReceipt(PayOnlineCase):
    def test_who_paid_has_the_file_once_it_is_issued(self):
        ReceiptStub(self, "SO-T")
        self.department.receipt_provider = "SO-T"
        transaction = self.begin()
        self.say(transaction, "done")
        transaction._post_process()
        receipt = self.dossier.fee_ids.electronic_receipt_id
        address = f"/my/dossiers/{self.dossier.id}/receipts/{receipt.id}"
        self.assertEqual(receipt.state, "queued")
        self.assertNotIn("Electronic receipt", self.fees_said())
        self.assertEqual(self.get(address).status_code, 404)
        receipt._go_on()
        self.assertIn(
            "Electronic receipt: BL/26E 0000001 look-up code TRA-CUU-1",
            self.fees_said(),
        )
        answer = self.get(address)
        self.assertEqual((answer.status_code, answer.content), (200, FILE))
        other = self.file(procedure=self.paid_version.code)
        wrong = f"/my/dossiers/{other.id}/receipts/{receipt.id}"
        self.assertEqual(self.get(wrong).status_code, 404)
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(address).status_code, 404)
