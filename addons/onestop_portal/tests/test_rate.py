import pytest
from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import MONDAY

from ..controllers import rate
from .common import PortalCase

URL = "/rate/9.900001/T-ONE"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRate(PortalCase):
    def answers(self):
        return self.env["onestop.satisfaction"].search([])

    def survey_of(self, dossier, form="receipt"):
        """(address of the survey, what stands for its QR code) on a form."""
        report = self.env[f"report.onestop_dossier.form_{form}"]
        sheet = report._get_report_values(dossier.ids)["sheets"][0]
        return report._survey_url(dossier), sheet["survey"]

    def test_whoever_has_a_form_answers_without_logging_in(self):
        page = self.send(self.page(URL), "Send my answer", score="2", comment="Slow.")
        self.assertIn("Nobody can see whose answer", page.text_content())
        [answer] = self.answers()
        self.assertEqual((answer.score, answer.comment), ("2", "Slow."))
        self.assertEqual(answer.procedure_id, self.version.procedure_id)
        self.assertEqual(answer.department_id, self.department)
        self.assertEqual((answer.source, str(answer.week)), ("form", "2026-03-09"))

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "27.3")
    def test_the_address_is_the_same_on_the_forms_of_everybody(self):
        owner = {**self.values()["owner"], "name": "Somebody else"}
        first, second = self.to_processing(), self.to_processing(owner=owner)
        self.assertEqual(self.survey_of(first), self.survey_of(second))
        address, code = self.survey_of(first)
        self.assertTrue(address.endswith(URL))
        self.assertTrue(code)

    def test_it_goes_with_the_first_three_forms_and_with_no_other(self):
        refused = self.file()
        self.act("counter_officer", refused, "reject", "Không thuộc thẩm quyền.")
        self.assertTrue(self.survey_of(refused, "rejection")[1])
        received = self.to_processing()
        self.assertFalse(self.survey_of(received, "control_slip")[1])

    def test_a_score_that_is_none_is_asked_for_again_and_nothing_is_lost(self):
        page = self.send(self.page(URL), "Send my answer", score="", comment="Slow.")
        self.assertIn("Choose how satisfied you are", page.text_content())
        self.assertEqual(page.xpath("//textarea")[0].text, "Slow.")
        self.raw_post(URL, score="6")
        self.assertFalse(self.answers())

    def test_what_there_is_not_has_no_questionnaire(self):
        for path in ("/rate/9.999999/T-ONE", "/rate/9.900001/NOWHERE"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_who_answers_again_and_again_is_held_back(self):
        self.patch(rate, "MOST_ANSWERS", 2)
        for score in ("5", "5", "5", "1"):
            self.raw_post(URL, score=score)
        self.assertEqual(len(self.answers()), 2)
