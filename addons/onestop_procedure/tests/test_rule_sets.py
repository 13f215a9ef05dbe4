"""Rule sets hold by date, answer in types and tell how sure their articles are."""

from datetime import date, time

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OnestopCase


@tagged("post_install", "-at_install")
class TestRuleSets(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.RuleSet = cls.env["onestop.rule.set"]
        cls.set_2018 = cls.env.ref("onestop_procedure.rule_set_2018")
        cls.set_2025 = cls.env.ref("onestop_procedure.rule_set_2025")
        cls.set_2026 = cls.env.ref("onestop_procedure.rule_set_2026_08")

    @staticmethod
    def rule_of(rules, key):
        return rules.rule_ids.filtered(lambda rule: rule.key == key)

    def test_one_set_holds_on_each_day(self):
        for day, code in (
            (date(2018, 6, 21), "2018"),
            (date(2025, 6, 30), "2018"),
            (date(2025, 7, 1), "2025"),
            (date(2026, 8, 4), "2025"),
            (date(2026, 8, 5), "2026-08"),
            (date(2040, 1, 1), "2026-08"),
        ):
            with self.subTest(day):
                self.assertEqual(self.RuleSet._for_date(day).code, code)
        self.assertFalse(self.RuleSet._for_date(date(2018, 6, 20)))

    def test_values_come_in_their_types(self):
        for key, value in {
            "cut_off_time": time(15, 0),
            "first_day": False,
            "roll_over": True,
            "online_acceptance_hours": 8,
            "supplement_requests_at_intake": 1,
            "appraisal_supplement_days": 3,
            "supplement_reminder_days": 5,
            "supplement_restarts": True,
            "supplement_restarts_at_most": 1,
            "apology_lead_days": 1,
            "reappointments": 1,
            "publication_lead_days": 5,
            "national_entry_days": 5,
            "hours_per_day": 8.0,
            "receipt_hour": "closing",
            "immediate_receipt": False,
            "money_two_people": True,
            "result_number_pattern": "{number:02d}/[{kind}-]{symbol}",
            "paying_in_days": 7,
            "refund_decision_days": 10,
            "denominations": [
                *(500000, 200000, 100000, 50000, 20000, 10000),
                *(5000, 2000, 1000, 500),
            ],
        }.items():
            for rule_set in self.set_2018 + self.set_2025 + self.set_2026:
                with self.subTest(key=key, set=rule_set.code):
                    self.assertEqual(rule_set._value(key), value)
                    self.assertIs(type(rule_set._value(key)), type(value))

    def test_the_differences_of_2025(self):
        self.assertEqual(
            self.set_2018._value("dossier_code_pattern"),
            "{department:largest_last}-{date:%y%m%d}-{sequence:04d}",
        )
        self.assertEqual(
            self.set_2025._value("dossier_code_pattern"),
            "{department:largest_first}-{date:%y%m%d}-{sequence:04d}",
        )
        self.assertFalse(self.set_2018._value("applicant_may_stop"))
        self.assertTrue(self.set_2025._value("applicant_may_stop"))
        self.assertEqual(
            self.set_2025._citation("applicant_may_stop").render("en"),
            "Decree 118/2025, art. 21",
        )

    def test_a_carried_over_rule_keeps_its_citation_and_says_so(self):
        self.assertEqual(
            self.set_2018._citation("appraisal_supplement_days").render("en"),
            "Decree 61/2018, art. 19.4",
        )
        self.assertEqual(
            self.set_2025._citation("appraisal_supplement_days").render("en"),
            "Decree 61/2018, art. 19.4; number in Decree 118/2025 to be confirmed",
        )

    def test_a_rule_without_an_article_invents_none(self):
        self.assertIsNone(self.set_2025._citation("receipt_hour"))
        self.assertIsNone(self.set_2025._citation("no_such_rule"))

    def test_the_set_of_2026_is_a_copy_with_the_lead_of_planned_work(self):
        self.assertEqual(
            {rule.key: rule.value for rule in self.set_2026.rule_ids},
            {rule.key: rule.value for rule in self.set_2025.rule_ids}
            | {"maintenance_lead_days": "7"},
        )
        self.assertFalse(
            self.set_2026.rule_ids.filtered(
                lambda rule: rule.instrument == "Decree 309/2026"
            )
        )

    def test_the_forms_of_each_circular(self):
        self.assertEqual(
            [(form.number, form.form, form.page) for form in self.set_2018.form_ids],
            [
                ("01", "receipt", "A5"),
                ("02", "supplement", "A5"),
                ("03", "rejection", "A5"),
                ("04", "apology", "A5"),
                ("05", "control_slip", "A5"),
                ("06", "register", "A4"),
            ],
        )
        for rule_set in self.set_2025 + self.set_2026:
            self.assertEqual(
                [(form.number, form.form, form.page) for form in rule_set.form_ids],
                [
                    ("01", "receipt", "A5"),
                    ("02", "supplement", "A5"),
                    ("03", "rejection", "A5"),
                    ("04", "apology", "A5"),
                    ("05", "stop", "A5"),
                    ("06", "control_slip", "A5"),
                    ("07", "register", "A4"),
                ],
            )
        self.assertEqual(self.set_2025._form("stop").number, "05")
        self.assertFalse(self.set_2018._form("stop"))

    def test_a_missing_rule_is_a_sentence(self):
        with self.assertRaisesRegex(UserError, "no_such_rule"):
            self.set_2025._value("no_such_rule")

    def test_values_are_checked_when_they_are_written(self):
        cut_off = self.rule_of(self.set_2025, "cut_off_time")
        for key, value in (("value", "25:00"), ("type", "int"), ("type", "bool")):
            with self.subTest(value), self.assertRaises(ValidationError):
                cut_off.write({key: value})

    def test_two_sets_do_not_hold_on_one_day(self):
        with self.assertRaises(ValidationError):
            self.RuleSet.create(
                {"name": "X", "code": "X", "valid_from": date(2026, 8, 4)}
            )
        with self.assertRaises(ValidationError):
            self.set_2025.valid_to = False

    def test_sets_of_two_matters_hold_side_by_side(self):
        other = self.RuleSet.create(
            {
                "name": "Y",
                "code": "Y",
                "matter": "complaints",
                "valid_from": date(2000, 1, 1),
                "valid_to": date(2000, 12, 31),
            }
        )
        day = date(2000, 6, 1)
        self.assertEqual(self.RuleSet._for_date(day, "complaints"), other)
        self.assertFalse(self.RuleSet._for_date(day))
        with self.assertRaises(ValidationError):
            other.copy({"code": "Z"})

    def test_a_key_stands_once_in_a_set(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.rule_of(self.set_2025, "cut_off_time").copy()

    def test_a_new_set_begins_as_a_copy_and_keeps_what_it_says_itself(self):
        self.set_2026.valid_to = date(2029, 12, 31)
        new = self.RuleSet.create(
            {
                "name": "Decree 1/2030",
                "code": "2030",
                "valid_from": date(2030, 1, 1),
                "previous_id": self.set_2018.id,
                "instrument": "Decree 1/2030",
                "replaces": "Decree 61/2018",
                "rule_ids": [
                    (0, 0, {"key": "reappointments", "value": "2", "status": "read"})
                ],
            }
        )
        new.action_carry_over()
        new.action_carry_over()
        self.assertEqual(len(new.rule_ids), len(self.set_2018.rule_ids))
        self.assertEqual(len(new.form_ids), len(self.set_2018.form_ids))
        self.assertEqual(new._value("reappointments"), 2)
        self.assertEqual(
            new._citation("apology_lead_days").render("en"),
            "Decree 61/2018, art. 19.9; number in Decree 1/2030 to be confirmed",
        )
        # Another law stays what it is.
        self.assertEqual(self.rule_of(new, "roll_over").status, "to_confirm")
        self.assertFalse(self.rule_of(new, "roll_over").successor)

    def test_everybody_reckons_by_the_rules_and_one_role_writes_them(self):
        for user in (self.portal, self.users["clerk"], self.plain):
            self.assertEqual(
                self.set_2025.with_user(user).sudo(False)._value("reappointments"), 1
            )
        rule = self.rule_of(self.set_2025, "reappointments")
        with self.assertRaises(AccessError):
            rule.with_user(self.users["administrator"]).write({"value": "2"})
        rule.with_user(self.users["catalogue_manager"]).write({"value": "2"})
        self.assertEqual(self.set_2025._value("reappointments"), 2)
