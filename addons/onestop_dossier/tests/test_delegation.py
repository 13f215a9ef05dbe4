"""Officers of the centre resolve a delegated procedure themselves by a decision that is
in force that day, and by no flag (Decree 61/2018, art. 17.5)."""

import json
from datetime import date

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

BY_THE_CENTRE = (
    # name, kind, place, role, hours
    ("Compare", "work", "received", "counter_officer", 1),
    ("Decide", "decision", "received", "counter_officer", 1),
    ("Return", "return", "received", "counter_officer", 0),
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDelegation(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900080",
            BY_THE_CENTRE,
            delegated=True,
            four_eyes=False,
            no_result_paper=True,
        )

    def delegate(self, **vals):
        return self.env["onestop.delegation"].create(
            {
                "number": "5/QĐ-T",
                "date": date(2026, 1, 2),
                "issuer": "Committee T",
                "signer": "Signer T",
                "valid_from": date(2026, 1, 5),
                "department_id": self.centre.id,
                "procedure_ids": [(4, self.version.procedure_id.id)],
                **vals,
            }
        )

    def at_decision(self):
        dossier = self.to_processing()
        return self.act("counter_officer", dossier, "complete_step")

    def decide(self, dossier, code="decide", reason=None):
        return self.act("counter_officer", dossier, code, reason)

    def assertRefused(self, dossier, words, **options):
        with self.assertRaisesRegex(UserError, words):
            self.decide(dossier, **options)
        self.assertFalse(dossier.outcome)

    @pytest.mark.article("Decree 61/2018", "17.5")
    def test_by_a_decision_in_force_it_is_decided_and_the_journal_names_it(self):
        self.delegate()
        dossier = self.decide(self.at_decision())
        self.assertEqual((dossier.outcome, dossier.state), ("granted", "resolved"))
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
        )
        data = {row.code: json.loads(row.data or "{}") for row in rows}
        self.assertEqual(data["decide"]["delegation"], "5/QĐ-T – 02/01/2026")
        # What a counter does without anybody's decision is not done by one.
        self.assertNotIn("delegation", data["complete_step"])
        self.assertNotIn("delegation", data["accept"])

    def test_the_flag_alone_delegates_nothing(self):
        dossier = self.at_decision()
        self.assertRefused(dossier, "No decision delegates the procedure 9.900080")
        self.assertRefused(dossier, "No decision", code="refuse", reason="No.")

    def test_a_decision_that_ended_is_named_with_its_last_day(self):
        self.delegate(valid_to=date(2026, 3, 8))
        self.assertRefused(
            self.at_decision(), "Decision 5/QĐ-T, .* ended on 08/03/2026"
        )

    def test_on_its_first_and_on_its_last_day_it_is_in_force(self):
        self.delegate(valid_from=date(2026, 3, 9), valid_to=date(2026, 3, 9))
        self.assertEqual(self.decide(self.at_decision()).outcome, "granted")

    def test_a_decision_to_come_is_named_with_its_first_day(self):
        self.delegate(valid_from=date(2026, 3, 10))
        self.assertRefused(self.at_decision(), "5/QĐ-T .* from 10/03/2026 on")

    def test_a_decision_on_another_procedure_or_to_another_place_is_none(self):
        other = self.make_version("9.900081")
        self.delegate(procedure_ids=[(6, 0, other.procedure_id.ids)])
        self.delegate(number="6/QĐ-T", department_id=self.other.id)
        self.assertRefused(self.at_decision(), "No decision delegates")

    def test_a_decision_may_name_persons_or_a_role(self):
        dossier = self.at_decision()
        self.delegate(user_ids=[(4, self.users["postal_clerk"].id)])
        self.assertRefused(dossier, "5/QĐ-T .* to others than you")
        self.delegate(number="6/QĐ-T", role="clerk")
        self.assertRefused(dossier, "to others than you")
        self.delegate(number="7/QĐ-T", role="counter_officer")
        self.assertEqual(self.decide(dossier).outcome, "granted")

    def test_what_is_refused_is_offered_so_that_the_officer_learns_why(self):
        dossier = self.at_decision().with_user(self.users["counter_officer"])
        offered = {row["code"] for row in dossier.available_transitions()}
        self.assertLessEqual({"decide", "refuse"}, offered)
        # Not to whom a decision would not help.
        clerk = self.at_decision().with_user(self.users["director"])
        offered = {row["code"] for row in clerk.available_transitions()}
        self.assertFalse({"decide", "refuse"} & offered)

    def test_a_procedure_that_is_not_delegated_asks_for_no_decision(self):
        self.version = self.make_version("9.900082")
        dossier = self.to_processing()
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        with self.assertRaisesRegex(UserError, "is for: the head"):
            self.decide(dossier)
        self.act("department_head", dossier, "decide")

    def test_nothing_that_a_caller_names_delegates(self):
        dossier = self.at_decision().with_user(self.users["counter_officer"])
        context = {"delegated": True, "delegation": 1, "default_delegated": True}
        values = {"delegated": True, "delegation": "5/QĐ-T", "decision": 1}
        with self.assertRaisesRegex(UserError, "No decision"):
            dossier.with_context(**context).action_transition("decide", None, values)
