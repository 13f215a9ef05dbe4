"""The catalogue manager tells the search what people call things."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestSynonyms(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["onestop.procedure"].search([]).active = False
        cls.env["onestop.synonym"].search([]).active = False
        with freeze_time("2026-03-10 03:00:00"):
            for code, name in (
                ("9.900020", "Cấp giấy chứng nhận quyền sử dụng đất"),
                ("9.900021", "Đổi giấy phép lái xe"),
                ("9.900022", "Đăng ký khai tử"),
            ):
                procedure = cls.make_procedure(f"{code}0")
                cls.make_published(procedure, date(2026, 2, 1), name=name)
            cls.env.flush_all()

    def codes(self, query, **options):
        return [row["code"] for row in self.env["onestop.procedure"].find(query)]

    def add(self, words, catalogue_words=False):
        return self.manager["onestop.synonym"].create(
            {"words": words, "catalogue_words": catalogue_words}
        )

    def test_a_synonym_takes_effect_at_once(self):
        self.assertEqual(self.codes("sổ đỏ"), [])
        synonym = self.add("sổ đỏ, sổ hồng", "giấy chứng nhận quyền sử dụng đất")
        for query in ("sổ đỏ", "SO HONG", "lấy sổ đỏ"):
            self.assertEqual(self.codes(query)[:1], ["9.9000200"], query)
        synonym.words = "bìa đỏ"
        self.assertEqual(self.codes("sổ hồng"), [])
        self.assertEqual(self.codes("bia do"), ["9.9000200"])
        synonym.active = False
        self.assertEqual(self.codes("bia do"), [])

    def test_a_slip_in_what_people_say_is_forgiven(self):
        self.add("bằng lái xe", "giấy phép lái xe")
        self.assertEqual(self.codes("bang laii xe")[:1], ["9.9000210"])

    def test_words_without_a_meaning_are_passed_over(self):
        self.add("đổi", "khai tử")
        self.assertEqual(self.codes("đổi"), ["9.9000220"])
        self.manager["onestop.synonym"].search([("words", "=", "đổi")]).write(
            {"catalogue_words": False}
        )
        self.assertEqual(self.codes("đổi"), [])

    def test_a_synonym_needs_a_word(self):
        for words in ("%", " , _ ,", "..."):
            with self.assertRaises(ValidationError):
                self.add(words)

    def test_odd_words_harm_nobody(self):
        self.add("<script>alert(1)</script>, ' OR 1=1 --, %_%x", "khai tử, %")
        self.assertEqual(self.codes("khai tử"), ["9.9000220"])
        self.assertEqual(self.codes("sổ đỏ"), [])

    def test_only_the_catalogue_manager_changes_the_table(self):
        synonym = self.add("giấy đất", "quyền sử dụng đất")
        for login, user in self.users.items():
            if login != "catalogue_manager":
                with self.assertRaises(AccessError):
                    synonym.with_user(user).words = "khác"
        with self.assertRaises(AccessError):
            synonym.with_user(self.portal).read(["words"])

    def test_a_life_event_leads_to_its_procedures_at_once(self):
        self.assertEqual(self.codes("mất người thân"), [])
        procedure = self.manager["onestop.procedure"].search(
            [("code", "=", "9.9000220")]
        )
        event = self.manager["onestop.life.event"].create(
            {
                "name": "Mất người thân",
                "words": "ma chay",
                "procedure_ids": procedure.ids,
            }
        )
        self.assertEqual(self.codes("mat nguoi than"), ["9.9000220"])
        self.assertEqual(self.codes("ma chay"), ["9.9000220"])
        event.active = False
        self.assertEqual(self.codes("ma chay"), [])
