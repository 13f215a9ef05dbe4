"""What is counted of grievances, and that no figure tells of what is sealed."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.onestop_complaint.engine.right import ENGINE
from odoo.addons.onestop_complaint.tests.common import PERSON, ComplaintCase
from odoo.addons.onestop_dossier.tests.common import MONDAY

REPORT = "onestop.complaint.report"
COUNTERS = ("department_head", "supervisor", "director")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintFigures(ComplaintCase):
    def counted(self, user):
        """Everything that a user can count: rows, and each field in groups."""
        self.env.flush_all()
        report = self.env[REPORT].with_user(user)
        report.invalidate_model()
        groups = {}
        for name, field in report._fields.items():
            if field.store and field.type in ("selection", "many2one", "integer"):
                rows = report._read_group([], [name], ["__count"])
                groups[name] = [(str(value), count) for value, count in rows]
        return report.search([]).ids, groups

    def row(self, complaint):
        self.env.flush_all()
        report = self.env[REPORT].with_user(self.users["supervisor"])
        report.invalidate_model()
        return report.browse(complaint.id)

    def test_each_counts_what_they_may_read_and_nothing_else(self):
        self.to_accepted()
        self.brought()
        self.register("supervisor", kind="complaint", person=PERSON)
        about_head = self.register(officer=self.users["department_head"].id)
        self.register(officer=self.users["supervisor"].id)
        for role in COUNTERS:
            user = self.users[role]
            with self.subTest(role):
                rows, _groups = self.counted(user)
                seen = self.seen_by(user).filtered(
                    lambda one: not one.sealed and not one.custodian_only
                )
                self.assertTrue(rows)
                self.assertEqual(sorted(rows), sorted(seen.ids))
        self.assertNotIn(about_head.id, self.counted(self.users["department_head"])[0])
        self.assertIn(about_head.id, self.counted(self.users["director"])[0])

    def test_no_figure_tells_that_something_is_sealed(self):
        self.to_accepted()
        before = {role: self.counted(self.users[role]) for role in COUNTERS}
        sealed = self.denunciation(officer=self.officer.id)
        self.brought(kind="denunciation", department=self.department.code)
        self.go("custodian", sealed, "accept")
        after = {role: self.counted(self.users[role]) for role in COUNTERS}
        self.assertEqual(before, after)
        # Nor to whoever could read all rows: they are not there.
        self.assertFalse(self.env[REPORT].search([("id", "=", sealed.id)]))

    def test_what_turns_out_to_be_a_denunciation_is_counted_no_more(self):
        complaint = self.brought()
        self.assertIn(complaint.id, self.counted(self.users["director"])[0])
        self.go(
            "supervisor",
            complaint,
            "classify",
            "By its content.",
            kind="denunciation",
            signed=True,
            channel="letter",
            envelope="11/MẬT",
        )
        self.assertNotIn(complaint.id, self.counted(self.users["director"])[0])

    def test_who_may_not_count_is_refused(self):
        for role in ("counter_officer", "department_officer", "custodian", "clerk"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.counted(self.users[role])
        with self.assertRaises(AccessError):
            self.counted(self.portal)

    def test_neither_a_person_nor_an_officer_is_named(self):
        for name, field in self.env[REPORT]._fields.items():
            self.assertNotIn(field.comodel_name, ("res.users", "res.partner"), name)
            self.assertFalse(name.startswith("person"), name)
        for text in ("subject", "content", "reason", "explanation", "authority"):
            self.assertNotIn(text, self.env[REPORT]._fields)

    def test_the_rules_are_those_of_what_is_counted(self):
        names = (
            *("target_officer_id", "closed_to_department_id", "department_id"),
            *("received_department_id", "custodian_only"),
        )

        def rules(model):
            found = self.env["ir.rule"].search([("model_id.model", "=", model)])
            return {
                (group, rule.domain_force)
                for rule in found
                for group in rule.groups.get_external_id().values() or [None]
            }

        counting = {
            None,
            *(f"onestop_procedure.group_onestop_{one}" for one in COUNTERS),
        }
        expected = set()
        for group, domain in rules("onestop.complaint"):
            for name in names:
                domain = domain.replace(f"('{name}", f"('complaint_id.{name}")
            if group in counting:
                expected.add((group, domain))
        self.assertEqual(len(expected), 4)
        self.assertEqual(rules(REPORT), expected)

    def test_how_its_terms_are_kept(self):
        complaint = self.to_accepted()
        transfer, answer = complaint.phase_ids.sorted("id")
        self.assertTrue(answer.date_due)
        self.assertEqual(self.row(complaint).standing, "undue")
        self.assertFalse(self.row(complaint).terms_late)
        with ENGINE.held():
            answer.write({"date_due": "2026-03-01 10:00:00"})
        self.assertEqual(self.row(complaint).standing, "overdue")
        self.assertEqual(self.row(complaint).terms_late, 1)
        # What would only be to do outside competence is no term.
        with ENGINE.held():
            transfer.write(
                {
                    "provisional": True,
                    "date_due": "2026-03-01 10:00:00",
                    "date_ended": False,
                    "result": False,
                }
            )
        self.assertEqual(self.row(complaint).terms_late, 1)
        for result, standing, rate, late in (
            ("late", "late", 0, 1),
            ("on_time", "on_time", 100, 0),
        ):
            with self.subTest(result), ENGINE.held():
                answer.write({"date_ended": "2026-03-09 02:00:00", "result": result})
                row = self.row(complaint)
                self.assertEqual(row.standing, standing)
                self.assertEqual(row.terms_late, late)
                rows = row._read_group(
                    [("id", "=", row.id)],
                    [],
                    ["on_time_rate:avg", "on_time_rate:count"],
                )
                self.assertEqual(rows, [(rate, 1)])

    def test_a_number_opens_what_it_counts(self):
        complaint = self.to_accepted()
        for role in COUNTERS:
            with self.subTest(role):
                self.env.flush_all()
                row = self.env[REPORT].with_user(self.users[role]).browse(complaint.id)
                action = row.action_open_counted()
                self.assertEqual(action["res_model"], "onestop.complaint")
                self.assertEqual(action["res_id"], complaint.id)
