"""Terms of complaints and denunciations: rows of two rule sets, each with its article."""

from datetime import date

import pytest

from odoo.tests import TransactionCase, tagged

OLD, NEW = "2011/2018", "2026-07"
BOTH = (OLD, NEW)


@tagged("post_install", "-at_install")
class TestComplaintRules(TransactionCase):
    @staticmethod
    def row(rule_set, key):
        return rule_set.rule_ids.filtered(lambda rule: rule.key == key)

    def holds(self, key, value, unit, article, sets=BOTH, reach=None):
        """`article` as it is cited; `reach` of the newer set."""
        for code in sets:
            rule_set = self.env["onestop.rule.set"].search([("code", "=", code)])
            rule = self.row(rule_set, key)
            with self.subTest(key=key, set=code):
                self.assertEqual(rule_set._value(key), value)
                self.assertEqual(rule.unit or None, unit)
                self.assertEqual(rule_set._citation(key).render("en"), article)
                self.assertEqual(rule.status, "read")
                if code == NEW:
                    self.assertEqual(rule.reach, reach or "new")

    def test_one_set_of_complaints_holds_on_each_day_beside_those_of_the_one_stop(self):
        sets = self.env["onestop.rule.set"]
        for day, complaints, one_stop in (
            (date(2019, 1, 1), OLD, "2018"),
            (date(2026, 6, 30), OLD, "2025"),
            (date(2026, 7, 1), NEW, "2025"),
            (date(2026, 8, 5), NEW, "2026-08"),
        ):
            self.assertEqual(sets._for_date(day, "complaints").code, complaints)
            self.assertEqual(sets._for_date(day).code, one_stop)

    @pytest.mark.article("Decree 124/2020", "16.1")
    def test_a_complaint_is_accepted_in_ten_days_and_from_july_2026_in_seven_working(
        self,
    ):
        key = "complaint_acceptance_days"
        self.holds(key, 10, "calendar_days", "Decree 124/2020, art. 16.1", [OLD])
        self.holds(key, 7, "working_days", "Decree 124/2020, art. 16.1", [NEW])

    @pytest.mark.article("Law on Complaints", "9")
    @pytest.mark.article("Law on Complaints", "28")
    @pytest.mark.article("Law on Complaints", "32")
    def test_the_first_complaint(self):
        for key, value, article in (
            ("complaint_filing_days", 90, "9"),
            ("complaint_first_days", 30, "28"),
            ("complaint_first_complex_days", 45, "28"),
            ("complaint_first_remote_days", 45, "28"),
            ("complaint_first_remote_complex_days", 60, "28"),
        ):
            self.holds(
                key, value, "calendar_days", f"Law on Complaints, art. {article}"
            )
        self.holds(
            "complaint_first_decision_days",
            3,
            "working_days",
            "Law on Complaints, art. 32",
        )

    @pytest.mark.article("Law on Complaints", "33")
    @pytest.mark.article("Law on Complaints", "37")
    @pytest.mark.article("Law on Complaints", "41")
    def test_the_second_complaint(self):
        for key, value, article in (
            ("complaint_second_filing_days", 30, "33"),
            ("complaint_second_days", 45, "37"),
            ("complaint_second_complex_days", 60, "37"),
            ("complaint_second_remote_days", 60, "37"),
            ("complaint_second_remote_complex_days", 70, "37"),
            ("complaint_second_decision_days", 7, "41"),
            ("complaint_publication_days", 15, "41"),
        ):
            self.holds(
                key, value, "calendar_days", f"Law on Complaints, art. {article}"
            )

    @pytest.mark.article("Decree 124/2020", "3a")
    @pytest.mark.article("Decree 124/2020", "7a")
    @pytest.mark.article("Decree 124/2020", "28")
    @pytest.mark.article("Decree 124/2020", "28a")
    @pytest.mark.article("Decree 124/2020", "28b")
    def test_what_came_in_july_2026_and_reaches_cases_in_progress(self):
        self.holds(
            "complaint_complex_grounds",
            [
                *("places", "matters", "complainants", "abroad", "agencies"),
                *("disagreement", "evidence"),
            ],
            None,
            "Decree 124/2020, art. 3a",
            [NEW],
        )
        for key, value, unit, article in (
            ("complaint_withdrawal_others_go_on", True, None, "7a"),
            ("complaint_dialogue_second_always", True, None, "28"),
            ("complaint_dialogue_notice_days", 5, "calendar_days", "28"),
            ("complaint_suspension_notice_days", 3, "working_days", "28a"),
            ("complaint_discontinuance_notice_days", 3, "working_days", "28b"),
        ):
            citation = f"Decree 124/2020, art. {article}"
            self.holds(key, value, unit, citation, [NEW], "in_progress")
        old = self.env.ref("onestop_complaint.rule_set_2011_2018")
        self.assertFalse(self.row(old, "complaint_dialogue_notice_days"))

    @pytest.mark.article("Law on Complaints", "10")
    def test_a_complaint_is_withdrawn_by_a_signed_letter(self):
        key, article = "complaint_withdrawal_signed", "Law on Complaints, art. 10"
        self.holds(key, True, None, article, reach="in_progress")

    @pytest.mark.article("Law on Denunciations", "24")
    @pytest.mark.article("Law on Denunciations", "29")
    @pytest.mark.article("Law on Denunciations", "30")
    @pytest.mark.article("Law on Denunciations", "33")
    def test_a_denunciation(self):
        for key, value, unit, article in (
            ("denunciation_verification_days", 7, "working_days", "24"),
            ("denunciation_verification_places_days", 10, "working_days", "24"),
            ("denunciation_transfer_days", 5, "working_days", "24"),
            ("denunciation_acceptance_notice_days", 5, "working_days", "29"),
            ("denunciation_days", 30, "calendar_days", "30"),
            ("denunciation_extension_days", 30, "calendar_days", "30"),
            ("denunciation_extensions_complex", 1, "times", "30"),
            ("denunciation_extensions_special", 2, "times", "30"),
            ("denunciation_withdrawal_before_conclusion", True, None, "33"),
        ):
            citation = f"Law on Denunciations, art. {article}"
            self.holds(key, value, unit, citation, reach="in_progress")

    def test_a_term_without_a_known_article_waits_to_be_confirmed(self):
        for code in BOTH:
            rule_set = self.env["onestop.rule.set"].search([("code", "=", code)])
            for key, value in (
                ("reflection_transfer_days", 5),
                ("reflection_answer_days", 10),
                ("denunciation_conclusion_days", 5),
                ("denunciation_handling_days", 7),
                ("denunciation_publication_days", 7),
            ):
                self.assertEqual(rule_set._value(key), value)
                self.assertIsNone(rule_set._citation(key))
                self.assertEqual(self.row(rule_set, key).status, "to_confirm")
