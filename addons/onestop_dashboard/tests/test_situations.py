"""Each dossier is in one situation, and a delay is one department's."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.onestop_dossier.engine.right import ENGINE
from odoo.addons.onestop_dossier.tests.common import MONDAY

from .common import DUE, ReportCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSituations(ReportCase):
    def test_every_state_is_in_one_situation(self):
        late = {"date_resolved": "2026-03-16 02:00:00"}
        for situation, vals in (
            ("waiting", {"state": "submitted", "date_accepted": False}),
            # Sent back before it was received, and after.
            ("pausing", {"state": "supplement", "date_accepted": False}),
            ("pausing", {"state": "supplement", "date_accepted": MONDAY}),
            ("pausing", {"state": "payment"}),
            ("pausing", {"state": "processing", "suspended": True}),
            ("undue", {"state": "processing", "suspended": False}),
            ("undue", {"state": "withdrawal"}),
            ("undue", {"state": "accepted"}),
            (
                "overdue",
                {"state": "processing", "date_due_legal": "2026-03-09 01:59:00"},
            ),
            ("open", {"state": "processing", "date_due_legal": False}),
            ("denied", {"state": "rejected"}),
            ("cancelled", {"state": "stopped"}),
            ("early", {"state": "resolved", "date_resolved": "2026-03-12 02:00:00"}),
            ("on_time", {"state": "resolved", "date_resolved": DUE}),
            ("late", {"state": "resolved", **late}),
            ("late", {"state": "returned", **late}),
            ("ended", {"state": "returned", **late, "date_due_legal": False}),
        ):
            with self.subTest(situation=situation, vals=vals):
                self.assertEqual(self.row(**vals).situation, situation)

    def test_situations_add_up_to_what_was_submitted(self):
        self.to_resolved()
        self.file()
        self.env.flush_all()
        report = self.env["onestop.dossier.report"].with_user(self.users["director"])
        counts = dict(report._read_group([], ["situation"], ["__count"]))
        self.assertNotIn(False, counts)
        submitted = self.env["onestop.dossier"].search_count([("state", "!=", "draft")])
        self.assertEqual(sum(counts.values()), submitted)

    def test_of_all_that_was_received_what_is_open_counts_against(self):
        for share, rate, vals in (
            (0, False, {"state": "processing"}),
            (100, 100, {"state": "resolved", "date_resolved": DUE}),
            (0, 0, {"state": "resolved", "date_resolved": "2026-03-13 10:01:00"}),
            # Not received: in neither.
            (
                False,
                False,
                {"state": "rejected", "date_accepted": False, "date_resolved": False},
            ),
        ):
            with self.subTest(vals=vals):
                row = self.row(**vals)
                means = row._read_group(
                    [("id", "=", row.id)], [], ["on_time_share:avg", "on_time_rate:avg"]
                )
                self.assertEqual(means, [(share, rate)])

    def runs(self, *rows):
        """Runs of steps: department, state, working minutes late, due."""
        run = self.dossier.step_ids
        vals = {
            "dossier_id": self.dossier.id,
            "step_id": run[0].step_id.id,
            **{name: run[0][name] for name in ("kind", "role", "sequence")},
            "date_opened": MONDAY,
        }
        with ENGINE.held():
            run.write({"state": "done", "date_ended": DUE, "date_due": DUE})
            run.create(
                [
                    {
                        **vals,
                        "department_id": department.id,
                        "state": state,
                        "minutes_late": minutes,
                        "date_due": due,
                    }
                    for department, state, minutes, due in rows
                ]
            )

    def test_a_delay_is_charged_to_whose_steps_were_late_longest(self):
        late = {"state": "resolved", "date_resolved": "2026-03-16 02:00:00"}
        own, other = self.department, self.other
        self.assertFalse(self.row(**late).charged_department_id)
        self.assertFalse(self.row(**late).fault)
        # 90 minutes in one go, against 50 and 50.
        self.runs(
            (own, "done", 90, DUE), (other, "done", 50, DUE), (other, "void", 50, DUE)
        )
        row = self.row(**late)
        self.assertEqual(row.charged_department_id, other)
        self.assertEqual(row.fault, "outside")
        self.runs((own, "done", 20, DUE))
        self.assertEqual(self.row(**late).charged_department_id, own)
        self.assertEqual(self.row(**late).fault, "inside")
        # What was in time in the end is nobody's delay.
        row = self.row(state="resolved", date_resolved=DUE)
        self.assertFalse(row.charged_department_id)
        self.assertFalse(row.fault)

    def test_what_is_overdue_is_charged_to_where_it_waits(self):
        self.runs(
            (self.department, "done", 600, DUE),
            (self.other, "open", 0, "2026-03-09 01:00:00"),
        )
        row = self.row(state="processing", date_due_legal="2026-03-09 01:30:00")
        self.assertEqual(row.situation, "overdue")
        self.assertEqual(row.charged_department_id, self.other)

    def test_a_number_opens_the_dossiers_that_its_reader_may_see(self):
        row = self.row()
        action = row.action_open_counted()
        self.assertEqual(action["res_model"], "onestop.dossier")
        self.assertEqual(action["res_id"], self.dossier.id)
        stranger = self.make_user("stranger", ("department_head", self.other))
        for record in (
            row,
            row.env["onestop.step.report"].browse(self.dossier.step_ids.id),
        ):
            with self.assertRaises(AccessError):
                record.with_user(stranger).action_open_counted()
