"""Officer → head of unit → director → People's Committee Office → Chairman → clerk."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

CHAIRMAN = "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSigningChain(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls.department.calendar_id.id
        cls.unit, cls.office, cls.leadership = cls.env["onestop.department"].create(
            [
                {
                    "name": name,
                    "code": name[:4],
                    "kind": "other",
                    "calendar_id": calendar,
                    "parent_id": parent.id,
                }
                for name, parent in (
                    ("Unit T", cls.department),
                    ("Office T", cls.env["onestop.department"]),
                    ("Leadership T", cls.env["onestop.department"]),
                )
            ]
        )
        cls.people = {
            "unit": cls.make_user("chain_unit", ("department_head", cls.unit)),
            "office": cls.make_user("chain_office", ("department_officer", cls.office)),
            "chairman": cls.make_user(
                "chain_chairman", ("department_head", cls.leadership)
            ),
            "clerk": cls.make_user("chain_clerk", ("clerk", cls.office)),
        }
        for name, user in cls.people.items():
            user.name = f"chain_{name}"
        cls.people["drafter"] = cls.users["department_officer"]
        cls.people["director"] = cls.users["department_head"]
        cls.users["department_head"].assignment_ids.capacity = "GIÁM ĐỐC"
        cls.people["chairman"].assignment_ids.capacity = CHAIRMAN
        cls.version = cls.make_version(
            "9.900077",
            steps=(
                ("Draft", "work", "competent", "department_officer", 8),
                ("Unit", "decision", cls.unit, "department_head", 4),
                ("Director", "decision", "competent", "department_head", 4),
                ("Office", "work", cls.office, "department_officer", 4),
                ("Chairman", "decision", cls.leadership, "department_head", 4),
                ("Seal", "seal", cls.office, "clerk", 2),
                ("Return", "return", "received", "counter_officer", 0),
            ),
        )

    def by(self, who, dossier, code, reason=None, **values):
        dossier.with_user(self.people[who]).action_transition(code, reason, values)
        return dossier

    def up_to(self, rung):
        """A dossier whose draft has come up to a rung of the chain."""
        dossier = self.to_processing()
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        drafted = {"results": [result]}
        for name, who, code, values in (
            ("Draft", "drafter", "complete_step", drafted),
            ("Unit", "unit", "decide", {}),
            ("Director", "director", "decide", {}),
            ("Office", "office", "complete_step", {}),
            ("Chairman", "chairman", "decide", {}),
        ):
            if name == rung:
                break
            self.by(who, dossier, code, **values)
        self.assertEqual(self.open(dossier), [rung])
        return dossier

    def to_chairman(self):
        return self.up_to("Chairman")

    def open(self, dossier):
        return dossier.step_ids.filtered(lambda run: run.state == "open").mapped("name")

    def test_each_rung_signs_in_its_turn_and_the_last_one_on_the_result(self):
        dossier = self.to_chairman()
        self.assertEqual(self.open(dossier), ["Chairman"])
        # What a head of a department decides is no decision yet.
        with self.assertRaises(UserError):
            self.act("department_head", dossier, "decide")
        self.by("chairman", dossier, "decide")
        self.assertEqual(
            [
                (run.name, run.signed_by)
                for run in dossier.step_ids.sorted("sequence")
                if run.signed_by
            ],
            [
                ("Unit", "chain_unit"),
                ("Director", f"GIÁM ĐỐC, {self.users['department_head'].name}"),
                ("Chairman", f"{CHAIRMAN}, chain_chairman"),
            ],
        )
        self.by("clerk", dossier, "seal")
        self.assertEqual(dossier.result_ids.signer, f"{CHAIRMAN}, chain_chairman")
        self.assertEqual(dossier.state, "resolved")

    def test_a_capacity_that_changes_later_changes_no_signature(self):
        dossier = self.to_chairman()
        self.by("chairman", dossier, "decide")
        self.people["chairman"].assignment_ids.capacity = "CHỦ TỊCH"
        self.by("clerk", dossier, "seal")
        self.assertEqual(dossier.result_ids.signer, f"{CHAIRMAN}, chain_chairman")

    def test_the_clerk_sees_whose_signature_it_is_and_may_correct_it(self):
        dossier = self.to_chairman()
        self.by("chairman", dossier, "decide")
        own = dossier.with_user(self.people["clerk"])
        opened = own.env["onestop.dossier.action"]._open(own, "seal")
        form = own.env["onestop.dossier.action"].browse(opened["res_id"])
        self.assertEqual(form.signer, f"{CHAIRMAN}, chain_chairman")
        form.signer = "CHỦ TỊCH, Người khác"
        form.action_confirm()
        self.assertEqual(dossier.result_ids.signer, "CHỦ TỊCH, Người khác")

    def test_every_rung_returns_the_draft_with_a_reason_to_any_before_it(self):
        steps = {step.name: step for step in self.version._process_on().step_ids}
        before = ("Draft", "Unit", "Director", "Office", "Chairman", "Seal")
        for rung, who, targets in (
            ("Unit", "unit", ("Draft",)),
            ("Director", "director", ("Draft", "Unit")),
            ("Office", "office", ("Draft", "Director")),
            ("Chairman", "chairman", ("Draft", "Unit", "Director", "Office")),
            ("Seal", "clerk", ("Draft", "Chairman")),
        ):
            for target in targets:
                with self.subTest(rung=rung, target=target):
                    dossier = self.up_to(rung)
                    back = {"send_back_to": steps[target].id}
                    with self.assertRaisesRegex(UserError, "reason"):
                        self.by(who, dossier, "complete_step", **back)
                    self.assertEqual(self.open(dossier), [rung])
                    self.by(who, dossier, "complete_step", "An article.", **back)
                    self.assertEqual(self.open(dossier), [target])
                    # Whoever signed from there on has to sign again; the others not.
                    signed = dossier.step_ids.filtered(
                        lambda run: run.signed_by and run.state == "done"
                    )
                    rungs = before[: before.index(target)]
                    self.assertEqual(
                        set(signed.mapped("name")),
                        {"Unit", "Director", "Chairman"} & set(rungs),
                    )
                    self.assertFalse(dossier.outcome)
                    self.assertEqual(dossier.state, "processing")

    def test_no_rung_sends_the_draft_up_to_itself_or_past_another(self):
        steps = {step.name: step for step in self.version._process_on().step_ids}
        for rung, who, others in (
            ("Unit", "unit", ("Unit", "Director", "Seal")),
            ("Director", "director", ("Director", "Chairman", "Return")),
            ("Seal", "clerk", ("Seal", "Return")),
        ):
            dossier = self.up_to(rung)
            for target in others:
                back = {"send_back_to": steps[target].id}
                with self.subTest(rung=rung, target=target):
                    with self.assertRaises(UserError):
                        self.by(who, dossier, "complete_step", "Onwards.", **back)
                    self.assertEqual(self.open(dossier), [rung])

    def test_nobody_returns_a_draft_that_lies_at_another_rung(self):
        first = self.version._process_on().step_ids.filtered(
            lambda step: step.name == "Draft"
        )
        dossier = self.up_to("Director")
        for who in ("drafter", "unit", "office", "chairman", "clerk"):
            with self.subTest(who), self.assertRaises(UserError):
                back = {"send_back_to": first.id}
                self.by(who, dossier, "complete_step", "An article.", **back)
        self.assertEqual(self.open(dossier), ["Director"])

    def test_what_is_refused_is_signed_too(self):
        dossier = self.to_chairman()
        self.by("chairman", dossier, "refuse", "The law does not allow it.")
        signed = dossier.step_ids.filtered(lambda run: run.outcome == "refused")
        self.assertEqual(signed.signed_by, f"{CHAIRMAN}, chain_chairman")
