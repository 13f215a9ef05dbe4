"""Closing what has ended: what holds it, its index, and that nothing changes after."""

import hashlib

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.right import ENGINE
from .common import MONDAY, PDF
from .common_archive import CLOSING_DUE, IN_TIME, RESTRICTED, ArchiveCase


@tagged("post_install", "-at_install")
class TestArchiveClosing(ArchiveCase):
    def run_job(self, moment):
        self.run_step("_cron_archive", moment)

    def test_what_ended_comes_to_the_archive_once(self):
        ended = self.ended()
        with freeze_time(MONDAY):
            running = self.to_processing()
        self.take_in()
        self.take_in()
        file = ended.archive_file_id
        self.assertEqual(
            self.env["onestop.archive.file"].search_count(
                [("dossier_id", "in", (ended | running).ids)]
            ),
            1,
        )
        self.assertEqual(file.code, ended.code)
        self.assertEqual(str(file.date_ended), MONDAY)
        # 30 days: the setting of the rule set.
        self.assertEqual(str(file.date_close_due), "2026-04-08 02:00:00")

    def test_a_refusal_and_a_stop_are_ends_too(self):
        with freeze_time(MONDAY):
            rejected, stopped = self.file(), self.to_processing()
            self.act("counter_officer", rejected, "reject", "Not for this office.")
            self.act("portal", stopped, "withdraw", "No longer needed.")
            self.act("department_head", stopped, "stop", "As asked for.")
        self.take_in()
        for dossier, state in ((rejected, "rejected"), (stopped, "stopped")):
            file = dossier.archive_file_id
            self.assertEqual(file.ended_as, state)
            self.assertEqual(str(file.date_ended), MONDAY)

    def test_closing_makes_an_index_with_the_checksum_of_each_file(self):
        file = self.closed()
        titles = file.document_ids.mapped("title")
        self.assertEqual(titles[:2], ["Application", "Licence"])
        self.assertEqual(file.document_ids.mapped("number")[:2], [1, 2])
        self.assertEqual(file.document_ids[0].checksum, hashlib.sha256(PDF).hexdigest())
        self.assertEqual(file.document_ids[0].size, len(PDF))
        self.assertEqual(file.document_ids[1].author, self.department.name)
        self.assertEqual(file.document_count, len(file.document_ids))
        self.assertEqual(file.closed_by, self.keeper.name)

    def test_the_journal_keeps_the_number_of_the_index(self):
        file = self.closed()
        row = self.env["onestop.journal"].search(
            [
                ("res_model", "=", "onestop.dossier"),
                ("res_id", "=", file.dossier_id.id),
                ("code", "=", "archive_close"),
            ]
        )
        self.assertEqual(row._told()["index"], file.index_digest)
        lines = "".join(
            f"{one.number}|{one.checksum or ''}|{one.title}\n"
            for one in file.document_ids
        )
        self.assertEqual(file.index_digest, hashlib.sha256(lines.encode()).hexdigest())

    def test_it_is_kept_for_the_years_of_its_procedure(self):
        self.env["onestop.retention"].create(
            {
                "procedure_id": self.version.procedure_id.id,
                "valid_from": "2026-01-01",
                "years": 5,
            }
        )
        file = self.closed()
        self.assertEqual(str(file.kept_until), "2031-12-31")
        self.assertEqual(str(file.paper_until), "2031-12-31")

    def test_what_is_kept_for_ever_has_no_last_day(self):
        self.env["onestop.retention"].create(
            {
                "procedure_id": self.version.procedure_id.id,
                "valid_from": "2026-01-01",
                "permanent": True,
            }
        )
        file = self.closed()
        self.assertFalse(file.kept_until)
        self.assertEqual(file.retention_words, "For ever")

    def test_what_is_open_holds_it_and_is_said_in_words(self):
        dossier = self.ended()
        file = self.file_of(dossier)
        dossier.notice_ids[:1].state = "by_hand"
        with freeze_time(IN_TIME):
            self.as_keeper(file).action_close()
        self.assertEqual(file.state, "waiting")
        self.assertEqual(file.holding, "Its applicant is still to be told something.")
        self.told(dossier)
        with freeze_time(IN_TIME):
            self.as_keeper(file).action_close()
        self.assertEqual(file.state, "closed")

    def test_each_open_matter_holds_it(self):
        dossier = self.ended()
        file = self.file_of(dossier)
        fee = self.env["onestop.dossier.fee"].create(
            {
                "dossier_id": dossier.id,
                "kind": "fee",
                "name": "Fee",
                "amount": 1000,
                "currency_id": self.env.ref("base.VND").id,
            }
        )
        with freeze_time(IN_TIME):
            file._look()
            self.assertEqual(file.holds, "fee")
            fee.state = "paid"
            file._look()
            self.assertFalse(file.is_held)
            self.env.cr.execute(
                "UPDATE onestop_sealed_paper SET state = 'waiting' "
                "WHERE dossier_id = %s",
                (dossier.id,),
            )
            waiting = self.env.cr.rowcount
            self.env.invalidate_all()
            file._look()
            self.assertEqual(file.holds or "", "seal" if waiting else "")

    def test_a_result_that_nobody_collects_holds_it_for_a_year(self):
        with freeze_time(MONDAY):
            dossier = self.to_resolved()
            self.told(dossier)
        for moment in (
            "2026-04-08 02:00:00",
            "2026-05-08 02:00:00",
            "2026-06-07 02:00:00",
        ):
            with freeze_time(moment):
                self.run_cron("_cron_uncollected")
        self.assertEqual(dossier.delivery_state, "archived")
        self.told(dossier)
        self.take_in("2026-06-08 02:00:00")
        file = dossier.archive_file_id
        self.assertEqual(file.holds, "shelf")
        # 365 days after it was put away.
        with freeze_time("2027-06-07 01:59:00"):
            file._look()
        self.assertTrue(file.is_held)
        with freeze_time("2027-06-07 02:00:00"):
            file._look()
        self.assertFalse(file.is_held)

    def test_the_job_closes_what_is_due_and_leaves_what_is_held(self):
        free, held = self.ended(), self.ended()
        held.notice_ids[:1].state = "by_hand"
        self.run_job(IN_TIME)
        self.assertEqual(free.archive_file_id.state, "waiting")
        self.run_job(CLOSING_DUE)
        self.assertEqual(free.archive_file_id.state, "closed")
        self.assertFalse(free.archive_file_id.closed_by)
        file = held.archive_file_id
        self.assertEqual(file.state, "waiting")
        with freeze_time(CLOSING_DUE):
            self.assertIn(
                file, self.env["onestop.archive.file"].search([("is_late", "=", True)])
            )
            self.assertTrue(file.is_late)

    def test_many_are_left_to_the_job(self):
        files = self.env["onestop.archive.file"]
        for _time in range(21):
            files |= self.file_of(self.ended())
        with freeze_time(IN_TIME):
            told = self.as_keeper(files).action_close()
        self.assertEqual(set(files.mapped("state")), {"asked"})
        self.assertEqual(told["params"]["type"], "info")
        self.run_job(IN_TIME)
        self.assertEqual(set(files.mapped("state")), {"closed"})
        self.assertEqual(set(files.mapped("closed_by")), {self.keeper.name})

    def test_nothing_changes_after(self):
        file = self.closed()
        dossier = file.dossier_id
        clerk, officer = self.users["clerk"], self.users["counter_officer"]
        for act in (
            lambda: dossier.with_user(officer).message_post(body="One more thing"),
            lambda: self.env["onestop.journal"]._append(
                dossier, "correction_asked", "clerk"
            ),
            lambda: dossier.sudo().write({"content": "Other"}),
        ):
            with (
                ENGINE.held(),
                self.assertRaisesRegex(UserError, "is closed and in the archive"),
            ):
                act()
        with self.assertRaises(AccessError):
            dossier.with_user(clerk).write({"closed": False})

    def test_only_whoever_keeps_the_archive_of_the_centre_closes(self):
        file = self.file_of(self.ended())
        for user in (
            *(self.users["clerk"], self.users["supervisor"], self.chief),
            self.users["counter_officer"],
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                file.with_user(user).action_close()
        self.assertEqual(file.state, "waiting")

    def test_nobody_writes_the_archive_by_hand(self):
        file = self.closed()
        for record, values in (
            (file, {"kept_until": "2026-01-01"}),
            (file.document_ids[0], {"checksum": "0"}),
        ):
            with self.assertRaises(AccessError):
                self.as_keeper(record).write(values)
            with self.assertRaises(AccessError):
                record.sudo().write(values)
            with self.assertRaises(AccessError):
                record.sudo().unlink()

    def test_the_index_names_no_person(self):
        file = self.closed()
        told = str(file.document_ids.read())
        for secret in ("Owner T", "001099000001", "0900000001"):
            self.assertNotIn(secret, told)

    def test_it_is_read_on_request_only_from_its_day(self):
        file = self.closed()
        self.run_step("_restrict_all", "2026-04-19 01:00:00")
        self.assertFalse(file.dossier_id.restricted)
        self.run_step("_restrict_all", RESTRICTED)
        self.assertTrue(file.dossier_id.restricted)
        self.assertEqual(self.journal(file.dossier_id)[-1], "archive_restrict")

    def test_a_job_that_looks_at_dates_goes_on_past_it(self):
        dossier = self.ended()
        self.assertTrue(dossier.date_look)
        file = self.file_of(dossier)
        with freeze_time(IN_TIME):
            self.as_keeper(file).action_close()
            self.run_cron("_cron_look", "onestop.reminder")
        self.assertFalse(dossier.date_look)
