from odoo.tests import tagged

from ..hooks import post_init_hook
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestAccounts(PortalCase):
    def test_anyone_signs_up_and_lands_where_they_were_going(self):
        page = self.page("/web/signup?redirect=/procedures/9.900001/file")
        self.send(
            page,
            "Sign up",
            name="New Citizen",
            login="new.citizen@example.invalid",
            password="a-long-password-1",
            confirm_password="a-long-password-1",
        )
        user = self.env["res.users"].search([("name", "=", "New Citizen")])
        self.assertTrue(user._is_portal())
        self.assertTrue(user.partner_id.onestop_citizen)
        self.assertTrue(self.answer.url.endswith("/procedures/9.900001/file"))

    def test_new_people_are_spoken_to_in_vietnamese_first(self):
        post_init_hook(self.env)
        self.assertEqual(self.env["res.partner"].create({"name": "X"}).lang, "vi_VN")
        languages = self.env["res.lang"].search([]).mapped("code")
        self.assertLessEqual({"vi_VN", "en_US"}, set(languages))

    def test_my_page_needs_no_script(self):
        self.log_in()
        page = self.page("/my")
        [card] = page.xpath("//a[@href='/my/dossiers'][contains(@class, 'rounded')]")
        self.assertNotIn("d-none", card.getparent().get("class").split())

    def test_the_card_counts_ones_own_dossiers(self):
        self.file()
        self.file(user=self.other_citizen)
        self.log_in()
        answer = self.call("/my/counters", {"counters": ["dossier_count"]})
        self.assertEqual(answer.json()["result"], {"dossier_count": 1})
