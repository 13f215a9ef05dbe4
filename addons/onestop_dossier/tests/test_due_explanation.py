from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


def shades(explanation):
    """{day: "number shade marks"} of the days that mean something."""
    return {
        day["key"]: " ".join(filter(None, [day["figure"], day["shade"], *day["marks"]]))
        for month in explanation["picture"]["months"]
        for week in month["weeks"]
        for day in week
        if day and day["text"]
    }


@tagged("post_install", "-at_install")
class TestDueExplanation(DossierCase):
    """Received Monday 9 March 2026 at 09:00, 5 working days: due Monday 16, 17:00."""

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.dossier = self.to_processing()

    def at(self, moment, role, code, reason="A reason.", **values):
        with freeze_time(moment):
            self.act(role, self.dossier, code, reason, **values)

    def explanation(self, moment=MONDAY, lang="vi_VN"):
        with freeze_time(moment):
            dossier = self.dossier.with_context(lang=lang)
            dossier.invalidate_recordset(["due_explanation"])
            return dossier.due_explanation

    def test_each_day_up_to_the_date_is_pictured(self):
        self.assertEqual(
            shades(self.explanation("2026-03-10 20:00:00")),
            {
                "2026-03-09": "received",
                "2026-03-10": "1 counted",
                # Three in the morning in Việt Nam: already the next day.
                "2026-03-11": "2 counted today",
                "2026-03-12": "3 counted",
                "2026-03-13": "4 counted",
                "2026-03-14": "day_off",
                "2026-03-15": "day_off",
                "2026-03-16": "5 counted due",
            },
        )

    def test_a_supplement_stands_still_and_then_counts_anew(self):
        self.at("2026-03-11 03:00:00", "department_officer", "request_supplement")
        waiting = shades(self.explanation("2026-03-13 03:00:00"))
        self.assertEqual(
            list(waiting.values()),
            ["received", "1 counted", "2 counted", "paused", "paused today"],
        )
        self.at("2026-03-16 03:00:00", "portal", "supplement", "Here it is.")
        answered = shades(self.explanation("2026-03-16 03:00:00"))
        self.assertEqual(
            (answered["2026-03-10"], answered["2026-03-13"], answered["2026-03-16"]),
            ("spent", "paused", "paused restarted today"),
        )
        self.assertEqual(
            (answered["2026-03-17"], answered["2026-03-23"]),
            ("1 counted", "5 counted due"),
        )

    def test_what_is_pictured_and_what_is_told_are_the_dates_that_are_kept(self):
        self.at("2026-03-10 03:00:00", "department_officer", "suspend")
        self.at("2026-03-12 03:00:00", "department_officer", "resume", None)
        self.at(
            "2026-03-17 03:00:00",
            "department_head",
            "apologise",
            until="2026-03-20 10:00:00",
        )
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-18 10:00:00")
        self.assertEqual(str(self.dossier.date_due), "2026-03-20 10:00:00")
        explanation = self.explanation("2026-03-17 03:00:00", "en_US")
        days = shades(explanation)
        marked = {
            mark: day
            for day, said in days.items()
            for mark in ("due", "new_date")
            if mark in said.split()
        }
        self.assertEqual(marked, {"due": "2026-03-18", "new_date": "2026-03-20"})
        self.assertEqual(
            explanation["sentences"][-2:],
            [
                "Due at 17:00 on Wednesday 18/03/2026.",
                "After the apology the result is promised for 17:00 on Friday "
                "20/03/2026.",
            ],
        )
        self.assertEqual(explanation["sentences"], self.told())
        self.assertEqual(
            [day for day, said in days.items() if "paused" in said],
            ["2026-03-11", "2026-03-12"],
        )

    def told(self):
        return self.dossier.with_context(lang="en_US").explain_due()["sentences"]

    def test_a_calendar_that_changes_behind_its_back_changes_no_picture(self):
        before = self.explanation()
        calendar = self.department.calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Storm",
                "calendar_id": calendar.id,
                "date_from": "2026-03-11 17:00:00",
                "date_to": "2026-03-12 16:59:59",
            }
        )
        self.assertEqual(self.explanation(), before)
        self.assertEqual(str(self.dossier.date_due), "2026-03-16 10:00:00")

    def test_the_present_is_no_part_of_what_is_over(self):
        self.at("2026-03-11 03:00:00", "portal", "withdraw", "Moved.")
        self.at("2026-03-12 03:00:00", "counter_officer", "stop", "As asked.")
        self.assertNotIn("today", str(self.explanation("2026-03-12 03:00:00")))

    def test_a_draft_has_nothing_to_explain(self):
        draft = self.env["onestop.dossier"].with_user(self.users["counter_officer"])
        draft = draft.create({"version_id": self.version.id})
        self.assertEqual(draft.due_explanation, {"sentences": [], "picture": None})

    def test_who_may_not_read_the_dossier_learns_no_date(self):
        for role in ("catalogue_manager", "it_technician", "treasurer"):
            mine = self.dossier.with_user(self.users[role])
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    mine.read(["due_explanation"])
                with self.assertRaises(AccessError):
                    mine.explain_due()

    def test_a_script_in_a_reason_stays_text(self):
        script = "<script>alert(1)</script>"
        self.at("2026-03-11 03:00:00", "department_officer", "suspend", script)
        explanation = self.explanation("2026-03-12 03:00:00")
        self.assertIn(script, explanation["sentences"][-1])
        self.assertNotIn(script, str(explanation["picture"]))

    def test_explaining_asks_the_database_nothing_more(self):
        self.dossier.due_derivation  # noqa: B018
        with self.assertQueryCount(0):
            self.dossier.due_explanation  # noqa: B018


