"""A new version begins as a full copy of the one before, with its own cases."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestNewVersion(CatalogueCase):
    def setUp(self):
        super().setUp()
        draft = self.make_draft(
            eform_field_ids=[Command.create({"name": "reason", "label": "Reason"})],
            result_ids=[Command.create({"name": "Licence"})],
            import_remark_ids=[Command.create({"code": "part_empty"})],
            source_fingerprint="abc",
            decision_id=self.make_decision(date(2026, 2, 1)).id,
        )
        new, lost = draft.case_ids.create(
            [
                {"version_id": draft.id, "name": name, "sequence": sequence}
                for sequence, name in enumerate(("New", "Lost"))
            ]
        )
        self.assertEqual((new.code, lost.code), ("TH01", "TH02"))
        draft.channel_ids.case_id = lost
        draft.channel_ids = [Command.create({"channel": "post", "term_unit": "none"})]
        register = self.manager["onestop.database"].create({"name": "Register T"})
        draft.component_ids = [
            Command.create(
                {
                    "name": "Report",
                    "copies": 1,
                    "case_ids": [Command.set(lost.ids)],
                    "asked_if": {"field": "reason", "operator": "set"},
                    "database_id": register.id,
                    "reusable_from_ids": [Command.set(draft.procedure_id.ids)],
                    "form_file": base64.b64encode(b"form"),
                    "sample_file": base64.b64encode(b"sample"),
                    "sample_file_name": "sample.txt",
                }
            )
        ]
        ground = self.manager["onestop.fee.ground"].create({"name": "Ground T"})
        exemption = {
            "ground_id": ground.id,
            "kind": "percent",
            "percent": 50,
            "legal_basis": "Law T",
        }
        fee = {
            "amount": 5,
            "case_id": new.id,
            "exemption_ids": [Command.create(exemption)],
        }
        draft.fee_ids = [Command.create(fee)]
        draft.action_publish()
        self.version = draft

    def test_it_is_a_draft_with_the_next_number_and_no_dates(self):
        action = self.version.action_new_version()
        new = self.manager["onestop.procedure.version"].browse(action["res_id"])
        self.assertEqual(
            (new.number, new.state, new.valid_from, new.decision_id.id, new.valid_to),
            (2, "draft", False, False, False),
        )
        self.assertFalse(new.source_fingerprint)
        self.assertFalse(new.import_remark_ids)
        self.assertEqual(new.procedure_id.draft_version_id, new)
        self.assertFalse(new.missing)

    def test_parts_are_copied_with_the_cases_of_the_copy(self):
        new = self.version.copy()
        self.assertEqual(new.case_ids.mapped("code"), ["TH01", "TH02"])
        self.assertFalse(new.case_ids & self.version.case_ids)
        self.assertEqual(new.channel_ids[0].case_id, new.case_ids[1])
        self.assertEqual(new.fee_ids.case_id, new.case_ids[0])
        self.assertEqual(new.component_ids.mapped("code"), ["TP01", "TP02"])
        self.assertEqual(new.component_ids[1].case_ids, new.case_ids[1])
        self.assertEqual(new.eform_field_ids.mapped("name"), ["reason"])
        self.assertEqual(new.result_ids.mapped("name"), ["Licence"])

    def test_what_a_paper_and_a_fee_say_besides_is_copied(self):
        old, new = self.version, self.version.copy()
        paper, was = new.component_ids[1], old.component_ids[1]
        self.assertEqual(paper.asked_if, {"field": "reason", "operator": "set"})
        self.assertEqual(paper.database_id.name, "Register T")
        self.assertEqual(paper.reusable_from_ids, old.procedure_id)
        # The files are the same until others are put in their place.
        self.assertEqual(base64.b64decode(paper.sample_file), b"sample")
        self.assertEqual(paper.sample_file_name, "sample.txt")
        self.assertEqual(paper.sample_attachment_id, was.sample_attachment_id)
        self.assertEqual(paper.form_attachment_id, was.form_attachment_id)
        paper.sample_file = base64.b64encode(b"other")
        self.assertEqual(base64.b64decode(was.sample_file), b"sample")
        [exemption] = new.fee_ids.exemption_ids
        self.assertNotEqual(exemption, old.fee_ids.exemption_ids)
        self.assertEqual(
            (exemption.ground_id.name, exemption.percent, exemption.legal_basis),
            ("Ground T", 50, "Law T"),
        )
        self.assertEqual(exemption.display_name, "Ground T: 50 % less")

    def test_a_second_draft_is_refused(self):
        self.version.action_new_version()
        with self.assertRaisesRegex(UserError, "version 2 is a draft"):
            self.version.action_new_version()

    def test_the_procedure_opens_its_draft_or_makes_one(self):
        action = self.version.procedure_id.action_new_version()
        self.assertEqual(
            action["res_id"], self.version.procedure_id.draft_version_id.id
        )
        self.assertEqual(self.version.procedure_id.action_new_version(), action)
        fresh = self.make_procedure("9.900002", name="Typed name")
        draft = self.manager["onestop.procedure.version"].browse(
            fresh.action_new_version()["res_id"]
        )
        self.assertEqual((draft.name, draft.number), ("Typed name", 1))

    def test_the_procedure_bears_the_name_of_its_newest_published_version(self):
        procedure = self.version.procedure_id
        new = self.version.copy()
        new.name = "Another name"
        self.assertEqual(procedure.name, "Cấp giấy phép thử nghiệm")
        new.decision_id = self.make_decision(date(2026, 3, 1), "2/QĐ-T")
        new.action_publish()
        self.assertEqual(procedure.name, "Another name")

    def test_codes_given_here_follow_the_greatest(self):
        version = self.version.copy()
        version.component_ids = [
            Command.create({"name": "With code", "code": "TP09", "copies": 1}),
            Command.create({"name": "Own code", "code": "PHOTO", "copies": 1}),
        ]
        version.component_ids = [Command.create({"name": "Next", "copies": 1})]
        self.assertEqual(
            sorted(version.component_ids.mapped("code")),
            ["PHOTO", "TP01", "TP02", "TP09", "TP10"],
        )

    def test_a_case_of_another_version_is_refused(self):
        new = self.version.copy()
        stranger = self.version.case_ids[0].id
        for call, vals in (
            (new.channel_ids.write, {"case_id": stranger}),
            (new.fee_ids.write, {"case_id": stranger}),
            (new.component_ids.write, {"case_ids": [Command.set([stranger])]}),
        ):
            with self.assertRaisesRegex(UserError, "another version"):
                call(vals)
