"""Who enters seals, what of them is said, and that nobody reaches a key by one."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY
from .common_seal import SealCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSealKeys(SealCase):
    def seal_values(self, **vals):
        return {
            "code": "NEW",
            "department_id": self.department.id,
            "certificate": self.result_seal.certificate,
            **vals,
        }

    def test_a_seal_is_ready_and_says_whose_it_is(self):
        seal = self.seal
        self.assertEqual((seal.state, seal.key_state), ("ready", "ready"))
        self.assertEqual((seal.subject, seal.issuer), ("Trung tâm T", "CA T"))
        self.assertTrue(seal.is_test)
        # Made on the day before, for 365 days.
        self.assertEqual(str(seal.not_after), "2027-03-08 02:00:00")

    def test_a_code_that_would_be_a_path_is_refused(self):
        for code in ("../../x", "a/b", "..", "x", "A B", "A\n", "Đ", "A" * 33):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env["onestop.seal"].create(self.seal_values(code=code))
        with self.assertRaises(ValidationError):
            self.result_seal.code = "../CENTRE"

    @mute_logger("odoo.sql_db")
    def test_two_seals_share_no_key(self):
        with self.assertRaises(IntegrityError):
            self.env["onestop.seal"].create(self.seal_values(code="CENTRE"))

    def test_what_is_no_certificate_is_refused(self):
        for text in (
            "x",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env["onestop.seal"].create(self.seal_values(certificate=text))

    def test_it_says_what_is_wrong_with_the_key_and_what_to_do(self):
        key = self.folder / "CENTRE.key"
        key.chmod(0o644)
        self.seal._job_look_at_key()
        self.assertEqual(
            (self.seal.state, self.seal.key_state), ("blocked", "key_open")
        )
        self.assertIn("0600", self.seal.told)
        key.unlink()
        self.seal._job_look_at_key()
        self.assertIn("<code>.key", self.seal.told)

    def test_the_certificate_of_another_key_is_found(self):
        self.seal.certificate = self.authority.issue("Other")[0]
        self.assertEqual(self.seal.state, "unchecked")
        self.seal._job_look_at_key()
        self.assertEqual(self.seal.key_state, "key_of_another")
        self.to_processing()
        paper = self.ask()
        paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("waiting", "key_of_another"))

    def test_an_end_is_said_before_and_after(self):
        with freeze_time("2027-02-10 02:00:00"):
            self.seal.invalidate_recordset()
            self.assertEqual(self.seal.state, "ending")
        with freeze_time("2027-03-09 02:00:00"):
            self.seal.invalidate_recordset()
            self.assertEqual(self.seal.state, "blocked")
            self.assertIn("expired", self.seal.told)

    def test_an_expired_certificate_seals_nothing(self):
        self.seal.valid_to = "2026-03-08"
        self.make_seal("SHORT", self.centre, "Trung tâm T", "forms", days=3)
        self.to_processing()
        paper = self.ask()
        with freeze_time("2026-03-12 02:00:00"):
            paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("waiting", "expired"))

    def test_production_refuses_the_test_authority(self):
        serves = "odoo.addons.onestop_dossier.engine.sealing.serves_the_world"
        self.to_processing()
        paper = self.ask()
        with patch(serves, return_value=True):
            self.seal.invalidate_recordset()
            self.assertEqual(self.seal.state, "blocked")
            paper._job_seal()
        self.assertEqual(paper.trouble, "test_in_production")
        self.assertEqual(paper.state, "waiting")

    def test_what_was_sealed_with_keeps_its_certificate(self):
        self.seal_all(self.to_processing())
        other = self.authority.issue("Other")[0]
        for vals in (
            {"certificate": other},
            {"code": "OTHER"},
        ):
            with self.assertRaises(UserError):
                self.seal.write(vals)
        self.seal.valid_to = "2026-12-31"

    def test_a_clerk_hands_no_seal_on_to_another_department(self):
        seal = self.env["onestop.seal"].with_user(self.users["clerk"])
        seal = seal.create(self.seal_values())
        with self.assertRaises(UserError):
            seal.department_id = self.other
        with self.assertRaises(AccessError):
            seal.create(self.seal_values(code="CENTRE-2", department_id=self.centre.id))

    def test_nobody_says_that_a_key_is_ready(self):
        seals = self.env["onestop.seal"].with_user(self.users["administrator"])
        for vals in ({"key_state": "ready"}, {"seen_row": 0}):
            with self.assertRaises(AccessError):
                seals.create(self.seal_values(**vals))
            for context in ({}, {"sealing": True, "install_mode": True}):
                with self.assertRaises(AccessError):
                    seals.browse(self.seal.id).with_context(**context).write(vals)

    def test_nobody_makes_changes_or_removes_a_sealed_paper(self):
        dossier = self.to_processing()
        (paper,) = self.seal_all(dossier)
        for role, user in self.users.items():
            papers = self.env["onestop.sealed.paper"].with_user(user)
            for attack in (
                lambda papers=papers: papers.create(
                    {"dossier_id": dossier.id, "form": "receipt", "row": 1}
                ),
                lambda papers=papers: papers.browse(paper.id).write({"state": "void"}),
                lambda papers=papers: papers.browse(paper.id).unlink(),
                lambda user=user: dossier.with_user(user).write(
                    {"sealed_paper_ids": [(1, paper.id, {"state": "void"})]}
                ),
            ):
                with self.subTest(role=role), self.assertRaises(UserError):
                    attack()
        for name in ("_job_seal", "_call_job", "_cron_ask", "_job_look_at_key"):
            # What begins with an underscore no program calls from outside.
            self.assertTrue(name.startswith("_"))
        file = paper.attachment_id.with_user(self.users["counter_officer"])
        with self.assertRaises(AccessError):
            file.write({"raw": b"x"})
        with self.assertRaises(AccessError):
            file.unlink()

    def test_the_owner_of_the_dossier_reads_the_file_by_the_portal_alone(self):
        (paper,) = self.seal_all(self.to_processing())
        with self.assertRaises(AccessError):
            paper.attachment_id.with_user(self.portal).read(["raw"])
        with self.assertRaises(AccessError):
            paper.with_user(self.portal).read(["subject"])
