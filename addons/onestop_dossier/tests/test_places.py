"""An online dossier is filed at the centre that may receive it, by choice."""

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPlaces(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.communes = cls.env["onestop.department"].create(
            [
                {
                    "name": f"Commune {letter}",
                    "code": f"T-{letter}",
                    "kind": "commune",
                    "national_code": f"H99.7{number}",
                    "commune": f"Xã {letter}",
                }
                for number, letter in enumerate("AB")
            ]
        )
        cls.first, cls.second = cls.communes
        cls.env["onestop.counter.group"].create(
            [
                {"name": f"Counter {one.name}", "department_id": one.id}
                for one in cls.communes
            ]
        )
        cls.officer_of_second = cls.make_user(
            "place_officer",
            ("counter_officer", cls.second),
            ("department_officer", cls.second),
        )
        cls.of_commune = cls.make_version(
            "9.900040",
            competent_department_ids=[(6, 0, cls.communes.ids)],
        )
        cls.anywhere = cls.make_version("9.900041", any_centre=True)

    def places(self, version):
        model = self.env["onestop.dossier"].with_user(self.portal)
        return [
            one["id"] for one in model.receiving_departments(version.procedure_id.code)
        ]

    def file_at(self, version, place=None):
        self.version = version
        if place is None:
            return self.file()
        return self.file(received_department_id=place)

    def test_what_communes_are_competent_for_is_filed_at_one_of_them(self):
        self.assertEqual(self.places(self.of_commune), self.communes.ids)
        dossier = self.file_at(self.of_commune, self.second.id)
        self.assertEqual(dossier.received_department_id, self.second)
        self.assertEqual(dossier.counter_group_id.department_id, self.second)
        self.assertFalse(dossier.helped_department_id)
        self.second_counter = dossier.counter_group_id
        self.second_counter.user_ids = [(4, self.officer_of_second.id)]
        dossier.with_user(self.officer_of_second).action_transition("accept")
        self.assertEqual(dossier.department_id, self.second)
        self.assertEqual(dossier.code, "H99.71-260309-0001")
        run = dossier.step_ids
        self.assertEqual(run.department_id, self.second)

    def test_where_there_are_several_one_is_chosen(self):
        with self.assertRaisesRegex(UserError, "Commune A, Commune B"):
            self.file_at(self.of_commune)

    def test_no_other_centre_receives_it(self):
        closed = self.env["onestop.department"].create(
            {"name": "Commune C", "code": "T-C", "kind": "commune"}
        )
        for place in (
            self.centre.id,
            self.department.id,
            closed.id,
            -1,
            "x",
            [1],
            True,
        ):
            with self.subTest(place=place), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self.file_at(self.of_commune, place)
        self.version = self.make_version("9.900042")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.file(received_department_id=self.first.id)

    @pytest.mark.article("Decree 118/2025", "any centre; number to confirm")
    def test_a_procedure_of_any_centre_is_received_here_and_resolved_there(self):
        self.assertEqual(
            set(self.places(self.anywhere)) >= set(self.communes.ids), True
        )
        self.assertIn(self.centre.id, self.places(self.anywhere))
        dossier = self.file_at(self.anywhere, self.second.id)
        dossier.counter_group_id.user_ids = [(4, self.officer_of_second.id)]
        dossier.with_user(self.officer_of_second).action_transition("accept")
        self.assertEqual(dossier.received_department_id, self.second)
        self.assertEqual(dossier.department_id, self.department)

    @pytest.mark.article("Decree 118/2025", "any centre; number to confirm")
    def test_where_it_was_helped_received_and_resolved_are_three_departments(self):
        self.version = self.anywhere
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        # Whoever lives in commune B collects there.
        there = {"department_id": self.second.id}
        self.act("counter_officer", dossier, "forward", "They live there.", **there)
        dossier.counter_group_id.user_ids = [(4, self.officer_of_second.id)]
        dossier.with_user(self.officer_of_second).action_transition("accept")
        self.assertEqual(
            (
                dossier.helped_department_id,
                dossier.received_department_id,
                dossier.department_id,
            ),
            (self.centre, self.second, self.department),
        )
        self.assertEqual(dossier.code, "H99.71-260309-0001")

    def test_all_else_goes_to_the_provincial_centre_and_nobody_is_asked(self):
        self.assertEqual(len(self.places(self.version)), 1)
        dossier = self.file()
        self.assertEqual(dossier.received_department_id.kind, "centre")

    def test_a_commune_beside_a_department_is_chosen_or_the_provincial_centre(self):
        version = self.make_version(
            "9.900043",
            competent_department_ids=[(6, 0, [self.department.id, self.first.id])],
        )
        provincial = self.file().received_department_id
        self.assertEqual(set(self.places(version)), {provincial.id, self.first.id})

    def test_a_commune_whose_counters_take_other_fields_is_not_offered(self):
        other = self.env["onestop.field"].create({"name": "Other field"})
        counter = self.env["onestop.counter.group"].search(
            [("department_id", "=", self.first.id)]
        )
        counter.field_ids = other
        self.assertEqual(self.places(self.of_commune), self.second.ids)
        # A single one needs no choice.
        dossier = self.file_at(self.of_commune)
        self.assertEqual(dossier.received_department_id, self.second)

    def test_a_counter_files_at_itself_alone(self):
        self.version = self.of_commune
        officer = self.users["counter_officer"]
        dossier = self.file(officer, channel="in_person")
        self.assertEqual(dossier.received_department_id, self.centre)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.file(
                officer, channel="in_person", received_department_id=self.first.id
            )

    def test_a_draft_lies_at_no_counter_and_is_submitted_where_its_person_says(self):
        model = self.env["onestop.dossier"].with_user(self.portal)
        values = {
            **self.values(),
            "procedure": self.of_commune.code,
            "received_department_id": self.first.id,
        }
        draft = model._create_filed(values)
        self.assertFalse(draft.sudo().received_department_id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            draft.action_transition(
                "submit", values={"received_department_id": self.centre.id}
            )
        draft.action_transition(
            "submit", values={"received_department_id": self.first.id}
        )
        self.assertEqual(draft.sudo().received_department_id, self.first)
