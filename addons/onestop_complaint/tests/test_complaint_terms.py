"""By when: every term of the law that a grievance runs through, reckoned by hand.

Office hours are Monday to Friday until 17:00; closed on 30 April, 1 May and 2 September.
"""

from contextlib import contextmanager
from datetime import datetime, timezone
from unittest.mock import patch

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware

from ..models import onestop_redating
from .common import PERSON, ComplaintCase

HOLIDAYS = (
    ("Victory Day", "2026-04-30"),
    ("Labour Day", "2026-05-01"),
    ("National Day", "2026-09-02"),
)


def utc(text):
    """Naive UTC of a moment in legal time."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZONE)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


@contextmanager
def on(day, hour="09:00"):
    with freeze_time(utc(f"{day} {hour}")):
        yield


class TermsCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A copy: demonstration data close days of the one that comes with us.
        office = cls.env.ref("onestop_procedure.calendar_office_hours")
        cls.calendar = office.copy({"global_leave_ids": [], "extra_day_ids": []})
        for name, day in HOLIDAYS:
            cls.close(cls.calendar, day, name)
        departments = cls.centre | cls.department | cls.other
        departments.calendar_id = cls.calendar

    @classmethod
    def close(cls, calendar, day, name="Storm"):
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "calendar_id": calendar.id,
                "date_from": utc(f"{day} 00:00"),
                "date_to": utc(f"{day} 23:59:59"),
            }
        )

    def complaint(self, **values):
        """A signed letter at the supervisor's."""
        values = {"channel": "letter", "signed": True, "person": PERSON, **values}
        return self.register("supervisor", kind="complaint", **values)

    def accepted(self, complaint, **values):
        if complaint.custodian_only:
            return self.go("custodian", complaint, "accept")
        department = self.department.id
        return self.go(
            "supervisor", complaint, "accept", department_id=department, **values
        )

    @staticmethod
    def written(moment):
        return f"{aware(moment).astimezone(ZONE):%d/%m %H:%M}" if moment else None

    def terms(self, complaint):
        """{what is to be done: when it is due} of what runs."""
        return {
            row.phase: self.written(row.date_due) for row in complaint._running_phases()
        }

    def results(self, complaint):
        """{what was to be done: how it ended}."""
        return {row.phase: row.result for row in complaint.phase_ids if row.date_ended}

    def due(self, complaint):
        """(what is due first, when)"""
        return complaint.phase, self.written(complaint.date_due)


