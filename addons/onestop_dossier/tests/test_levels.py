from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

# Begun at the commune, prepared by the department, decided by the province.
LEVELS = (
    ("Check at the commune", "work", "received", "counter_officer", 4),
    ("Appraise", "work", "competent", "department_officer", 16),
    ("Decide", "decision", "province", "department_head", 8),
    ("Number and seal", "seal", "province", "clerk", 4),
    ("Return", "return", "received", "counter_officer", 0),
)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLevels(DossierCase):
    """Received at the one-stop of a commune, resolved by the levels above it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.province = cls.other
        cls.commune = cls.env["onestop.department"].create(
            {
                "name": "Commune T",
                "code": "T-COMMUNE",
                "kind": "commune",
                "national_code": "H99.40",
            }
        )
        cls.commune_officer = cls.make_user(
            "test_commune", ("counter_officer", cls.commune)
        )
        cls.commune_counter = cls.env["onestop.counter.group"].create(
            {
                "name": "Counter C",
                "department_id": cls.commune.id,
                "user_ids": [(4, cls.commune_officer.id)],
            }
        )
        cls.chairman = cls.make_user("test_chairman", ("department_head", cls.province))
        cls.secretary = cls.make_user("test_secretary", ("clerk", cls.province))
        steps = [
            (name, kind, cls.province if place == "province" else place, role, hours)
            for name, kind, place, role, hours in LEVELS
        ]
        cls.version = cls.make_version("9.900310", steps=steps, term=10)

    def received(self):
        dossier = self.file(user=self.commune_officer, channel="in_person")
        dossier.with_user(self.commune_officer).action_transition("accept")
        return dossier

    def resolved(self, dossier):
        """What each level does."""
        dossier.with_user(self.commune_officer).action_transition("complete_step")
        result = {"name": "Decision", "file": self.pdf("decision.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        dossier.with_user(self.chairman).action_transition("decide")
        dossier.with_user(self.secretary).action_transition("seal")
        return dossier

    @pytest.mark.article("Decree 61/2018", "19.7")
    def test_the_result_comes_back_to_the_one_stop_that_received_it(self):
        dossier = self.received()
        self.assertEqual(dossier.code, "H99.40-260309-0001")
        self.assertEqual(dossier.received_department_id, self.commune)
        self.assertEqual(dossier.department_id, self.department)
        # Ten working days by the department's calendar.
        self.assertEqual(dossier.date_due, datetime(2026, 3, 23, 10))
        self.resolved(dossier)
        self.assertEqual(dossier.state, "resolved")
        back = dossier.step_ids.filtered(lambda run: run.kind == "return")
        self.assertEqual((back.state, back.department_id), ("open", self.commune))
        # Neither the centre of the province nor a level above hands it out.
        for user in (self.users["counter_officer"], self.chairman, self.secretary):
            with self.subTest(user.login), self.assertRaises(UserError):
                dossier.with_user(user).action_transition(
                    "return", values={"collection": self.collected()}
                )
        dossier.with_user(self.commune_officer).action_transition(
            "return", values={"collection": self.collected()}
        )
        self.assertEqual(dossier.state, "returned")

    @pytest.mark.article("Decree 61/2018", "19.7")
    def test_sent_to_the_right_authority_it_comes_back_all_the_same(self):
        dossier = self.received()
        head = self.make_user("test_head_u", ("department_head", self.province))
        dossier.with_user(self.commune_officer).action_transition("complete_step")
        self.act(
            *("department_head", dossier, "forward", "It is the province's."),
            department_id=self.province.id,
        )
        self.assertEqual(dossier.department_id, self.province)
        self.assertEqual(dossier.received_department_id, self.commune)
        officer = self.make_user(
            "test_officer_u", ("department_officer", self.province)
        )
        run = dossier.step_ids.filtered(lambda one: one.state == "open")
        self.assertEqual((run.name, run.department_id), ("Appraise", self.province))
        dossier.with_user(officer).action_transition(
            "complete_step", values={"results": [{"name": "D", "file": self.pdf()}]}
        )
        dossier.with_user(head).action_transition("decide")
        dossier.with_user(self.secretary).action_transition("seal")
        back = dossier.step_ids.filtered(lambda one: one.kind == "return")
        self.assertEqual(back.department_id, self.commune)

    @pytest.mark.article("Decree 61/2018", "19.7")
    def test_its_paper_comes_back_on_a_list_to_the_commune(self):
        dossier = self.resolved(self.received())
        routes = self.env["onestop.transfer.route"]
        home = routes.create(
            {"centre_id": self.commune.id, "department_id": self.department.id}
        )
        centre = routes.create(
            {"centre_id": self.centre.id, "department_id": self.department.id}
        )
        found = self.env["onestop.dossier"].search
        self.assertEqual(found(home._waiting_domain("back")), dossier)
        self.assertFalse(found(centre._waiting_domain("back")))

    def test_who_no_level_concerns_sees_nothing_of_it(self):
        dossier = self.received()
        stranger = self.make_user("test_far", ("counter_officer", self.centre))
        for user in (stranger, self.chairman, self.secretary):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).check_access("read")
        # The province sees it once its step is open.
        self.resolved(dossier)
        dossier.with_user(self.chairman).check_access("read")
