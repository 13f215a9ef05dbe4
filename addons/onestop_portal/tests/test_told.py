from odoo.tests import tagged

from .common import PortalCase

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestTold(PortalCase):
    """How people say how they want to be told: when they file, and later."""

    def filed(self):
        return self.env["onestop.dossier"].search([], order="id desc", limit=1)

    def come_to_return(self, **person):
        """The page on which one says how the result comes, and how one is told."""
        page = self.begin()
        page = self.send(page, "next", owner_name="Owner U", **person)
        field = self.paper_field(self.version)
        return self.send(page, "next", files=[(field, self.upload())])

    def test_who_files_chooses_how_they_are_told(self):
        self.log_in()
        page = self.come_to_return(owner_phone="0291 3824 175")
        self.assertIn("By a call to 02913824175", self.text(page))
        self.assertIn("By a letter (you gave no address)", self.text(page))
        page = self.send(
            *(page, "next"),
            delivery="counter",
            notice_first="phone",
            notice_second="email",
        )
        self.assertIn("By a call to 02913824175", self.text(page))
        self.send(page, "send", declared="1")
        self.assertEqual(self.filed().notice_channels, "phone,email")

    def test_who_chooses_nothing_is_told_however_it_goes(self):
        self.log_in()
        page = self.come_to_return(owner_phone="0291 3824 175", owner_email="")
        page = self.send(page, "next", delivery="counter")
        self.assertIn("However you reach me", self.text(self.page(self.back_url())))
        self.send(page, "send", declared="1")
        self.assertIn("phone", self.filed().notice_channels)

    def back_url(self):
        return f"/procedures/{self.version.code}/file?page=return"

    def test_a_wish_without_a_contact_is_said_at_its_field(self):
        self.log_in()
        page = self.come_to_return(owner_phone="", owner_email="")
        page = self.send(page, "next", delivery="counter", notice_first="phone")
        self.assertTrue(page.xpath("//*[@id='os_notice_first_error']"))
        self.assertFalse(page.xpath("//*[@id='os_notice_second_error']"))

    def test_what_is_none_of_the_ways_is_not_looked_at(self):
        self.log_in()
        self.come_to_return()
        url = f"/procedures/{self.version.code}/file"
        self.raw_post(
            *(url,),
            page="return",
            do="next",
            delivery="counter",
            notice_first=SCRIPT,
            notice_second="portal",
        )
        page = self.page(f"{url}?page=check")
        self.assertNotIn(SCRIPT, self.answer.text)
        self.send(page, "send", declared="1")
        self.assertNotIn("portal", self.filed().notice_channels or "")

    # ------------------------------------------------------------------------ later on

    def test_the_page_of_a_dossier_says_how_one_is_told_and_changes_it(self):
        self.log_in()
        dossier = self.file(
            owner={"name": "Owner T", "phone": "0291 3824 175"},
            notice_channels=["email", "phone"],
        )
        self.portal.partner_id.email = False
        text = self.text(self.my_page(dossier))
        self.assertIn("By a call to 0291 3824 175", text)
        self.assertIn("we cannot do it yet: By e-mail (you gave no", text)
        page = self.send(
            self.my_page(dossier),
            "Save",
            notice_first="post",
            notice_second="phone",
            notice_address="Số 9, Phường U",
        )
        self.assertIn("We tell you so from now on.", self.text(page))
        self.assertEqual(dossier.notice_channels_now, "post,phone,email")
        self.assertEqual(dossier.notice_address, "Số 9, Phường U")
        self.assertIn("By a letter to Số 9, Phường U", self.text(page))
        # Saved again as it stands, it is nothing new.
        self.send(page, "Save")
        self.assertEqual(self.journal(dossier).count("tell_by"), 1)

    def test_nonsense_is_refused_and_none_of_it_is_kept(self):
        self.log_in()
        dossier = self.file(notice_channels=["email"])
        for typed in (
            {"notice_email": "a@example.invalid, b@example.invalid"},
            {"notice_email": "a@example.invalid\r\nBcc: b@example.invalid"},
            {"notice_phone": "12"},
            {"notice_phone": SCRIPT},
            {"notice_first": "fax"},
            {
                "notice_first": "phone",
                "notice_phone": "0912345678",
                "notice_email": "x",
            },
            {"notice_first": "portal", "notice_phone": "0912345678"},
        ):
            url = f"/my/dossiers/{dossier.id}/told"
            answer = self.raw_post(
                url, **{"notice_first": "email", "notice_second": "", **typed}
            )
            self.assertEqual(answer.status_code, 200)
            self.assertNotIn(SCRIPT, answer.text)
            self.assertFalse(dossier.notice_channels_now, typed)
            self.assertFalse(dossier.notice_phone or dossier.notice_email, typed)

    def test_script_in_an_address_comes_back_as_text(self):
        self.log_in()
        dossier = self.file()
        page = self.send(self.my_page(dossier), "Save", notice_address=SCRIPT)
        self.assertEqual(dossier.notice_address, SCRIPT)
        self.assertNotIn(SCRIPT, self.answer.text)
        self.assertIn(f"By a letter to {SCRIPT}", " ".join(page.text_content().split()))
