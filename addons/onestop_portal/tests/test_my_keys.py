"""A citizen's keys for programs: made, seen and revoked by their own person alone."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase

PARAMETER = "portal.allow_api_keys"


@tagged("post_install", "-at_install")
class TestMyKeys(PortalCase):
    def make(self, name="Phần mềm của tôi", days="30", password=None, user=None):
        """The page that follows the form, by whoever is logged in."""
        page = self.page("/my/keys")
        password = password or (user or self.portal).login
        return self.send(page, "Make the key", name=name, days=days, password=password)

    def key_on(self, page):
        return [" ".join(one.text.split()) for one in page.find_class("os-key")]

    def keys_of(self, user=None):
        return self.env["res.users.apikeys"].search(
            [("user_id", "=", (user or self.portal).id)]
        )

    def set_end(self, moment):
        """The clock of the database, by which keys end, is not frozen."""
        self.env.cr.execute(
            "UPDATE res_users_apikeys SET expiration_date = now() + %s WHERE user_id = %s",
            [moment, self.portal.id],
        )
        self.env.invalidate_all()

    def program(self, key, method="search_read", model="onestop.dossier", **arguments):
        """(status, answer) of a program with this key."""
        self.env.flush_all()
        headers = {"Authorization": f"bearer {key}"}
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/json/2/{model}/{method}", json=arguments, headers=headers
            )
        return answer.status_code, answer.json()

    def test_a_key_is_shown_once_and_sees_what_its_person_sees(self):
        mine = self.file()
        other = self.file(user=self.other_citizen)
        self.log_in()
        page = self.make()
        [key] = self.key_on(page)
        self.assertIn("no-store", self.answer.headers["Cache-Control"])
        listed = self.page("/my/keys")
        self.assertEqual(self.key_on(listed), [])
        self.assertIn("Phần mềm của tôi", self.text(listed))
        self.logout()
        self.set_end(timedelta(days=1))

        asked = {"domain": [], "fields": ["tracking_number"]}
        status, found = self.program(key, **asked)
        self.assertEqual(status, 200)
        self.assertEqual([row["id"] for row in found], [mine.id])
        for method in ("read", "explain_due", "available_transitions"):
            status, _answer = self.program(key, method, ids=[other.id])
            self.assertEqual(status, 403, method)
        for model in ("res.partner", "res.users", "onestop.journal", "ir.attachment"):
            status, found = self.program(key, model=model, domain=[], fields=["id"])
            self.assertIn(status, (200, 403), model)
            if status == 200:
                seen = self.env[model].with_user(self.portal).search([]).ids
                self.assertEqual(sorted(row["id"] for row in found), sorted(seen))
        status, _answer = self.program(
            key, "action_transition", ids=[mine.id], code="accept"
        )
        self.assertEqual(status, 422)

    def test_what_is_revoked_opens_nothing(self):
        self.log_in()
        [key] = self.key_on(self.make())
        self.set_end(timedelta(days=1))
        self.assertEqual(self.program(key, domain=[])[0], 200)
        page = self.send(self.page("/my/keys"), "Revoke “Phần mềm của tôi”")
        self.assertIn("opens nothing any more", self.text(page))
        self.assertFalse(self.keys_of())
        self.logout()
        self.assertEqual(self.program(key, domain=[])[0], 401)

    def test_it_ends_by_itself_on_the_day_that_was_chosen(self):
        self.log_in()
        [key] = self.key_on(self.make(days="7"))
        made = self.keys_of()
        week = timedelta(days=7)
        now = fields.Datetime.now()
        self.assertAlmostEqual(
            made.expiration_date, now + week, delta=timedelta(minutes=1)
        )
        self.assertIn("16/03/2026 09:00", self.text(self.page("/my/keys")))
        self.set_end(timedelta(days=1))
        self.assertEqual(self.program(key, domain=[])[0], 200)
        self.set_end(timedelta(seconds=-1))
        self.assertEqual(self.program(key, domain=[])[0], 401)
        with freeze_time("2126-03-09 02:00:00"):
            self.log_in()
            self.assertIn("You have no key.", self.text(self.page("/my/keys")))

    def test_only_the_own_password_makes_one(self):
        self.log_in()
        page = self.make(password="guessed")
        self.assertIn("This is not the password", self.text(page))
        # What was typed is there still, but for the password.
        self.assertEqual(
            page.xpath("//input[@name='name']/@value"), ["Phần mềm của tôi"]
        )
        self.assertFalse(page.xpath("//input[@name='password']/@value"))
        for _try in range(5):
            page = self.page("/my/keys")
            answer = self.post_form(page, "Make the key", name="X", password="guessed")
        self.assertEqual(answer.status_code, 429)
        # Then the right one does not either, for a while.
        page = self.page("/my/keys")
        password = self.portal.login
        answer = self.post_form(page, "Make the key", name="X", password=password)
        self.assertEqual(answer.status_code, 429)
        self.assertFalse(self.keys_of())

    def test_a_form_makes_one_key_however_often_it_is_sent(self):
        self.log_in()
        page = self.page("/my/keys")
        typed = {"name": "X", "days": "7", "password": self.portal.login}
        self.send(page, "Make the key", **typed)
        again = self.send(page, "Make the key", **typed)
        self.assertEqual(self.key_on(again), [])
        self.assertEqual(len(self.keys_of()), 1)
        self.raw_post("/my/keys", **typed)
        self.assertEqual(len(self.keys_of()), 1)

    def test_what_is_not_in_order_is_said(self):
        self.log_in()
        for typed, said in (
            ({"name": " "}, "Give the key a name."),
            ({"days": "3650"}, "Choose for how long the key works."),
            ({"days": "-1"}, "Choose for how long the key works."),
            ({"days": "all"}, "Choose for how long the key works."),
        ):
            with self.subTest(typed):
                form = self.page("/my/keys").xpath("//input[@name='form']/@value")[0]
                values = {"name": "X", "days": "7", "password": self.portal.login}
                answer = self.raw_post("/my/keys", form=form, **{**values, **typed})
                self.assertIn(said, answer.text)
        self.assertFalse(self.keys_of())

    def test_ten_are_enough(self):
        self.log_in()
        for number in range(10):
            self.make(name=f"Key {number}")
        self.assertIn("Revoke a key", self.text(self.make(name="Key 11")))
        self.assertEqual(len(self.keys_of()), 10)

    def test_anothers_key_is_neither_seen_nor_revoked(self):
        self.log_in(self.other_citizen)
        self.make(name="Of another", user=self.other_citizen)
        theirs = self.keys_of(self.other_citizen)
        self.log_in()
        self.assertNotIn("Of another", self.text(self.page("/my/keys")))
        answer = self.raw_post(f"/my/keys/{theirs.id}/revoke")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.keys_of(self.other_citizen), theirs)
        answer = self.call_program("res.users.apikeys", "search_read", [[]])
        self.assertEqual(answer["result"], [])
        answer = self.call_program("res.users.apikeys", "remove", [theirs.ids])
        self.assertEqual(self.keys_of(self.other_citizen), theirs)

    def test_a_name_is_text(self):
        self.log_in()
        page = self.make(name="<script>alert(1)</script>")
        self.assertFalse(page.xpath("//script[contains(., 'alert(1)')]"))
        self.assertIn("<script>alert(1)</script>", page.text_content())

    def test_a_centre_that_wants_none_gives_none_and_lets_revoke(self):
        self.log_in()
        self.make()
        form = self.page("/my/keys").xpath("//input[@name='form']/@value")[0]
        self.env["ir.config_parameter"].set_param(PARAMETER, False)
        typed = {"name": "X", "days": "7", "password": self.portal.login}
        answer = self.raw_post("/my/keys", form=form, **typed)
        self.assertIn("gives out no", answer.text)
        self.assertEqual(len(self.keys_of()), 1)
        page = self.page("/my/keys")
        self.assertFalse(page.xpath("//input[@name='password']"))
        self.send(page, "Revoke “Phần mềm của tôi”")
        self.assertFalse(self.keys_of())

    def test_the_page_of_security_leads_there(self):
        self.log_in()
        self.assertTrue(self.page("/my/security").xpath("//a[@href='/my/keys']"))
        self.assertFalse(
            self.page("/my/security?debug=1").find_class("o_portal_new_api_key")
        )

    def test_without_an_account_there_is_no_page(self):
        self.assertIn("/web/login", self.get("/my/keys").url)
