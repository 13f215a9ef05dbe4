from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

PROCESSING_WHY = "Việc này thuộc thẩm quyền của cơ quan khác."


@tagged("post_install", "-at_install")
class TestWrongAuthority(DossierCase):
    """Decree 61/2018, art. 18: transfer paper and file go to the right one-stop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre_2 = cls.centre.copy(
            {"name": "Trung tâm U", "code": "CTU", "national_code": "H99.02"}
        )
        cls.officer_2 = cls.make_user("counter_u", ("counter_officer", cls.centre_2))
        cls.counter_2 = cls.env["onestop.counter.group"].create(
            {
                "name": "Counter U",
                "department_id": cls.centre_2.id,
                "user_ids": [(4, cls.officer_2.id)],
            }
        )
        cls.any_centre = cls.make_version("9.900201", any_centre=True)

    def filed(self, moment=MONDAY):
        self.version = self.any_centre
        with freeze_time(moment):
            return self.file(received_department_id=self.centre.id)

    def send(self, dossier, moment=MONDAY, role="counter_officer", **values):
        values.setdefault("department_id", self.centre_2.id)
        with freeze_time(moment):
            user = self.users[role]
            dossier.with_user(user).action_transition("forward", PROCESSING_WHY, values)
        return dossier

    def page(self, dossier, user):
        report = self.env["report.onestop_dossier.form_transfer"].with_user(user)
        return report._get_report_values(dossier.ids)["sheets"][0]

    @pytest.mark.article("Decree 61/2018", "18")
    def test_at_intake_it_goes_to_another_one_stop_with_its_own_time(self):
        dossier = self.send(self.filed())
        self.assertEqual(dossier.state, "submitted")
        self.assertEqual(dossier.received_department_id, self.centre_2)
        self.assertEqual(dossier.counter_group_id, self.counter_2)
        self.assertEqual(dossier.helped_department_id, self.env["onestop.department"])
        # Eight working hours from Monday 09:00.
        self.assertEqual(dossier.date_intake_due, datetime(2026, 3, 10, 2, 0))
        mine = dossier.with_user(self.users["counter_officer"])
        with self.assertRaises(AccessError):
            mine.check_access("read")
        dossier.with_user(self.officer_2).action_transition("accept")
        self.assertTrue(dossier.code.startswith("H99.02-"), dossier.code)

    @pytest.mark.article("Decree 61/2018", "18")
    def test_after_the_cut_off_its_time_begins_next_morning(self):
        # Monday 16:00: eight working hours of Tuesday are over at 16:30.
        late = "2026-03-09 09:00:00"
        dossier = self.send(self.filed(late), late)
        self.assertEqual(dossier.date_intake_due, datetime(2026, 3, 10, 10, 0))

    def test_whoever_sent_it_prints_the_paper_that_goes_with_it(self):
        dossier = self.send(self.filed())
        sheet = self.page(dossier, self.users["counter_officer"])
        self.assertEqual(
            (sheet["department"].name, sheet["to"].name, sheet["reason"]),
            (self.centre.name, "Trung tâm U", PROCESSING_WHY),
        )
        self.assertEqual(sheet["papers"].mapped("name"), ["Application"])
        self.assertEqual(self.page(dossier, self.officer_2)["to"].name, "Trung tâm U")
        with self.assertRaises(AccessError):
            self.page(dossier, self.users["department_officer"])

    def test_there_is_no_paper_for_what_was_sent_nowhere(self):
        with self.assertRaises(UserError):
            self.page(self.filed(), self.users["counter_officer"])

    @pytest.mark.article("Decree 61/2018", "17.2")
    def test_the_applicant_is_told_where_it_went_and_why(self):
        dossier = self.send(self.filed())
        notice = self.env["onestop.notice"].search(
            [("dossier_id", "=", dossier.id), ("event", "=", "transferred")], limit=1
        )
        letter = self.env.ref("onestop_dossier.notice_transferred")
        said = letter._render_field("body_html", notice.ids)[notice.id]
        self.assertIn("Trung tâm U", said)
        self.assertIn(PROCESSING_WHY, said)

    def test_only_to_where_the_procedure_is_received(self):
        dossier = self.filed()
        for wanted in (self.other.id, self.centre.id, 0):
            with self.subTest(wanted), self.assertRaisesRegex(UserError, "Trung tâm U"):
                self.send(dossier, department_id=wanted)
        self.assertEqual(dossier.received_department_id, self.centre)

    def test_where_one_centre_receives_all_it_is_not_offered(self):
        self.version = self.make_version("9.900202")
        dossier = self.file()
        counter = dossier.with_user(self.users["counter_officer"])
        offered = [one["code"] for one in counter.available_transitions()]
        self.assertNotIn("forward", offered)
        with self.assertRaisesRegex(UserError, "No other one-stop"):
            self.send(dossier)

    @pytest.mark.article("Decree 61/2018", "18")
    def test_from_processing_it_begins_there_under_the_same_rule(self):
        for number, (moment, begins) in enumerate(
            (
                ("2026-03-10 03:00:00", datetime(2026, 3, 10, 3, 0)),
                # Tuesday 16:00: Wednesday at 07:00.
                ("2026-03-10 09:00:00", datetime(2026, 3, 11, 0, 0)),
            )
        ):
            with self.subTest(moment):
                self.version = self.make_version(f"9.90021{number}")
                with freeze_time(MONDAY):
                    dossier = self.to_processing()
                self.send(
                    *(dossier, moment, "department_officer"),
                    department_id=self.other.id,
                )
                self.assertEqual(dossier.department_id, self.other)
                # Its result comes back to where it was received.
                self.assertEqual(dossier.received_department_id, self.centre)
                run = dossier.step_ids.filtered(lambda one: one.state == "open")
                self.assertEqual(run.date_opened, begins)
                self.assertEqual(run.department_id, self.other)
                sheet = self.page(dossier, self.users["department_officer"])
                self.assertEqual(
                    (sheet["department"], sheet["to"]), (self.department, self.other)
                )
