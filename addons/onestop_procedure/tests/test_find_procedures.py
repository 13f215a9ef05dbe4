"""Everybody finds published procedures, without accents and with small slips."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestFindProcedures(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["onestop.procedure"].search([]).active = False
        cls.env["onestop.synonym"].search([]).active = False
        cls.civil = cls.manager["onestop.field"].create({"name": "Hộ tịch"})
        with freeze_time("2026-03-10 03:00:00"):
            for code, name, keywords in (
                ("9.900010", "Đăng ký khai sinh", "giấy khai sinh, sinh con"),
                ("9.900011", "Đăng ký lại khai sinh", ""),
                ("9.900012", "Đăng ký khai tử", ""),
                ("9.900013", "Cấp giấy phép xây dựng nhà ở riêng lẻ", ""),
            ):
                version = cls.make_published(
                    cls.make_procedure(code),
                    date(2026, 2, 1),
                    name=name,
                    keywords=keywords,
                    field_id=cls.civil.id,
                )
                # Recomputed before the search looks.
                version.env.flush_all()
            cls.make_draft(cls.make_procedure("9.900014"), name="Khai sinh bí mật")
            cls.make_published(
                cls.make_procedure("9.900015"),
                date(2026, 4, 1),
                name="Khai sinh sau này",
            )

    def codes(self, query, user=None, **options):
        model = self.env["onestop.procedure"]
        model = model.with_user(user) if user else model
        return [row["code"] for row in model.find(query, **options)]

    def test_accents_and_letter_case_do_not_matter(self):
        for query in ("khai sinh", "KHAI SINH", "Khai  sinh", "đăng ký khai sinh"):
            with self.subTest(query):
                self.assertEqual(self.codes(query)[:2], ["9.900010", "9.900011"])

    def test_only_what_is_in_force_is_found(self):
        self.assertNotIn("9.900014", self.codes("khai sinh bi mat"))
        self.assertNotIn("9.900015", self.codes("khai sinh sau nay"))
        with freeze_time("2026-04-01 00:00:00"):
            self.assertEqual(self.codes("khai sinh sau nay")[0], "9.900015")

    def test_by_code_with_or_without_point(self):
        self.assertEqual(self.codes("9.900012")[0], "9.900012")
        self.assertEqual(self.codes("9900012")[0], "9.900012")

    def test_by_keywords_of_version_and_procedure_and_by_field(self):
        self.assertEqual(self.codes("sinh con"), ["9.900010"])
        procedure = self.manager["onestop.procedure"].search(
            [("code", "=", "9.900013")]
        )
        procedure.keywords = "xin phép cất nhà"
        self.assertEqual(self.codes("cat nha"), ["9.900013"])
        self.assertEqual(len(self.codes("ho tich")), 4)

    def test_a_slip_of_the_pen_is_forgiven(self):
        self.assertEqual(
            self.codes("giay phep xay dung nha o rieng leg")[0], "9.900013"
        )
        self.assertEqual(self.codes("xay dugn nha o")[0], "9.900013")

    def test_a_hit_says_what_the_public_page_says(self):
        self.assertEqual(
            self.env["onestop.procedure"].find("khai tử"),
            [
                {
                    "code": "9.900012",
                    "name": "Đăng ký khai tử",
                    "field": "Hộ tịch",
                    "url": "/procedures/9.900012",
                    "online": "none",
                }
            ],
        )

    def test_a_limit_that_is_none_is_refused_in_a_sentence(self):
        for limit in ("abc", None, float("inf"), [1]):
            with self.subTest(limit), self.assertRaisesRegex(UserError, "“limit”"):
                self.env["onestop.procedure"].find("khai sinh", limit)
        self.assertEqual(len(self.codes("khai sinh", limit="1")), 1)

    def test_everybody_finds_the_same(self):
        public = self.env.ref("base.public_user")
        bare = new_test_user(self.env, "bare", "base.group_portal")
        for user in (*self.users.values(), self.portal, self.plain, public, bare):
            with self.subTest(user.login):
                self.assertEqual(self.codes("khai tu", user), ["9.900012"])

    def test_odd_questions_get_an_answer(self):
        for query in (
            "",
            "  ",
            None,
            False,
            "%",
            "_",
            "' OR 1=1 --",
            "\x00",
            "a" * 9999,
        ):
            with self.subTest(repr(query)[:20]):
                self.assertEqual(self.codes(query), [])
        self.assertEqual(len(self.codes("dang ky", limit=-5)), 1)
        self.assertEqual(len(self.codes("dang ky", limit=10**9)), 3)
        self.assertEqual(self.codes("dang ky", limit="2"), ["9.900012", "9.900010"])

    def test_the_number_of_queries_does_not_grow(self):
        self.codes("khai sinh")
        for query in ("khai tu", "ho tich", "dang ky lai khai sinh"):
            # What people call things, then the procedures.
            with self.assertQueryCount(2):
                self.codes(query)

    def test_the_name_comes_in_the_language_of_the_caller(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        version = self.make_draft(
            self.make_procedure("9.900016"),
            name="Birth of a twin",
            decision_id=self.make_decision(date(2026, 2, 1), "8/QĐ-T").id,
        )
        version.with_context(lang="vi_VN").name = "Sinh đôi"
        version.action_publish()
        model = self.env["onestop.procedure"]
        for lang, name in (("vi_VN", "Sinh đôi"), ("en_US", "Birth of a twin")):
            for query in ("sinh doi", "birth of a twin"):
                [hit] = model.with_context(lang=lang).find(query)
                self.assertEqual(hit["name"], name)
