"""People are found by a whole number on a card, one by one, and the journal says so."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MONDAY, DossierCase

NUMBER = "001099000001"
NOTHING = {"found": False}
NOBODY = {"found": 0, "people": []}
TAX_CODE = "0101248141"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPerson(DossierCase):
    def filed(self, seen=True, **owner):
        """A dossier of whoever has NUMBER, taken in with or without a look at the card."""
        owner = {
            "name": "Owner T",
            "identity_number": NUMBER,
            "phone": "0900000001",
            "email": "owner@example.invalid",
            **owner,
        }
        dossier = self.file(owner=owner)
        return self.act("counter_officer", dossier, "accept", identity_seen=seen)

    def find(self, number=NUMBER, role="counter_officer"):
        return self.as_role(role, self.env["onestop.person"]).find(number)

    def rows(self, record):
        return (
            self.env["onestop.journal"]
            .search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("code", "=", "look_up"),
                ]
            )
            .sorted("id")
        )

    def test_what_was_filed_last_with_the_card_seen_is_known(self):
        self.filed(phone="0900000009")
        self.filed()
        self.assertEqual(
            self.find(),
            {
                "found": True,
                "name": "Owner T",
                "birthdate": False,
                "address": False,
                "commune": False,
                "phone": "0900000001",
                "email": "owner@example.invalid",
            },
        )

    def test_a_number_that_a_citizen_typed_is_a_claim_and_gives_nothing(self):
        self.file()
        self.filed(seen=False)
        self.assertEqual(self.find(), NOTHING)

    def test_only_the_whole_number_finds_anybody(self):
        self.filed()
        self.assertEqual(self.find("001099000002"), NOTHING)
        for number in (NUMBER[:-1], "%", "_" * 12, "", None, "0010990000__", ["x"]):
            with (
                self.subTest(number=number),
                self.assertRaisesRegex(UserError, "whole number"),
            ):
                self.find(number)

    def test_every_look_up_stands_in_the_journal(self):
        dossier = self.filed()
        self.find()
        self.find("001099000002")
        rows = self.rows(self.counter)
        self.assertEqual(rows.mapped("role"), ["counter_officer"] * 2)
        self.assertEqual(rows.mapped("data"), ['{"found": true}', '{"found": false}'])
        self.assertEqual(rows[0].actor_id, self.users["counter_officer"].id)
        # Whose it was is told by the dossier, never by the number.
        self.assertEqual(len(self.rows(dossier)), 1)
        self.assertNotIn(NUMBER, str(rows.read()) + str(self.rows(dossier).read()))
        self.assertFalse(list(self.env["onestop.journal"]._verify()))

    def by_fact(self, name="Owner T", role="counter_officer", **facts):
        return self.as_role(role, self.env["onestop.person"]).find_by_fact(
            name, **facts
        )

    def test_a_name_with_one_more_fact_finds_people_masked(self):
        dossier = self.filed(birthdate="1990-03-05", commune="Commune T")
        self.filed(identity_number="001099000002", name="Other T")
        found = [
            {
                "known_by": dossier.id,
                "name": "Owner T",
                "year": "1990",
                "number": "•••••••••001",
                "commune": "Commune T",
            }
        ]
        for facts in ({"birthdate": "1990-03-05"}, {"phone": " 0900 000 001"}):
            with self.subTest(facts):
                self.assertEqual(
                    self.by_fact("owner  t", **facts), {"found": 1, "people": found}
                )

    def test_a_name_alone_or_half_a_fact_finds_nobody(self):
        self.filed(birthdate="1990-03-05")
        for facts in (
            {},
            {"phone": "0900"},
            {"birthdate": "1990"},
            {"phone": "%" * 9},
            {"phone": 9},
        ):
            with self.subTest(facts), self.assertRaisesRegex(UserError, "whole name"):
                self.by_fact(**facts)
        with self.assertRaisesRegex(UserError, "whole name"):
            self.by_fact("", birthdate="1990-03-05")
        for name in ("%", "Owner", "_wner T"):
            with self.subTest(name):
                self.assertEqual(self.by_fact(name, birthdate="1990-03-05"), NOBODY)

    def test_a_claim_is_not_found_by_a_fact_either(self):
        self.filed(seen=False)
        self.file()
        self.assertEqual(self.by_fact(phone="0900000001"), NOBODY)

    def test_of_more_people_than_one_looks_at_nobody_is_shown(self):
        dossiers = [
            self.filed(identity_number=f"00109900001{last}") for last in range(6)
        ]
        found = self.by_fact(phone="0900000001")
        self.assertEqual(found, {"found": 6, "people": []})
        self.assertEqual(len(self.rows(self.counter)), 1)
        self.assertFalse(self.rows(dossiers[0]))

    def test_one_of_those_who_were_shown_is_recalled_and_nobody_else(self):
        dossier = self.filed()
        other = self.filed(identity_number="001099000002", name="Other T")
        people = self.as_role("counter_officer", self.env["onestop.person"])
        known = people.recall(dossier.id, "Owner T", phone="0900000001")
        self.assertEqual((known["identity_number"], known["name"]), (NUMBER, "Owner T"))
        for wrong in (other.id, None, "1", 0):
            with self.subTest(wrong):
                found = people.recall(wrong, "Owner T", phone="0900000001")
                self.assertEqual(found, NOTHING)
        # In vain or not, it stands in the journal.
        self.assertEqual(len(self.rows(self.counter)), 5)

    def test_who_was_shown_stands_in_the_journal(self):
        dossier = self.filed()
        self.by_fact(phone="0900000001")
        self.assertEqual(len(self.rows(self.counter)), 1)
        self.assertEqual(len(self.rows(dossier)), 1)
        with self.assertRaises(AccessError):
            self.by_fact(phone="0900000001", role="department_officer")

    def test_only_who_receives_dossiers_looks_people_up(self):
        self.filed()
        for role in self.users.keys() - {"counter_officer", "postal_clerk"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.find(role=role)
        with self.assertRaises(AccessError):
            self.env["onestop.person"].with_user(self.portal).find(NUMBER)
        self.assertTrue(self.find(role="postal_clerk")["found"])
        # An officer who sits at no counter any more.
        self.counter.user_ids -= self.users["counter_officer"]
        with self.assertRaises(AccessError):
            self.find()

    def test_the_screen_fills_in_what_is_empty(self):
        self.filed(commune="Phường Mẫu")
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.owner_phone = "0911111111"
        screen._barcode_scanned = f"{NUMBER}||Owner T|05031990|Nữ|Số 7|10052021"
        self.assertEqual(
            (screen.owner_phone, screen.owner_email, screen.owner_commune),
            ("0911111111", "owner@example.invalid", "Phường Mẫu"),
        )

    def test_a_typed_number_is_looked_up_once_the_card_was_seen(self):
        self.filed()
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen.owner_identity_number, screen.owner_name = NUMBER, "Owner T"
        intake = screen.save()
        with self.assertRaisesRegex(UserError, "Look at the card first"):
            intake.action_look_up()
        self.assertFalse(intake.owner_phone)
        intake.owner_seen = True
        intake.action_look_up()
        self.assertEqual(intake.owner_phone, "0900000001")

    def receive_for_firm(self, seen):
        """A firm's dossier, brought by a clerk of theirs whose card was seen, or not."""
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen.owner_kind, screen.owner_tax_code = "organisation", TAX_CODE
        screen.owner_name, screen.owner_phone = "Firm T", "0900000005"
        screen.submitter_same = False
        screen.submitter_name, screen.submitter_relation = "Clerk T", "authorised"
        screen.submitter_evidence = "Letter 3/2026"
        screen.submitter_seen = seen
        screen.all_there = True
        intake = screen.save()
        intake.action_receive()
        return intake.dossier_id

    def test_an_organisation_is_known_by_its_tax_code(self):
        self.receive_for_firm(seen=False)
        people = self.as_role("counter_officer", self.env["onestop.person"])
        self.assertEqual(people.find(TAX_CODE, "organisation"), NOTHING)
        dossier = self.receive_for_firm(seen=True)
        known = people.find(TAX_CODE, "organisation")
        self.assertEqual((known["name"], known["phone"]), ("Firm T", "0900000005"))
        # A person has no such number, nor a firm that of a person.
        self.assertEqual(people.find(TAX_CODE), NOTHING)
        self.assertEqual(people.find(NUMBER, "organisation"), NOTHING)
        self.assertEqual(len(self.rows(dossier)), 1)
        with self.assertRaisesRegex(UserError, "person or an organisation"):
            people.find(TAX_CODE, "state")

    def test_the_screen_looks_a_firm_up_once_the_card_of_its_clerk_was_seen(self):
        self.receive_for_firm(seen=True)
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen.owner_kind, screen.owner_tax_code = "organisation", TAX_CODE
        screen.owner_name = "Firm"
        screen.submitter_same = False
        screen.submitter_name, screen.submitter_relation = "Clerk T", "authorised"
        screen.submitter_evidence = "Letter 3/2026"
        intake = screen.save()
        with self.assertRaisesRegex(UserError, "Look at the card first"):
            intake.action_look_up()
        intake.submitter_seen = True
        intake.action_look_up()
        self.assertEqual(
            (intake.owner_phone, intake.owner_name), ("0900000005", "Firm")
        )
        intake.owner_tax_code = "0300588569"
        told = intake.action_look_up()
        self.assertIn("Nothing was filed", told["params"]["message"])
