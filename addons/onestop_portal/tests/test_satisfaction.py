from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestSatisfaction(PortalCase):
    def answers(self):
        return self.env["onestop.satisfaction"].search([])

    def test_who_got_the_result_says_how_satisfied_they_are(self):
        self.log_in()
        dossier = self.to_returned()
        page = self.send(
            self.my_page(dossier), "Send my answer", score="4", comment="Quick."
        )
        [answer] = self.answers()
        self.assertEqual((answer.score, answer.value), ("4", 4))
        self.assertEqual(answer.comment, "Quick.")
        self.assertEqual(answer.procedure_id, self.version.procedure_id)
        self.assertEqual(answer.department_id, self.department)
        self.assertEqual(str(answer.week), "2026-03-09")
        self.assertTrue(dossier.rated)
        self.assertFalse(page.xpath("//form[contains(@action, '/rate')]"))

    def test_two_clicks_are_one_answer(self):
        self.log_in()
        dossier = self.to_returned()
        page = self.my_page(dossier)
        self.post_form(page, "Send my answer", score="5")
        self.post_form(page, "Send my answer", score="1")
        self.assertEqual(self.answers().mapped("score"), ["5"])

    def test_nothing_is_answered_before_the_result_was_returned(self):
        self.log_in()
        dossier = self.to_resolved()
        self.assertFalse(
            self.my_page(dossier).xpath("//form[contains(@action, 'rate')]")
        )
        self.raw_post(f"/my/dossiers/{dossier.id}/rate", score="5")
        self.assertFalse(self.answers())

    def test_a_score_that_is_none_is_refused(self):
        self.log_in()
        dossier = self.to_returned()
        for score in ("0", "6", "", "x", "5 "):
            self.raw_post(f"/my/dossiers/{dossier.id}/rate", score=score)
        self.assertFalse(self.answers())
        self.assertFalse(dossier.rated)

    def test_no_column_leads_from_an_answer_to_a_person_or_a_dossier(self):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'onestop_satisfaction'"
        )
        self.assertEqual(
            {name for (name,) in self.env.cr.fetchall()},
            {
                "id",
                "score",
                "value",
                "comment",
                "procedure_id",
                "department_id",
                "source",
                "week",
            },
        )

    def test_the_dossier_tells_neither_the_moment_nor_the_hand(self):
        self.log_in()
        dossier = self.to_returned()
        self.env.flush_all()
        before = dossier.write_date, dossier.write_uid
        rows = len(self.journal(dossier))
        self.send(self.my_page(dossier), "Send my answer", score="1")
        self.assertTrue(dossier.rated)
        self.assertEqual((dossier.write_date, dossier.write_uid), before)
        self.assertEqual(len(self.journal(dossier)), rows)
