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
        self.at("2026-03-16 03:00:00", "portal", "supplement", None)
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