@tagged("post_install", "-at_install")
class TestComplaintTerms(TermsCase):
    # ------------------------------------------------------ reflections, petitions

    def test_a_reflection_is_answered_and_passed_on_if_it_is_outside(self):
        with on("2026-03-09"):
            for kind in ("reflection", "petition"):
                complaint = self.register(kind=kind)
                self.assertEqual(
                    self.terms(complaint),
                    {"transfer": "16/03 17:00", "answer": "23/03 17:00"},
                )
                # What may not have to be done makes nobody late.
                self.assertEqual(self.due(complaint), ("answer", "23/03 17:00"))

    def test_what_is_outside_competence_is_passed_on_in_five_working_days(self):
        with on("2026-03-09"):
            late, early = self.register(), self.register()
            for one in (late, early):
                self.go(
                    "supervisor", one, "classify", "Light.", classification="outside"
                )
                self.assertEqual(self.due(one), ("transfer", "16/03 17:00"))
        with on("2026-03-16", "17:00"):
            self.go("supervisor", early, "transfer", "Not ours.", authority="Commune")
        self.assertEqual(self.results(early), {"transfer": "on_time", "answer": "void"})
        with on("2026-03-16", "17:01"):
            self.assertTrue(late.overdue)
            self.go("supervisor", late, "transfer", "Not ours.", authority="Commune")
        self.assertEqual(self.results(late), {"transfer": "late", "answer": "void"})
        self.assertEqual(self.due(late), (False, None))
        self.assertFalse(late.overdue)

    def test_a_reflection_is_answered_when_the_person_was_told(self):
        with on("2026-03-09"):
            complaint = self.to_accepted()
        self.assertEqual(self.terms(complaint), {"answer": "23/03 17:00"})
        self.assertEqual(self.results(complaint), {"transfer": "void"})
        with on("2026-03-20"):
            self.resolve(complaint, "founded")
        self.assertEqual(self.terms(complaint), {"answer": "23/03 17:00"})
        with on("2026-03-24"):
            self.go("supervisor", complaint, "close")
        self.assertEqual(self.results(complaint)["answer"], "late")

    def test_a_reflection_that_is_withdrawn_owes_nothing(self):
        with on("2026-03-09"):
            complaint = self.brought()
        with on("2026-03-20"):
            self.go("portal", complaint, "withdraw")
        self.assertEqual(
            self.results(complaint), {"transfer": "void", "answer": "void"}
        )

    def test_what_was_accepted_and_turns_out_to_be_outside_counts_from_its_first_day(
        self,
    ):
        with on("2026-03-09"):
            complaint = self.to_accepted()
        with on("2026-03-19"):
            self.go(
                "supervisor", complaint, "classify", "No.", classification="outside"
            )
            self.assertEqual(self.due(complaint), ("transfer", "16/03 17:00"))
            self.assertTrue(complaint.overdue)

    # ---------------------------------------------------------------- complaints

    @pytest.mark.article("Decree 124/2020", "16.1")
    def test_letters_before_july_have_ten_days_and_later_ones_seven_working_days(self):
        for day, due in (
            ("2026-03-09", "19/03 17:00"),
            # The tenth day is Monday.
            ("2026-06-19", "29/06 17:00"),
            # The tenth day, 4 July, is a Saturday: over the change it stays ten days.
            ("2026-06-24", "06/07 17:00"),
            ("2026-06-30", "10/07 17:00"),
            ("2026-07-01", "10/07 17:00"),
            ("2026-07-02", "13/07 17:00"),
            # 2 September is left out.
            ("2026-08-27", "08/09 17:00"),
        ):
            for hour in ("00:05", "16:59", "23:55"):
                with self.subTest(day=day, hour=hour), on(day, hour):
                    self.assertEqual(self.due(self.complaint()), ("acceptance", due))

    def test_whether_it_is_accepted_refused_or_guided_that_term_is_kept(self):
        with on("2026-03-09"):
            accepted, refused, guided, late = (self.complaint() for _one in range(4))
        with on("2026-03-19", "16:00"):
            self.accepted(accepted)
            self.go("supervisor", refused, "refuse", "Out of time.")
            self.go("supervisor", guided, "guide", "Not ours.", authority="Court")
        with on("2026-03-20"):
            self.accepted(late)
        for one in (accepted, refused, guided):
            self.assertEqual(self.results(one), {"acceptance": "on_time"})
        self.assertEqual(self.results(late), {"acceptance": "late"})

    @pytest.mark.article("Law on Complaints", "28")
    @pytest.mark.article("Law on Complaints", "37")
    def test_how_long_a_complaint_is_resolved(self):
        for second, remote, due, longer in (
            # From 12 March: 11 April is a Saturday, 26 April a Sunday.
            (False, False, "13/04 17:00", "27/04 17:00"),
            (False, True, "27/04 17:00", "11/05 17:00"),
            (True, False, "27/04 17:00", "11/05 17:00"),
            (True, True, "11/05 17:00", "21/05 17:00"),
        ):
            with self.subTest(second=second, remote=remote), on("2026-03-12"):
                complaint = self.complaint()
                self.accepted(complaint, second=second, remote=remote)
                self.assertEqual(self.due(complaint), ("resolution", due))
                with on("2026-03-30"):
                    self.go("department_head", complaint, "extend", "Two places.")
                self.assertEqual(self.due(complaint), ("resolution", longer))
                self.assertEqual(complaint.complexity, "complex")

    @pytest.mark.article("Labour Code", "112")
    def test_a_last_day_on_a_holiday_moves_to_the_next_working_day(self):
        with on("2026-03-31"):
            complaint = self.accepted(self.complaint())
        # The thirtieth day is 30 April; 4 May is a Monday.
        self.assertEqual(self.due(complaint), ("resolution", "04/05 17:00"))

    @pytest.mark.article("Law on Complaints", "32")
    @pytest.mark.article("Law on Complaints", "41")
    def test_the_decision_is_sent_and_a_second_one_published(self):
        with on("2026-04-20"):
            first, second = self.complaint(), self.complaint()
            self.accepted(first)
            self.accepted(second, second=True)
        with on("2026-04-29"):
            for one in (first, second):
                self.resolve(one, "partly")
        # Three working days over the holidays; seven and fifteen days.
        self.assertEqual(self.terms(first), {"decision": "06/05 17:00"})
        self.assertEqual(
            self.terms(second),
            {"decision": "06/05 17:00", "publication": "14/05 17:00"},
        )
        with on("2026-05-06"):
            self.go("supervisor", first, "close")
            with self.assertRaisesRegex(UserError, "First record as done: Publish"):
                self.go("supervisor", second, "close")
            self.go("supervisor", second, "record", phase="decision")
            with self.assertRaisesRegex(UserError, "Choose what was done"):
                self.go("supervisor", second, "record", phase="decision")
        self.assertEqual(self.due(second), ("publication", "14/05 17:00"))
        with on("2026-05-15"):
            self.go("supervisor", second, "record", phase="publication")
            self.go("supervisor", second, "close")
        results = {"acceptance": "on_time", "resolution": "on_time"}
        self.assertEqual(self.results(first), {**results, "decision": "on_time"})
        self.assertEqual(
            self.results(second),
            {**results, "decision": "on_time", "publication": "late"},
        )

    def test_a_complaint_is_extended_once_with_a_reason_and_in_time(self):
        with on("2026-03-12"):
            complaint, late = self.complaint(), self.complaint()
            for one in (complaint, late):
                self.accepted(one)
        with on("2026-03-30"):
            with self.assertRaisesRegex(UserError, "reason must be given"):
                self.go("department_head", complaint, "extend")
            self.go("department_head", complaint, "extend", "Many complainants.")
            with self.assertRaisesRegex(UserError, "no further extension"):
                self.go("department_head", complaint, "extend", "Again.")
            with self.assertRaisesRegex(UserError, "is for:"):
                self.go("supervisor", late, "extend", "Many complainants.")
        with on("2026-04-13", "17:01"):
            self.assertTrue(late.overdue)
            with self.assertRaisesRegex(UserError, "what is late is not extended"):
                self.go("department_head", late, "extend", "Many complainants.")

    @pytest.mark.article("Decree 124/2020", "3a")
    def test_from_july_a_complaint_is_complex_on_one_of_the_grounds(self):
        with on("2026-06-30"):
            before = self.complaint()
        with on("2026-07-01"):
            since = self.complaint()
            for one in (before, since):
                self.accepted(one)
            self.go("department_head", before, "extend", "Many complainants.")
            with self.assertRaisesRegex(UserError, "Choose the ground"):
                self.go("department_head", since, "extend", "Many complainants.")
            with self.assertRaisesRegex(UserError, "is one of"):
                self.go("department_head", since, "extend", "Many.", ground="weather")
            self.go("department_head", since, "extend", "Many.", ground="complainants")
        self.assertEqual(since.ground, "complainants")
        # 1 July and 45 days: 15 August is a Saturday.
        for one in (before, since):
            self.assertEqual(self.due(one), ("resolution", "17/08 17:00"))

    @pytest.mark.article("Decree 124/2020", "28a")
    def test_a_suspension_stops_the_term_and_is_told_in_three_working_days(self):
        with on("2026-06-26"):
            complaint = self.accepted(self.complaint())
            # The thirtieth day, 26 July, is a Sunday.
            self.assertEqual(self.due(complaint), ("resolution", "27/07 17:00"))
            # The law knows it from 1 July, for what was accepted before, too.
            with self.assertRaisesRegex(UserError, "knows no such step"):
                self.go("supervisor", complaint, "suspend", "Force majeure.")
        with on("2026-07-02"):
            self.go("supervisor", complaint, "suspend", "Force majeure.")
        self.assertEqual(
            self.terms(complaint),
            {"suspension_notice": "07/07 17:00", "resolution": None},
        )
        with on("2026-07-06"):
            self.go("supervisor", complaint, "record", phase="suspension_notice")
        self.assertEqual(self.due(complaint), (False, None))
        with on("2026-07-16"):
            self.go("supervisor", complaint, "resume")
        # Fourteen days more than 26 July: 9 August is a Sunday.
        self.assertEqual(self.due(complaint), ("resolution", "10/08 17:00"))
        told = complaint.with_user(self.users["supervisor"]).explain_due()
        self.assertIn(
            "Suspended: the term stood still from 09:00 on Thursday 02/07/2026 to 09:00 "
            "on Thursday 16/07/2026, 14 calendar days (Force majeure); the date moved "
            "from 17:00 on Monday 27/07/2026 to 17:00 on Monday 10/08/2026 "
            "(Decree 124/2020, art. 28a).",
            told["sentences"],
        )

    @pytest.mark.article("Decree 124/2020", "28b")
    def test_a_discontinuance_is_told_in_three_working_days(self):
        with on("2026-07-01"):
            complaint = self.accepted(self.complaint())
        with on("2026-07-03"):
            self.go("supervisor", complaint, "discontinue", "The heir declined.")
        self.assertEqual(
            self.terms(complaint), {"discontinuance_notice": "08/07 17:00"}
        )
        self.assertEqual(self.results(complaint)["resolution"], "void")
        with on("2026-07-09"):
            self.assertTrue(complaint.overdue)
            self.go("supervisor", complaint, "record", phase="discontinuance_notice")
        self.assertFalse(complaint.overdue)
        self.assertEqual(self.results(complaint)["discontinuance_notice"], "late")

    def test_what_is_withdrawn_while_it_stands_still_was_not_late(self):
        with on("2026-07-01"):
            complaint = self.accepted(self.complaint())
            self.go("supervisor", complaint, "suspend", "Force majeure.")
        with on("2026-12-01"):
            self.go("supervisor", complaint, "withdraw", "Signed.", signed=True)
        self.assertEqual(
            self.results(complaint),
            {
                "acceptance": "on_time",
                "resolution": "void",
                "suspension_notice": "late",
            },
        )

    # ------------------------------------------------------------- denunciations

    @pytest.mark.article("Law on Denunciations", "24")
    def test_a_denunciation_is_verified_in_seven_working_days_ten_in_several_places(
        self,
    ):
        with on("2026-03-09"):
            complaint = self.denunciation()
        self.assertEqual(
            self.terms(complaint),
            {"verification": "18/03 17:00", "transfer": "16/03 17:00"},
        )
        self.assertEqual(self.due(complaint), ("verification", "18/03 17:00"))
        with on("2026-03-17"):
            self.assertFalse(complaint.overdue)
            self.go("custodian", complaint, "extend", "In two districts.")
            self.assertEqual(self.due(complaint), ("verification", "23/03 17:00"))
            with self.assertRaisesRegex(UserError, "no further extension"):
                self.go("custodian", complaint, "extend", "In three.")

    @pytest.mark.article("Law on Denunciations", "24")
    def test_a_denunciation_outside_competence_goes_on_in_five_working_days(self):
        with on("2026-03-09"):
            in_time, late = self.denunciation(), self.denunciation()
        for complaint, day, result in (
            (in_time, "2026-03-16", "on_time"),
            (late, "2026-03-17", "late"),
        ):
            with on(day):
                self.go(
                    "custodian", complaint, "transfer", "No.", authority="Inspectorate"
                )
            self.assertEqual(
                self.results(complaint),
                {"verification": "on_time", "transfer": result},
            )

    @pytest.mark.article("Law on Denunciations", "29")
    @pytest.mark.article("Law on Denunciations", "30")
    def test_a_denunciation_from_its_acceptance_to_its_end(self):
        with on("2026-03-09"):
            complaint = self.denunciation()
        with on("2026-03-18"):
            self.accepted(complaint)
        self.assertEqual(
            self.results(complaint), {"verification": "on_time", "transfer": "void"}
        )
        self.assertEqual(
            self.terms(complaint),
            {"acceptance_notice": "25/03 17:00", "resolution": "17/04 17:00"},
        )
        with on("2026-03-25"):
            self.go("custodian", complaint, "record", phase="acceptance_notice")
        self.assertEqual(self.due(complaint), ("resolution", "17/04 17:00"))
        with on("2026-04-10"):
            self.go("custodian", complaint, "resolve", "So.", outcome="founded")
        self.assertEqual(
            self.terms(complaint),
            {
                "conclusion": "17/04 17:00",
                "handling": "21/04 17:00",
                "publication": "21/04 17:00",
            },
        )
        with on("2026-04-17"):
            for phase in ("conclusion", "handling", "publication"):
                self.go("custodian", complaint, "record", phase=phase)
            self.go("custodian", complaint, "close")
        self.assertEqual(set(self.results(complaint).values()), {"on_time", "void"})

    @pytest.mark.article("Law on Denunciations", "30")
    def test_a_denunciation_is_extended_once_if_complex_and_twice_if_specially_so(self):
        with on("2026-03-18"):
            plain, special = (self.accepted(self.denunciation()) for _one in range(2))
        with on("2026-04-15"):
            with self.assertRaisesRegex(UserError, "how complex"):
                self.go("custodian", plain, "extend", "Long.")
            for one, how in ((plain, "complex"), (special, "special")):
                self.go("custodian", one, "extend", "Long.", complexity=how)
                # Thirty days more than 17 April: 17 May is a Sunday.
                self.assertEqual(self.terms(one)["resolution"], "18/05 17:00")
        with on("2026-05-18", "16:00"):
            with self.assertRaisesRegex(UserError, "no further extension"):
                self.go("custodian", plain, "extend", "More.", complexity="complex")
            self.go("custodian", special, "extend", "More.", complexity="special")
            self.assertEqual(self.terms(special)["resolution"], "16/06 17:00")
            with self.assertRaisesRegex(UserError, "no further extension"):
                self.go("custodian", special, "extend", "More.", complexity="special")

    # ------------------------------------------------------------ law that changes

    def test_a_file_in_progress_over_july_takes_only_the_rules_that_reach_it(self):
        with on("2026-06-26"):
            denunciation, complaint = self.denunciation(), self.complaint()
        # 29 and 30 June, 1 to 3, 6 and 7 July.
        self.assertEqual(self.terms(denunciation)["verification"], "07/07 17:00")
        with on("2026-07-02"):
            for one in (denunciation, complaint):
                self.accepted(one)
                # The thirtieth day, 1 August, is a Saturday.
                self.assertEqual(self.terms(one)["resolution"], "03/08 17:00")
        rules = {
            one.kind: one.phase_ids.filtered(lambda row: row.phase == "resolution")
            for one in (denunciation, complaint)
        }
        self.assertEqual(rules["denunciation"].rule_id.rule_set_id.code, "2026-07")
        self.assertEqual(rules["complaint"].rule_id.rule_set_id.code, "2011/2018")

    def test_a_new_term_reaches_files_in_progress_where_its_rule_says_so(self):
        rules = self.env.ref("onestop_complaint.rule_set_2026_07").rule_ids
        days = {rule.key: rule for rule in rules}
        days["denunciation_days"].value = "20"
        days["complaint_first_days"].value = "20"
        with on("2026-06-26"):
            denunciation, complaint = self.denunciation(), self.complaint()
        with on("2026-07-02"):
            for one in (denunciation, complaint):
                self.accepted(one)
        self.assertEqual(self.terms(denunciation)["resolution"], "22/07 17:00")
        self.assertEqual(self.terms(complaint)["resolution"], "03/08 17:00")

    # ------------------------------------------------------- from when, by which kind

    @pytest.mark.article("Law on Complaints", "8")
    @pytest.mark.article("Law on Denunciations", "25")
    def test_information_has_no_term_until_its_letter_comes(self):
        with on("2026-06-29"):
            complaint = self.brought(kind="complaint", person=PERSON)
        self.assertFalse(complaint.phase_ids)
        self.assertEqual(self.due(complaint), (False, None))
        form = {"signed": True, "channel": "letter"}
        with on("2026-07-02"):
            self.go(
                "supervisor",
                complaint,
                "classify",
                "It came.",
                kind="complaint",
                **form,
            )
        # The letter is of July: seven working days.
        self.assertEqual(self.due(complaint), ("acceptance", "13/07 17:00"))
        self.assertEqual(complaint.rule_set_id.code, "2026-07")

    def test_a_letter_that_is_of_another_kind_gains_no_time(self):
        with on("2026-03-09"):
            complaint = self.complaint()
        with on("2026-03-13"):
            self.go("supervisor", complaint, "classify", "By content.", kind="petition")
        self.assertEqual(self.results(complaint), {"acceptance": "void"})
        self.assertEqual(
            self.terms(complaint),
            {"transfer": "16/03 17:00", "answer": "23/03 17:00"},
        )

    def test_a_reflection_that_becomes_a_denunciation_begins_with_its_letter(self):
        with on("2026-03-09", "10:17"):
            complaint = self.brought(person=PERSON)
        with on("2026-03-12"):
            self.go(
                "supervisor",
                complaint,
                "classify",
                "By content.",
                kind="denunciation",
                signed=True,
                channel="letter",
                envelope="7/MẬT",
            )
        self.assertEqual(
            self.terms(complaint),
            {"verification": "23/03 17:00", "transfer": "19/03 17:00"},
        )
        # No row knows the minute at which it came.
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT p::text FROM onestop_complaint_phase p WHERE complaint_id = %s",
            [complaint.id],
        )
        text = "\n".join(row for (row,) in self.env.cr.fetchall())
        self.assertIn("2026-03-09", text)
        self.assertNotIn("10:17", text)
        self.assertNotIn("03:17", text)

    # ---------------------------------------------------------- whose working days

    def test_the_working_days_are_those_of_the_department_that_holds_it(self):
        own = self.calendar.copy()
        self.close(own, "2026-03-11")
        self.department.calendar_id = own
        with on("2026-03-09"):
            complaint = self.to_accepted()
            self.assertEqual(self.due(complaint), ("answer", "24/03 17:00"))
            self.go("supervisor", complaint, "forward", department_id=self.other.id)
            self.assertEqual(self.due(complaint), ("answer", "23/03 17:00"))

    # --------------------------------------------------------------- lists, words

    def test_what_is_overdue_or_nearly_due_is_found(self):
        with on("2026-03-09"):
            complaint = self.register()
        found = {}
        for day, hour in (
            ("2026-03-13", "16:59"),
            ("2026-03-13", "17:01"),
            ("2026-03-17", "09:00"),
            ("2026-03-23", "17:00"),
            ("2026-03-23", "17:01"),
        ):
            with on(day, hour):
                complaint.invalidate_recordset()
                model = self.as_role("supervisor", self.env["onestop.complaint"])
                found[day, hour] = [
                    name
                    for name in ("nearly_due", "overdue")
                    if complaint in model.search([(name, "=", True)])
                ]
                for name in ("nearly_due", "overdue"):
                    self.assertEqual(complaint[name], name in found[day, hour])
                    left = model.search([(name, "=", False)])
                    self.assertEqual(complaint in left, not complaint[name])
        self.assertEqual(
            found,
            {
                ("2026-03-13", "16:59"): [],
                # It may have to be passed on by Monday.
                ("2026-03-13", "17:01"): ["nearly_due"],
                ("2026-03-17", "09:00"): [],
                ("2026-03-23", "17:00"): ["nearly_due"],
                ("2026-03-23", "17:01"): ["overdue"],
            },
        )

    def test_a_term_that_was_missed_is_found_after_its_end(self):
        with on("2026-03-09"):
            late, kept = self.complaint(), self.complaint()
        with on("2026-03-19"):
            self.accepted(kept)
        with on("2026-03-20"):
            self.accepted(late)
            rows = (late | kept).phase_ids
            model = self.env["onestop.complaint.phase"]
            missed = late.phase_ids.filtered(lambda row: row.phase == "acceptance")
            self.assertEqual(
                model.search([("id", "in", rows.ids), ("overdue", "=", True)]), missed
            )
            self.assertEqual(rows.filtered("overdue"), missed)

    def test_it_says_why_in_the_language_of_whoever_asks(self):
        with on("2026-07-01"):
            complaint = self.complaint()
        mine = complaint.with_user(self.users["supervisor"])
        told = mine.with_context(lang="vi_VN").explain_due()
        self.assertEqual(told["phase"], "acceptance")
        self.assertEqual(told["due"], "2026-07-10 10:00:00")
        (row,) = told["phases"]
        self.assertEqual(row["sentences"], told["sentences"])
        self.assertEqual(
            told["sentences"],
            [
                "Ngày nhận (đã đúng hình thức): thứ Tư, ngày 01/07/2026.",
                "Thời hạn là 7 ngày làm việc (khoản 1 Điều 16 Nghị định 124/2020).",
                "Không tính ngày đó; ngày thứ nhất của thời hạn là thứ Năm, ngày "
                "02/07/2026 (Điều 147–148 Bộ luật Dân sự 2015; chờ xác nhận).",
                "Không tính ngày nghỉ hằng tuần: 04/07–05/07/2026.",
                "Thời hạn tính bằng ngày kết thúc khi hết giờ làm việc của ngày cuối "
                "cùng, lúc 17:00.",
                "Hạn: 17:00, thứ Sáu, ngày 10/07/2026.",
            ],
        )
        self.assertIn("It came, in the form", mine.explain_due()["sentences"][0])
        (shown,) = mine.with_context(lang="vi_VN").due_explanations
        self.assertEqual(shown["sentences"], told["sentences"])
        self.assertEqual(
            [
                day["text"]
                for month in shown["picture"]["months"]
                for week in month["weeks"]
                for day in week
                if day and day["marks"]
            ],
            [
                "Thứ Tư, ngày 01/07/2026: ngày nhận (đã đúng hình thức).",
                "Thứ Sáu, ngày 10/07/2026: ngày thứ 7 của thời hạn; hạn.",
            ],
        )

    def test_a_suspension_is_seen_on_the_days_that_it_takes(self):
        with on("2026-07-01"):
            complaint = self.accepted(self.complaint())
            self.go("supervisor", complaint, "suspend", "Force majeure.")
        with on("2026-07-03"):
            complaint.invalidate_recordset()
            [resolution] = [
                row
                for row in complaint.with_user(
                    self.users["supervisor"]
                ).due_explanations
                if row["phase"] == "resolution"
            ]
        days = [
            (day["key"], day["shade"], day["text"])
            for month in resolution["picture"]["months"]
            for week in month["weeks"]
            for day in week
            if day and day["text"]
        ]
        self.assertEqual(
            days,
            [
                ("2026-07-01", "", "Wednesday 01/07/2026: accepted."),
                (
                    "2026-07-02",
                    "paused",
                    "Thursday 02/07/2026: suspended, the term stood still.",
                ),
                (
                    "2026-07-03",
                    "paused",
                    "Friday 03/07/2026: suspended, the term stood still; today.",
                ),
            ],
        )

    def test_a_term_in_hours_is_refused_rather_than_reckoned_from_midnight(self):
        rule = self.env.ref("onestop_complaint.rule_2026_07_complaint_acceptance_days")
        rule.unit = "working_hours"
        with on("2026-07-01"), self.assertRaisesRegex(UserError, rule.key):
            self.complaint()
        key = rule.key
        rule.unlink()
        with on("2026-07-01"), self.assertRaisesRegex(UserError, key):
            self.complaint()


