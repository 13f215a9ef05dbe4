"""Drafts are the catalogue manager's; what was published everybody may read."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.onestop_frozen_mixin import MAY_CHANGE_FROZEN
from .common_catalogue import CatalogueCase

PARTS = (
    "case_ids",
    "channel_ids",
    "component_ids",
    "fee_ids",
    "result_ids",
    "eform_field_ids",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestCatalogueAccess(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A case that no row names is not published.
        case = {"case_ids": [Command.create({"name": "Case"})]}
        parts = {
            "fee_ids": [Command.create({"amount": 5})],
            "result_ids": [Command.create({"name": "Result"})],
            "eform_field_ids": [Command.create({"name": "x", "label": "X"})],
            "import_remark_ids": [Command.create({"code": "part_empty"})],
            "source_raw": "secret",
        }
        with freeze_time("2026-03-10 03:00:00"):
            cls.published = cls.make_published(effect_date=date(2026, 2, 1), **parts)
            with MAY_CHANGE_FROZEN.held():
                cls.published.write(case)
            cls.process = cls.make_process(cls.published.procedure_id)
            cls.process.action_approve()
        cls.draft = cls.make_draft(cls.make_procedure("9.900002"), **parts, **case)
        cls.draft_process = cls.make_process(cls.draft.procedure_id)
        cls.public = cls.env.ref("base.public_user")
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()

    def staff(self):
        return {
            role: user
            for role, user in self.users.items()
            if role != "catalogue_manager"
        }

    def hidden(self, records, user):
        records = records.with_user(user)
        self.assertFalse(records.search([("id", "in", records.ids)]))
        for record in records:
            with self.assertRaises(AccessError):
                record.read(["id", "display_name"])

    def test_staff_and_citizens_read_published_versions_with_their_parts(self):
        readers = {**self.staff(), "portal": self.portal, "public": self.public}
        for role, user in readers.items():
            version = self.published.with_user(user)
            with self.subTest(role):
                self.assertEqual(version.search([("id", "=", version.id)]), version)
                self.assertTrue(version.procedure_id.name)
                self.assertTrue(version.decision_id.number)
                self.assertTrue(version.subject_ids.name)
                for part in PARTS:
                    self.assertTrue(version[part].read(["display_name"]))

    def test_drafts_are_hidden_from_everybody_else(self):
        others = {**self.staff(), "portal": self.portal, "public": self.public}
        for role, user in others.items():
            with self.subTest(role):
                self.hidden(self.draft, user)
                self.hidden(self.draft.procedure_id, user)
                for part in PARTS:
                    self.hidden(self.draft[part], user)

    def test_the_catalogue_manager_reads_and_writes_drafts(self):
        draft = self.draft.with_env(self.manager)
        draft.name = "Renamed"
        for part in (*PARTS, "import_remark_ids"):
            self.assertTrue(draft[part].read(["display_name"]))
        self.assertEqual(draft.source_raw, "secret")

    def test_where_it_came_from_is_not_for_citizens(self):
        for user in (self.portal, self.public):
            version = self.published.with_user(user)
            for name in ("source_raw", "source_fingerprint"):
                with self.assertRaises(AccessError):
                    version.read([name])
                with self.assertRaises(AccessError):
                    version.search([(name, "!=", False)])
            with self.assertRaises(AccessError):
                version.import_remark_ids.read(["raw"])
            self.assertNotIn("source_raw", version.read()[0])

    def test_approved_processes_are_for_the_staff(self):
        for role, user in self.staff().items():
            with self.subTest(role):
                process = self.process.with_user(user)
                self.assertTrue(process.step_ids.read(["hours"]))
                self.hidden(self.draft_process, user)
                self.hidden(self.draft_process.step_ids, user)
        for user in (self.portal, self.public, self.plain):
            with self.assertRaises(AccessError):
                self.process.with_user(user).read(["number"])

    def test_nobody_else_writes_anything_of_the_catalogue(self):
        others = {**self.staff(), "portal": self.portal, "public": self.public}
        records = [
            *(self.published, self.published.procedure_id, self.process),
            *(self.published.decision_id, self.published.subject_ids),
            *(self.published[part] for part in PARTS),
            *(self.draft, self.draft.procedure_id, self.draft_process),
        ]
        for role, user in others.items():
            for record in records:
                with self.subTest(role, model=record._name):
                    mine = record.with_user(user)
                    for call in (
                        lambda mine=mine: mine.write({"display_name": "x"}),
                        mine.unlink,
                        lambda mine=mine: mine.create([{}]),
                        mine.copy,
                    ):
                        with self.assertRaises(AccessError):
                            call()

    def test_an_internal_user_without_a_role_reads_nothing(self):
        for record in (self.published, self.published.component_ids, self.process):
            with self.assertRaises(AccessError):
                record.with_user(self.plain).read(["display_name"])
