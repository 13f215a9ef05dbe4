"""The ways out of a step that a process names are those that the engine takes."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

STEPS = (
    # name, kind, place, role, hours
    ("Check", "work", "competent", "department_officer", 4),
    ("Visit", "work", "competent", "department_officer", 8),
    ("Draft", "work", "competent", "department_officer", 8),
    ("Decide", "decision", "competent", "department_head", 4),
    ("Seal", "seal", "competent", "clerk", 2),
    ("Return", "return", "received", "counter_officer", 0),
)
ON = {"outcome": "visit", "name": "A visit is needed"}
SIMPLE = {"outcome": "simple", "name": "No visit", "to": "Draft"}
GRANT = {"code": "decide", "outcome": "granted", "name": "Grant"}
REFUSE = {"code": "refuse", "outcome": "refused", "name": "Refuse"}
REDRAFT = {"outcome": "sent_back", "name": "Return for redrafting", "to": "Draft"}
WAYS = {"Check": [ON, SIMPLE], "Decide": [GRANT, REFUSE, REDRAFT]}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWays(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version("9.900010", STEPS, ways=WAYS)

    def use(self, code, steps=STEPS, ways=None, **vals):
        """Let dossiers be of another version."""
        self.version = self.make_version(code, steps, ways=ways or {}, **vals)

    def runs(self, dossier):
        """(step, state) of every run, in the order in which they were opened."""
        return [(run.name, run.state) for run in dossier.step_ids.sorted("id")]

    def open(self, dossier):
        runs = dossier.step_ids.filtered(lambda run: run.state == "open")
        return sorted(runs.mapped("name"))

    def officer(self, dossier, outcome=None, reason=None, **values):
        values = {"outcome": outcome, **values} if outcome else values
        return self.act(
            "department_officer", dossier, "complete_step", reason, **values
        )

    def to_decision(self):
        dossier = self.to_processing()
        self.officer(dossier, "simple")
        return self.officer(dossier)

    def offered(self, role, dossier):
        rows = self.as_role(role, dossier).available_transitions()
        return {
            row["code"]: [one["outcome"] for one in row["outcomes"]] for row in rows
        }

    # ------------------------------------------------------------- choosing a way

    def test_a_step_is_left_by_the_way_that_is_chosen(self):
        dossier = self.to_processing()
        self.officer(dossier, "visit")
        self.assertEqual(self.open(dossier), ["Visit"])
        other = self.to_processing()
        self.officer(other, "simple")
        self.assertEqual(self.open(other), ["Draft"])
        check = other.step_ids.filtered(lambda run: run.name == "Check")
        self.assertEqual(check.outcome, "simple")
        self.assertEqual(check.transition_id.name, "No visit")

    def test_what_is_passed_over_has_no_run_and_no_place_in_the_progress(self):
        dossier = self.to_processing()
        names = [row["name"] for row in dossier._progress()]
        self.assertIn("Visit", names)
        self.officer(dossier, "simple")
        self.assertNotIn("Visit", dossier.step_ids.mapped("name"))
        names = [row["name"] for row in dossier._progress()]
        self.assertEqual(
            names, ["Filed", "Received", "Check", "Draft", "Decide", "Seal", "Return"]
        )

    def test_the_outcomes_are_offered_with_their_names_to_whoever_may(self):
        dossier = self.to_processing()
        rows = self.as_role("department_officer", dossier).available_transitions()
        [row] = [row for row in rows if row["code"] == "complete_step"]
        run = dossier.step_ids
        self.assertEqual(
            [
                (one["outcome"], one["label"], one["step_id"], one["sends_back"])
                for one in row["outcomes"]
            ],
            [
                ("visit", "A visit is needed", run.id, False),
                ("simple", "No visit", run.id, False),
            ],
        )
        self.assertNotIn("complete_step", self.offered("department_head", dossier))
        self.officer(dossier, "simple")
        self.officer(dossier)
        offered = self.offered("department_head", dossier)
        self.assertEqual(offered["decide"], ["granted"])
        self.assertEqual(offered["refuse"], ["refused"])
        self.assertEqual(offered["complete_step"], ["sent_back"])

    def test_where_there_are_several_one_has_to_be_chosen(self):
        dossier = self.to_processing()
        with self.assertRaisesRegex(UserError, "A visit is needed, No visit"):
            self.officer(dossier)
        self.assertEqual(self.open(dossier), ["Check"])

    def test_an_outcome_of_another_step_is_none_of_this(self):
        dossier = self.to_processing()
        for outcome in ("sent_back", "granted", "nothing", ["visit"], {"a": 1}, 1):
            with self.subTest(outcome=outcome), self.assertRaises(UserError):
                self.officer(dossier, outcome)
        self.officer(dossier, "visit")
        # “Visit” offers nothing to choose.
        for outcome in ("visit", "simple", "anything"):
            with self.subTest(outcome=outcome), self.assertRaises(UserError):
                self.officer(dossier, outcome)
        self.assertEqual(self.open(dossier), ["Visit"])

    def test_the_same_outcome_twice_is_taken_once(self):
        dossier = self.to_processing()
        run = dossier.step_ids
        self.officer(dossier, "visit", step_id=run.id)
        for values in ({"outcome": "visit"}, {"step_id": run.id}):
            with self.assertRaises(UserError):
                self.officer(dossier, **{"outcome": "visit", **values})
        # A second click that names its step does not do the step that follows.
        with self.assertRaises(UserError):
            self.officer(dossier, step_id=run.id)
        self.assertEqual(self.open(dossier), ["Visit"])

    def test_a_run_of_another_dossier_is_none_of_this(self):
        mine, other = self.to_processing(), self.to_processing()
        with self.assertRaises(UserError):
            self.officer(mine, "simple", step_id=other.step_ids.id)
        self.assertEqual(self.open(other), ["Check"])

    def test_another_department_takes_no_way(self):
        dossier = self.to_processing()
        stranger = self.make_user("way_stranger", ("department_officer", self.other))
        contexts = ({}, {"step_id": dossier.step_ids.id, "outcome": "simple", "su": 1})
        for context in contexts:
            with self.assertRaises(UserError):
                dossier.with_user(stranger).with_context(**context).action_transition(
                    "complete_step", None, {"outcome": "simple"}
                )
            with self.assertRaises(UserError):
                dossier.step_ids.with_user(stranger).with_context(
                    **context
                ).action_complete(None, {"outcome": "simple"})
        self.assertEqual(self.open(dossier), ["Check"])

    def test_what_a_caller_makes_up_is_refused_in_a_sentence(self):
        dossier = self.to_processing()
        mine = self.as_role("department_officer", dossier)
        draft = self.version._process_on().step_ids.filtered(
            lambda step: step.name == "Draft"
        )
        for values in (
            {"send_back_to": draft.id},
            {"send_back_to": "1"},
            {"outcome": "simple", "step_id": "x"},
            {"outcome": "simple", "step_id": -1},
            {"transition_id": 1},
            ["outcome", "simple"],
            "simple",
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                mine.action_transition("complete_step", "Because.", values)
        self.assertEqual(self.open(dossier), ["Check"])

    # ---------------------------------------------------------- back, and again

    def test_a_draft_goes_back_with_a_reason_and_its_step_runs_again(self):
        dossier = self.to_decision()
        with self.assertRaisesRegex(UserError, "reason"):
            self.act("department_head", dossier, "complete_step", outcome="sent_back")
        self.act(
            "department_head",
            dossier,
            "complete_step",
            "The article is missing.",
            outcome="sent_back",
        )
        self.assertEqual(
            self.runs(dossier),
            [
                ("Check", "done"),
                ("Draft", "void"),
                ("Decide", "void"),
                ("Draft", "open"),
            ],
        )
        sender = dossier.step_ids.filtered(lambda run: run.name == "Decide")
        self.assertEqual(sender.user_id, self.users["department_head"])
        self.assertEqual(sender.outcome, "sent_back")
        self.assertEqual(sender.reason, "The article is missing.")
        self.assertTrue(dossier.step_ids.sorted("id")[-1].redo)

    def test_a_circle_may_be_gone_round_and_ends_all_the_same(self):
        dossier = self.to_decision()
        for _round in range(3):
            self.act(
                "department_head",
                dossier,
                "complete_step",
                "Again.",
                outcome="sent_back",
            )
            self.officer(dossier)
        self.act("department_head", dossier, "refuse", "It is no plot of yours.")
        self.act("clerk", dossier, "seal")
        self.assertEqual(self.open(dossier), ["Return"])
        # Check; draft and decide, and that three times more; seal and return.
        self.assertEqual(len(dossier.step_ids), 1 + 2 + 3 * 2 + 2)
        self.assertEqual((dossier.state, dossier.outcome), ("resolved", "refused"))

    def test_a_return_is_never_taken_without_being_chosen(self):
        dossier = self.to_decision()
        with self.assertRaises(UserError):
            self.act("department_head", dossier, "complete_step", "Because.")
        self.assertEqual(self.open(dossier), ["Decide"])

    def test_a_return_to_a_step_that_was_passed_over_opens_it(self):
        back = {"outcome": "visit_first", "to": "Visit"}
        ways = {**WAYS, "Decide": [GRANT, back]}
        self.use("9.900011", ways=ways)
        dossier = self.to_decision()
        self.act(
            "department_head", dossier, "complete_step", "Look.", outcome="visit_first"
        )
        self.assertEqual(self.open(dossier), ["Visit"])
        self.officer(dossier)
        self.assertEqual(self.open(dossier), ["Draft"])
        self.officer(dossier)
        self.act("department_head", dossier, "decide")
        self.assertEqual(dossier.outcome, "granted")

    def test_where_ways_are_written_a_draft_goes_back_by_them_alone(self):
        dossier = self.to_decision()
        steps = {step.name: step.id for step in dossier.process_id.step_ids}
        with self.assertRaises(UserError):
            self.act(
                "department_head",
                dossier,
                "complete_step",
                "Because.",
                send_back_to=steps["Check"],
            )
        self.act(
            "department_head",
            dossier,
            "complete_step",
            "Because.",
            send_back_to=steps["Draft"],
        )
        self.assertEqual(self.open(dossier), ["Draft"])

    def test_a_clerk_without_ways_sends_back_and_is_offered_that(self):
        dossier = self.to_decision()
        self.act("department_head", dossier, "decide")
        rows = self.as_role("clerk", dossier).available_transitions()
        rows = {row["code"]: row for row in rows}
        self.assertTrue(rows["complete_step"]["sends_back"])
        self.assertEqual(rows["complete_step"]["label"], "Return for redrafting")
        self.assertTrue(rows["complete_step"]["needs_reason"])
        self.assertIn(",send_back,", self.as_role("clerk", dossier).available_codes)
        for target in (0, -1, "x", dossier.process_id.step_ids[-1].id):
            with self.subTest(target=target), self.assertRaises(UserError):
                self.act(
                    "clerk", dossier, "complete_step", "Because.", send_back_to=target
                )

    def test_who_drafted_before_a_return_may_still_not_decide(self):
        both = self.make_user(
            "way_both",
            ("department_officer", self.department),
            ("department_head", self.department),
        )
        dossier = self.to_processing()
        self.officer(dossier, "simple")
        dossier.with_user(both).action_transition("complete_step")
        self.act(
            "department_head", dossier, "complete_step", "Again.", outcome="sent_back"
        )
        self.officer(dossier)
        with self.assertRaisesRegex(UserError, "may not decide"):
            dossier.with_user(both).action_transition("decide")

    def test_the_wrong_authority_passes_on_what_is_being_redone(self):
        back = {"outcome": "visit_first", "to": "Visit"}
        self.use("9.900012", ways={**WAYS, "Decide": [GRANT, back]})
        dossier = self.to_decision()
        self.act(
            "department_head", dossier, "complete_step", "Look.", outcome="visit_first"
        )
        self.act(
            *("department_officer", dossier, "forward", "Not ours."),
            department_id=self.other.id,
        )
        self.assertEqual(self.open(dossier), ["Visit"])

    # --------------------------------------------------------------- parallel steps

    def test_parallel_steps_join_where_the_first_of_them_asks_to_go(self):
        self.use(
            "9.900013",
            (
                ("Check", "work", "competent", "department_officer", 4, 10),
                ("Ask", "opinion", self.other, "department_officer", 4, 10),
                ("Second", "work", "competent", "department_officer", 4, 20),
                ("Decide", "decision", "competent", "department_head", 4, 30),
                ("Return", "return", "received", "counter_officer", 0, 40),
            ),
            {
                "Check": [{"outcome": "clear", "to": "Decide"}, {"outcome": "unclear"}],
                "Ask": [{"outcome": "agreed", "to": "Decide"}, {"outcome": "doubts"}],
            },
        )
        asked = self.make_user("way_asked", ("department_officer", self.other))
        for ours, theirs, opened in (
            ("clear", "agreed", ["Decide"]),
            ("clear", "doubts", ["Second"]),
            ("unclear", "agreed", ["Second"]),
        ):
            with self.subTest(ours=ours, theirs=theirs):
                dossier = self.to_processing()
                self.assertEqual(self.open(dossier), ["Ask", "Check"])
                self.officer(dossier, ours)
                self.assertEqual(self.open(dossier), ["Ask"])
                run = dossier.step_ids.filtered(lambda run: run.state == "open")
                run.with_user(asked).action_complete(None, {"outcome": theirs})
                self.assertEqual(self.open(dossier), opened)

    # -------------------------------------------------------- what a way demands

    def test_a_way_may_be_for_another_role_than_its_step(self):
        ways = {**WAYS, "Check": [ON, {**SIMPLE, "role": "department_head"}]}
        self.use("9.900014", ways=ways)
        dossier = self.to_processing()
        self.assertEqual(
            self.offered("department_officer", dossier)["complete_step"], ["visit"]
        )
        with self.assertRaisesRegex(UserError, "head of the department"):
            self.officer(dossier, "simple")
        self.act("department_head", dossier, "complete_step", outcome="simple")
        self.assertEqual(self.open(dossier), ["Draft"])

    def test_a_way_with_four_eyes_is_for_nobody_who_did_a_step_before(self):
        self.use("9.900015", ways={**WAYS, "Draft": [{"outcome": "", "name": "Ready"}]})
        process = self.version._process_on()
        self.assertTrue(process)
        dossier = self.to_processing()
        self.officer(dossier, "simple")
        self.officer(dossier)
        self.use(
            "9.900016",
            ways={
                **WAYS,
                "Draft": [{"outcome": "", "name": "Ready", "four_eyes": True}],
            },
        )
        dossier = self.to_processing()
        self.officer(dossier, "simple")
        with self.assertRaisesRegex(UserError, "did an earlier step"):
            self.officer(dossier)
        colleague = self.make_user("way_eyes", ("department_officer", self.department))
        dossier.with_user(colleague).action_transition("complete_step")
        self.assertEqual(self.open(dossier), ["Decide"])

    def test_a_way_waits_for_its_papers_and_its_result(self):
        simple = {**SIMPLE, "require_result": True}
        self.use("9.900017", ways={**WAYS, "Check": [ON, simple]})
        plan = self.version.component_ids.filtered(lambda one: one.name == "Plan")
        dossier = self.to_processing()
        # The form takes the result, so the way is offered.
        offered = self.offered("department_officer", dossier)
        self.assertIn("simple", offered["complete_step"])
        with self.assertRaisesRegex(UserError, "needs a result"):
            self.officer(dossier, "simple")
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.officer(dossier, "simple", results=[result])
        simple = {**SIMPLE, "required_component_ids": [(6, 0, plan.ids)]}
        self.use("9.900018", ways={**WAYS, "Check": [ON, simple]})
        # Of another procedure, but of the same code: as in a later version of one.
        self.assertEqual(plan.code, self.version.component_ids[1].code)
        dossier = self.to_processing()
        with self.assertRaisesRegex(UserError, "not there: Plan"):
            self.officer(dossier, "simple")
        papers = [
            {"component": name, "files": [self.pdf()]}
            for name in ("Application", "Plan")
        ]
        dossier = self.to_processing(components=papers)
        self.officer(dossier, "simple")
        self.assertEqual(self.open(dossier), ["Draft"])

    def test_of_ways_of_one_outcome_that_whose_condition_holds_is_taken(self):
        check = [
            {
                "outcome": "ready",
                "to": "Draft",
                "condition": "[('delivery', '=', 'post')]",
            },
            {"outcome": "ready"},
        ]
        self.use("9.900019", ways={**WAYS, "Check": check})
        for delivery, opened in (("post", ["Draft"]), ("counter", ["Visit"])):
            dossier = self.to_processing(delivery=delivery)
            self.officer(dossier)
            self.assertEqual(self.open(dossier), opened)

    def test_a_way_whose_condition_is_not_met_is_not_offered_and_not_taken(self):
        simple = {**SIMPLE, "condition": "[('delivery', '=', 'post')]"}
        self.use("9.900020", ways={**WAYS, "Check": [ON, simple]})
        dossier = self.to_processing()
        self.assertEqual(
            self.offered("department_officer", dossier)["complete_step"], ["visit"]
        )
        with self.assertRaisesRegex(UserError, "condition of “No visit”"):
            self.officer(dossier, "simple")

    def test_a_condition_looks_at_answers_of_the_e_form(self):
        simple = {**SIMPLE, "condition": "[('properties.area', '<', 500)]"}
        field = {"name": "area", "label": "Area", "type": "integer"}
        self.use(
            "9.900021",
            ways={**WAYS, "Check": [ON, simple]},
            eform_field_ids=[(0, 0, field)],
        )
        for area, offered in (("80", ["visit", "simple"]), ("900", ["visit"])):
            dossier = self.to_processing(answers={"area": area})
            found = self.offered("department_officer", dossier)["complete_step"]
            self.assertEqual(found, offered, area)
        # Who did not answer meets no condition, and nothing breaks.
        dossier = self.to_processing()
        self.assertIn("complete_step", self.offered("department_officer", dossier))

    # ----------------------------------------------------------- states

    def test_a_way_to_a_supplement_asks_the_applicant_and_then_goes_on(self):
        lacks = {"outcome": "lacks", "name": "Papers are missing"}
        ways = {**WAYS, "Check": [SIMPLE, {**lacks, "target_state": "supplement"}]}
        self.use("9.900022", ways=ways)
        dossier = self.to_processing()
        with self.assertRaisesRegex(UserError, "reason"):
            self.officer(dossier, "lacks")
        self.officer(dossier, "lacks", "The plan is missing.")
        # Art. 19.4: through the centre.
        self.assertEqual(dossier.state, "processing")
        self.act("counter_officer", dossier, "pass_on")
        self.assertEqual(dossier.state, "supplement")
        self.assertTrue(dossier.suspended)
        self.assertEqual(self.open(dossier), [])
        self.assertEqual(dossier.supplement_ids.reason, "The plan is missing.")
        self.act("portal", dossier, "supplement", "Here it is.")
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(self.open(dossier), ["Visit"])
        self.assertEqual(
            self.journal(dossier)[-3:],
            ["request_supplement", "pass_on", "supplement"],
        )

    def test_a_way_to_a_supplement_is_for_whoever_may_ask_for_one(self):
        lacks = {
            "outcome": "lacks",
            "target_state": "supplement",
            "role": "clerk",
        }
        self.use("9.900023", ways={**WAYS, "Check": [ON, SIMPLE, lacks]})
        dossier = self.to_processing()
        self.assertNotIn("complete_step", self.offered("clerk", dossier))
        with self.assertRaises(UserError):
            self.act("clerk", dossier, "complete_step", "Because.", outcome="lacks")
        self.assertEqual((dossier.state, self.open(dossier)), ("processing", ["Check"]))

    def test_a_way_to_the_end_passes_over_what_is_left(self):
        refuse = {**REFUSE, "target_state": "resolved"}
        self.use("9.900024", ways={**WAYS, "Decide": [GRANT, refuse]})
        dossier = self.to_decision()
        self.act("department_head", dossier, "refuse", "It is no plot of yours.")
        self.assertEqual((dossier.state, dossier.outcome), ("resolved", "refused"))
        self.assertEqual(self.open(dossier), ["Return"])
        self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "returned")

    def test_a_way_to_the_end_is_not_taken_without_the_result(self):
        grant = {**GRANT, "target_state": "resolved"}
        partly = {"code": "decide", "outcome": "partly"}
        self.use("9.900025", ways={**WAYS, "Decide": [grant, partly]})
        dossier = self.to_decision()
        with self.assertRaisesRegex(UserError, "result is not attached"):
            with self.env.cr.savepoint():
                self.act("department_head", dossier, "decide", outcome="granted")
        self.env.invalidate_all()
        self.assertEqual(self.open(dossier), ["Decide"])
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act(
            *("department_head", dossier, "decide"), outcome="granted", results=[result]
        )
        self.assertEqual(dossier.state, "resolved")

    def test_a_notification_is_granted_when_all_is_done(self):
        steps = (
            ("Note", "work", "competent", "department_officer", 4),
            ("Return", "return", "received", "counter_officer", 0),
        )
        self.use("9.900026", steps, no_result_paper=True)
        dossier = self.to_processing()
        self.officer(dossier)
        self.assertEqual((dossier.state, dossier.outcome), ("resolved", "granted"))

    def test_a_whole_life_by_ways(self):
        dossier = self.to_processing()
        self.officer(dossier, "visit")
        self.officer(dossier)
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.officer(dossier, results=[result])
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "returned")
        self.assertFalse(dossier.step_ids.filtered(lambda run: run.state != "done"))

    # -------------------------------------------------------------------- the form

    def test_the_form_offers_the_ways_and_takes_the_one_that_is_clicked(self):
        dossier = self.to_processing()
        mine = self.as_role("department_officer", dossier)
        action = mine.with_context(onestop_code="complete_step").action_act()
        form = self.env["onestop.dossier.action"].browse(action["res_id"])
        form = self.as_role("department_officer", form)
        self.assertEqual(form.way_ids.mapped("name"), ["A visit is needed", "No visit"])
        self.assertFalse(form.way_id)
        form.way_id = form.way_ids[1]
        form.action_confirm()
        self.assertEqual(self.open(dossier), ["Draft"])
        self.overtaken(form, dossier)
        self.assertEqual(self.open(dossier), ["Draft"])

    def test_the_form_of_a_single_way_is_filled_in_and_asks_for_its_reason(self):
        dossier = self.to_decision()
        mine = self.as_role("department_head", dossier)
        self.assertIn(",send_back,", mine.available_codes)
        self.assertNotIn(",complete_step,", mine.available_codes)
        action = mine.with_context(onestop_code="complete_step").action_act()
        form = self.env["onestop.dossier.action"].browse(action["res_id"])
        form = self.as_role("department_head", form)
        self.assertEqual(form.way_id.name, "Return for redrafting")
        self.assertTrue(form.needs_reason)
        form.reason = "The article is missing."
        form.action_confirm()
        self.assertEqual(self.open(dossier), ["Draft"])

    def test_the_form_of_a_step_without_ways_is_as_it_was(self):
        dossier = self.to_processing()
        self.officer(dossier, "simple")
        mine = self.as_role("department_officer", dossier)
        action = mine.with_context(onestop_code="complete_step").action_act()
        form = self.env["onestop.dossier.action"].browse(action["res_id"])
        form = self.as_role("department_officer", form)
        self.assertFalse(form.way_ids)
        self.assertFalse(form.needs_reason)
        form.action_confirm()
        self.assertEqual(self.open(dossier), ["Decide"])
        self.overtaken(form, dossier)
        self.assertEqual(self.open(dossier), ["Decide"])

    def overtaken(self, form, dossier):
        """A second click does not do the step that follows: the form says what happened
        and stays."""
        rows = len(self.journal(dossier))
        self.assertEqual(form.action_confirm()["res_id"], form.id)
        self.assertTrue(form.changes)
        self.assertEqual(len(self.journal(dossier)), rows)

    def test_the_sentences_are_those_of_the_core(self):
        from ..core.workflow import SENTENCES
        from ..engine.sentences import _translated

        env = self.env(context={"lang": "en_US"})
        for code, text in SENTENCES.items():
            self.assertEqual(_translated(env, code), text)
