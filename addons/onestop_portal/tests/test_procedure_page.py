"""The page of a procedure: samples, exemptions, conditions; and only text as text."""

import base64

from odoo.tests import tagged

from .common import PortalCase

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOUSE = {"field": "house", "operator": "=", "value": True}


@tagged("post_install", "-at_install")
class TestProcedurePage(PortalCase):
    def test_it_says_when_a_paper_is_asked_for_and_what_stands_in_for_it(self):
        register = self.env["onestop.database"].create({"name": "Register T"})
        poor = self.env.ref("onestop_procedure.fee_ground_poor")
        exemption = {
            "ground_id": poor.id,
            "kind": "percent",
            "percent": 50,
            "legal_basis": "Law T, art. 2",
        }
        version = self.make_version(
            "9.900091",
            eform_field_ids=[
                (0, 0, {"name": "house", "label": "A house?", "type": "boolean"})
            ],
            component_ids=[
                (0, 0, {"name": "Application", "originals": 1}),
                (
                    0,
                    0,
                    {
                        "name": "Plan",
                        "copies": 1,
                        "asked_if": HOUSE,
                        "sample_file": base64.b64encode(b"%PDF-1.4 sample"),
                        "sample_file_name": "sample.pdf",
                    },
                ),
                (0, 0, {"name": "Residence", "database_id": register.id}),
            ],
            fee_ids=[
                (
                    0,
                    0,
                    {
                        "name": "Fee",
                        "amount": 9000,
                        "exemption_ids": [(0, 0, exemption)],
                    },
                )
            ],
        )
        page = self.page(f"/procedures/{version.code}")
        text = self.text(page)
        for words in (
            "Only if: “A house?”: yes",
            "the officer looks it up in Register T.",
            "Poor household: 50 % less (Law T, art. 2)",
        ):
            self.assertIn(words, text)
        [link] = page.xpath("//a[contains(@href, '/samples/')]/@href")
        answer = self.get(link)
        self.assertEqual(answer.content, b"%PDF-1.4 sample")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        other = version.component_ids[0].id
        missing = self.get(f"/procedures/{version.code}/samples/{other}")
        self.assertEqual(missing.status_code, 404)

    def test_html_and_scripts_in_any_text_are_text(self):
        ground = self.env["onestop.fee.ground"].create({"name": EVIL})
        register = self.env["onestop.database"].create({"name": EVIL})
        exemption = {"ground_id": ground.id, "legal_basis": EVIL}
        version = self.make_version(
            "9.900092",
            name=f"Procedure {EVIL}",
            steps_text=EVIL,
            ways_text=EVIL,
            conditions=EVIL,
            description=EVIL,
            receiving_address=EVIL,
            competent_text=EVIL,
            eform_field_ids=[
                (0, 0, {"name": "house", "label": EVIL, "type": "boolean"})
            ],
            channel_ids=[
                (
                    0,
                    0,
                    {
                        "channel": "online",
                        "term_unit": "none",
                        "term_words": EVIL,
                        "online_level": "partial",
                        "partial_reason": EVIL,
                        "note": EVIL,
                    },
                )
            ],
            component_ids=[
                (
                    0,
                    0,
                    {
                        "name": EVIL,
                        "copies": 1,
                        "note": EVIL,
                        "form_name": EVIL,
                        "asked_if": HOUSE,
                        "database_id": register.id,
                    },
                )
            ],
            fee_ids=[
                (
                    0,
                    0,
                    {
                        "name": EVIL,
                        "amount": 9,
                        "unit": EVIL,
                        "condition": EVIL,
                        "exemption": EVIL,
                        "exemption_ids": [(0, 0, exemption)],
                    },
                )
            ],
            result_ids=[(0, 0, {"name": EVIL})],
            legal_basis_ids=[(0, 0, {"number": "1/T", "title": EVIL})],
        )
        for path in (
            f"/procedures/{version.code}",
            f"/procedures/{version.code}/file",
            "/procedures?q=9.900092",
        ):
            page = self.page(path)
            with self.subTest(path):
                self.assertFalse(page.xpath("//script[contains(., 'alert(')]"))
                self.assertFalse(page.xpath("//img[@src='x']"))
                self.assertIn(EVIL, page.text_content())
