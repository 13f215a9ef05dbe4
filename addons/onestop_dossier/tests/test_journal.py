import json

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestJournal(DossierCase):
    def findings(self):
        self.env.flush_all()
        return [
            (file, finding.kind)
            for file, finding in self.env["onestop.journal"]._verify()
        ]

    def test_the_database_refuses_to_change_it(self):
        self.to_processing()
        for sql in (
            "UPDATE onestop_journal SET reason = 'x'",
            "DELETE FROM onestop_journal",
            "TRUNCATE onestop_journal",
        ):
            with (
                self.subTest(sql=sql),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(sql)

    def test_the_orm_refuses_to_write_it(self):
        self.to_processing()
        journal = self.env["onestop.journal"].sudo()
        row = journal.search([], limit=1)
        for attempt in (
            lambda: row.write({"reason": "x"}),
            lambda: row.unlink(),
            lambda: journal.create({"code": "accept"}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_an_untouched_journal_has_no_findings(self):
        self.to_resolved()
        self.assertEqual(self.findings(), [])

    def test_it_names_by_whose_calendar_the_term_is_counted(self):
        dossier = self.to_processing()
        self.act(
            *("department_head", dossier, "forward", "Wrong authority."),
            department_id=self.other.id,
        )
        rows = self.env["onestop.journal"].search([("res_id", "=", dossier.id)])
        named = [(row.code, json.loads(row.data or "{}")) for row in rows]
        self.assertEqual(
            [
                (code, data["department"])
                for code, data in named
                if "department" in data
            ],
            [("accept", self.department.id), ("forward", self.other.id)],
        )

    def test_what_is_forged_with_the_trigger_off_is_named(self):
        dossier = self.to_resolved()
        file = f"onestop.dossier,{dossier.id}"
        rows = self.env["onestop.journal"].search([("res_id", "=", dossier.id)])
        attacks = {
            "edited": f"UPDATE onestop_journal SET reason = 'x' WHERE id = {rows[1].id}",
            "removed": f"DELETE FROM onestop_journal WHERE id = {rows[1].id}",
            "tail_cut": f"DELETE FROM onestop_journal WHERE id = {rows[-1].id}",
            "back_dated": "UPDATE onestop_journal SET moment = moment - interval '1 day'"
            f" WHERE id = {rows[2].id}",
        }
        for kind, sql in attacks.items():
            with self.subTest(kind=kind):
                savepoint = self.env.cr.savepoint()
                self.env.cr.execute("ALTER TABLE onestop_journal DISABLE TRIGGER USER")
                self.env.cr.execute(sql)
                self.assertEqual(self.findings(), [(file, kind)])
                savepoint.rollback()

    def test_it_is_read_in_the_language_of_the_reader(self):
        dossier = self.to_processing()
        row = self.env["onestop.journal"].search([("res_id", "=", dossier.id)])[-1]
        self.assertEqual((row.actor, row.code), ("system", "forward"))
        vietnamese = row.with_context(lang="vi_VN")
        self.assertEqual(
            (
                vietnamese.actor_label,
                vietnamese.role_label,
                vietnamese.code_label,
                vietnamese.state_from_label,
                vietnamese.state_to_label,
            ),
            ("hệ thống", "hệ thống", "Chuyển", "Đã tiếp nhận", "Đang giải quyết"),
        )
        shown = dossier.with_context(lang="vi_VN").journal_html
        self.assertIn("<td>hệ thống</td>", shown)
        self.assertNotIn("<td>system</td>", shown)

    def test_a_person_who_is_called_system_stays_so(self):
        user = self.users["counter_officer"]
        user.name = "system"
        dossier = self.to_processing()
        rows = self.env["onestop.journal"].search([("res_id", "=", dossier.id)])
        row = rows.filtered(lambda one: one.code == "accept")
        self.assertEqual(row.with_context(lang="vi_VN").actor_label, "system")

    def test_whoever_reads_a_file_finds_its_rows_by_its_code(self):
        dossier, other = self.to_processing(), self.to_processing()
        journal = self.env["onestop.journal"].with_user(self.users["director"])
        rows = journal.search([("file_label", "ilike", dossier.code)])
        self.assertEqual(set(rows.mapped("res_id")), {dossier.id})
        self.assertEqual(set(rows.mapped("file_label")), {dossier.code})
        self.assertEqual(len(rows), len(self.journal(dossier)))
        rest = journal.search([("res_id", "=", other.id)])
        self.assertEqual(set(rest.mapped("file_label")), {other.code})
        # A file that is gone, or of an addon that is, has no code any more.
        gone = journal.new({"res_model": "onestop.gone", "res_id": dossier.id})
        self.assertFalse(gone.file_label)

    def test_a_refused_action_leaves_no_row(self):
        dossier = self.file()
        with self.assertRaises(UserError):
            self.act("clerk", dossier, "accept")
        self.assertEqual(self.journal(dossier), ["submit"])

    def test_it_holds_who_and_as_what_but_no_applicant(self):
        dossier = self.to_processing()
        rows = self.env["onestop.journal"].search([("res_id", "=", dossier.id)])
        self.assertEqual(
            rows.mapped("role"), ["applicant", "counter_officer", "system"]
        )
        accept = rows[1]
        self.assertEqual(accept.actor, self.users["counter_officer"].name)
        self.assertEqual(
            (accept.state_from, accept.state_to), ("submitted", "accepted")
        )
        text = " ".join(f"{row.reason} {row.data}" for row in rows)
        self.assertNotIn("Owner T", text)
        self.assertNotIn("001099000001", text)
