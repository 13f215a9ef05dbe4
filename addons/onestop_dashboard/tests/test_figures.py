from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.onestop_dossier.engine.right import ENGINE
from odoo.addons.onestop_dossier.tests.common import MONDAY

from .common import DUE, ReportCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFigures(ReportCase):
    def test_what_was_resolved_is_early_on_time_or_late(self):
        for resolved, standing, rate in (
            # 23:59 of Thursday in Việt Nam, 00:00 of Friday, the minute, one more.
            ("2026-03-12 16:59:00", "early", 100),
            ("2026-03-12 17:00:00", "on_time", 100),
            ("2026-03-13 10:00:00", "on_time", 100),
            ("2026-03-13 10:01:00", "late", 0),
        ):
            with self.subTest(resolved=resolved):
                row = self.row(state="resolved", date_resolved=resolved)
                self.assertEqual(row.standing, standing)
                self.assertEqual(row.on_time_rate, rate)

    def test_what_runs_is_undue_or_overdue_and_what_stands_still_is_neither(self):
        with freeze_time("2026-03-13 09:59:00"):
            self.assertEqual(self.row().standing, "undue")
        with freeze_time("2026-03-13 10:01:00"):
            self.assertEqual(self.row().standing, "overdue")
            self.assertFalse(self.row(suspended=True).standing)

    def test_an_apology_moves_no_figure(self):
        row = self.row(
            state="resolved",
            date_resolved="2026-03-16 03:00:00",
            date_due="2026-03-20 10:00:00",
        )
        self.assertEqual(row.standing, "late")

    def test_what_has_no_term_is_not_counted_in_the_rate(self):
        row = self.row(
            state="resolved", date_resolved="2026-03-12 03:00:00", date_due_legal=False
        )
        self.assertFalse(row.standing)
        rows = row._read_group(
            [("id", "=", row.id)], [], ["on_time_rate:avg", "__count"]
        )
        self.assertEqual(rows, [(False, 1)])

    def test_days_are_counted_from_reception_to_result(self):
        row = self.row(
            state="resolved",
            date_accepted="2026-03-09 02:00:00",
            date_resolved="2026-03-10 14:00:00",
        )
        self.assertAlmostEqual(row.days_to_resolve, 1.5)

    def test_a_step_stands_on_its_own_due_date(self):
        run = self.dossier.step_ids
        with ENGINE.held():
            run.write(
                {
                    "date_opened": "2026-03-09 02:00:00",
                    "date_due": "2026-03-10 02:00:00",
                    "date_ended": "2026-03-10 03:00:00",
                    "state": "done",
                }
            )
        self.env.flush_all()
        row = (
            self.env["onestop.step.report"]
            .with_user(self.users["department_head"])
            .browse(run.id)
        )
        self.assertEqual(row.standing, "late")
        self.assertAlmostEqual(row.hours_open, 25.0)

    def test_delays_are_summed_for_each_department(self):
        run, ended = self.dossier.step_ids, {"date_due": DUE, "date_ended": DUE}
        vals = {"step_id": run.step_id.id, "date_opened": "2026-03-09 02:00:00"}
        vals["dossier_id"] = self.dossier.id
        vals |= {name: run[name] for name in ("kind", "role", "sequence")}
        late, own = "2026-03-13 10:01:00", self.department.id
        with ENGINE.held():
            run.write({"state": "done", **ended})
            run.create(
                [
                    {**vals, **ended, **one}
                    for one in (
                        {"state": "done", "department_id": own, "minutes_late": 90},
                        # Given back for redrafting: its delay stays.
                        {"state": "void", "department_id": own, "minutes_late": 45},
                        {"state": "void", "department_id": own},
                        {
                            "state": "done",
                            "department_id": self.other.id,
                            "date_ended": late,
                            "minutes_late": 0,
                        },
                    )
                ]
            )
        self.env.flush_all()
        rows = self.env["onestop.step.report"]._read_group(
            [("dossier_id", "=", self.dossier.id)],
            ["department_id"],
            ["hours_late:sum", "__count", "standing:count"],
        )
        self.assertEqual(rows, [(self.department, 2.25, 3, 2), (self.other, 0.0, 1, 1)])
        counted = self.env["onestop.step.report"]._read_group(
            [("dossier_id", "=", self.dossier.id)],
            ["department_id", "standing"],
            ["__count"],
        )
        self.assertEqual(
            counted,
            [
                (self.department, "on_time", 2),
                (self.department, False, 1),
                (self.other, "late", 1),
            ],
        )

    def test_a_draft_is_no_dossier_yet(self):
        draft = (
            self.env["onestop.dossier"]
            .with_user(self.users["counter_officer"])
            .create({"version_id": self.version.id, "owner_name": "Owner T"})
        )
        self.env.flush_all()
        self.assertFalse(
            self.env["onestop.dossier.report"].search([("id", "=", draft.id)])
        )
