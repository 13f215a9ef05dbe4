"""For how long the files of a procedure are kept."""

from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import OnestopCase


@tagged("post_install", "-at_install")
class TestRetention(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls.env["onestop.procedure"].create({"code": "9.900801"})

    def term(self, **vals):
        return self.env["onestop.retention"].create(
            {
                "procedure_id": self.procedure.id,
                "valid_from": date(2026, 1, 1),
                **vals,
            }
        )

    def years(self, day=date(2026, 3, 9), part="electronic"):
        return self.env["onestop.retention"]._kept(self.procedure, day, part).years

    def test_the_rule_set_says_it_where_the_procedure_does_not(self):
        self.assertEqual(self.years(), 20)
        rules = self.env["onestop.rule.set"]._for_date(date(2026, 3, 9))
        rule = rules.rule_ids.filtered(lambda one: one.key == "archive_retention_years")
        rule.value = "7"
        self.assertEqual(self.years(), 7)

    def test_a_term_holds_from_its_day(self):
        self.term(years=10)
        self.term(years=50, valid_from=date(2026, 7, 1))
        self.assertEqual(self.years(date(2025, 12, 31)), 20)
        self.assertEqual(self.years(date(2026, 6, 30)), 10)
        self.assertEqual(self.years(date(2026, 7, 1)), 50)

    def test_paper_may_have_a_term_of_its_own(self):
        self.term(years=10)
        self.term(permanent=True, part="paper")
        self.assertEqual(self.years(part="electronic"), 10)
        self.assertEqual(self.years(part="paper"), 0)

    def test_the_law_is_told_with_its_date(self):
        self.term(
            years=10,
            instrument="Circular T",
            article="2",
            basis_number="10/2022/TT",
            basis_date=date(2022, 12, 19),
        )
        kept = self.env["onestop.retention"]._kept(
            self.procedure, date(2026, 3, 9), "paper"
        )
        self.assertEqual(kept.basis, "Circular T, 2, 10/2022/TT, 19/12/2022")

    def test_for_ever_or_so_many_years(self):
        for wrong in (
            {"years": 0},
            {"years": -1},
            {"years": 201},
            {"permanent": True, "years": 5},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError):
                self.term(**wrong)

    def test_only_the_catalogue_manager_lays_it_down(self):
        term = self.term(years=10)
        term.with_user(self.users["catalogue_manager"]).years = 12
        for role in ("clerk", "director", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                term.with_user(self.users[role]).years = 1
