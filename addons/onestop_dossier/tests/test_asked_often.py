from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAskedOften(DossierCase):
    """Ten dossiers: the plan was asked for in three, the application in one."""

    def setUp(self):
        super().setUp()
        dossiers = [self.file() for _number in range(10)]
        for dossier in dossiers[:3]:
            self.ask(dossier, "Plan", "missing")
        # Twice in one dossier is one dossier.
        self.act("portal", dossiers[0], "supplement", "Here it is.")
        self.ask(dossiers[0], "Plan", "wrong")
        self.ask(dossiers[4], "Application", "wrong")

    def ask(self, dossier, component, cause):
        line = {"component": component, "cause": cause, "text": "Mend it."}
        self.act("counter_officer", dossier, "request_supplement", lines=[line])

    def test_the_procedure_says_which_paper_is_asked_for_most(self):
        papers = self.version.component_ids.with_context(lang="en_US")
        self.assertEqual(
            [(one.name, one.asked_often, one.asked_most) for one in papers],
            [("Application", "1 of 10", False), ("Plan", "3 of 10", True)],
        )

    def test_so_does_the_checklist_at_intake(self):
        screen = Form(
            self.as_role("counter_officer", self.env["onestop.intake"]).with_context(
                lang="en_US"
            )
        )
        screen.version_id = self.version
        screen.owner_name = "Owner T"
        intake = screen.save()
        self.assertTrue(intake.has_asked_often)
        self.assertEqual(
            [(one.asked_often, one.asked_most) for one in intake.component_ids],
            [("1 of 10", False), ("3 of 10", True)],
        )

    def test_what_was_never_asked_for_says_nothing(self):
        other = self.make_version("9.900191")
        self.assertEqual(set(other.component_ids.mapped("asked_often")), {False})

    def test_what_the_counter_gave_back_is_not_counted(self):
        dossier = self.to_processing()
        officer = dossier.with_user(self.users["department_officer"])
        officer.action_transition(
            "request_supplement", None, {"lines": [{"component": "Application"}]}
        )
        self.act("counter_officer", dossier, "take_back", "It is there.")
        papers = self.version.component_ids.with_context(lang="en_US")
        self.assertEqual(papers[0].asked_often, "1 of 11")

    def test_requests_are_counted_by_cause_paper_and_department(self):
        lines = self.env["onestop.dossier.supplement.line"].with_user(
            self.users["director"]
        )
        ours = [("procedure_id", "=", self.version.procedure_id.id)]
        counted = {
            cause.code: number
            for cause, number in lines._read_group(ours, ["cause_id"], ["__count"])
        }
        self.assertEqual(counted, {"missing": 3, "wrong": 2})
        for name in (
            *("procedure_id", "procedure_component_id", "department_id", "stage"),
            *("received_department_id", "requested_at:month"),
        ):
            with self.subTest(name):
                groups = lines._read_group(ours, [name], ["__count"])
                self.assertEqual(sum(number for _key, number in groups), 5)
