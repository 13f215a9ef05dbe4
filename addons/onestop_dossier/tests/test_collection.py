"""A result leaves the counter with a name, a card that was looked at, and a signature."""

import base64

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..engine.right import ENGINE
from .common import MONDAY, PDF, SIGNATURE, DossierCase

OWNER, SUBMITTER = "001099000001", "001088000002"
CARD = f"{OWNER}||Owner T|05031990|Nữ|Some street|10052021"
# A program that calls itself a letter.
EXE = {
    "name": "letter.pdf",
    "content": base64.b64encode(b"MZ\x90\x00" + 60 * b"\x00").decode(),
}
STRANGER = "001077000003||Stranger T|01011977|Nam|Some street|10052021"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCollection(DossierCase):
    def give(self, dossier, **values):
        return self.act(
            "counter_officer", dossier, "return", collection=self.collected(**values)
        )

    def screen(self):
        return Form(self.as_role("counter_officer", self.env["onestop.collection"]))

    def test_who_collected_is_recorded_with_the_return(self):
        dossier = self.give(self.to_resolved())
        collection = dossier.collection_ids
        self.assertEqual(
            (collection.collector, collection.name, collection.identity_number),
            ("owner", "Owner T", OWNER),
        )
        self.assertEqual(collection.signature, SIGNATURE.encode())
        self.assertEqual(collection.collected_at, dossier.date_returned)
        self.assertEqual(collection.handed_out_by, self.users["counter_officer"].name)
        self.assertEqual(dossier.state, "returned")

    def test_the_submitter_collects_in_their_own_name(self):
        submitter = {
            "name": "Submitter T",
            "identity_number": SUBMITTER,
            "relation": "authorised",
            "evidence": "Authorisation 1/2026",
        }
        dossier = self.give(
            self.to_resolved(submitter=submitter), collector="submitter"
        )
        collection = dossier.collection_ids
        self.assertEqual(
            (collection.name, collection.identity_number), ("Submitter T", SUBMITTER)
        )

    @pytest.mark.article("Decree 61/2018", "6.2")
    def test_nothing_is_handed_out_without_what_the_register_asks_for(self):
        dossier = self.to_resolved()
        with self.assertRaisesRegex(UserError, "Write down who collects"):
            self.act("counter_officer", dossier, "return", collection=None)
        for missing, sentence in (
            ({"collector": "nobody"}, "Say who collects"),
            ({"identity_checked": False}, "Compare the card"),
            ({"signature": None}, "signs, or say why"),
            ({"signature": "not an image"}, "damaged"),
            ({"signature": base64.b64encode(b"<svg/>").decode()}, "damaged"),
            ({"signature": [1]}, "damaged"),
            ({"collector": "authorised", "name": "Stranger T"}, "authorisation"),
            ({"collector": "authorised", "authorisation": "Letter 1"}, "name of"),
            (
                {
                    "collector": "authorised",
                    "name": "Stranger T",
                    "authorisation": "Letter 1",
                    "authorisation_file": EXE,
                },
                "not of a kind",
            ),
            ({"collector": "submitter"}, "name of"),
            ({"dossier_id": 1}, "not known here"),
        ):
            with self.subTest(**missing), self.assertRaisesRegex(UserError, sentence):
                self.give(dossier, **missing)
        self.assertEqual(dossier.state, "resolved")
        self.assertFalse(dossier.collection_ids)

    def test_the_number_of_who_collects_is_one_that_a_card_or_a_passport_has(self):
        dossier = self.to_resolved()
        stranger = {
            "collector": "authorised",
            "name": "Stranger T",
            "authorisation": "Letter 1 of 2026-03-01",
        }
        for number in ("00107700000", "0010770000033", "003077000003", "123456789"):
            with (
                self.subTest(number=number),
                self.assertRaisesRegex(UserError, "12 digits"),
            ):
                self.give(dossier, **stranger, identity_number=number)
        self.assertEqual(dossier.state, "resolved")
        self.give(dossier, **stranger, identity_number="001 077 000 003")
        self.assertEqual(dossier.collection_ids.identity_number, "001077000003")

    def test_a_passport_has_letters_and_what_was_filed_is_taken_as_it_is(self):
        owner = {
            "name": "Owner T",
            "identity_kind": "passport",
            "identity_number": "12345678",
        }
        dossier = self.give(self.to_resolved(owner=owner), identity_number="12345678")
        self.assertEqual(dossier.collection_ids.identity_number, "12345678")
        other = self.give(self.to_resolved(), identity_number="c1234567")
        self.assertEqual(other.collection_ids.identity_number, "C1234567")

    def test_who_cannot_write_collects_with_a_reason(self):
        dossier = self.give(
            self.to_resolved(),
            collector="authorised",
            name="Stranger T",
            authorisation="Letter 1 of 2026-03-01",
            authorisation_file=self.pdf("letter.pdf"),
            without_receipt=True,
            signature=None,
            unsigned_reason="Fingerprint on the statement.",
        )
        collection = dossier.collection_ids
        self.assertTrue(collection.without_receipt)
        self.assertEqual(collection.authorisation, "Letter 1 of 2026-03-01")
        self.assertEqual(collection.authorisation_name, "letter.pdf")
        self.assertEqual(base64.b64decode(collection.authorisation_file), PDF)
        self.assertEqual(collection.unsigned_reason, "Fingerprint on the statement.")

    def test_what_the_post_delivers_nobody_signs_for(self):
        dossier = self.to_resolved(delivery="post")
        self.act("counter_officer", dossier, "return", collection=None)
        self.assertEqual(dossier.state, "returned")
        self.assertFalse(dossier.collection_ids)

    def test_it_is_written_once_and_by_the_return_alone(self):
        collection = self.give(self.to_resolved()).collection_ids
        mine = self.as_role("counter_officer", collection)
        for act in (
            lambda: mine.write({"name": "Somebody else"}),
            lambda: mine.create({"dossier_id": collection.dossier_id.id}),
            mine.unlink,
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            collection.dossier_id.with_user(self.users["counter_officer"]).write(
                {"collection_ids": [(0, 0, {"name": "x", "collector": "owner"})]}
            )

    def test_the_signature_stands_behind_the_wall_of_its_dossier(self):
        dossier = self.give(self.to_resolved())
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "onestop.dossier.collection"),
                ("res_field", "=", "signature"),
                ("res_id", "=", dossier.collection_ids.id),
            ]
        )
        self.assertTrue(file.with_user(self.users["counter_officer"]).raw)
        for role in ("treasurer", "administrator", "it_technician"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                file.with_user(self.users[role]).read(["raw"])
        with self.assertRaises(AccessError):
            file.with_user(self.portal).read(["raw"])

    # ---------------------------------------------------------------------- the screen

    def test_one_scan_finds_the_dossier_and_one_fills_in_who_collects(self):
        dossier = self.to_resolved()
        token = self.env["onestop.check.token"]._issue(dossier, "receipt")
        screen = self.screen()
        screen._barcode_scanned = f"https://mot-cua.example/check/{token}"
        self.assertEqual(screen.code, dossier.code)
        self.assertEqual(screen.owner_name, "Owner T")
        screen._barcode_scanned = CARD
        self.assertEqual(
            (screen.collector, screen.name, screen.identity_checked),
            ("owner", "Owner T", True),
        )
        screen.signature = SIGNATURE
        screen.save().action_hand_out()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(dossier.collection_ids.name, "Owner T")

    @pytest.mark.article("Decree 61/2018", "6.2")
    def test_the_card_of_somebody_else_asks_for_the_authorisation(self):
        dossier = self.to_resolved()
        screen = self.screen()
        screen.code = dossier.code.lower()
        screen._barcode_scanned = STRANGER
        self.assertEqual(
            (screen.collector, screen.identity_number), ("authorised", "001077000003")
        )
        screen.signature = SIGNATURE
        with self.assertRaisesRegex(UserError, "shows the authorisation"):
            screen.save().action_hand_out()

    def test_what_is_still_to_be_paid_is_taken_on_the_same_screen(self):
        fee = {"kind": "fee", "name": "Fee", "amount": 50000}
        self.version = self.make_version("9.900050", fee_ids=[(0, 0, fee)])
        dossier = self.to_resolved()
        screen = self.screen()
        screen.code = dossier.code
        self.assertEqual(screen.amount_due, 50000)
        screen.identity_checked, screen.signature = True, SIGNATURE
        with self.assertRaisesRegex(UserError, "not paid"):
            screen.save().action_hand_out()
        screen.fee_taken = True
        screen.save().action_hand_out()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(dossier.fee_ids.receipt_label, "AB/26T 0000001")

    def test_of_the_code_of_the_survey_it_is_said_that_it_is_another(self):
        find = self.as_role(
            "counter_officer", self.env["onestop.counter.group"]
        )._dossier_of_paper
        with self.assertRaisesRegex(UserError, "Scan the other code"):
            find("https://x.example/rate/9.900001/T-ONE")

    def test_a_dossier_of_another_counter_is_not_found_out_about(self):
        dossier = self.to_resolved()
        find = self.as_role(
            "counter_officer", self.env["onestop.counter.group"]
        )._dossier_of_paper
        self.assertEqual(find(dossier.code), dossier)
        self.assertEqual(find(dossier.tracking_number), dossier)
        other = self.env["onestop.counter.group"].create(
            {"name": "Counter U", "department_id": self.centre.id}
        )
        with ENGINE.held():
            dossier.counter_group_id = other
        with self.assertRaisesRegex(UserError, "at another counter: Counter U"):
            find(dossier.code)
        elsewhere = self.env["onestop.counter.group"].create(
            {
                "name": "Counter V",
                "department_id": self.centre.copy({"name": "Centre V", "code": "V"}).id,
            }
        )
        with ENGINE.held():
            dossier.counter_group_id = elsewhere
        token = self.env["onestop.check.token"]._issue(dossier, "receipt")
        told = set()
        for text in (
            dossier.code,
            dossier.code[:-1] + "9",
            f"https://x.example/check/{token}",
            f"https://x.example/check/{32 * 'A'}",
            "anything",
        ):
            with self.assertRaises(UserError) as caught:
                find(text)
            told.add(str(caught.exception))
        self.assertEqual(told, {"No dossier of this centre has this code."})

    def test_the_screen_shows_nothing_of_a_dossier_of_another_counter(self):
        dossier = self.to_resolved()
        with ENGINE.held():
            dossier.counter_group_id = self.env["onestop.counter.group"].create(
                {"name": "Counter U", "department_id": self.centre.id}
            )
        screens = self.as_role("counter_officer", self.env["onestop.collection"])
        screen = screens.create({"dossier_id": dossier.id})
        for name in ("owner_name", "procedure_id", "result_ids", "amount_due"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                screen.invalidate_recordset()
                screen.read([name])
            with self.subTest(onchange=name), self.assertRaises(AccessError):
                screens.onchange({"dossier_id": dossier.id}, ["dossier_id"], {name: {}})
        with self.assertRaises(AccessError):
            screen.action_hand_out()

    def test_the_button_of_the_dossier_opens_the_screen(self):
        dossier = self.as_role("counter_officer", self.to_resolved())
        action = dossier.with_context(onestop_code="return").action_act()
        self.assertEqual(action["res_model"], "onestop.collection")
        screen = self.env["onestop.collection"].browse(action["res_id"])
        self.assertEqual(screen.dossier_id, dossier)
