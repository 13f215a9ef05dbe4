"""Of two who saw one state of a dossier, the second is told what the first changed."""

import base64
import json
from functools import partial

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.seen_state import SeenState
from ..engine.right import ENGINE
from ..engine.stale_error import StaleError
from ..models.onestop_seen import FILLED_IN
from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSeen(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, name in (
            ("counter_officer", "Counter Officer"),
            ("department_officer", "Officer"),
            ("department_head", "Head"),
        ):
            cls.users[role].name = name
        cls.neighbour = cls.make_user("neighbour", ("counter_officer", cls.centre))
        cls.neighbour.name = "Neighbour"
        cls.counter.user_ids |= cls.neighbour

    def draft(self):
        return self.as_role("counter_officer", self.env["onestop.dossier"]).create(
            {
                "version_id": self.version.id,
                "owner_name": "Owner T",
                "owner_phone": "0900000001",
            }
        )

    def colleague(self, dossier):
        """The same dossier, as whoever sits at the same counter has it open."""
        return dossier.with_user(self.neighbour)

    @staticmethod
    def seen(dossier):
        """What a form that is loaded now sees."""
        dossier.invalidate_recordset()
        return dossier.seen

    def refused(self, function, *words):
        """Refused with these words, in this order."""
        with self.assertRaises(StaleError) as raised, self.env.cr.savepoint():
            function()
        told = str(raised.exception)
        places = [told.find(word) for word in words]
        self.assertEqual((places, -1 in places), (sorted(places), False), told)
        return told

    # ------------------------------------------------------------------ what is told

    def test_a_field_that_somebody_else_changed_is_told_with_old_and_new_value(self):
        draft = self.draft()
        second = self.colleague(draft)
        seen = second.seen
        draft.write({"owner_phone": "0911111111", "delivery": "post"})
        draft.flush_recordset()
        for change in ({"owner_phone": "0922222222"}, {"content": "Another thing"}):
            self.refused(
                partial(second.write, {**change, "seen": seen}),
                "not as you saw it any more",
                "Counter Officer: Return of the result: “At the counter” became “By post”",
                "Counter Officer: Telephone: “0900000001” became “0911111111”",
            )
        self.assertEqual(draft.owner_phone, "0911111111")
        # Who loads it and means it all the same, writes.
        second.write({"owner_phone": "0922222222", "seen": self.seen(second)})
        self.assertEqual(draft.owner_phone, "0922222222")

    def test_an_answer_that_somebody_else_changed_is_told_in_words(self):
        questions = (
            {"name": "purpose", "label": "Purpose", "type": "char"},
            {"name": "kind", "label": "Kind", "type": "selection", "options": "n|New"},
            {"name": "since", "label": "Since", "type": "date"},
            {"name": "area", "label": "Area", "type": "integer"},
            {"name": "has_house", "label": "House", "type": "boolean"},
        )
        self.version = self.make_version(
            "9.900360", eform_field_ids=[(0, 0, one) for one in questions]
        )
        draft = self.draft()
        draft.write({"properties": {"purpose": "A house", "area": 100}})
        second = self.colleague(draft)
        seen = self.seen(second)
        changed = {
            "purpose": "A barn",
            "kind": "n",
            "since": "2026-03-02",
            "area": 50,
            "has_house": True,
        }
        draft.write({"properties": changed})
        draft.flush_recordset()
        self.refused(
            partial(second.write, {"content": "Another thing", "seen": seen}),
            "Counter Officer: Purpose: “A house” became “A barn”",
            "Kind: “” became “New”",
            "Since: “” became “02/03/2026”",
            "Area: “100” became “50”",
            "House: “No” became “Yes”",
        )
        second.write({"content": "Another thing", "seen": self.seen(second)})

    def test_whoever_saw_the_present_state_writes(self):
        draft = self.draft()
        draft.write({"content": "One", "seen": self.seen(draft)})
        draft.write({"content": "Two", "seen": self.seen(draft)})
        self.assertEqual(draft.content, "Two")

    def test_a_paper_that_was_checked_meanwhile_is_told(self):
        dossier = self.file()
        first = self.as_role("counter_officer", dossier)
        second = self.colleague(dossier)
        seen, paper = second.seen, first.component_ids[0]
        change = [(1, paper.id, {"received": True, "defect": "Unsigned"})]
        first.write({"component_ids": change, "seen": first.seen})
        paper.flush_recordset()
        self.refused(
            partial(
                second.write,
                {"component_ids": [(1, paper.id, {"copies": 3})], "seen": seen},
            ),
            "Counter Officer: Application: “",
            "became “Received, originals: 1, copies: 0, Unsigned”",
        )
        self.assertEqual((paper.copies, paper.defect), (0, "Unsigned"))

    def test_an_action_on_what_moved_on_is_refused_with_who_did_what_when(self):
        dossier = self.to_processing()
        officer = self.as_role("department_officer", dossier)
        head = self.as_role("department_head", dossier)
        seen = head.seen
        with freeze_time("2026-03-09 03:20:00"):
            officer.action_transition("complete_step")
        self.refused(
            partial(head.action_transition, "decide", None, {"seen": seen}),
            "• 10:20 09/03/2026, Officer: Complete the step “Appraise”",
        )
        self.assertEqual(dossier.state, "processing")
        head.action_transition("decide", None, {"seen": self.seen(head)})
        self.assertEqual(dossier.outcome, "granted")

    def test_a_reason_is_told_with_the_act(self):
        dossier = self.to_processing()
        head = self.as_role("department_head", dossier)
        seen = head.seen
        self.act(
            *("department_officer", dossier, "suspend", "Tax notice 12."),
            ground="other",
            legal_basis="Law T, art. 3",
        )
        self.refused(
            partial(head.action_transition, "refuse", "No.", {"seen": seen}),
            "Let the term stand still – Tax notice 12.",
        )

    def test_a_step_that_somebody_took_is_a_change(self):
        dossier = self.to_processing()
        second = self.make_user("second", ("department_officer", self.department))
        theirs = dossier.with_user(second)
        seen = theirs.seen
        self.as_role("department_officer", dossier.step_ids).action_take()
        self.refused(
            partial(theirs.action_transition, "complete_step", None, {"seen": seen}),
            "Officer: Taken: Officer “Appraise”",
        )

    def test_what_was_looked_up_told_or_carried_is_no_change(self):
        dossier = self.to_processing()
        officer = self.as_role("department_officer", dossier)
        seen = officer.seen
        for code in ("look_up", "notice_sent", "paper_handed", "urge", "guide"):
            self.env["onestop.journal"]._append(dossier, code, "system")
        officer.action_transition("complete_step", None, {"seen": seen})
        self.assertEqual(self.journal(dossier)[-1], "complete_step")

    def test_of_very_much_the_last_is_told(self):
        dossier = self.to_processing()
        seen = self.as_role("department_head", dossier).seen
        run = self.as_role("department_officer", dossier.step_ids)
        for _time in range(10):
            run.action_take()
            run.action_release("Busy.")
        told = self.refused(
            partial(
                self.as_role("department_head", dossier)._refuse_unseen,
                seen,
            )
        )
        self.assertEqual(told.count("•"), 12)

    # ----------------------------------------------------------------------- dialogs

    def test_a_button_that_asks_nothing_is_refused_from_an_old_form(self):
        dossier = self.file()
        counter = self.as_role("counter_officer", dossier)
        seen = counter.seen
        self.colleague(dossier).action_transition(
            "request_supplement", "Page 2 is missing."
        )
        act = counter.with_context(onestop_code="accept").action_act
        self.refused(
            partial(act, seen), "Neighbour: Request a supplement – Page 2 is missing."
        )
        self.assertEqual(dossier.state, "supplement")

    def test_a_dialog_does_not_open_from_an_old_form(self):
        dossier = self.to_processing()
        head = self.as_role("department_head", dossier)
        seen = head.seen
        self.act("department_officer", dossier, "complete_step")
        act = head.with_context(onestop_code="decide").action_act
        self.refused(partial(act, seen), "Complete the step")
        # Without: as a program, or a button of a list.
        self.assertEqual(act()["res_model"], "onestop.dossier.action")

    def dialog(self, role, dossier, code, **typed):
        mine = self.as_role(role, dossier)
        action = mine.with_context(onestop_code=code).action_act(mine.seen)
        dialog = mine.env["onestop.dossier.action"].browse(action["res_id"])
        dialog.write(typed)
        return dialog

    def test_a_dialog_shows_what_changed_and_keeps_what_was_typed(self):
        dossier = self.to_processing()
        typed = "The notice of tax is on its way."
        dialog = self.dialog(
            *("department_officer", dossier, "suspend"),
            reason=typed,
            legal_basis="Law T",
        )
        second = self.make_user("second", ("department_officer", self.department))
        second.name = "Second"
        dossier.step_ids.with_user(second).action_take()
        self.assertEqual(dialog.action_confirm()["res_id"], dialog.id)
        self.assertEqual(dossier.state, "processing")
        self.assertIn("Second: Taken: Second “Appraise”", dialog.changes)
        self.assertEqual((dialog.reason, dialog.gone), (typed, False))
        # Read, and meant all the same.
        self.assertEqual(
            dialog.action_confirm(), {"type": "ir.actions.act_window_close"}
        )
        self.assertEqual(dossier.state, "payment")

    def test_a_dialog_says_that_its_action_is_possible_no_more(self):
        dossier = self.to_processing()
        typed = "Approved under the old plan."
        first = self.dialog("department_officer", dossier, "complete_step")
        second = self.dialog("department_officer", dossier, "complete_step")
        second.reason = typed
        first.action_confirm()
        second.action_confirm()
        self.assertTrue(second.gone)
        self.assertEqual(second.reason, typed)
        self.assertIn("Officer: Complete the step “Appraise”", second.changes)
        self.assertEqual(self.journal(dossier).count("complete_step"), 1)
        # Whoever sends it all the same is refused by the law, as ever.
        with self.assertRaises(UserError):
            second.action_confirm()

    def test_a_choice_of_ways_stays_where_it_is_still_offered(self):
        version = self.make_version(
            "9.900002",
            ways={
                "Appraise": [
                    {"outcome": "on", "name": "Go on"},
                    {"outcome": "skip", "name": "Skip", "to": "Decide"},
                ]
            },
        )
        dossier = self.to_processing(procedure=version.procedure_id.code)
        dialog = self.dialog("department_officer", dossier, "complete_step")
        dialog.way_id = dialog.way_ids[0]
        chosen = dialog.way_id
        self.as_role("department_officer", dossier.step_ids).action_take()
        dialog.action_confirm()
        self.assertEqual((dialog.way_id, dialog.gone), (chosen, False))

    # ------------------------------------------------------- neither more nor less

    def test_without_it_only_law_and_state_refuse(self):
        draft = self.draft()
        seen = self.colleague(draft).seen
        draft.owner_phone = "0911111111"
        self.env.flush_all()
        self.colleague(draft).write({"content": "As a program"})
        self.colleague(draft).write({"content": "As a program", "seen": False})
        for context in ({"seen": seen}, {"default_seen": seen}):
            self.colleague(draft).with_context(**context).write(
                {"content": "Once more"}
            )
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide", seen=None)
        self.assertEqual(dossier.outcome, "granted")

    def test_what_is_no_token_is_refused_with_a_sentence(self):
        draft = self.draft()
        nested = base64.urlsafe_b64encode(b"[" * 100_000).decode()
        for token in ("x", 7, ["x"], {"row": 1}, "e30=", "A" * 200_001, "€", nested):
            with self.subTest(token=str(token)[:10]):
                for attack in (
                    partial(draft.write, {"content": "One", "seen": token}),
                    partial(draft.action_transition, "submit", None, {"seen": token}),
                    partial(
                        draft.with_context(onestop_code="submit").action_act, token
                    ),
                ):
                    with self.assertRaisesRegex(UserError, "Load it again"):
                        with self.env.cr.savepoint():
                            attack()

    def test_a_token_of_ones_own_making_shows_nothing_that_one_may_not_read(self):
        dossier = self.file()
        made_up = SeenState(0, {"owner_phone": "x", "partner_id": "x", "answers": "x"})
        stranger = self.make_user("stranger", ("department_head", self.other))
        for attack in (
            partial(dossier.with_user(stranger)._refuse_unseen, made_up.encode()),
            partial(dossier.with_user(stranger).write, {"seen": made_up.encode()}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attack()
        told = self.refused(
            partial(
                self.as_role("counter_officer", dossier)._refuse_unseen,
                made_up.encode(),
            )
        )
        # What was filed is settled, and none of it is looked at.
        self.assertNotIn("became", told)

    def test_neither_a_citizen_nor_a_role_without_dossiers_reads_what_is_sent(self):
        dossier = self.file()
        with self.assertRaises(AccessError):
            dossier.with_user(self.portal).read(["seen"])
        with self.assertRaises(AccessError):
            dossier.with_user(self.users["administrator"]).read(["seen"])

    def test_all_that_a_form_of_a_draft_changes_is_compared(self):
        view = self.env.ref("onestop_dossier.onestop_dossier_view_form")
        arch = self.env["onestop.dossier"].get_view(view.id)["models"]
        shown = set(arch["onestop.dossier"])
        dossier = self.env["onestop.dossier"]
        changed = {
            name
            for name in shown
            if name in dossier._fields
            and dossier._fields[name].store
            and not dossier._fields[name].readonly
            and dossier._fields[name].type != "one2many"
        }
        # Papers are compared one by one; the rest is shown only.
        beside = {
            *("submitter_attachment_ids", "properties", "answers", "helped_by"),
            *("received_department_id", "counter_group_id"),
        }
        self.assertEqual(changed - beside - set(FILLED_IN), set())

    def test_papers_are_checked_on_the_form_and_nothing_else_of_them(self):
        dossier = self.file()
        mine = self.as_role("counter_officer", dossier)
        paper = mine.component_ids[0]
        mine.write({"component_ids": [(1, paper.id, {"received": True})]})
        self.assertTrue(paper.received)
        other = self.file().component_ids[0]
        far = self.env["onestop.counter.group"].create(
            {"name": "Counter U", "department_id": self.centre.id}
        )
        with ENGINE.held():
            other.dossier_id.counter_group_id = far
        for command in (
            (1, paper.id, {"name": "Another"}),
            (1, other.id, {"received": True}),
            (2, paper.id, 0),
            (0, 0, {"name": "More"}),
            (6, 0, []),
        ):
            with self.subTest(command=command), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    mine.write({"component_ids": [command]})
        self.act("counter_officer", dossier, "accept")
        with self.assertRaises(AccessError):
            mine.write({"component_ids": [(1, paper.id, {"received": False})]})

    def test_a_token_holds_what_the_form_shows_and_no_more(self):
        draft = self.draft()
        row, texts = json.loads(base64.urlsafe_b64decode(draft.seen))
        self.assertEqual(row, 0)
        self.assertEqual(texts["owner_phone"], "0900000001")
        self.assertEqual(len(texts), len(FILLED_IN) + len(draft.component_ids))
        row, texts = json.loads(
            base64.urlsafe_b64decode(
                self.as_role("department_officer", self.to_processing()).seen
            )
        )
        self.assertTrue(row)
        self.assertEqual(texts, {})
