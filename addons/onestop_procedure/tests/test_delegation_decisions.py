"""The decision by which procedures are delegated: who enters it, and what stays said."""

import base64
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OnestopCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-09 02:00:00")
class TestDelegationDecisions(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls.env["onestop.procedure"].create({"code": "9.900090"})

    def enter(self, role="catalogue_manager", **vals):
        decisions = self.as_role(role, self.env["onestop.delegation"])
        return decisions.create(
            {
                "number": "5/QĐ-T",
                "date": date(2026, 1, 2),
                "issuer": "Committee T",
                "signer": "Signer T",
                "valid_from": date(2026, 1, 5),
                "department_id": self.centre.id,
                "procedure_ids": [(4, self.procedure.id)],
                **vals,
            }
        )

    def test_who_keeps_the_catalogue_enters_it_and_nobody_else(self):
        self.assertEqual(self.enter().phase, "in_force")
        for role in ("counter_officer", "director", "department_head", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.enter(role, number="6/QĐ-T")

    def test_decisions_are_found_by_whether_they_are_in_force(self):
        ended = self.enter(number="1", valid_to=date(2026, 3, 8))
        last_day = self.enter(number="2", valid_to=date(2026, 3, 9))
        to_come = self.enter(number="3", valid_from=date(2026, 3, 10))
        mine = ended | last_day | to_come
        for phase, found in (
            ("ended", ended),
            ("in_force", last_day),
            ("to_come", to_come),
        ):
            domain = [("phase", "=", phase), ("id", "in", mine.ids)]
            with self.subTest(phase=phase):
                self.assertEqual(mine.search(domain), found)
                self.assertEqual(found.phase, phase)

    def test_what_has_taken_effect_is_ended_and_not_changed(self):
        decision = self.enter()
        for vals in (
            {"number": "9"},
            {"valid_from": date(2026, 4, 1)},
            {"department_id": self.other.id},
            {"procedure_ids": [(5,)]},
            {"role": "clerk"},
        ):
            with self.subTest(**vals), self.assertRaisesRegex(UserError, "is history"):
                decision.write(vals)
        with self.assertRaisesRegex(UserError, "is kept"):
            decision.unlink()
        with self.assertRaisesRegex(UserError, "today or later"):
            decision.valid_to = date(2026, 3, 8)
        decision.valid_to = date(2026, 3, 9)
        with freeze_time("2026-03-10 02:00:00"):
            self.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "does not begin again"):
                decision.valid_to = False

    def test_what_is_to_come_is_still_changed(self):
        decision = self.enter(valid_from=date(2026, 4, 1))
        decision.signer = "Somebody"
        decision.unlink()

    def test_it_says_what_it_delegates_and_in_a_pdf(self):
        with self.assertRaisesRegex(ValidationError, "which procedures"):
            self.enter(procedure_ids=[])
        with self.assertRaisesRegex(ValidationError, "no PDF file"):
            self.enter(number="6", attachment=base64.b64encode(b"MZ words"))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.enter(number="7", valid_to=date(2026, 1, 4))
