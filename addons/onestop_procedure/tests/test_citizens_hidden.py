"""Citizens are not everybody's contacts; talking with them still works."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import OnestopCase


@tagged("post_install", "-at_install")
class TestCitizensHidden(OnestopCase):
    def setUp(self):
        super().setUp()
        self.citizen = self.portal.partner_id
        self.citizen.write({"email": "lan@example.vn", "phone": "0912 345 678"})
        self.staff = [*self.users.values(), self.plain]

    def test_the_staff_finds_no_citizen(self):
        for user in self.staff:
            with self.subTest(user.login):
                partners = self.env["res.partner"].with_user(user)
                self.assertFalse(partners.search([("id", "=", self.citizen.id)]))
                self.assertFalse(partners.search([("email", "=", "lan@example.vn")]))
                self.assertFalse(partners.name_search(self.citizen.name))
                with self.assertRaises(AccessError):
                    self.citizen.with_user(user).read(["name"])
                with self.assertRaises(AccessError):
                    self.citizen.with_user(user).web_read({"phone": {}})

    def test_the_staff_finds_no_account_of_a_citizen(self):
        for user in self.staff:
            with self.subTest(user.login):
                users = self.env["res.users"].with_user(user)
                self.assertFalse(users.search([("id", "=", self.portal.id)]))
                self.assertFalse(users.name_search("test_portal"))
                with self.assertRaises(AccessError):
                    self.portal.with_user(user).read(["login"])

    def test_nothing_is_learnt_by_searching_through_other_records(self):
        clerk = self.users["clerk"]
        self.env.company.partner_id.message_subscribe(self.citizen.ids)
        self.env.company.partner_id.message_notify(
            partner_ids=self.citizen.ids, body="Hello"
        )
        for model, field in (
            ("mail.followers", "partner_id"),
            ("mail.notification", "res_partner_id"),
        ):
            with self.subTest(model):
                rows = self.env[model].with_user(clerk)
                self.assertTrue(rows.sudo().search([(field, "=", self.citizen.id)]))
                self.assertFalse(rows.search([(field, "=", self.citizen.id)]))
                self.assertFalse(rows.search([(f"{field}.phone", "like", "0912")]))
                groups = rows.formatted_read_group([], [field], ["__count"])
                self.assertNotIn(
                    self.citizen.id,
                    [group[field] and group[field][0] for group in groups],
                )

    def test_those_who_are_contacts_stay_readable(self):
        organisation = self.env["res.partner"].create(
            {"name": "A Publisher", "is_company": True}
        )
        readable = (
            self.env.company.partner_id
            + self.env.ref("base.partner_root")
            + self.env.ref("base.public_partner")
            + self.users["director"].partner_id
            + organisation
        )
        for user in self.staff:
            with self.subTest(user.login):
                readable.with_user(user).read(["name"])
                self.users["director"].with_user(user).read(["name", "login"])

    def test_citizens_read_themselves(self):
        own = self.citizen.with_user(self.portal)
        self.assertEqual(own.read(["email"])[0]["email"], "lan@example.vn")
        self.assertEqual(self.portal.with_user(self.portal).login, "test_portal")

    def test_citizens_do_not_read_one_another(self):
        neighbour = new_test_user(self.env, "test_neighbour", "base.group_portal")
        with self.assertRaises(AccessError):
            neighbour.partner_id.with_user(self.portal).read(["name"])

    def test_a_closed_account_is_no_contact_either(self):
        self.portal.active = False
        self.assertTrue(self.citizen.onestop_citizen)
        self.portal.unlink()
        self.assertTrue(self.citizen.onestop_citizen)
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.users["clerk"]).read(["name"])

    def test_addresses_of_a_citizen_are_hidden_too(self):
        address = self.env["res.partner"].create(
            {"name": "At work", "parent_id": self.citizen.id, "type": "other"}
        )
        with self.assertRaises(AccessError):
            address.with_user(self.users["clerk"]).read(["name"])

    def test_a_citizen_who_joins_the_staff_is_a_colleague(self):
        self.portal.group_ids = [(6, 0, self.env.ref("base.group_user").ids)]
        self.assertFalse(self.citizen.onestop_citizen)
        self.citizen.with_user(self.users["clerk"]).read(["name"])

    def test_a_new_account_is_a_citizen_from_its_first_moment(self):
        partner = self.env["res.partner"].create({"name": "Nam"})
        self.assertFalse(partner.onestop_citizen)
        new_test_user(self.env, "test_nam", "base.group_portal", partner_id=partner.id)
        self.assertTrue(partner.onestop_citizen)

    def test_nobody_unhides_a_citizen(self):
        for user in (*self.staff, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.citizen.with_user(user).write({"onestop_citizen": False})

    def test_whoever_owns_the_machine_looks_after_accounts(self):
        owner = self.make_user("test_owner")
        owner.group_ids = [(4, self.env.ref("base.group_system").id)]
        self.citizen.with_user(owner).read(["name"])
        self.portal.with_user(owner).write({"active": False})

    def test_the_list_of_contacts_costs_no_more(self):
        clerk = self.users["clerk"]
        self.env["res.partner"].with_user(clerk).search([], limit=80)
        with self.assertQueryCount(1):
            self.env["res.partner"].with_user(clerk).search([], limit=80)


@tagged("post_install", "-at_install")
class TestTalkingWithCitizens(OnestopCase, HttpCase):
    """Chatter of a record that a member of the staff reads and a citizen writes on."""

    def setUp(self):
        super().setUp()
        self.citizen = self.portal.partner_id
        self.citizen.email = "lan@example.vn"
        self.record = self.env["res.partner"].create(
            {"name": "A Publisher", "is_company": True}
        )
        self.record.message_subscribe(self.citizen.ids)
        self.record.message_post(
            author_id=self.citizen.id, body="When?", message_type="comment"
        )
        self.record.message_post(
            body="Soon", partner_ids=self.citizen.ids, message_type="comment"
        )
        self.clerk = self.users["clerk"]
        self.authenticate(self.clerk.login, self.clerk.login)

    def test_the_thread_opens(self):
        thread = {"thread_model": "res.partner", "thread_id": self.record.id}
        messages = self.make_jsonrpc_request("/mail/thread/messages", thread)
        self.assertEqual(len(messages["messages"]), 2 + 1)  # and the one of its making
        self.make_jsonrpc_request(
            "/mail/data",
            {
                "fetch_params": [
                    [
                        "mail.thread",
                        {
                            **thread,
                            "request_list": [
                                "activities",
                                "attachments",
                                "contact_fields",
                                "followers",
                                "scheduledMessages",
                                "suggestedRecipients",
                            ],
                        },
                    ]
                ]
            },
        )

    def test_a_member_of_the_staff_answers(self):
        # On a contact only those answer who may write it.
        self.clerk.group_ids += self.env.ref("base.group_partner_manager")
        message = self.record.with_user(self.clerk).message_post(
            body="Tomorrow", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertIn(self.citizen, message.sudo().notified_partner_ids)

    def test_the_address_of_a_citizen_tells_nothing(self):
        for email in ("lan@example.vn", "nobody@example.vn"):
            found = self.make_jsonrpc_request(
                "/mail/partner/from_email",
                {
                    "thread_model": "res.partner",
                    "thread_id": self.record.id,
                    "emails": [email],
                },
            )
            self.assertEqual(found, [])

    def test_nobody_is_suggested_who_is_a_citizen(self):
        suggestions = self.env["res.partner"].with_user(self.clerk)
        for data in (
            suggestions.get_mention_suggestions(self.citizen.name),
            suggestions.search_for_channel_invite(self.citizen.name),
        ):
            self.assertNotIn(self.citizen.id, self._partner_ids(data))

    def _partner_ids(self, data):
        rows = data.get("store_data", data).get("res.partner", [])
        return [row["id"] for row in rows]
