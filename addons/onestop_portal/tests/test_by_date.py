"""A procedure's page before it takes effect, while it is amended, and after its end."""

import base64
from datetime import date

from odoo.tests import tagged

from .common import PDF, PortalCase


@tagged("post_install", "-at_install")
class TestByDate(PortalCase):
    def decide(self, number, day, **vals):
        return self.env["onestop.publication.decision"].create(
            {
                "number": number,
                "date": date(2026, 3, 2),
                "effect_date": day,
                "signer": "Signer T",
                "issuer": "Committee T",
                "attachment": base64.b64encode(PDF),
                **vals,
            }
        )

    def amended(self, code="9.900080"):
        """A version in force since January, and one that takes effect in April."""
        version = self.make_version(code)
        version.procedure_id.action_new_version()
        newer = version.procedure_id.draft_version_id
        newer.write(
            {
                "name": "Permit, amended",
                "decision_id": self.decide("7/T", date(2026, 4, 1)).id,
                "component_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "New form",
                            "originals": 1,
                            "form_file": base64.b64encode(PDF),
                            "form_file_name": "new.pdf",
                        },
                    )
                ],
            }
        )
        newer.action_publish()
        return version, newer

    def test_what_is_in_force_says_from_when_on_something_else_applies(self):
        version, newer = self.amended()
        page = self.page(f"/procedures/{version.code}")
        text = self.text(page)
        self.assertIn(version.name, text)
        self.assertIn("From 01/04/2026 on a newer version applies", text)
        self.assertNotIn("New form", text)
        link = f"/procedures/{version.code}/upcoming"
        self.assertTrue(page.xpath(f"//a[contains(@href, '{link}')]"))
        text = self.text(self.page(link))
        self.assertIn(newer.name, text)
        self.assertIn("New form", text)
        self.assertIn("applies from 01/04/2026 on", text)

    def test_what_takes_effect_later_cannot_be_filed_yet(self):
        version, newer = self.amended()
        page = self.page(f"/procedures/{version.code}/upcoming")
        self.assertFalse(page.xpath("//a[contains(@href, '/file')]"))
        self.assertIn("File online", self.text(self.page(f"/procedures/{newer.code}")))
        paper = newer.component_ids.filtered("form_attachment_id")
        path = f"/procedures/{version.code}/forms/{paper.id}"
        self.assertTrue(page.xpath(f"//a[contains(@href, '{path}')]"))
        self.assertEqual(self.get(path).content, PDF)

    def test_a_new_procedure_has_its_page_before_its_day_and_is_announced(self):
        procedure = self.env["onestop.procedure"].create({"code": "9.900081"})
        draft = self.form_version.copy(
            {
                "procedure_id": procedure.id,
                "name": "Permit to come",
                "decision_id": self.decide("8/T", date(2026, 4, 2)).id,
            }
        )
        self.assertEqual(self.get("/procedures/9.900081").status_code, 404)
        self.assertEqual(self.get("/procedures/9.900081/upcoming").status_code, 404)
        draft.action_publish()
        text = self.text(self.page("/procedures/9.900081"))
        self.assertIn("Permit to come", text)
        self.assertIn("applies from 02/04/2026 on", text)
        self.assertEqual(self.get("/procedures/9.900081/file").status_code, 404)
        front = self.page("/procedures")
        self.assertTrue(front.xpath("//a[contains(@href, '/procedures/upcoming')]"))
        text = self.text(self.page("/procedures/upcoming"))
        self.assertIn("From 02/04/2026", text)
        self.assertIn("Permit to come", text)

    def end(self, version, successor=None):
        """The decision that ends a version's procedure on 1 March."""
        decision = self.decide(
            f"9/{version.code}",
            date(2026, 3, 9),
            ending_ids=[
                (
                    0,
                    0,
                    {
                        "procedure_id": version.procedure_id.id,
                        "successor_id": successor and successor.procedure_id.id,
                    },
                )
            ],
        )
        decision.action_publish()

    def test_a_sheet_on_a_wall_leads_on_to_what_replaced_it(self):
        version = self.make_version("9.900082")
        successor = self.make_version("9.900083")
        self.end(version, successor)
        page = self.page("/procedures/9.900082")
        text = self.text(page)
        self.assertIn("its last day was 08/03/2026, by decision 9/9.900082", text)
        self.assertTrue(page.xpath("//a[contains(@href, '/procedures/9.900083')]"))
        self.assertFalse(page.xpath("//a[contains(@href, '/file')]"))
        self.assertEqual(self.get("/procedures/9.900082/file").status_code, 404)

    def test_what_was_abolished_says_that_nothing_takes_its_place(self):
        version = self.make_version("9.900084")
        self.end(version)
        text = self.text(self.page("/procedures/9.900084"))
        self.assertIn("Nothing takes its place.", text)
        self.assertEqual(self.get("/procedures/9.900085").status_code, 404)

    def test_a_case_has_its_own_term_and_not_also_that_of_the_others(self):
        version = self.make_version("9.900086")
        version.procedure_id.action_new_version()
        draft = version.procedure_id.draft_version_id
        draft.case_ids = [
            (0, 0, {"code": "A", "name": "First"}),
            (0, 0, {"code": "B", "name": "Again"}),
        ]
        draft.channel_ids = [
            (
                0,
                0,
                {
                    "channel": "in_person",
                    "case_id": draft.case_ids[1].id,
                    "term_value": 4,
                    "term_unit": "working_days",
                },
            )
        ]
        draft.decision_id = self.decide("10/T", date(2026, 3, 9))
        draft.action_publish()
        terms = {
            case: [
                " ".join(one.text_content().split())
                for one in self.page(f"/procedures/9.900086?case={case}").xpath(
                    "//section[@aria-labelledby='os_long']//li[contains(., 'Person')]"
                )
            ]
            for case in ("A", "B", "")
        }
        self.assertEqual(
            terms,
            {
                "A": ["In Person 5 working days"],
                "B": ["In Person – Again 4 working days"],
                "": [
                    "In Person – Other cases 5 working days",
                    "In Person – Again 4 working days",
                ],
            },
        )
