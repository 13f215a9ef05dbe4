from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .common_bundle import BundleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestBundle(BundleCase):
    def receipt(self, dossier):
        report = self.as_role(
            "counter_officer", self.env["report.onestop_dossier.form_receipt"]
        )
        return report._get_report_values(dossier.ids)["sheets"][0]

    def test_it_is_filed_as_one_with_one_receipt(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside))
        (head, other), done = self.receive(bundle)
        self.assertEqual(head.first_id, head)
        self.assertEqual(other.first_id, head)
        self.assertEqual(
            (head.code, other.code), ("H99.01-260309-0001", "H99.01-260309-0002")
        )
        self.assertEqual(head.department_id, self.department)
        self.assertEqual(other.department_id, self.other)
        self.assertEqual(done["report_name"], "onestop_dossier.form_receipt")
        # Printed from any part it is the head's.
        sheet = self.receipt(other)
        self.assertEqual(sheet["dossier"], head)
        self.assertEqual(
            [(part["code"], f"{part['due']:%d/%m %H:%M}") for part in sheet["parts"]],
            # 4 and 10 working days after Monday 9 March, at 17:00.
            [
                ("H99.01-260309-0001", "13/03 17:00"),
                ("H99.01-260309-0002", "23/03 17:00"),
            ],
        )
        self.assertEqual(f"{sheet['due']:%d/%m %H:%M}", "23/03 17:00")
        # The application is handed in once, and lies in both.
        self.assertEqual(sheet["components"].mapped("name"), ["Application"])
        self.assertEqual(sheet["components"].originals, 1)
        theirs = other.component_ids[0]
        self.assertEqual((theirs.received, theirs.originals), (True, 0))
        self.assertEqual(
            theirs.attachment_ids.checksum,
            head.component_ids[0].attachment_ids.checksum,
        )
        self.assertNotEqual(theirs.attachment_ids, head.component_ids[0].attachment_ids)
        self.assertIn("join_group", self.journal(other))

    def test_one_code_tells_of_each_part(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside))
        (head, other), _done = self.receive(bundle)
        told = self.env["onestop.dossier"].track(head.code)
        self.assertEqual(
            [(part["code"], part["due"]) for part in told["parts"]],
            [(head.code, "2026-03-13 10:00:00"), (other.code, "2026-03-23 10:00:00")],
        )
        self.assertEqual(set(told["parts"][0]), {"code", "progress", "due"})
        alone = self.to_processing()
        self.assertNotIn("parts", self.env["onestop.dossier"].track(alone.code))

    def test_the_centre_sees_each_part_and_an_agency_its_own(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside))
        (head, other), _done = self.receive(bundle)
        counter = self.as_role("counter_officer", head).parts_html
        self.assertIn(head.code, counter)
        self.assertIn(other.code, counter)
        agency = self.as_role("department_officer", head)
        self.assertIn(head.code, agency.parts_html)
        self.assertNotIn(other.code, agency.parts_html)
        alone = self.as_role("counter_officer", self.to_processing())
        self.assertIs(alone.parts_html, False)
        self.assertIs(alone.linked_html, False)
        with self.assertRaises(AccessError):
            self.as_role("department_officer", other).check_access("read")
        with self.assertRaises(AccessError):
            head.with_user(self.there_users["department_officer"]).check_access("read")

    def test_what_comes_after_begins_with_the_result(self):
        bundle = self.make_bundle((10, self.version), (20, self.then))
        (head, then), _done = self.receive(bundle)
        self.assertEqual((then.state, then.date_intake_due), ("submitted", False))
        with self.assertRaisesRegex(UserError, "not done yet: H99.01-260309-0001"):
            self.act("counter_officer", then, "accept")
        sheet = self.receipt(head)
        self.assertEqual([bool(one["due"]) for one in sheet["parts"]], [True, False])
        self.assertFalse(sheet["due"])
        with freeze_time("2026-03-11 02:00:00"):
            self.resolve(head)
            # Eight working hours from Wednesday 09:00.
            self.assertEqual(then.date_intake_due, datetime(2026, 3, 12, 2))
            self.assertIn("01/T-ONE", then.component_ids[-1].reused_result)
            self.assertIn("part_done", self.journal(then))
            self.act("counter_officer", then, "accept")
            # 5 working days of its own, from then.
            self.assertEqual(then.date_due, datetime(2026, 3, 18, 10))

    def resolve(self, dossier):
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, "decide")
        return self.act("clerk", dossier, "seal")

    def test_a_part_that_is_refused_leaves_the_others_to_go_on(self):
        bundle = self.make_bundle((10, self.version), (20, self.then))
        (head, then), _done = self.receive(bundle)
        self.act("department_officer", head, "complete_step")
        self.act("department_head", head, "refuse", "Not born here.")
        self.act("clerk", head, "seal")
        self.assertEqual((head.outcome, then.state), ("refused", "submitted"))
        # What began with it: the counter receives or refuses it.
        self.act(
            "counter_officer", then, "reject", "Without the birth nothing follows."
        )

    def test_results_that_come_back_together_wait_for_the_last(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside))
        (head, other), _done = self.receive(bundle)
        self.resolve(head)
        with self.assertRaisesRegex(UserError, f"together; not done yet: {other.code}"):
            self.act("counter_officer", head, "return")
        self.assertEqual(head.state, "resolved")
        self.grant_there(other)
        screens = self.as_role("counter_officer", self.env["onestop.collection"])
        screen = screens.create(
            {
                "dossier_id": other.id,
                "collector": "owner",
                "identity_checked": True,
                "signature": self.collected()["signature"],
            }
        )
        screen.action_hand_out()
        self.assertEqual((head.state, other.state), ("returned", "returned"))
        self.assertEqual(len(head.collection_ids | other.collection_ids), 2)

    def test_part_by_part_each_is_returned_when_it_is_done(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside), returns="part")
        (head, other), _done = self.receive(bundle)
        self.assertFalse(self.receipt(head)["due"])
        self.resolve(head)
        self.act("counter_officer", head, "return")
        self.assertEqual((head.state, other.state), ("returned", "processing"))

    def test_no_receipt_before_all_parts_are_filed_and_no_part_twice(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside))
        screen = self.screen(bundle)
        screen.component_ids[0].received = True
        screen.action_receive()
        head = screen.dossier_id
        with self.assertRaisesRegex(UserError, "not filed yet: .*9.900321"):
            self.receipt(head)
        counter = self.users["counter_officer"]
        one_more = self.file(user=counter, channel="in_person").with_user(counter)
        part = bundle.part_ids[0].with_user(counter)
        with self.assertRaisesRegex(UserError, "filed already"):
            one_more._join_group(part, head.with_user(counter))
        with self.assertRaisesRegex(UserError, "another procedure"):
            one_more._join_group(bundle.part_ids[1], head.with_user(counter))
        # Another submitter's is not put with it.
        self.version = self.beside
        owner = {"name": "Somebody Else", "identity_number": "001099000002"}
        theirs = self.file(user=counter, channel="in_person", owner=owner)
        with self.assertRaisesRegex(UserError, "somebody else"):
            theirs.with_user(counter)._join_group(
                bundle.part_ids[1], head.with_user(counter)
            )

    def test_a_group_that_has_ended_is_not_begun(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside))
        bundle.valid_to = "2026-03-09"
        counter = self.users["counter_officer"]
        dossier = self.file(user=counter, channel="in_person").with_user(counter)
        with freeze_time("2026-03-10 02:00:00"):
            bundle.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "not in force"):
                dossier._join_group(bundle.part_ids[0], dossier.browse())

    def test_nobody_makes_a_dossier_a_part_by_writing(self):
        bundle = self.make_bundle((10, self.version), (10, self.beside))
        dossier = self.file()
        for user in (*self.users.values(), self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).write({"bundle_part_id": bundle.part_ids[0].id})
