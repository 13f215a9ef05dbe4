"""A published version and all its parts stay as they were, whoever asks how."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.onestop_frozen_mixin import MAY_CHANGE_FROZEN
from .common_catalogue import CatalogueCase

PARTS = {
    "onestop.procedure.case": ("case_ids", {"name": "New case"}),
    "onestop.procedure.channel": (
        "channel_ids",
        {"channel": "online", "term_unit": "none"},
    ),
    "onestop.procedure.component": (
        "component_ids",
        {"name": "New paper", "originals": 1},
    ),
    "onestop.procedure.fee": ("fee_ids", {"kind": "fee", "amount": 5}),
    "onestop.procedure.result": ("result_ids", {"name": "New result"}),
    "onestop.eform.field": ("eform_field_ids", {"name": "new", "label": "New"}),
    "onestop.import.remark": ("import_remark_ids", {"code": "part_empty"}),
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestFrozenVersions(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.basis = cls.manager["onestop.legal.basis"].create(
            {"number": "1/2026/T", "title": "Law T"}
        )
        with freeze_time("2026-03-10 03:00:00"):
            cls.version = cls.make_published(
                effect_date=date(2026, 2, 1),
                legal_basis_ids=[Command.set(cls.basis.ids)],
                **{
                    name: [
                        Command.create({**vals, "name": "old", "label": "Old"})
                        if model == "onestop.eform.field"
                        else Command.create(vals)
                    ]
                    for model, (name, vals) in PARTS.items()
                    # A case that no row names is not published.
                    if name != "case_ids"
                },
            )
            with MAY_CHANGE_FROZEN.held():
                cls.version.case_ids = [Command.create({"name": "New case"})]
        cls.draft = cls.version.copy()

    def everybody(self, record):
        """The record for the manager, the superuser, and with contexts of a caller."""
        keys = (
            "install_mode",
            "module",
            "import_file",
            "tracking_disable",
            "onestop.frozen",
            "onestop_frozen",
            "may_change_frozen",
            "unlock",
        )
        yield "manager", record.with_env(self.manager)
        yield "superuser", record.sudo()
        yield "context", record.sudo().with_context(**dict.fromkeys(keys, True))

    def refused(self, call, *arguments):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            call(*arguments)
            self.env.flush_all()
        self.env.invalidate_all()

    def test_the_version_cannot_be_written(self):
        writes = [
            {"name": "Another"},
            {"state": "draft"},
            {"state": "superseded"},
            {"valid_to": date(2026, 3, 1)},
            {"legal_basis_ids": [Command.clear()]},
            {"subject_ids": [Command.clear()]},
            {"four_eyes": False},
            {"dossier_properties_definition": []},
            {"source_fingerprint": "x"},
        ]
        for who, version in self.everybody(self.version):
            for vals in writes:
                with self.subTest(who, vals=vals):
                    self.refused(version.write, vals)
                    self.refused(version.web_save, vals, {})
            with self.subTest(who, call="unlink"):
                self.refused(version.unlink)
                self.refused(
                    version.update_field_translations, "name", {"vi_VN": "Khác"}
                )

    def test_no_part_can_be_changed_removed_or_added(self):
        for model, (name, vals) in PARTS.items():
            for who, part in self.everybody(self.version[name][:1]):
                with self.subTest(who, model=model):
                    self.assertTrue(part)
                    field = next(iter(vals))
                    self.refused(part.write, {field: vals[field]})
                    self.refused(part.web_save, {field: vals[field]}, {})
                    self.refused(part.unlink)
                    new = {**vals, "version_id": self.version.id}
                    self.refused(part.copy, vals)
                    self.refused(part.create, new)
                    self.refused(
                        part.with_context(default_version_id=self.version.id).create,
                        vals,
                    )

    def test_no_command_from_a_parent_reaches_a_part(self):
        for model, (name, vals) in PARTS.items():
            part = self.version[name][:1]
            for command in (
                Command.create(vals),
                Command.update(part.id, vals),
                Command.delete(part.id),
                Command.unlink(part.id),
                Command.clear(),
                Command.set([]),
            ):
                with self.subTest(model, command=command):
                    self.refused(self.version.sudo().write, {name: [command]})
                    through = [Command.update(self.version.id, {name: [command]})]
                    procedure = self.version.procedure_id.sudo()
                    self.refused(procedure.write, {"version_ids": through})

    def test_no_part_of_a_draft_moves_into_it(self):
        for name in ("channel_ids", "component_ids", "fee_ids", "eform_field_ids"):
            with self.subTest(name):
                part = self.draft[name][:1].sudo()
                self.refused(part.write, {"version_id": self.version.id})
                link = [Command.link(part.id)]
                self.refused(self.version.sudo().write, {name: link})

    def test_a_part_does_not_move_out_either(self):
        part = self.version.component_ids.sudo()
        self.refused(part.write, {"version_id": self.draft.id})
        link = [Command.link(part.id)]
        self.refused(self.draft.sudo().write, {"component_ids": link})

    def test_a_file_of_rows_does_not_load_into_it(self):
        model = self.manager["onestop.procedure.result"]
        result = model.load(["version_id/.id", "name"], [[str(self.version.id), "x"]])
        self.assertFalse(result["ids"])
        self.assertIn("in force", result["messages"][0]["message"])
        versions = self.manager["onestop.procedure.version"]
        result = versions.load([".id", "name"], [[str(self.version.id), "x"]])
        self.assertFalse(result["ids"])
        self.assertEqual(self.version.result_ids.mapped("name"), ["New result"])

    def test_a_published_version_is_not_made_by_creating_one(self):
        procedure = self.make_procedure("9.900009")
        for vals in ({"state": "published"}, {"state": "abolished"}):
            self.refused(
                self.env["onestop.procedure.version"].create,
                {
                    "procedure_id": procedure.id,
                    "name": "T",
                    "valid_from": date(2026, 2, 1),
                    "decision_id": self.version.decision_id.id,
                    **vals,
                },
            )
        self.refused(
            self.env["onestop.procedure.version"]
            .with_context(default_state="published")
            .create,
            {
                "procedure_id": procedure.id,
                "name": "T",
                "valid_from": date(2020, 2, 1),
                "decision_id": self.version.decision_id.id,
            },
        )
        self.refused(
            self.draft.write,
            {
                "state": "published",
                "valid_from": date(2020, 2, 1),
                "decision_id": self.version.decision_id.id,
            },
        )

    def test_what_it_cites_stays_as_it_was_cited(self):
        for who, basis in self.everybody(self.basis):
            with self.subTest(who):
                self.refused(basis.write, {"title": "Another law"})
                self.refused(basis.write, {"version_ids": [Command.clear()]})
                self.refused(basis.unlink)
        for who, decision in self.everybody(self.version.decision_id):
            with self.subTest(who):
                self.refused(decision.write, {"effect_date": date(2026, 9, 1)})
                self.refused(decision.write, {"attachment": b"eA=="})
                self.refused(decision.unlink)

    def test_a_document_that_nothing_published_cites_can_be_mended(self):
        basis = self.basis.copy({"number": "2/2026/T"})
        self.draft.legal_basis_ids = basis
        basis.title = "Law T, mended"
        self.assertEqual(basis.title, "Law T, mended")

    def test_the_files_of_its_forms_cannot_be_exchanged(self):
        version = self.version.copy()
        version.case_ids.unlink()
        component = version.component_ids[:1]
        component.write({"form_file": b"Zmlyc3Q=", "form_file_name": "form.txt"})
        attachment = component.form_attachment_id
        self.assertEqual(attachment.raw, b"first")
        attachment.raw = b"second"
        version.decision_id = self.make_decision(date(2026, 3, 1), "3/QĐ-T")
        self.draft.unlink()
        version.action_publish()
        for who, file in self.everybody(attachment):
            with self.subTest(who):
                self.refused(file.write, {"raw": b"third"})
                self.refused(file.write, {"res_id": 0, "res_model": False})
                self.refused(file.unlink)
        self.assertEqual(attachment.raw, b"second")

    def test_its_definition_of_properties_cannot_be_changed_through_a_dossier(self):
        # As Odoo's Properties field does when a dossier is written.
        with self.assertRaises(UserError):
            self.version.sudo().dossier_properties_definition = [
                {"name": "evil", "type": "char", "string": "Evil"}
            ]

    def test_the_right_to_change_ends_with_its_block(self):
        self.assertFalse(MAY_CHANGE_FROZEN)
        with self.assertRaises(ZeroDivisionError), MAY_CHANGE_FROZEN.held():
            raise ZeroDivisionError
        self.assertFalse(MAY_CHANGE_FROZEN)
        self.refused(self.version.write, {"name": "Another"})

    def test_search_words_of_the_procedure_stay_open(self):
        self.version.procedure_id.keywords = "giấy phép con"
        self.env.flush_all()
        self.assertIn("giay phep con", self.version.sudo().search_text)
