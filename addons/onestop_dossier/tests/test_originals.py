"""Originals that people leave at the counter go back to them, and it is told to whom
(Decree 61/2018, art. 20)."""

import json

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..engine.archive_holding import Holding
from ..engine.counter_board import CounterBoard
from .common import MONDAY, DossierCase

PAPERS = [
    (0, 0, {"name": "Application", "originals": 1}),
    (0, 0, {"name": "Deed", "originals": 2, "required": False}),
    (0, 0, {"name": "Card", "only_shown": True, "originals": 1, "required": False}),
]
# The counter notes that the deed goes back; the application stays in the file.
BROUGHT = [
    {"component": "Application", "originals": 1},
    {"component": "Deed", "originals": 2, "goes_back": True},
    {"component": "Card"},
]


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOriginals(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version("9.900080", component_ids=PAPERS)

    def filed(self, **vals):
        """A dossier that was filed at the counter, with a deed that goes back."""
        officer = self.users["counter_officer"]
        values = {"channel": "in_person", "components": BROUGHT, **vals}
        return self.file(officer, **values)

    def received(self, **vals):
        return self.act("counter_officer", self.filed(**vals), "accept")

    def resolved(self, code="decide", **vals):
        dossier = self.received(**vals)
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, code, "By the law.")
        return self.act("clerk", dossier, "seal")

    def give(self, dossier, role="counter_officer", **options):
        return self.as_role(role, dossier).give_originals(self.collected(), **options)

    def owed(self, role="counter_officer"):
        """What stands on the list of what has ended."""
        dossiers = self.as_role(role, self.env["onestop.dossier"])
        return dossiers.search([("originals_owed", "=", True)])

    def told(self, dossier, code):
        """The last row of the journal with this code, its data read."""
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", code)], order="id desc", limit=1
        )
        return row and json.loads(row.data)

    def paper(self, dossier, name):
        return dossier.component_ids.filtered(lambda one: one.name == name)

    @pytest.mark.article("Decree 61/2018", "20")
    def test_the_counter_sees_what_is_kept_and_what_goes_back(self):
        dossier = self.received()
        seen = self.as_role("counter_officer", dossier)
        # The card was compared and given back at once.
        self.assertEqual(seen.originals_kept, "Application (1), Deed (2)")
        self.assertFalse(seen.originals_due)
        self.assertTrue(seen.may_give_originals)
        self.assertFalse(self.as_role("department_officer", dossier).may_give_originals)
        dossier = self.resolved()
        self.assertEqual(dossier.originals_due, "Deed (2)")

    def test_what_is_only_shown_is_told_apart_on_the_screen(self):
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        intake = screen.save()
        self.assertTrue(intake.has_shown)
        shown = [(one.name, one.only_shown) for one in intake.component_ids]
        self.assertEqual(
            shown, [("Application", False), ("Deed", False), ("Card", True)]
        )

    @pytest.mark.article("Decree 61/2018", "20")
    def test_no_result_leaves_while_an_original_stays_in_silence(self):
        dossier = self.resolved()
        with self.assertRaisesRegex(UserError, r"go back: Deed \(2\)"):
            self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "resolved")
        given = self.collected(originals_given=True)
        self.act("counter_officer", dossier, "return", collection=given)
        self.assertEqual(dossier.collection_ids.originals, "Deed (2)")
        self.assertFalse(dossier.collection_ids.only_originals)
        deed = self.paper(dossier, "Deed")
        self.assertEqual((deed.originals_back, deed.originals_kept), (2, 0))
        self.assertEqual(self.told(dossier, "return")["originals"], {str(deed.id): 2})
        self.assertFalse(self.owed())
        # The application stays in the file, and is no debt.
        self.assertEqual(dossier.originals_kept, "Application (1)")
        sheet = self.env["report.onestop_dossier.form_control_slip"]
        line = sheet._get_report_values(dossier.ids)["sheets"][0]["lines"][-1]
        self.assertEqual(line["note"], "Trả lại bản chính: Deed (2)")

    def test_whoever_keeps_one_says_why_and_it_stands_on_the_list_until_it_is_back(
        self,
    ):
        dossier = self.resolved()
        self.act("counter_officer", dossier, "return", "The deed is at the court.")
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(self.owed(), dossier)
        self.assertFalse(dossier.collection_ids.originals)
        self.give(dossier)
        self.assertFalse(self.owed())
        second = dossier.collection_ids.filtered("only_originals")
        self.assertEqual((second.originals, second.name), ("Deed (2)", "Owner T"))
        self.assertTrue(second.signature)
        deed = self.paper(dossier, "Deed")
        self.assertEqual(
            self.told(dossier, "originals_back"),
            {"originals": {str(deed.id): 2}, "collector": "owner"},
        )
        # And not twice.
        with self.assertRaisesRegex(UserError, "look at the list again"):
            self.give(dossier, papers=[deed.id])

    @pytest.mark.article("Decree 61/2018", "20")
    def test_what_is_refused_at_intake_goes_back_whole(self):
        dossier = self.filed()
        self.act("counter_officer", dossier, "reject", "Not ours.")
        self.assertEqual(self.owed(), dossier)
        self.assertEqual(dossier.originals_due, "Application (1), Deed (2)")
        self.give(dossier)
        self.assertFalse(self.owed())
        # On the spot it is one gesture: they sign the form for it.
        dossier = self.filed()
        self.act(
            "counter_officer", dossier, "reject", "Not ours.", originals_given=True
        )
        self.assertFalse(self.owed())
        taken = dossier.collection_ids
        self.assertEqual(
            (taken.originals, taken.name, taken.unsigned_reason),
            ("Application (1), Deed (2)", "Owner T", "Signed for on the form"),
        )
        self.assertIn("originals", self.told(dossier, "reject"))

    def test_the_dialog_of_a_refusal_proposes_it_where_they_stand_there(self):
        officer = self.users["counter_officer"]

        def dialog(dossier):
            window = self.env["onestop.dossier.action"].with_user(officer)
            action = window._open(dossier.with_user(officer), "reject")
            return window.browse(action["res_id"])

        here = dialog(self.filed())
        self.assertEqual(here.originals, "Application (1), Deed (2)")
        self.assertTrue(here.originals_given)
        posted = dialog(self.filed(channel="post"))
        self.assertTrue(posted.originals)
        self.assertFalse(posted.originals_given)
        online = dialog(self.file())
        self.assertFalse(online.originals or online.originals_given)

    @pytest.mark.article("Decree 61/2018", "20")
    def test_what_was_withdrawn_goes_back_at_the_counter_and_nowhere_else(self):
        dossier = self.received()
        self.act("counter_officer", dossier, "withdraw", "Letter of 9 March.")
        with self.assertRaisesRegex(UserError, "at the counter that received"):
            self.act(
                "department_officer", dossier, "stop", "Asked.", originals_given=True
            )
        self.act("department_officer", dossier, "stop", "Asked.")
        self.assertEqual(self.owed(), dossier)
        for role in ("department_officer", "department_head", "clerk", "supervisor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.give(dossier, role)
        stranger = self.make_user("test_originals", ("counter_officer", self.other))
        with self.assertRaises(AccessError):
            dossier.with_user(stranger).give_originals(self.collected())
        with self.assertRaises(AccessError):
            dossier.with_user(self.portal).give_originals(self.collected())
        self.give(dossier)
        self.assertFalse(self.owed())

    def test_where_resolution_is_refused_all_of_it_goes_back(self):
        dossier = self.resolved("refuse")
        self.assertEqual(dossier.originals_due, "Application (1), Deed (2)")
        given = self.collected(originals_given=True)
        self.act("counter_officer", dossier, "return", collection=given)
        self.assertEqual(dossier.collection_ids.originals, "Application (1), Deed (2)")

    def test_one_is_given_back_while_the_dossier_goes_on(self):
        dossier = self.received()
        deed = self.paper(dossier, "Deed")
        application = self.paper(dossier, "Application")
        other = self.paper(self.received(), "Deed")
        for papers in ([other.id], [deed.id, other.id], [], ["x"], "all", {"a": 1}):
            with self.subTest(papers=papers), self.assertRaises(UserError):
                self.give(dossier, papers=papers)
        self.give(dossier, papers=[deed.id])
        self.assertEqual(dossier.originals_kept, "Application (1)")
        self.assertEqual(application.originals_back, 0)
        self.assertEqual(dossier.state, "processing")

    def test_who_takes_them_signs_as_for_a_result(self):
        dossier = self.received()
        values = self.collected(signature=None)
        with self.assertRaisesRegex(UserError, "signs, or say why"):
            self.as_role("counter_officer", dossier).give_originals(values)
        self.assertFalse(dossier.collection_ids)

    def test_the_screen_gives_back_what_goes_back(self):
        dossier = self.received()
        officer = self.users["counter_officer"]
        action = dossier.with_user(officer).action_give_originals()
        screen = self.env["onestop.collection"].with_user(officer)
        screen = screen.browse(action["res_id"])
        self.assertEqual(screen.originals, "Deed (2)")
        self.assertFalse(screen.amount_due)
        screen.write({"identity_checked": True, "unsigned_reason": "A broken arm."})
        screen.action_hand_out()
        self.assertEqual(dossier.originals_kept, "Application (1)")
        self.assertEqual(dossier.state, "processing")
        dossier = self.resolved()
        action = (
            self.env["onestop.collection"]
            .with_user(officer)
            ._open(dossier.with_user(officer))
        )
        screen = screen.browse(action["res_id"])
        self.assertEqual(screen.originals, "Deed (2)")
        screen.write({"identity_checked": True, "unsigned_reason": "A broken arm."})
        with self.assertRaisesRegex(UserError, "Originals are kept"):
            screen.action_hand_out()
        screen.originals_given = True
        screen.action_hand_out()
        self.assertEqual(dossier.state, "returned")
        self.assertFalse(self.owed())

    def test_what_is_filed_online_keeps_nothing(self):
        dossier = self.file(components=BROUGHT)
        self.act("counter_officer", dossier, "accept")
        self.assertFalse(dossier.originals_kept)
        # Until the counter takes one in with a supplement.
        self.act("department_officer", dossier, "request_supplement", "The deed.")
        brought = [{"component": "Deed", "originals": 1, "goes_back": True}]
        self.act("counter_officer", dossier, "supplement", components=brought)
        self.assertEqual(dossier.originals_kept, "Deed (1)")

    def test_a_result_that_is_downloaded_waits_for_the_originals(self):
        dossier = self.resolved(delivery="electronic")
        self.assertEqual(dossier.state, "resolved")
        self.give(dossier)
        self.assertEqual(dossier.state, "returned")

    def test_the_post_brings_them_with_the_result(self):
        dossier = self.resolved(delivery="post", delivery_address="Street 1")
        self.act("counter_officer", dossier, "return", collection=None)
        self.assertEqual(self.paper(dossier, "Deed").originals_back, 2)
        self.assertFalse(self.owed())

    def test_a_supplement_takes_nothing_away_from_what_is_kept(self):
        dossier = self.received()
        self.act("department_officer", dossier, "request_supplement", "A scan.")
        brought = [{"component": "Deed", "originals": 0, "goes_back": False}]
        brought[0]["files"] = [self.pdf("deed.pdf")]
        self.act("counter_officer", dossier, "supplement", components=brought)
        deed = self.paper(dossier, "Deed")
        self.assertEqual((deed.originals_kept, deed.goes_back), (2, True))

    def test_a_file_alone_brings_no_paper_along(self):
        dossier = self.file(components=[{"component": "Application"}])
        self.act("counter_officer", dossier, "request_supplement", "The deed.")
        brought = [{"component": "Deed", "originals": 1, "goes_back": True}]
        brought[0]["files"] = [self.pdf("deed.pdf")]
        self.act("portal", dossier, "supplement", components=brought)
        self.assertFalse(dossier.originals_kept)

    def test_nobody_writes_by_hand_that_it_was_given_back(self):
        dossier = self.filed()
        deed = self.paper(dossier, "Deed")
        for user in (self.users["counter_officer"], self.users["department_head"]):
            for vals in (
                {"originals_back": 2},
                {"only_shown": True},
                {"on_paper": True},
            ):
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRaises(AccessError):
                        deed.with_user(user).write(vals)
        # What the counter sees it notes, as long as the papers are being checked.
        self.as_role("counter_officer", deed).goes_back = False
        self.act("counter_officer", dossier, "accept")
        with self.assertRaises(AccessError):
            self.as_role("counter_officer", deed).goes_back = True

    def test_what_is_owed_keeps_a_dossier_out_of_the_archive(self):
        dossier = self.filed()
        self.act("counter_officer", dossier, "reject", "Not ours.")
        self.assertIn("originals", Holding(dossier).codes()[dossier.id])
        self.give(dossier)
        self.assertNotIn("originals", Holding(dossier).codes()[dossier.id])

    def test_the_board_has_them_while_there_are_any(self):
        def columns():
            env = self.env(user=self.users["counter_officer"])
            return {one["key"]: one for one in CounterBoard(env).read()["columns"]}

        self.assertNotIn("originals", columns())
        dossier = self.filed()
        self.act("counter_officer", dossier, "reject", "Not ours.")
        [row] = columns()["originals"]["rows"]
        self.assertEqual(
            (row["id"], row["note"]), (dossier.id, "Application (1), Deed (2)")
        )
        self.give(dossier)
        self.assertNotIn("originals", columns())
