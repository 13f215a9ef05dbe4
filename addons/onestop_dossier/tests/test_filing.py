import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFiling(DossierCase):
    @pytest.mark.article("Decree 61/2018", "16")
    def test_what_is_filed_is_a_snapshot_with_a_tracking_number(self):
        dossier = self.file()
        self.assertEqual(dossier.state, "submitted")
        self.assertEqual(dossier.owner_name, "Owner T")
        self.assertEqual(dossier.partner_id, self.portal.partner_id)
        self.assertEqual(dossier.channel, "online")
        self.assertRegex(dossier.tracking_number, r"^[0-9A-Z-]{12,}$")
        self.assertFalse(dossier.code)
        paper = dossier.component_ids.filtered(lambda one: one.name == "Application")
        self.assertEqual(paper.attachment_ids.mimetype, "application/pdf")

    def test_an_online_dossier_is_to_be_checked_within_eight_working_hours(self):
        # Filed Monday 09:00: 2:30 until noon, 3:30 in the afternoon, 2:00 on Tuesday.
        dossier = self.file()
        self.assertEqual(str(dossier.date_intake_due), "2026-03-10 02:00:00")

    @pytest.mark.article("Decree 61/2018", "16")
    def test_a_counter_files_for_somebody_without_an_account(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        self.assertFalse(dossier.partner_id)
        self.assertEqual(dossier.received_department_id, self.centre)
        self.assertEqual(dossier.counter_group_id, self.counter)

    def test_nobody_else_files(self):
        for role in ("department_officer", "clerk", "director", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.file(self.users[role], channel="in_person")

    def test_what_could_not_be_received_is_not_filed(self):
        wordy = self.make_version(
            "9.900061", competent_department_ids=[], competent_text="Agency T"
        )
        early = self.make_version("9.900062")
        process = early._process_on()
        self.env.cr.execute(
            "UPDATE onestop_process SET valid_from = '2026-03-10' WHERE id = %s",
            [process.id],
        )
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        before = self.env["onestop.dossier"].search_count([])
        for version, words in (
            (wordy, "it names no competent department"),
            (early, "it has no approved internal process"),
        ):
            for user, channel in (
                (self.portal, "online"),
                (self.users["counter_officer"], "in_person"),
            ):
                with (
                    self.subTest(words, channel=channel),
                    self.assertRaisesRegex(UserError, f"cannot be filed yet: {words}"),
                ):
                    self.file(user, channel=channel, procedure=version.code)
        self.assertEqual(self.env["onestop.dossier"].search_count([]), before)
        with freeze_time("2026-03-10 02:00:00"):
            self.assertTrue(self.file(procedure=early.code))

    def test_a_lying_file_is_refused_by_its_content(self):
        for content in (b"<html><script>alert(1)</script>", b"MZ\x90\x00" + b"0" * 99):
            file = self.pdf("plan.pdf", content)
            with self.subTest(content=content[:6]), self.assertRaises(UserError):
                self.file(components=[{"component": "Application", "files": [file]}])
        empty = self.pdf("empty.pdf", b"")
        with self.assertRaisesRegex(UserError, "empty"):
            self.file(components=[{"component": "Application", "files": [empty]}])

    def test_the_name_of_a_file_holds_no_path(self):
        file = self.pdf("..\\..\\etc/passwd.pdf")
        dossier = self.file(components=[{"component": "Application", "files": [file]}])
        self.assertEqual(dossier.component_ids.attachment_ids.name, "passwd.pdf")

    def test_what_is_not_known_is_refused_and_nothing_is_kept(self):
        before = self.env["onestop.dossier"].search_count([])
        for values in (
            {"procedure": "9.000000"},
            {"state": "resolved"},
            {"owner": {"name": "A", "partner_id": 1}},
            {"owner": {}},
            {"components": [{"component": "No such paper"}]},
            {"channel": "post"},
            {"answers": {"no_such_question": "1"}},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self.file(**values)
        self.assertEqual(self.env["onestop.dossier"].search_count([]), before)

    def test_what_is_not_filed_by_mandate_only_those_file_who_stand_for_the_owner(self):
        self.version = self.make_version("9.900019", authorised_filing=False)
        for relation in ("authorised", "service", None):
            with self.subTest(relation=relation):
                submitter = {"name": "Clerk T", "evidence": "Mandate 7/2026"}
                submitter |= {"relation": relation} if relation else {}
                with self.assertRaisesRegex(UserError, "not filed by mandate"):
                    self.file(submitter=submitter)
        for relation in ("parent", "heir", "introduction", "postal"):
            with self.subTest(relation=relation):
                submitter = {"name": "Clerk T", "relation": relation}
                self.assertEqual(
                    self.file(submitter=submitter).submitter_relation, relation
                )
        self.assertTrue(self.file().submitter_same)

    def test_a_required_paper_that_is_missing_holds_acceptance(self):
        dossier = self.file(components=[])
        with self.assertRaisesRegex(UserError, "components are missing"):
            self.act("counter_officer", dossier, "accept")

    @pytest.mark.article("Decree 61/2018", "11.2")
    def test_one_request_to_supplement_at_intake(self):
        dossier = self.file(components=[])
        self.act(
            "counter_officer", dossier, "request_supplement", "The plan is missing."
        )
        self.assertEqual(dossier.state, "supplement")
        paper = {"component": "Application", "files": [self.pdf()]}
        self.act("portal", dossier, "supplement", components=[paper])
        self.assertEqual(dossier.state, "submitted")
        with self.assertRaisesRegex(UserError, "only a head"):
            self.act("counter_officer", dossier, "request_supplement", "One more.")

    @pytest.mark.article("Decree 61/2018", "17.3")
    def test_tracking_tells_code_progress_and_date_only(self):
        dossier = self.to_processing()
        track = self.env["onestop.dossier"].with_user(self.portal).track
        answer = track(dossier.code)
        self.assertEqual(
            set(answer),
            {"found", "code", "state", "progress", "due", "sentences", "picture"},
        )
        for personal in ("Owner T", "001099000001", "0900000001", "owner@"):
            self.assertNotIn(personal, str(answer))
        self.assertEqual(answer["state"], "processing")
        self.assertEqual(track(dossier.code.lower().replace("-", " – "))["found"], True)
        self.assertEqual(track("H99.01-260309-9999"), {"found": False})
        self.assertEqual(track("' OR 1=1 --"), {"found": False})
        self.assertEqual(track(None), {"found": False})
