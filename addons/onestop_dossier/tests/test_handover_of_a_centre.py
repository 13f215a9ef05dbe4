"""A centre that ended: its counters, and what lay at them, pass to another centre."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .common_handover import WEDNESDAY, HandoverCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHandoverOfACentre(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.successor.write({"kind": "centre", "national_code": "H99.02"})
        cls.new_counter_officer = cls.make_user(
            "new_counter_officer", ("counter_officer", cls.successor)
        )
        cls.new_supervisor = cls.make_user(
            "new_supervisor", ("supervisor", cls.successor)
        )

    def new_counter(self, **vals):
        return self.env["onestop.counter.group"].create(
            {
                "name": "Counter V",
                "department_id": self.successor.id,
                "user_ids": [(4, self.new_counter_officer.id)],
                **vals,
            }
        )

    def pass_centre(self):
        self.end_centre()
        return self.pass_over(self.prepared(self.centre))

    def test_what_lies_at_its_counters_lies_at_those_of_the_successor(self):
        submitted, resolved = self.file(), self.to_resolved()
        code = resolved.code
        counter = self.new_counter()
        with freeze_time(WEDNESDAY):
            handover = self.pass_centre()
            for dossier in (submitted, resolved):
                self.assertEqual(dossier.received_department_id, self.successor)
                self.assertEqual(dossier.counter_group_id, counter)
            self.assertEqual(resolved.code, code)
            self.assertEqual(resolved.department_id, self.department)
            self.assertEqual(handover.line_ids.mapped("receives"), [True, True])
            self.assertEqual(handover.line_ids.mapped("leads"), [False, False])
            # Who sits there now takes the one in and returns the other.
            submitted.with_user(self.new_counter_officer).action_transition("accept")
            self.assertEqual(submitted.code[:6], "H99.02")
            resolved.with_user(self.new_counter_officer).action_transition(
                "return", None, {"collection": self.collected()}
            )
            self.assertEqual(resolved.state, "returned")
            self.assertTrue(resolved.with_user(self.new_supervisor).has_access("read"))

    def test_whoever_comes_with_an_old_receipt_is_served(self):
        dossier = self.to_resolved()
        self.act("counter_officer", dossier, "return")
        counter = self.new_counter()
        with freeze_time(WEDNESDAY):
            self.pass_centre()
            self.assertEqual(dossier.received_department_id, self.centre)
            self.assertEqual(dossier.counter_group_id, counter)
            counters = self.env["onestop.counter.group"]
            found = counters.with_user(self.new_counter_officer)._dossier_of_paper(
                dossier.code
            )
            self.assertEqual(found, dossier)
            self.assertEqual(found.available_transitions(), [])
            with self.assertRaises(AccessError):
                dossier.with_user(self.users["counter_officer"]).read(["code"])

    def test_it_lies_at_the_counter_for_its_field(self):
        field, other = self.env["onestop.field"].create(
            [{"name": "Field F", "code": "FF"}, {"name": "Field G", "code": "FG"}]
        )
        version = self.make_version("9.900006", field_id=field.id)
        dossier = self.to_processing(procedure=version.procedure_id.code)
        self.new_counter(name="Counter G", field_ids=[(4, other.id)])
        wanted = self.new_counter(name="Counter F", field_ids=[(4, field.id)])
        with freeze_time(WEDNESDAY):
            self.pass_centre()
            self.assertEqual(dossier.counter_group_id, wanted)

    def test_without_a_counter_for_it_nothing_begins(self):
        dossier = self.to_processing()
        with freeze_time(WEDNESDAY):
            with self.assertRaisesRegex(
                UserError, "Department V has no counter that receives .* \\(9.900001\\)"
            ):
                self.pass_centre()
            self.assertEqual(dossier.received_department_id, self.centre)

    def test_nothing_more_is_filed_at_a_centre_that_ended(self):
        self.new_counter(sequence=90)
        with freeze_time(WEDNESDAY):
            self.end(self.centre)
            dossier = self.file()
            self.assertEqual(dossier.received_department_id, self.successor)
