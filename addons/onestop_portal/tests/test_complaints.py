"""Bringing a grievance and following it, without an account and with one."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.onestop_complaint.tests.common import PERSON, ComplaintCase

from .common import PortalCase

RECEIPT = r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}-[0-9A-Z]{5}$"


class ComplaintPortalCase(PortalCase, ComplaintCase):
    """`self.tell(…)` sends the form; `self.follow(code)` looks a receipt code up."""

    def tell(self, page=None, files=None, **typed):
        typed = {"kind": "reflection", "content": "My dossier is late.", **typed}
        return self.send(page or self.page("/complaints/new"), "Send", files, **typed)

    def follow(self, code):
        return self.send(self.page("/complaints/track"), "Look up", code=code)

    def large(self, page):
        """The code that the page shows in large letters."""
        return page.xpath("//p[@class='os-code']")[0].text

    def all(self):
        return self.env["onestop.complaint"].search([], order="id")

    def last(self):
        return self.all()[-1:]

    def errors(self, page):
        return [
            " ".join(one.text_content().split())
            for one in page.xpath("//*[@role='alert']//li | //p[@role='alert']")
        ]


@tagged("post_install", "-at_install")
class TestComplaints(ComplaintPortalCase):
    def test_whoever_comes_tells_what_went_wrong(self):
        dossier = self.to_processing()
        page = self.tell(
            department=self.department.code,
            officer_told="Counter 3, in the morning",
            dossier_told=dossier.code,
            **PERSON,
            files=[("files", self.upload("photo.pdf"))],
        )
        self.assertRegex(self.large(page), RECEIPT)
        complaint = self.last()
        self.assertEqual(complaint.kind, "reflection")
        self.assertEqual(complaint.content, "My dossier is late.")
        self.assertEqual(complaint.target_department_id, self.department)
        self.assertEqual(complaint.officer_told, "Counter 3, in the morning")
        self.assertEqual(complaint.person_name, "Nguyễn Thị Thử")
        self.assertEqual(complaint.person_phone, "0999000001")
        self.assertEqual(complaint.attachment_ids.name, "photo.pdf")
        # A code that a stranger types is a claim, whether or not there is such a one.
        self.assertEqual(complaint.dossier_told, dossier.code)
        self.assertFalse(complaint.dossier_id)
        self.assertFalse(complaint.partner_id)
        self.assertIn(complaint.code, self.text(page))

    def test_only_what_it_is_and_what_happened_must_be_said(self):
        page = self.tell()
        self.assertRegex(self.large(page), RECEIPT)
        self.assertFalse(self.last().person_name)

    def test_what_was_typed_is_still_there_when_something_is_wrong(self):
        typed = {
            **PERSON,
            "dossier_told": "H99.01-260309-0001",
            "officer_told": "The tall one",
            "department": self.department.code,
        }
        page = self.tell(content="   ", **typed)
        self.assertEqual(self.errors(page), ["Write what happened, or what you wish."])
        form, _button = self.form_of(page, "Send")
        kept = dict(form.form_values())
        for name, value in {**typed, "kind": "reflection"}.items():
            self.assertEqual(kept[name], value)
        self.assertFalse(self.all())
        # The same form, mended.
        page = self.send(page, "Send", content="It is late.")
        self.assertRegex(self.large(page), RECEIPT)
        self.assertEqual(self.last().officer_told, "The tall one")

    def test_each_thing_that_is_wrong_is_said_at_its_place(self):
        page = self.page("/complaints/new")
        page = self.send(page, "Send", content="", officer_told="x")
        self.assertEqual(
            self.errors(page),
            ["Choose what you want to send.", "Write what happened, or what you wish."],
        )
        for href in page.xpath("//div[@role='alert']//a/@href"):
            self.assertTrue(page.xpath(f"//*[@id='{href[1:]}']"), href)

    def test_a_file_that_is_refused_loses_no_word(self):
        page = self.tell(
            content="Look at this.",
            files=[("files", ("run.pdf", b"MZ\x90\x00rubbish", "application/pdf"))],
        )
        self.assertIn("is not of a kind that is accepted", self.errors(page)[0])
        self.assertIn("choose your files once more", self.text(page))
        self.assertIn("Look at this.", page.xpath("//textarea/text()"))
        self.assertFalse(self.all())

    def test_two_clicks_are_one_grievance_and_one_receipt(self):
        page = self.page("/complaints/new")
        first = self.tell(page)
        second = self.tell(page, content="Changed meanwhile.")
        self.assertEqual(self.large(first), self.large(second))
        self.assertIn("registered once", self.text(second))
        self.assertEqual(self.all().mapped("content"), ["My dossier is late."])
        # Another page is another grievance.
        third = self.tell()
        self.assertNotEqual(self.large(first), self.large(third))
        self.assertEqual(len(self.all()), 2)

    def test_a_page_that_was_open_for_days_is_sent_again(self):
        page = self.page("/complaints/new")
        with freeze_time("2026-03-11 02:00:00"):
            page = self.tell(page, content="Written slowly.")
            self.assertIn("open for too long", self.text(page))
            self.assertFalse(self.all())
            page = self.send(page, "Send")
        self.assertRegex(self.large(page), RECEIPT)
        self.assertEqual(self.last().content, "Written slowly.")

    def test_a_complaint_is_registered_as_information_until_its_letter_comes(self):
        page = self.tell(kind="complaint")
        self.assertEqual(self.last().kind, "information")
        self.assertEqual(self.last().asked_kind, "complaint")
        text = self.text(page)
        self.assertIn("when your signed letter arrives", text)
        self.assertIn(self.last().code, text)

    # ----------------------------------------------------------------- denunciations

    def test_a_denunciation_keeps_nobody_and_shows_no_code_that_opens_it(self):
        for user in (None, self.portal):
            if user:
                self.log_in(user)
            page = self.tell(
                kind="denunciation",
                content="An officer asked for money.",
                dossier_told="H99.01-260309-0001",
                **PERSON,
                files=[("files", self.upload("Thử Nguyễn.pdf"))],
            )
            complaint = self.last()
            self.assertTrue(complaint.sealed)
            self.assertEqual(self.large(page), complaint.code)
            self.assertEqual(complaint.attachment_ids.name, "1.pdf")
            self.assertFalse(
                complaint.partner_id or complaint.dossier_told or complaint.person_name
            )
            self.assertIn("neither your name nor your account", self.text(page))
            self.assertNotRegex(self.text(page), RECEIPT[1:-1])
        self.assertFalse(
            self.page("/my/complaints").xpath("//a[contains(@href, '/my/complaints/')]")
        )

    def rows(self):
        """{table: how many rows it has}."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema"
        )
        counts = " UNION ALL ".join(
            f"""SELECT '{name}', count(*) FROM "{name}" """
            for (name,) in self.env.cr.fetchall()
        )
        self.env.cr.execute(counts)
        return dict(self.env.cr.fetchall())

    def test_nothing_of_a_sending_is_written_but_the_grievance(self):
        """No count, no session and no draft that would stand beside it."""
        self.log_in()
        page = self.page("/complaints/new")
        before = self.rows()
        self.tell(page, kind="denunciation")
        after = self.rows()
        self.assertEqual(
            {name for name, count in after.items() if count != before[name]},
            {"onestop_complaint", "onestop_journal", "onestop_journal_head"},
        )
        self.assertNotIn("PAKN", repr(dict(self.session)))

    # --------------------------------------------------------------------- following

    def test_the_receipt_code_shows_how_far_it_is_and_why_by_when(self):
        page = self.tell(**PERSON)
        receipt = self.large(page)
        page = self.follow(receipt.lower().replace("-", " "))
        self.assertEqual(self.large(page), self.last().code)
        text = self.text(page)
        self.assertIn("The centre has it and is reading it.", text)
        # Monday 9 March 2026 and ten working days.
        self.assertEqual(
            page.xpath("//span[@class='os-deadline']/text()"), ["23/03/2026 17:00"]
        )
        self.assertTrue(page.xpath("//details[summary='Why this date?']//ol/li"))
        for hidden in ("Thử", "0999000001", "My dossier is late."):
            self.assertNotIn(hidden, text)

    def test_whoever_has_no_account_reads_the_answer_and_says_whether_it_helped(self):
        receipt = self.large(self.tell())
        complaint = self.last()
        self.settle(self.take_up(complaint))
        page = self.follow(receipt)
        text = self.text(page)
        self.assertIn("The file lay with another office for four days.", text)
        self.assertIn("You are right. We apologise.", text)
        self.assertIn("Founded", text)
        page = self.send(page, "Send my opinion", comment="Thanks.")
        self.assertEqual(self.errors(page), ["Choose whether the answer helped."])
        page = self.send(page, "Send my opinion", helped="yes", comment="Thanks.")
        self.assertIn("The centre reads what you said", self.text(page))
        self.assertFalse(page.xpath("//form[contains(@action, 'rate')]"))
        self.assertEqual(complaint.helped, "yes")
        self.assertEqual(complaint.helped_comment, "Thanks.")
        # Once.
        self.raw_post("/complaints/track/rate", code=receipt, helped="no")
        self.assertEqual(complaint.helped, "yes")

    def test_an_explanation_is_shown_once_it_was_forwarded(self):
        receipt = self.large(self.tell())
        complaint = self.last()
        self.take_up(complaint)
        self.go("supervisor", complaint, "ask_explanation", "Why so late?")
        self.go(
            "department_officer",
            complaint,
            "give_explanation",
            explanation="It lay with another office.",
        )
        self.assertNotIn("another office", self.text(self.follow(receipt)))
        self.go("supervisor", complaint, "forward_explanation", way="portal")
        text = self.text(self.follow(receipt))
        self.assertIn("It lay with another office.", text)
        # What was said between desks is not.
        self.assertNotIn("Why so late?", text)

    def test_a_refusal_says_why(self):
        receipt = self.large(self.tell())
        self.go("supervisor", self.last(), "refuse", "It is for the tax office.")
        text = self.text(self.follow(receipt))
        self.assertIn("Reason: It is for the tax office.", text)
        self.assertNotIn("Did the answer help you?", text)

    # ---------------------------------------------------------------------- the rest

    def test_members_of_the_staff_register_elsewhere(self):
        self.log_in(self.users["counter_officer"])
        page = self.page("/complaints/new")
        self.assertFalse(page.xpath("//textarea"))
        self.assertEqual(
            self.raw_post("/complaints/new", kind="reflection").status_code, 404
        )

    def test_the_front_page_and_every_head_lead_here(self):
        page = self.page("/")
        links = page.xpath("//a/@href")
        self.assertTrue([link for link in links if link.endswith("/complaints/new")])
        self.assertTrue([link for link in links if link.endswith("/complaints/track")])

    def test_in_vietnamese_too(self):
        self.speak("vi_VN")
        page = self.page("/complaints/new")
        self.assertIn("Phản ánh, kiến nghị", self.text(page))
