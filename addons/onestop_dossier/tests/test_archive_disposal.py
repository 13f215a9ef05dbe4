"""What is kept no longer is destroyed by a decision, and never anything else."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.right import ENGINE
from .common import PDF
from .common_archive import ArchiveCase

# The last day of ten years from the end of 2026; the day after.
LAST_DAY, OVER = "2036-12-31 02:00:00", "2037-01-01 02:00:00"
DECISION = {
    "decision_number": "7/QĐ-T",
    "decision_date": "2036-12-20",
    "signer": "Signer T",
}


@tagged("post_install", "-at_install")
class TestArchiveDisposal(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env["onestop.retention"].create(
            {
                "procedure_id": cls.version.procedure_id.id,
                "valid_from": "2026-01-01",
                "years": 10,
            }
        )
        rules = cls.env["onestop.rule.set"].search([("code", "=", "2026-08")])
        assert rules

    def begun(self, moment=OVER):
        lists = self.env["onestop.archive.disposal"]
        with freeze_time(moment):
            action = lists.with_user(self.keeper).begin()
        return lists.browse(action["res_id"])

    def decided(self, moment=OVER):
        disposal = self.begun()
        with freeze_time(moment):
            disposal.with_user(self.keeper).write(DECISION)
            disposal.with_user(self.keeper).action_propose()
            disposal.with_user(self.chief).action_decide()
        return disposal

    def carry_out(self):
        with freeze_time(OVER):
            self.run_cron("_cron_dispose", "onestop.archive.disposal")

    def test_nothing_is_over_before_its_last_day_has_passed(self):
        file = self.restricted()
        with self.assertRaisesRegex(UserError, "No dossier's term is over"):
            self.begun(LAST_DAY)
        disposal = self.begun()
        self.assertEqual(disposal.file_ids, file)
        # Whoever begins it again finds it.
        self.assertEqual(self.begun(), disposal)

    def test_what_is_kept_for_ever_is_never_on_a_list(self):
        self.term.write({"permanent": True, "years": 0})
        self.restricted()
        with self.assertRaisesRegex(UserError, "No dossier's term is over"):
            self.begun()

    def test_what_is_destroyed_is_gone_and_its_journal_is_whole(self):
        file = self.restricted()
        dossier = file.dossier_id
        before = self.journal(dossier)
        files = dossier.component_ids.attachment_ids | dossier.result_ids.attachment_id
        checksums = file.document_ids.mapped("checksum")
        self.assertTrue(files)
        disposal = self.decided()
        self.carry_out()
        self.assertEqual((disposal.state, file.state), ("done", "destroyed"))
        self.assertFalse(any(one.raw == PDF for one in files))
        self.assertEqual(set(files.mapped("name")), {"–.txt"})
        self.assertFalse(dossier.owner_name or dossier.owner_identity_number)
        self.assertFalse(dossier.partner_id)
        for secret in (
            "Owner T",
            "001099000001",
            "0900000001",
            "owner@example.invalid",
        ):
            for model in (
                "onestop.dossier",
                "onestop.notice",
                "onestop.dossier.collection",
            ):
                way = "id" if model == "onestop.dossier" else "dossier_id"
                rows = self.env[model].search([(way, "=", dossier.id)])
                self.assertNotIn(secret, str(rows.read()), model)
        # What it was known by, what happened to it, and the index stay.
        self.assertEqual(dossier.code, file.code)
        self.assertEqual(self.journal(dossier), [*before, "archive_destroy"])
        self.assertEqual(file.document_ids.mapped("checksum"), checksums)
        self.assertEqual(list(self.env["onestop.journal"]._verify()), [])

    def test_another_dossier_is_left_alone(self):
        file, other = self.restricted(), self.ended()
        self.decided()
        self.carry_out()
        self.assertEqual(file.state, "destroyed")
        self.assertEqual(other.owner_name, "Owner T")
        self.assertEqual(other.component_ids.attachment_ids[0].raw, PDF)

    def test_whoever_proposes_does_not_confirm(self):
        self.restricted()
        disposal = self.begun()
        with freeze_time(OVER):
            keeping = disposal.with_user(self.keeper)
            with self.assertRaisesRegex(UserError, "Enter the decision first"):
                keeping.action_propose()
            keeping.write(DECISION)
            keeping.action_propose()
            for user in (self.keeper, self.users["clerk"], self.users["supervisor"]):
                with self.assertRaises(AccessError):
                    disposal.with_user(user).action_decide()
            with self.assertRaises(AccessError):
                keeping.write({"signer": "Another"})
            with self.assertRaises(AccessError):
                disposal.sudo().write({"state": "decided"})
        self.carry_out()
        self.assertEqual(disposal.state, "proposed")

    def test_what_is_held_is_on_no_list_and_kept_when_it_is_held_later(self):
        held, later = self.restricted(), self.restricted()
        with freeze_time(OVER):
            self.as_keeper(held).write({"hold_reason": "An inspection."})
        self.assertEqual(self.journal(held.dossier_id)[-1], "archive_hold")
        disposal = self.decided()
        self.assertEqual(disposal.file_ids, later)
        with freeze_time(OVER):
            self.as_keeper(later).write({"hold_reason": "A lawsuit."})
        self.carry_out()
        self.assertEqual(later.state, "restricted")
        self.assertFalse(later.disposal_id)
        self.assertEqual(later.dossier_id.owner_name, "Owner T")
        self.assertEqual(disposal.state, "done")

    def test_only_the_head_of_the_centre_lets_go_what_was_held(self):
        file = self.restricted()
        with freeze_time(OVER):
            self.as_keeper(file).write({"hold_reason": "An inspection."})
            with self.assertRaises(AccessError):
                self.as_keeper(file).write({"hold_reason": False})
            file.with_user(self.chief).write({"hold_reason": False})
        self.assertEqual(self.journal(file.dossier_id)[-1], "archive_release")

    def test_what_came_up_meanwhile_keeps_it(self):
        file = self.restricted()
        disposal = self.decided()
        with ENGINE.held():
            file.dossier_id.notice_ids[:1].state = "by_hand"
        self.carry_out()
        self.assertEqual((file.state, disposal.state), ("restricted", "done"))

    def test_a_dossier_is_taken_off_a_list_that_is_being_made(self):
        file = self.restricted()
        disposal = self.begun()
        with self.assertRaises(AccessError):
            file.with_user(self.chief).action_take_off()
        self.as_keeper(file).action_take_off()
        self.assertFalse(disposal.file_ids)
