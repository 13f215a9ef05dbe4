"""What a citizen sees of what they brought with their account."""

from odoo.tests import tagged

from .test_complaints import ComplaintPortalCase


@tagged("post_install", "-at_install")
class TestMyComplaints(ComplaintPortalCase):
    def mine(self, complaint):
        return self.page(f"/my/complaints/{complaint.id}")

    def test_from_a_dossier_to_its_answer(self):
        dossier = self.to_processing()
        self.log_in()
        page = self.page(f"/my/dossiers/{dossier.id}")
        [href] = page.xpath("//a[contains(@href, '/complaints/new')]/@href")[-1:]
        page = self.page(href)
        chosen = page.xpath("//select[@name='dossier']/option[@selected]/@value")
        self.assertEqual(chosen, [str(dossier.id)])
        # What the account says stands there already.
        self.assertEqual(page.xpath("//input[@name='name']/@value"), [self.portal.name])
        self.tell(page)
        complaint = self.last()
        self.assertEqual(complaint.dossier_id, dossier)
        self.assertEqual(complaint.partner_id, self.portal.partner_id)

        listed = self.page("/my/complaints")
        self.assertIn("My dossier is late.", self.text(listed))
        self.assertIn("23/03/2026 17:00", self.text(listed))
        text = self.text(self.mine(complaint))
        self.assertIn("The centre has it and is reading it.", text)
        self.assertIn("Why this date?", text)
        self.assertIn(dossier.code, text)

    def test_the_answer_and_whether_it_helped(self):
        complaint = self.to_closed()
        self.log_in()
        self.assertIn("Say whether the answer to", self.text(self.page("/my")))
        page = self.mine(complaint)
        text = self.text(page)
        self.assertIn("The file lay with another office for four days.", text)
        self.assertIn("You are right. We apologise.", text)
        page = self.send(page, "Send my opinion")
        self.assertIn("Choose whether the answer helped.", self.text(page))
        page = self.send(page, "Send my opinion", helped="no", comment="Still late.")
        self.assertEqual(complaint.helped, "no")
        self.assertEqual(complaint.helped_comment, "Still late.")
        self.assertIn("You have said whether", self.text(page))
        self.assertFalse(page.xpath("//form[contains(@action, 'rate')]"))
        self.assertNotIn("Say whether the answer to", self.text(self.page("/my")))
        self.raw_post(f"/my/complaints/{complaint.id}/rate", helped="yes")
        self.assertEqual(complaint.helped, "no")

    def test_one_takes_it_back(self):
        complaint = self.brought()
        self.log_in()
        page = self.send(self.mine(complaint), "Take it back")
        self.assertEqual(complaint.state, "withdrawn")
        self.assertFalse(page.xpath("//form[contains(@action, 'withdraw')]"))

    def test_a_file_is_given_back_to_whoever_sent_it_and_runs_nowhere(self):
        complaint = self.brought(files=[self.pdf()])
        path = f"/my/complaints/{complaint.id}/files/{complaint.attachment_ids.id}"
        self.log_in()
        answer = self.get(path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        other = self.env["ir.attachment"].create({"name": "a.pdf", "raw": b"%PDF"})
        wrong = f"/my/complaints/{complaint.id}/files/{other.id}"
        self.assertEqual(self.get(wrong).status_code, 404)
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(path).status_code, 404)

    def test_another_persons_is_as_good_as_none(self):
        complaint = self.to_closed()
        sealed = self.brought(kind="denunciation")
        for user in (self.other_citizen, *self.users.values()):
            self.log_in(user)
            for number in (complaint.id, sealed.id, 999999999):
                answer = self.get(f"/my/complaints/{number}")
                self.assertEqual(answer.status_code, 404, user.login)
            for act in ("rate", "withdraw"):
                path = f"/my/complaints/{complaint.id}/{act}"
                answer = self.raw_post(path, helped="no")
                self.assertEqual(answer.status_code, 404, user.login)
        self.assertFalse(complaint.helped)
        self.log_in()
        self.assertEqual(self.get(f"/my/complaints/{sealed.id}").status_code, 404)

    def test_who_is_logged_out_is_asked_to_log_in(self):
        complaint = self.brought()
        for path in ("/my/complaints", f"/my/complaints/{complaint.id}"):
            self.assertIn("/web/login", self.get(path).url)
        for act in ("rate", "withdraw"):
            path = f"/my/complaints/{complaint.id}/{act}"
            self.assertIn("/web/login", self.raw_post(path).url)
        self.assertEqual(complaint.state, "registered")

    def test_acts_answer_to_forms_only(self):
        complaint = self.to_closed()
        self.log_in()
        for act in ("rate", "withdraw"):
            path = f"/my/complaints/{complaint.id}/{act}"
            self.assertEqual(self.get(path).status_code, 405)
            self.assertEqual(self.post_without_token(path).status_code, 400)

    def test_what_is_sealed_later_disappears_from_the_list(self):
        complaint = self.brought()
        self.go(
            "supervisor",
            complaint,
            "classify",
            "By its content.",
            kind="denunciation",
            signed=True,
            channel="letter",
            envelope="79/MẬT",
        )
        self.log_in()
        self.assertNotIn("My dossier is late.", self.text(self.page("/my/complaints")))
        self.assertEqual(self.get(f"/my/complaints/{complaint.id}").status_code, 404)

    def test_the_list_asks_the_database_as_often_for_one_as_for_ten(self):
        self.log_in()
        counts = []
        for number in (1, 9):
            for _one in range(number):
                self.brought()
            # What is asked once for all is remembered after the first time.
            self.page("/my/complaints")
            before = self.env.cr.sql_log_count
            self.page("/my/complaints")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