@tagged("post_install", "-at_install")
class TestTermsAndCalendars(TermsCase):
    """A calendar that changes moves what runs by it, and says so."""

    def changed(self, complaint):
        """(before, after) of each change that the derivations of what runs tell."""
        return [
            (fact["values"]["before"][:10], fact["values"]["after"][:10])
            for row in complaint._running_phases()
            for fact in row.derivation
            if fact["code"] == "calendar_changed"
        ]

    def redate(self, calendar=None):
        self.env.flush_all()
        self.env.invalidate_all()
        phases = self.env["onestop.complaint.phase"]
        moved, _left = phases._counted_in(calendar or self.calendar)._redate()
        return moved

    def test_a_closed_day_moves_what_runs_over_it_and_nothing_else(self):
        own = self.calendar.copy()
        self.other.calendar_id = own
        with on("2026-03-09"):
            running = self.to_accepted()
            elsewhere = self.to_accepted()
            self.go("supervisor", elsewhere, "forward", department_id=self.other.id)
            ended = self.complaint()
            self.accepted(ended)
        with on("2026-03-10"):
            self.assertEqual(self.redate(), 0)
            self.close(self.calendar, "2026-03-11")
            self.assertEqual(self.redate(), 1)
        self.assertEqual(self.due(running), ("answer", "24/03 17:00"))
        self.assertEqual(self.changed(running), [("2026-03-23", "2026-03-24")])
        self.assertEqual(self.due(elsewhere), ("answer", "23/03 17:00"))
        self.assertEqual(self.changed(elsewhere), [])
        acceptance = ended.phase_ids.filtered("date_ended")
        self.assertEqual(self.written(acceptance.date_due), "19/03 17:00")
        # A second look moves nothing, and tells of no second change.
        self.assertEqual(self.redate(), 0)
        self.assertEqual(self.changed(running), [("2026-03-23", "2026-03-24")])
        sentences = running.explain_due()["sentences"]
        self.assertEqual(
            sentences[-2:],
            [
                "The working calendar changed; the date moved from 17:00 on Monday "
                "23/03/2026 to 17:00 on Tuesday 24/03/2026.",
                "Due at 17:00 on Tuesday 24/03/2026.",
            ],
        )

    def test_what_may_have_to_be_done_moves_as_well(self):
        with on("2026-03-09"):
            complaint = self.register()
            self.close(self.calendar, "2026-03-11")
            self.assertEqual(self.redate(), 2)
        self.assertEqual(
            self.terms(complaint), {"transfer": "17/03 17:00", "answer": "24/03 17:00"}
        )

    def test_what_was_told_stays_told_when_the_term_moves_again(self):
        with on("2026-03-12"):
            complaint = self.accepted(self.complaint())
            self.close(self.calendar, "2026-04-13")
            self.assertEqual(self.redate(), 1)
            self.assertEqual(self.due(complaint), ("resolution", "14/04 17:00"))
        with on("2026-03-30"):
            self.go("department_head", complaint, "extend", "Many complainants.")
            self.assertEqual(self.due(complaint), ("resolution", "27/04 17:00"))
        self.assertEqual(self.changed(complaint), [("2026-04-13", "2026-04-14")])
        with on("2026-03-31"):
            self.close(self.calendar, "2026-04-27")
            self.assertEqual(self.redate(), 1)
        self.assertEqual(
            self.changed(complaint),
            [("2026-04-13", "2026-04-14"), ("2026-04-27", "2026-04-28")],
        )

    def test_what_stands_still_has_no_date_to_move(self):
        with on("2026-07-01"):
            complaint = self.accepted(self.complaint())
            self.go("supervisor", complaint, "suspend", "Force majeure.")
            self.go("supervisor", complaint, "record", phase="suspension_notice")
            self.close(self.calendar, "2026-07-31")
            self.assertEqual(self.redate(), 0)
        self.assertEqual(self.due(complaint), (False, None))
        with on("2026-07-02"):
            self.go("supervisor", complaint, "resume")
        # The thirty-first day is the closed one, 31 July and a day of pause: Saturday.
        self.assertEqual(self.due(complaint), ("resolution", "03/08 17:00"))

    def test_the_job_that_moves_dates_moves_these_and_tells_no_number(self):
        redatings = self.env["onestop.redating"]
        redatings.search([]).unlink()
        with on("2026-03-09"):
            complaint, sealed = self.to_accepted(), self.denunciation()
            self.close(self.calendar, "2026-03-11")
            redating = redatings.search([("state", "=", "waiting")])
            redating.reason = "Storm no. 5"
            self.run_cron("_cron_redate", "onestop.redating")
        self.assertEqual(self.due(complaint), ("answer", "24/03 17:00"))
        self.assertEqual(self.due(sealed), ("verification", "19/03 17:00"))
        self.assertIn(
            "The working calendar changed (Storm no. 5)",
            complaint.explain_due()["sentences"][-2],
        )
        self.assertEqual(redating.state, "second_look")
        self.assertEqual(redating.total, 0)
        kept = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.redating"), ("res_id", "=", redating.id)]
        )
        self.assertFalse(kept)

    def test_a_grievance_that_somebody_works_on_is_looked_at_once_more(self):
        redatings = self.env["onestop.redating"]
        redatings.search([]).unlink()
        with on("2026-03-09"):
            complaint = self.to_accepted()
            self.close(self.calendar, "2026-03-11")
            redating = redatings.search([("state", "=", "waiting")])
            self.run_cron("_cron_redate", "onestop.redating")
            redating.state = "second_look"
        self.close(self.calendar, "2026-03-12")
        redatings.search([("state", "=", "waiting")]).unlink()

        def taken(complaints, **how):
            return complaints.browse()

        with on("2026-03-10"):
            with patch.object(
                type(self.env["onestop.complaint"]), "try_lock_for_update", taken
            ):
                self.run_cron("_cron_redate", "onestop.redating")
            self.assertEqual(redating.state, "second_look")
            self.assertEqual(self.due(complaint), ("answer", "24/03 17:00"))
        with on("2026-03-11"):
            self.run_cron("_cron_redate", "onestop.redating")
        self.assertEqual(redating.state, "done")
        self.assertEqual(self.due(complaint), ("answer", "25/03 17:00"))

    def test_terms_that_are_cut_off_go_on_where_they_were(self):
        self.patch(onestop_redating, "BATCH", 1)
        redatings = self.env["onestop.redating"]
        redatings.search([]).unlink()
        cron = self.env.ref("onestop_dossier.ir_cron_redate")
        with on("2026-03-09"):
            both = [self.to_accepted(), self.to_accepted()]
            self.close(self.calendar, "2026-03-11")
            redating = redatings.search([("state", "=", "waiting")])
            for moved in (1, 2):
                progress = self.env["ir.cron.progress"].create({"cron_id": cron.id})
                self.env.flush_all()
                with self.env.registry.cursor() as cr:
                    redatings.with_env(self.env(cr=cr)).with_context(
                        cron_id=cron.id,
                        ir_cron_progress_id=progress.id,
                        cron_end_time=0,
                    )._cron_redate()
                self.env.invalidate_all()
                due = [self.due(one) for one in both]
                self.assertEqual(due.count(("answer", "24/03 17:00")), moved)
                self.assertEqual(redating.state, "waiting")
            self.run_cron("_cron_redate", "onestop.redating")
        self.assertEqual(redating.state, "second_look")

    def test_many_that_are_alike_cost_as_much_as_one(self):
        with on("2026-03-09"):
            self.to_accepted()
            self.close(self.calendar, "2026-03-11")
            one = self.queries()
            for _one in range(5):
                self.to_accepted()
            self.close(self.calendar, "2026-03-12")
            # The five came after the first change: they are alike among themselves.
            self.assertLessEqual(self.queries(), one + 8)

    def queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.redate()
        return self.env.cr.sql_log_count - before
