import json

from odoo.tests import tagged

from odoo.addons.onestop_procedure.models.onestop_frozen_mixin import MAY_CHANGE_FROZEN

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestFrontPages(PortalCase):
    def test_anyone_sees_the_front_page_in_both_languages(self):
        page = self.page("/")
        self.assertEqual(page.get("lang"), "en-US")
        self.assertTrue(page.xpath("//form[@action='/procedures']"))
        self.assertTrue(page.xpath("//form[@action='/track']"))
        self.speak("vi_VN")
        self.assertEqual(self.page("/").get("lang"), "vi-VN")

    def test_what_stands_still_is_said_on_every_page(self):
        incident = self.env["onestop.incident"].create(
            {
                "name": "Line 7 of the data centre",
                "cause": "A digger.",
                "date_from": "2026-03-09 01:00:00",
                "public_text": "Nothing can be paid today.",
            }
        )
        for path in ("/", "/procedures", "/track"):
            [told] = self.page(path).xpath("//div[@id='wrap']//div[@role='status']")
            self.assertEqual(
                " ".join(told.text_content().split()),
                "Nothing can be paid today. Since 08:00 09/03/2026.",
            )
        incident.date_to = incident.date_from
        self.assertNotIn("Nothing can be paid", self.text(self.page("/")))

    def test_the_language_is_changed_by_a_link(self):
        page = self.page("/procedures")
        links = page.xpath("//ul[@class='os-languages']//a")
        self.assertEqual(
            {link.get("lang"): link.get("href") for link in links},
            {"vi-VN": "/vi/procedures", "en-US": "/en/procedures"},
        )

    def test_a_procedure_is_found_without_accents(self):
        version = self.make_version("9.900003", name="Cấp bản sao trích lục hộ tịch")
        page = self.page("/procedures?q=trich luc ho tich")
        links = page.xpath("//ul[@class='os-list']//a/@href")
        self.assertIn(f"/procedures/{version.code}", links)

    def test_what_is_not_found_is_said_and_helped(self):
        text = self.text(self.page("/procedures?q=zzzzzz"))
        self.assertIn("Nothing was found", text)

    def test_what_was_typed_comes_back_as_text(self):
        self.get("/procedures")
        answer = self.get("/procedures?q=<script>alert(1)</script>")
        self.assertNotIn("<script>alert", answer.text)

    def test_programs_search_by_json(self):
        answer = self.get("/procedures/search.json?q=9.900001&limit=1")
        self.assertEqual(
            answer.headers["Content-Type"], "application/json; charset=utf-8"
        )
        [row] = json.loads(answer.text)
        self.assertEqual(row["url"], "/procedures/9.900001")
        self.assertEqual(set(row), {"code", "name", "field", "url", "online"})
        for limit in ("", "x", "-1", "999999999999"):
            self.assertEqual(
                self.get(
                    f"/procedures/search.json?q=procedure&limit={limit}"
                ).status_code,
                200,
            )

    def test_the_list_goes_by_fields(self):
        field = self.env["onestop.field"].create({"name": "Field T"})
        self.make_version("9.900004", field_id=field.id)
        page = self.page(f"/procedures?field={field.id}")
        links = page.xpath("//ul[@class='os-list']//a/@href")
        self.assertEqual(links, ["/procedures/9.900004"])

    def test_the_list_of_a_department_is_what_it_resolves(self):
        self.make_version("9.900004")
        theirs = self.make_version(
            "9.900006", competent_department_ids=[(6, 0, self.other.ids)]
        )
        page = self.page(f"/procedures?department={self.other.id}")
        links = page.xpath("//ul[@class='os-list']//a/@href")
        self.assertEqual(links, [f"/procedures/{theirs.code}"])
        self.assertIn(self.other.name, self.text(page))
        # What is no department narrows nothing.
        for wrong in ("0", "-1", "x", "9" * 30, "²"):
            self.assertEqual(
                self.get(f"/procedures?department={wrong}").status_code, 200
            )

    def test_the_list_goes_by_what_happens_in_a_life(self):
        version = self.make_version("9.900007")
        event, empty = self.env["onestop.life.event"].create(
            [
                {"name": "Event T", "procedure_ids": version.procedure_id.ids},
                {"name": "Empty T"},
            ]
        )
        page = self.page("/procedures")
        self.assertIn("Event T", self.text(page))
        self.assertNotIn("Empty T", self.text(page))
        page = self.page(f"/procedures?event={event.id}")
        links = page.xpath("//ul[@class='os-list']//a/@href")
        self.assertEqual(links, ["/procedures/9.900007"])
        current = "//ul[@class='os-chips']//a[@aria-current='true']/text()"
        self.assertEqual(page.xpath(current), ["Event T"])
        for odd in ("0", "x", "-1", str(empty.id), "9" * 99):
            self.assertIn("9.900001", self.get(f"/procedures?event={odd}").text)

    def test_a_procedure_says_all_that_one_needs(self):
        version = self.make_version(
            "9.900005",
            fee_ids=[
                (
                    0,
                    0,
                    {
                        "kind": "charge",
                        "name": "Charge T",
                        "amount": 150000,
                        "currency_id": self.env.ref("base.VND").id,
                    },
                )
            ],
            result_ids=[(0, 0, {"name": "Licence T"})],
            legal_basis_ids=[(0, 0, {"name": "61/2018/NĐ-CP", "title": "One-stop"})]
            if "name" in self.env["onestop.legal.basis"]._fields
            else [(0, 0, {"number": "61/2018/NĐ-CP", "title": "One-stop"})],
            conditions="Whoever lives here.",
        )
        text = self.text(self.page(f"/procedures/{version.code}"))
        for words in (
            "Application",
            "5 working days",
            "150.000 đ",
            "Licence T",
            "People 9.900005",
            "Whoever lives here.",
            "Department T",
            "61/2018/NĐ-CP",
            "File online",
        ):
            self.assertIn(words, text)

    def test_what_differs_by_case_follows_the_case(self):
        version = self.make_version("9.900006")
        with MAY_CHANGE_FROZEN.held():
            version.case_ids = [(0, 0, {"name": n, "code": n}) for n in ("one", "two")]
        page = self.page(f"/procedures/{version.code}?case=two")
        self.assertEqual(page.xpath("//input[@name='case'][@checked]/@value"), ["two"])

    def test_what_runs_elsewhere_leads_there(self):
        version = self.make_version("9.900007", operator="national_portal")
        page = self.page(f"/procedures/{version.code}")
        self.assertFalse(page.xpath("//a[contains(@href, '/file')]"))
        self.assertTrue(page.xpath("//a[contains(@href, 'dichvucong.gov.vn')]"))
        self.assertEqual(self.get(f"/procedures/{version.code}/file").status_code, 404)

    def test_filing_is_a_switch_of_the_procedure(self):
        version = self.make_version("9.900008", online_filing=False)
        self.assertEqual(self.get(f"/procedures/{version.code}/file").status_code, 404)
        self.assertFalse(
            self.page(f"/procedures/{version.code}").xpath(
                "//a[contains(@href, '/file')]"
            )
        )

    def test_what_is_not_published_is_not_there(self):
        procedure = self.env["onestop.procedure"].create({"code": "9.900009"})
        self.env["onestop.procedure.version"].create(
            {"procedure_id": procedure.id, "name": "Secret draft"}
        )
        for code in ("9.900009", "9.999999", "%", "../../etc/passwd"):
            answer = self.get(f"/procedures/{code}")
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn("Secret draft", answer.text)
        self.assertNotIn("Secret draft", self.get("/procedures?q=secret").text)

    def test_a_blank_form_is_given_out_to_be_saved(self):
        form = self.env["ir.attachment"].create(
            {"name": "form.html", "raw": b"<script>alert(1)</script>"}
        )
        version = self.make_version(
            "9.900010",
            component_ids=[
                (0, 0, {"name": "P", "originals": 1, "form_attachment_id": form.id})
            ],
        )
        url = f"/procedures/{version.code}/forms/{version.component_ids.id}"
        answer = self.get(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        other = self.version.component_ids[0].id
        url = f"/procedures/{version.code}/forms/{other}"
        self.assertEqual(self.get(url).status_code, 404)
