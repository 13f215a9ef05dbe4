import re

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestWalls(PortalCase):
    def acts(self, dossier):
        return [
            (f"/my/dossiers/{dossier.id}/{act}", data)
            for act, data in (
                ("supplement", {"note": "x"}),
                ("withdraw", {"reason": "x"}),
                ("resume", {}),
                ("rate", {"score": "1"}),
                ("told", {"notice_first": "post", "notice_phone": "0912345678"}),
            )
        ]

    def said(self, answer):
        """The page but for its own address, and for the form's token of the moment."""
        text = re.sub(r'csrf_token: "\w+"', "", answer.text)
        number = answer.url.rpartition("/")[2]
        return re.sub(rf"(/my/dossiers/){number}\b", r"\1ID", text)

    def test_another_persons_dossier_is_as_good_as_none(self):
        dossier = self.file(user=self.other_citizen)
        self.log_in()
        missing = self.get("/my/dossiers/999999999")
        answer = self.get(f"/my/dossiers/{dossier.id}")
        self.assertEqual(missing.status_code, 404)
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.said(answer), self.said(missing))
        page = self.page("/my/dossiers")
        self.assertFalse(page.xpath("//section[@aria-labelledby='os_all']//li"))

    def test_nobody_acts_on_another_persons_dossier(self):
        dossier = self.to_returned(owner={"name": "Owner U"})
        dossier_in_process = self.to_processing()
        self.log_in(self.other_citizen)
        for one in (dossier, dossier_in_process):
            for path, data in self.acts(one):
                self.assertEqual(self.raw_post(path, **data).status_code, 404, path)
        self.assertEqual(dossier_in_process.state, "processing")
        self.assertFalse(dossier.rated)
        self.assertFalse(dossier.notice_channels_now or dossier.notice_phone)
        self.assertFalse(self.env["onestop.satisfaction"].search([]))

    def test_who_is_logged_out_is_asked_to_log_in(self):
        dossier = self.file()
        file = dossier.component_ids.attachment_ids
        for path in (
            "/my/dossiers",
            f"/my/dossiers/{dossier.id}",
            f"/my/dossiers/{dossier.id}/files/{file.id}",
        ):
            self.assertIn("/web/login", self.get(path).url)
        for path, data in self.acts(dossier):
            self.assertIn("/web/login", self.raw_post(path, **data).url)

    def test_acts_answer_to_forms_only(self):
        dossier = self.file()
        self.log_in()
        for path, _data in self.acts(dossier):
            self.assertEqual(self.get(path).status_code, 405, path)
        for path, data in self.acts(dossier):
            answer = self.post_without_token(path, **data)
            self.assertEqual(answer.status_code, 400, path)
        self.assertEqual(dossier.state, "submitted")

    def test_the_staff_sees_dossiers_in_the_workplace_and_not_here(self):
        dossier = self.file()
        for role in ("counter_officer", "director"):
            self.log_in(self.users[role])
            self.assertEqual(self.get(f"/my/dossiers/{dossier.id}").status_code, 404)
            self.assertEqual(
                self.page("/my/dossiers").xpath("//ul[@class='os-tasks']"), []
            )

    def test_programs_see_and_write_no_more_than_pages_do(self):
        mine, theirs = self.file(), self.file(user=self.other_citizen)
        self.log_in()
        answer = self.call_program("onestop.dossier", "search_read", [[], ["id"]])
        self.assertEqual(answer["result"], [{"id": mine.id}])
        for method, args in (
            ("read", [[theirs.id], ["owner_name"]]),
            ("explain_due", [[theirs.id]]),
            ("available_transitions", [[theirs.id]]),
            ("action_transition", [[theirs.id], "withdraw"]),
            ("write", [[mine.id], {"rated": True}]),
            ("write", [[mine.id], {"state": "resolved"}]),
            ("_mark_rated", [[mine.id]]),
        ):
            answer = self.call_program("onestop.dossier", method, args)
            self.assertIn("error", answer, method)
        for model in (
            "onestop.satisfaction",
            "onestop.throttle",
            "onestop.check.token",
            "onestop.journal",
            "onestop.dossier.step",
            "onestop.department",
        ):
            answer = self.call_program(model, "search_read", [[]])
            self.assertIn("error", answer, model)

    def test_reports_and_chatter_of_another_dossier_stay_shut(self):
        theirs = self.to_processing()
        self.log_in(self.other_citizen)
        thread = {"thread_model": "onestop.dossier", "thread_id": theirs.id}
        with mute_logger("odoo.http"):
            answers = [
                self.get(f"/report/{kind}/onestop_dossier.form_receipt/{theirs.id}")
                for kind in ("html", "pdf", "text")
            ]
            answers.append(self.call("/mail/thread/messages", thread))
        for answer in answers:
            self.assertNotIn("Owner T", answer.text)
            self.assertFalse(answer.content.startswith(b"%PDF"))

    def test_no_role_but_two_reads_what_people_said(self):
        self.env["onestop.satisfaction"]._answer(
            self.version.procedure_id, self.department, "5", "Fine"
        )
        answers = self.env["onestop.satisfaction"]
        for role in self.users:
            model = self.as_role(role, answers)
            may = role in ("supervisor", "director")
            self.assertEqual(model.has_access("read"), may, role)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(model.has_access(operation), role)

    def test_the_flag_is_set_by_no_hand(self):
        dossier = self.to_returned()
        for user in (self.users["counter_officer"], self.env.user):
            with self.assertRaisesRegex(Exception, "actions only"):
                dossier.with_user(user).write({"rated": True})
