"""Which papers are asked for: by case, by what was answered, or looked up instead."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MONDAY, DossierCase

HOUSE = {"field": "house", "operator": "=", "value": True}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAskedPapers(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.register = cls.env["onestop.database"].create({"name": "Register T"})
        cls.version = cls.make_version(
            "9.900071",
            eform_field_ids=[
                (0, 0, {"name": "house", "label": "House?", "type": "boolean"})
            ],
            component_ids=[
                (0, 0, {"name": "Application", "originals": 1}),
                (0, 0, {"name": "Plan", "copies": 1, "asked_if": HOUSE}),
                (0, 0, {"name": "Residence", "database_id": cls.register.id}),
            ],
        )
        cls.officer = cls.users["counter_officer"]

    def filed(self, **values):
        papers = [{"component": "Application"}]
        values = {"channel": "in_person", "components": papers, **values}
        return self.file(self.officer, procedure="9.900071", **values)

    def line(self, dossier, name):
        return dossier.component_ids.filtered(lambda one: one.name == name)

    def test_an_answer_brings_a_paper_up(self):
        without, with_house = self.filed(), self.filed(answers={"house": True})
        self.assertEqual(
            without.component_ids.mapped("name"), ["Application", "Residence"]
        )
        self.assertEqual(
            with_house.component_ids.mapped("name"),
            ["Application", "Plan", "Residence"],
        )
        for dossier in (without, with_house):
            self.look_up(dossier)
        self.act("counter_officer", without, "accept")
        with self.assertRaisesRegex(UserError, "1 required components are missing"):
            self.act("counter_officer", with_house, "accept")

    def test_a_draft_follows_its_answers(self):
        draft = self.as_role("counter_officer", self.env["onestop.dossier"]).create(
            {"version_id": self.version.id, "owner_name": "N"}
        )
        self.assertNotIn("Plan", draft.component_ids.mapped("name"))
        draft.component_ids[0].received = True
        draft.properties = {"house": True}
        self.assertIn("Plan", draft.component_ids.mapped("name"))
        self.assertTrue(draft.component_ids[0].received)
        draft.properties = {"house": False}
        self.assertNotIn("Plan", draft.component_ids.mapped("name"))

    def look_up(self, dossier, role="counter_officer", found=True):
        line = self.line(dossier, "Residence")
        return self.as_role(role, line).record_look_up(found)

    def test_a_look_up_stands_in_for_the_paper(self):
        dossier = self.filed()
        with self.assertRaisesRegex(UserError, "1 required components are missing"):
            self.act("counter_officer", dossier, "accept")
        self.look_up(dossier, found=False)
        with self.assertRaisesRegex(UserError, "1 required components are missing"):
            self.act("counter_officer", dossier, "accept")
        self.look_up(dossier)
        line = self.line(dossier, "Residence")
        self.assertEqual(
            (line.look_up, line.looked_up_by, str(line.looked_up_at), line.received),
            ("found", self.officer.name, MONDAY, False),
        )
        self.assertEqual(self.journal(dossier)[-2:], ["data_look_up", "data_look_up"])
        self.act("counter_officer", dossier, "accept")
        # The receipt lists what was handed in.
        sheet = self.env["report.onestop_dossier.form_receipt"]._sheet(dossier)
        self.assertEqual(sheet["components"].mapped("name"), ["Application"])
        self.assertEqual(sheet["looked_up"].mapped("name"), ["Residence"])

    def test_under_what_the_database_answered_is_kept_with_it(self):
        dossier = self.filed()
        line = self.line(dossier, "Residence")
        counter = self.as_role("counter_officer", line)
        counter.record_look_up(True, "TL-2026/15")
        self.assertEqual(line.look_up_reference, "TL-2026/15")
        # Asked again without one, or typed while the papers are checked.
        counter.action_not_found()
        self.assertEqual(line.look_up_reference, "TL-2026/15")
        counter.look_up_reference = "TL-2026/16"
        counter.action_found()
        self.act("counter_officer", dossier, "accept")
        with self.assertRaises(AccessError):
            counter.look_up_reference = "TL-2026/17"
        self.as_role("department_officer", line).record_look_up(True, "TL-2026/18")
        self.assertEqual(line.look_up_reference, "TL-2026/18")
        # The journal tells that it was asked, not what it said.
        rows = self.env["onestop.journal"].search([("res_id", "=", dossier.id)])
        self.assertNotIn("TL-2026", str(rows.mapped("data")))

    def test_who_resolves_it_looks_up_too_and_nobody_else(self):
        dossier = self.filed()
        self.look_up(dossier)
        self.act("counter_officer", dossier, "accept")
        self.look_up(dossier, "department_officer")
        for role in ("director", "supervisor", "postal_clerk", "catalogue_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.look_up(dossier, role)
        with self.assertRaises(AccessError):
            self.line(dossier, "Residence").with_user(self.portal).record_look_up(True)

    def test_only_a_paper_of_a_database_is_looked_up(self):
        dossier = self.filed()
        line = self.as_role("counter_officer", self.line(dossier, "Application"))
        with self.assertRaisesRegex(UserError, "no database stands in for"):
            line.action_found()

    def test_what_was_looked_up_is_typed_by_nobody(self):
        dossier = self.filed()
        line = self.as_role("counter_officer", self.line(dossier, "Residence"))
        context = dict.fromkeys(("onestop_dossier_engine", "engine", "found"), True)
        for vals in (
            {"look_up": "found"},
            {"looked_up_by": "Somebody"},
            {"looked_up_at": MONDAY},
            {"database_id": False},
        ):
            for record in (line, line.with_context(**context), line.sudo()):
                with self.subTest(vals), self.assertRaises(AccessError):
                    record.write(vals)
        with self.assertRaises(AccessError):
            line.create({"dossier_id": dossier.id, "name": "Mine", "look_up": "found"})

    def test_the_counter_records_it_at_intake(self):
        with Form(self.env["onestop.intake"].with_user(self.officer)) as form:
            form.version_id = self.version
            form.owner_identity_kind = "none"
            form.owner_identity_reason = "A child"
            form.owner_name = "Nguyễn Thị Mẫu"
            form.all_there = True
            self.assertEqual(len(form.component_ids), 2)
            with form.component_ids.edit(1) as line:
                self.assertFalse(line.received)
                line.found = True
        intake = form.save()
        intake.action_receive()
        dossier = intake.dossier_id.sudo()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(self.line(dossier, "Residence").look_up, "found")

    def test_the_intake_asks_for_what_was_answered(self):
        intake = (
            self.env["onestop.intake"]
            .with_user(self.officer)
            .new({"version_id": self.version.id, "properties": {"house": True}})
        )
        intake._onchange_papers()
        self.assertEqual(
            intake.component_ids.mapped("name"), ["Application", "Plan", "Residence"]
        )
