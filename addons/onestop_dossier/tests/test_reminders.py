from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import MONDAY, DossierCase

# Five working days from Monday 2026-03-09 at nine: due on Monday 16 at 17:00. The first
# step has sixteen working hours: until Wednesday 11 at nine.
STEP_NEAR, STEP_DUE = "2026-03-10 08:05:00", "2026-03-11 02:05:00"
NEARLY_DUE = "2026-03-13 10:05:00"
APOLOGY_DAY = "2026-03-13 00:05:00"
OVERDUE = "2026-03-16 10:05:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestReminders(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["onestop.reminder.level"].search([]).unlink()
        cls.levels = {
            name: cls.env["onestop.reminder.level"].create(
                {"name": name, "subject": subject, "basis": basis, "value": value, **to}
            )
            for name, subject, basis, value, to in (
                ("near", "step", "hours", 4, {"to_officer": True}),
                (
                    "late step",
                    "step",
                    "hours",
                    0,
                    {"to_officer": True, "to_head": True},
                ),
                ("nearly", "dossier", "share", 0.8, {"to_head": True}),
                ("apology", "dossier", "apology", 0, {"to_head": True}),
                (
                    "late",
                    "dossier",
                    "hours",
                    0,
                    {"to_head": True, "to_supervisor": True, "to_director": True},
                ),
            )
        }

    def look(self, moment):
        with freeze_time(moment):
            self.env.flush_all()
            with self.env.registry.cursor() as cr:
                self.env(cr=cr)["onestop.reminder"]._cron_look()
            self.env.invalidate_all()

    def told(self, dossier, of=None, archived=False):
        """Names of what is told of a dossier, of its steps (`of="step"`) or of it."""
        reminders = self.env["onestop.reminder"].with_context(active_test=not archived)
        reminders = reminders.search(
            [("dossier_id", "=", dossier.id)], order="date, id"
        )
        if of:
            reminders = reminders.filtered(
                lambda one: bool(one.step_id) == (of == "step")
            )
        return reminders.mapped("level_id.name")

    def test_a_step_is_reminded_of_before_and_when_it_is_due(self):
        dossier = self.to_processing()
        self.look(MONDAY)
        self.assertEqual(self.told(dossier), [])
        self.look(STEP_NEAR)
        self.look(STEP_NEAR)
        self.assertEqual(self.told(dossier), ["near"])
        self.look(STEP_DUE)
        self.assertEqual(self.told(dossier), ["late step"])
        self.assertEqual(self.told(dossier, archived=True), ["near", "late step"])

    def test_what_is_done_is_reminded_of_no_more(self):
        dossier = self.to_processing()
        self.look(STEP_DUE)
        with freeze_time(STEP_DUE):
            self.act("department_officer", dossier, "complete_step")
        self.look(STEP_DUE)
        self.assertEqual(self.told(dossier, of="step"), [])

    def test_a_dossier_is_reminded_of_along_its_term(self):
        dossier = self.to_processing()
        self.look(APOLOGY_DAY)
        self.assertEqual(self.told(dossier, of="dossier"), ["apology"])
        self.look(NEARLY_DUE)
        self.assertEqual(self.told(dossier, of="dossier"), ["nearly"])
        self.look(OVERDUE)
        self.assertEqual(self.told(dossier, of="dossier"), ["late"])

    def test_a_job_that_was_down_for_days_comes_to_the_same(self):
        on_time, late = self.to_processing(), self.to_processing()
        for moment in (STEP_NEAR, STEP_DUE, APOLOGY_DAY, NEARLY_DUE, OVERDUE):
            self.look(moment)
        before = self.rows(on_time)
        self.assertEqual(len(before), 5)
        self.env["onestop.reminder"].search([("dossier_id", "=", late.id)]).unlink()
        self.env["onestop.reminder"].with_context(active_test=False).search(
            [("dossier_id", "=", late.id)]
        ).unlink()
        self.env["onestop.dossier"]._look_at_all()
        self.env["onestop.dossier.step"]._look_at_all()
        self.look("2026-03-19 10:05:00")
        self.assertEqual(self.rows(late), before)

    def rows(self, dossier):
        reminders = self.env["onestop.reminder"].with_context(active_test=False)
        reminders = reminders.search([("dossier_id", "=", dossier.id)])
        return sorted(
            (one.level_id.name, one.date, one.date_due, one.active) for one in reminders
        )

    def test_while_the_applicant_is_waited_for_nobody_is_reminded_of_the_dossier(self):
        dossier = self.to_processing()
        self.look(APOLOGY_DAY)
        with freeze_time(APOLOGY_DAY):
            self.act(
                *("department_officer", dossier, "request_supplement", "A page."),
                component_ids=dossier.component_ids[:1].ids,
            )
        self.look(OVERDUE)
        self.assertEqual(self.told(dossier, of="dossier"), [])

    def test_after_an_apology_the_new_date_is_reminded_of(self):
        dossier = self.to_processing()
        self.look(APOLOGY_DAY)
        with freeze_time(APOLOGY_DAY):
            self.act(
                *("department_head", dossier, "apologise", "Much rain."),
                until="2026-03-20 10:00:00",
            )
        self.look(OVERDUE)
        self.assertEqual(self.told(dossier, of="dossier"), [])
        # No second apology is owed: the law grants one (art. 19.9).
        self.look("2026-03-20 09:55:00")
        self.assertEqual(self.told(dossier, of="dossier"), ["nearly"])
        self.look("2026-03-20 10:05:00")
        self.assertEqual(self.told(dossier, of="dossier"), ["late"])

    def test_each_reads_what_is_for_them(self):
        self.to_processing()
        self.look(OVERDUE)
        other_head = self.make_user("other_head", ("department_head", self.other))
        for user, names in (
            (self.users["department_officer"], ["late step"]),
            (self.users["department_head"], ["late", "late step"]),
            (self.users["supervisor"], ["late"]),
            (self.users["director"], ["late"]),
            (other_head, []),
        ):
            with self.subTest(user=user.login):
                seen = self.env["onestop.reminder"].with_user(user).search([])
                self.assertEqual(sorted(seen.mapped("level_id.name")), names)
        for role in ("catalogue_manager", "custodian", "it_technician"):
            with self.assertRaises(AccessError):
                self.env["onestop.reminder"].with_user(self.users[role]).search([])

    def test_a_new_level_tells_of_what_comes_and_not_of_what_was(self):
        dossier = self.to_processing()
        self.look(STEP_NEAR)
        with freeze_time(STEP_DUE), trap_jobs() as trap:
            for name, value in (("was", 6), ("comes", -1)):
                self.env["onestop.reminder.level"].create(
                    {
                        "name": name,
                        "subject": "step",
                        "basis": "hours",
                        "value": value,
                        "to_head": True,
                    }
                )
            # One for the dossiers, one for the steps, whatever the number of levels.
            trap.assert_jobs_count(2)
            trap.perform_enqueued_jobs()
        self.look("2026-03-11 03:05:00")
        told = self.told(dossier, of="step", archived=True)
        self.assertEqual(told, ["near", "late step", "comes"])

    def test_the_director_begins_with_what_is_late_without_a_word(self):
        silent, told = self.to_processing(), self.to_processing()
        with freeze_time(APOLOGY_DAY):
            self.act(
                *("department_head", told, "apologise", "Much rain."),
                until="2026-03-20 10:00:00",
            )
        director = self.users["director"]
        action = director.with_user(director)._onestop_home()
        view = self.env["onestop.dossier"].get_view(view_type="search")
        domain = "[('is_open', '=', True), ('suspended', '=', False), ('date_due', '<', 'now')]"
        self.assertIn(domain.replace("<", "&lt;"), view["arch"])
        self.assertIn("search_default_unanswered", action.sudo().context)
        with freeze_time(OVERDUE):
            found = self.env["onestop.dossier"].with_user(director)
            found = found.search(
                [
                    ("is_open", "=", True),
                    ("suspended", "=", False),
                    ("date_due", "<", "now"),
                ]
            )
        self.assertEqual(found & (silent | told), silent)
