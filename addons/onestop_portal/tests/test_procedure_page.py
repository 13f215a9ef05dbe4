"""The page of a procedure: samples, exemptions, conditions; and only text as text."""

import base64

from odoo.tests import tagged

from .common import PDF, PortalCase

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOUSE = {"field": "house", "operator": "=", "value": True}


@tagged("post_install", "-at_install")
class TestProcedurePage(PortalCase):
    def test_it_says_when_a_paper_is_asked_for_and_what_stands_in_for_it(self):
        register = self.env["onestop.database"].create(
            {"name": "Register T", "keeper": "Police T", "legal_basis": "Law R"}
        )
        poor = self.env.ref("onestop_procedure.fee_ground_poor")
        exemption = {
            "ground_id": poor.id,
            "kind": "percent",
            "percent": 50,
            "legal_basis": "Law T, art. 2",
        }
        version = self.make_version(
            "9.900091",
            description="First line.\nSecond line.",
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
            "First line.Second line.",
            "the officer looks it up in Register T (Police T; Law R).",
            "Poor household: 50 % less (Law T, art. 2)",
        ):
            self.assertIn(words, text)
        register.keeper = "Ministry T"
        self.assertIn(
            "Register T (Ministry T; Law R)",
            self.text(self.page(f"/procedures/{version.code}")),
        )
        [link] = page.xpath("//a[contains(@href, '/samples/')]/@href")
        answer = self.get(link)
        self.assertEqual(answer.content, b"%PDF-1.4 sample")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        other = version.component_ids[0].id
        missing = self.get(f"/procedures/{version.code}/samples/{other}")
        self.assertEqual(missing.status_code, 404)

    def test_it_says_what_decides_a_trip(self):
        version = self.make_version(
            "9.900086",
            any_centre=True,
            authorised_filing=False,
            implementing_department_ids=self.other.ids,
            authorised_text="Office A",
            coordinating_text="Office B",
        )
        self.department.name, self.other.name = "Department C", "Office D"
        text = self.text(self.page(f"/procedures/{version.code}"))
        for words in (
            "Sets of the dossier: 1 ",
            "Not filed by mandate: only by the owner",
            "Where to file Any Public Administrative Service Centre of the province ",
            "Who resolves it Competent agency Department C Implementing agency Office D "
            "Authorised agency Office A Coordinating agencies Office B ",
            "In force since 01/01/2026 ",
        ):
            self.assertIn(words, text)

    def test_a_place_to_file_is_named_always(self):
        places = {
            "9.900087": (
                {},
                "The Public Administrative Service Centre of the province",
            ),
            "9.900088": (
                {"channel_ids": [(0, 0, {"channel": "online", "term_unit": "none"})]},
                "It is filed online only.",
            ),
            "9.900089": (
                {"any_centre": True, "receiving_address": "Counter 5"},
                # Two lines.
                "Counter 5It is not bound to territory: every Public Administrative "
                "Service Centre of the province receives it.",
            ),
        }
        for code, (values, place) in places.items():
            version = self.make_version(code, **values)
            text = self.text(self.page(f"/procedures/{code}"))
            with self.subTest(code):
                self.assertIn(f"Where to file {place} Who resolves it", text)
                self.assertNotIn("Not filed by mandate", text)
                self.assertFalse(version.valid_to)
                self.assertNotIn("until the end of", text)

    def test_what_is_not_filed_on_these_pages_says_how_it_is_filed(self):
        elsewhere = " It cannot be filed online on these pages"
        ways = {
            "9.900083": (["in_person"], "Ways of filing: In Person. "),
            "9.900084": (["post", "in_person"], "By Public Post, In Person. "),
            "9.900085": (["online"], f"Ways of filing: Online.{elsewhere}"),
        }
        for code, (channels, said) in ways.items():
            rows = [
                (0, 0, {"channel": channel, "term_unit": "none"})
                for channel in channels
            ]
            self.make_version(code, online_filing=False, channel_ids=rows)
            text = self.text(self.page(f"/procedures/{code}"))
            with self.subTest(code):
                self.assertIn(said, text)
                self.assertEqual("online" in channels, elsewhere in text)
                self.assertEqual("post" in channels, "Post" in text)

    def test_a_fee_that_is_only_described_says_so(self):
        fee = {
            "name": "Survey",
            "amount_kind": "described",
            "condition": "By the size of the plot",
        }
        version = self.make_version("9.900082", fee_ids=[(0, 0, fee)])
        page = self.page(f"/procedures/{version.code}")
        self.assertFalse(page.xpath("//strong[not(normalize-space())]"))
        self.assertIn("Survey As laid down By the size of the plot", self.text(page))

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

    def test_every_level_is_named(self):
        levels = self.env["onestop.level"].search(
            [("code", "in", ("province", "commune"))]
        )
        version = self.make_version("9.900096", level_ids=levels.ids)
        above = self.page(f"/procedures/{version.code}").find_class("os-above")
        self.assertIn("Province Level, Commune Level", self.text(above[0]))

    def test_a_page_that_is_kept_follows_the_names_on_it(self):
        subject = self.env["onestop.subject"].create({"name": "Anglers"})
        field = self.env["onestop.field"].create({"name": "Ponds"})
        version = self.make_version(
            "9.900093",
            field_id=field.id,
            subject_ids=subject.ids,
            competent_department_ids=self.department.ids,
        )
        path = f"/procedures/{version.code}"
        before = self.text(self.page(path))
        for name in ("Anglers", "Ponds", self.department.name):
            self.assertIn(name, before)
        subject.name, field.name, self.department.name = "Rowers", "Lakes", "Office T"
        after = self.text(self.page(path))
        for name in ("Rowers", "Lakes", "Office T"):
            self.assertIn(name, after)
        for name in ("Anglers", "Ponds"):
            self.assertNotIn(name, after)
        self.speak("vi_VN")
        self.assertIn("Rowers", self.text(self.page(path)))
        subject.update_field_translations("name", {"vi_VN": "Người chèo thuyền"})
        self.assertIn("Người chèo thuyền", self.text(self.page(path)))

    def test_a_page_says_how_another_procedure_is_called_now(self):
        other = self.make_version("9.900094", name="Permit of old").procedure_id
        version = self.make_version(
            "9.900095",
            component_ids=[
                (
                    0,
                    0,
                    {"name": "Plan", "copies": 1, "reusable_from_ids": other.ids},
                )
            ],
        )
        path = f"/procedures/{version.code}"
        self.assertIn("Permit of old", self.text(self.page(path)))
        other.action_new_version()
        newer = other.draft_version_id
        newer.name = "Permit of new"
        newer.decision_id = self.env["onestop.publication.decision"].create(
            {
                "number": "2/9.900094",
                "date": "2026-01-20",
                "effect_date": "2026-02-01",
                "signer": "Signer T",
                "issuer": "Committee T",
                "attachment": base64.b64encode(PDF),
            }
        )
        newer.action_publish()
        self.assertIn("Permit of new", self.text(self.page(path)))

    def test_what_a_draft_is_called_is_told_to_nobody(self):
        draft = self.env["onestop.procedure"].create({"code": "9.900097"})
        draft.action_new_version()
        draft.draft_version_id.name = "Permit to come"
        version = self.make_version(
            "9.900098",
            component_ids=[
                (
                    0,
                    0,
                    {"name": "Plan", "copies": 1, "reusable_from_ids": draft.ids},
                )
            ],
        )
        for path in ("", "/easy-read"):
            page = self.text(self.page(f"/procedures/{version.code}{path}"))
            self.assertNotIn("Permit to come", page)
        self.env["onestop.open.data"]._refresh()
        data = self.get(f"/opendata/procedures/{version.code}.json").text
        self.assertIn(version.code, data)
        self.assertNotIn("9.900097", data)

    def test_each_case_has_a_page_of_its_own_and_what_is_no_case_says_all(self):
        self.form_version.procedure_id.action_new_version()
        version = self.form_version.procedure_id.draft_version_id
        version.case_ids = [
            (0, 0, {"code": "A", "name": "First"}),
            (0, 0, {"code": "B", "name": "Second"}),
        ]
        version.component_ids[1].case_ids = version.case_ids[0]
        of_first, of_second = version.case_ids
        one, two, all_ = (
            version._public_text(version._public_case(wanted))
            for wanted in ("A", str(of_second.id), "C")
        )
        self.assertEqual(version._public_case("A"), of_first)
        self.assertEqual(len({one, two, all_}), 3)
        self.assertEqual(all_, version._public_text(version.case_ids.browse()))

    def test_a_page_that_is_kept_costs_no_query(self):
        version = self.env["onestop.procedure"]._public_version(self.form_version.code)
        none = version.env["onestop.procedure.case"]
        version._public_text(none)
        version.invalidate_recordset()
        version = self.env["onestop.procedure"]._public_version(self.form_version.code)
        with self.assertQueryCount(0):
            version._public_text(none)