@tagged("post_install", "-at_install")
class TestStepExplanation(DossierCase):
    """Opened Monday 9 March 2026 at 09:00 with 16 hours: 2½ + 3½ that day, 8 on
    Tuesday, 2 on Wednesday, so due on Wednesday at 09:00."""

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.dossier = self.to_processing()
        self.run_ = self.dossier.step_ids

    def act_at(self, moment, role, code, reason="A reason."):
        with freeze_time(moment):
            self.act(role, self.dossier, code, reason)

    def explanation(self, moment=MONDAY, role="department_officer"):
        run = self.run_.with_user(self.users[role]).with_context(lang="en_US")
        with freeze_time(moment):
            run.invalidate_recordset(["due_explanation"])
            return run.due_explanation

    def test_a_step_counts_its_hours_day_by_day(self):
        self.assertEqual(str(self.run_.date_due), "2026-03-11 02:00:00")
        explanation = self.explanation()
        self.assertEqual(
            shades(explanation),
            {
                "2026-03-09": "6h counted received today",
                "2026-03-10": "8h counted",
                "2026-03-11": "2h counted due",
            },
        )
        self.assertEqual(
            explanation["sentences"][-1],
            "The step is due at 09:00 on Wednesday 11/03/2026.",
        )

    def test_a_pause_since_it_opened_moves_its_hours(self):
        # Stood still from Monday 10:00 to Wednesday 08:00: one hour before, and fifteen
        # after: three and a half before noon, three and a half after, eight on Thursday.
        self.act_at("2026-03-09 03:00:00", "department_officer", "suspend", "Bà Năm")
        waiting = self.explanation("2026-03-10 03:00:00")
        self.assertEqual(
            list(shades(waiting).values()), ["1h counted received", "paused today"]
        )
        self.assertIn(
            "until then the date was 09:00 on Wednesday 11/03/2026",
            waiting["sentences"][-1],
        )
        self.act_at("2026-03-11 01:00:00", "department_officer", "resume", None)
        self.assertEqual(str(self.run_.date_due), "2026-03-12 10:00:00")
        explanation = self.explanation("2026-03-11 01:00:00")
        self.assertEqual(
            shades(explanation),
            {
                "2026-03-09": "1h counted received",
                "2026-03-10": "paused",
                "2026-03-11": "7h counted today",
                "2026-03-12": "8h counted due",
            },
        )
        # What is typed on a dossier is read on the dossier.
        self.assertNotIn("Bà Năm", str(explanation))
        self.assertIn("Bà Năm", str(self.dossier.due_explanation))

    def test_a_pause_after_it_ended_is_none_of_its_own(self):
        self.act_at("2026-03-10 02:00:00", "department_officer", "complete_step")
        self.act_at("2026-03-10 03:00:00", "department_head", "suspend")
        before = self.explanation("2026-03-10 03:00:00")
        self.assertEqual(shades(before)["2026-03-11"], "2h counted due")
        self.assertNotIn("paused", str(before))
        self.assertNotIn("today", str(before))

    def test_where_the_calendar_is_another_nothing_is_told_that_is_not_so(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Storm",
                "calendar_id": self.department.calendar_id.id,
                "date_from": "2026-03-09 17:00:00",
                "date_to": "2026-03-10 16:59:59",
            }
        )
        self.assertEqual(
            self.explanation(),
            {
                "sentences": [
                    "The date was fixed by a working calendar that has changed since: "
                    "its days can no longer be told.",
                    "The step is due at 09:00 on Wednesday 11/03/2026.",
                ],
                "picture": None,
            },
        )

    def test_the_worklist_opens_the_explanation(self):
        run = self.run_.with_user(self.users["department_officer"])
        action = run.action_explain_due()
        [(view, kind)] = action["views"]
        self.assertEqual((action["res_id"], kind), (run.id, "form"))
        names = run.get_view(view, kind)["models"]["onestop.dossier.step"]
        [values] = run.read(list(names))
        self.assertTrue(values["due_explanation"]["sentences"])

    def test_an_asked_department_is_told_of_its_step_and_others_of_nothing(self):
        asked = self.make_user("asked", ("department_officer", self.other))
        steps = (
            ("Ask", "opinion", self.other, "department_officer", 4),
            ("Decide", "decision", "competent", "department_head", 4),
            ("Return", "return", "received", "counter_officer", 0),
        )
        self.version = self.make_version("9.900009", steps)
        with freeze_time(MONDAY):
            dossier = self.to_processing()
        run = dossier.step_ids.with_user(asked)
        self.assertTrue(run.due_explanation["picture"])
        with self.assertRaises(AccessError):
            dossier.with_user(asked).read(["due_explanation"])
        for role in ("catalogue_manager", "department_head"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                run.with_user(self.users[role]).read(["due_explanation"])

    def test_a_step_without_hours_has_nothing_to_explain(self):
        run = self.run_.new({"date_opened": MONDAY})
        self.assertEqual(run.due_explanation, {"sentences": [], "picture": None})
