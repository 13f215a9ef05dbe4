import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OnestopCase

TODAY = "2026-03-09 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
@pytest.mark.article("Decree 63/2010", "number to confirm: groups")
class TestBundles(OnestopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedures = cls.env["onestop.procedure"].create(
            [{"code": f"9.90070{number}"} for number in (1, 2, 3)]
        )

    def bundle(self, valid_from="2026-03-01", procedures=None, **vals):
        model = self.as_role("catalogue_manager", self.env["onestop.bundle"])
        return model.create(
            {
                "name": "Birth, residence, insurance",
                "decision_number": "9/QD-T",
                "decision_date": "2026-02-20",
                "valid_from": valid_from,
                "part_ids": [
                    (0, 0, {"sequence": 10 * number, "procedure_id": one.id})
                    for number, one in enumerate(
                        self.procedures if procedures is None else procedures
                    )
                ],
                **vals,
            }
        )

    def test_what_has_taken_effect_is_ended_and_not_changed(self):
        bundle = self.bundle()
        self.assertEqual(bundle.phase, "in_force")
        for change in (
            lambda: bundle.write({"name": "Another"}),
            lambda: bundle.write({"returns": "part"}),
            lambda: bundle.write({"part_ids": [(5, 0, 0)]}),
            lambda: bundle.part_ids[0].write({"sequence": 99}),
            lambda: bundle.part_ids[0].unlink(),
            lambda: bundle.part_ids.create(
                {"bundle_id": bundle.id, "procedure_id": self.procedures[0].id}
            ),
            bundle.unlink,
        ):
            with self.assertRaisesRegex(UserError, "has taken effect"):
                change()
        with self.assertRaisesRegex(UserError, "ends today or later"):
            bundle.valid_to = "2026-03-08"
        bundle.valid_to = "2026-03-09"
        with freeze_time("2026-03-10 02:00:00"):
            bundle.invalidate_recordset()
            self.assertEqual(bundle.phase, "ended")
            with self.assertRaises(UserError):
                bundle.valid_to = False

    def test_what_is_to_come_may_still_change(self):
        bundle = self.bundle("2026-04-01")
        bundle.part_ids[0].sequence = 5
        bundle.part_ids[2].unlink()
        bundle.returns = "part"
        bundle.unlink()

    def test_a_group_has_two_procedures_or_more_each_once(self):
        for procedures in (
            self.procedures[:1],
            self.procedures[:0],
            (self.procedures[0], self.procedures[1], self.procedures[0]),
        ):
            with self.assertRaises(ValidationError):
                self.bundle(procedures=procedures)

    def test_parts_of_a_later_order_begin_with_the_results_of_those_before(self):
        first, second, third = self.bundle().part_ids
        self.assertFalse(first._before())
        self.assertEqual(second._before(), first)
        self.assertEqual(third._before(), first | second)

    def test_only_the_catalogue_manager_enters_groups(self):
        bundle = self.bundle("2026-04-01")
        for role in ("counter_officer", "department_head", "director", "administrator"):
            own = self.as_role(role, bundle)
            with self.subTest(role):
                self.assertTrue(own.name)
                with self.assertRaises(AccessError):
                    own.write({"name": "Mine"})
                with self.assertRaises(AccessError):
                    own.part_ids[0].write({"sequence": 1})
