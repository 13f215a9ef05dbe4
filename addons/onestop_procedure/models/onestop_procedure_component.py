from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.eform_condition import holds


class OnestopProcedureComponent(models.Model):
    """A paper that belongs to the dossier (thành phần hồ sơ)."""

    _name = "onestop.procedure.component"
    _description = "Component of a Procedure"
    _inherit = [
        "onestop.frozen.mixin",
        "onestop.coded.part.mixin",
        "onestop.conditional.mixin",
    ]
    _order = "sequence, id"
    _frozen_path = "version_id"
    _code_prefix = "TP"
    _condition = "asked_if"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(
        index=True,
        copy=False,
        help="Stays the same from version to version, so that an internal process "
        "can name the paper.",
    )
    name = fields.Char(required=True, translate=True)
    case_ids = fields.Many2many(
        "onestop.procedure.case",
        "onestop_component_case_rel",
        "component_id",
        "case_id",
        string="Cases",
        domain="[('version_id', '=', version_id)]",
        ondelete="restrict",
        help="Empty: for all cases.",
    )
    originals = fields.Integer()
    copies = fields.Integer()
    only_shown = fields.Boolean(
        help="The paper is shown at the counter and given back; none is kept."
    )
    required = fields.Boolean(default=True)
    asked_if = fields.Json(help="Condition on answers of the e-form; empty: always.")
    database_id = fields.Many2one(
        "onestop.database",
        string="Looked up in",
        ondelete="restrict",
        help="The officer looks it up there, and nobody brings the paper.",
    )
    reusable_from_ids = fields.Many2many(
        "onestop.procedure",
        "onestop_component_reusable_rel",
        "component_id",
        "procedure_id",
        string="Result of",
        ondelete="restrict",
        help="An earlier result of one of these procedures stands in for the paper.",
    )
    form_name = fields.Text(string="Form", help="Names of the form files, one a line.")
    form_attachment_id = fields.Many2one(
        "ir.attachment", ondelete="restrict", copy=False
    )
    form_file = fields.Binary(
        compute="_compute_form_file", inverse="_inverse_form_file"
    )
    form_file_name = fields.Char(
        compute="_compute_form_file", inverse="_inverse_form_file"
    )
    sample_attachment_id = fields.Many2one(
        "ir.attachment",
        string="Sample",
        ondelete="restrict",
        copy=False,
        help="The form as somebody filled it in, for people to look at.",
    )
    sample_file = fields.Binary(
        compute="_compute_sample_file", inverse="_inverse_sample_file"
    )
    sample_file_name = fields.Char(
        compute="_compute_sample_file", inverse="_inverse_sample_file"
    )
    note = fields.Text(translate=True)
    raw = fields.Text(string="As Imported", readonly=True)

    _counts_not_negative = models.Constraint(
        "CHECK (originals >= 0 AND copies >= 0)",
        "Numbers of originals and copies are not negative.",
    )
    _code_unique = models.UniqueIndex(
        "(version_id, code) WHERE code IS NOT NULL",
        "Another component of this version has this code.",
    )

    @api.depends("form_attachment_id.datas", "form_attachment_id.name")
    def _compute_form_file(self):
        for component in self:
            component.form_file = component.form_attachment_id.datas
            component.form_file_name = component.form_attachment_id.name

    def _inverse_form_file(self):
        self._keep_file("form")

    @api.depends("sample_attachment_id.datas", "sample_attachment_id.name")
    def _compute_sample_file(self):
        for component in self:
            component.sample_file = component.sample_attachment_id.datas
            component.sample_file_name = component.sample_attachment_id.name

    def _inverse_sample_file(self):
        self._keep_file("sample")

    def _keep_file(self, kind):
        """Keep the file of a `kind`, form or sample, that was put into the form."""
        link, file, name = f"{kind}_attachment_id", f"{kind}_file", f"{kind}_file_name"
        # A new file is a new attachment: other versions may still show the old one.
        for component in self:
            if not component[file]:
                component[link] = False
            elif component[file] != component[link].datas:
                component[link] = self.env["ir.attachment"].create(
                    {
                        "name": component[name] or component.name,
                        "datas": component[file],
                        "res_model": self._name,
                        "res_id": component.id,
                    }
                )

    def _wants_form(self):
        """Whether a form belongs to it that nobody can download."""
        return bool(self.form_name and not self.form_attachment_id)

    def _reusable_from_public(self):
        """Procedures whose earlier result serves, of those that were ever published:
        how a draft is called is told to nobody yet."""
        return self.reusable_from_ids.filtered("published")

    @api.constrains("version_id", "case_ids")
    def _check_cases_of_version(self):
        for component in self:
            if component.case_ids.version_id - component.version_id:
                raise ValidationError(
                    component.env._(
                        "“%(component)s” names a case of another version.",
                        component=component.name,
                    )
                )

    def _asked(self, case, values):
        """Those of them that a case asks for, with what was answered.

        :param case: an `onestop.procedure.case`, or none: what is for all cases
        :param dict values: as `core.eform.condition_values` gives them
        """
        return self.filtered(
            lambda one: (
                (not one.case_ids or case in one.case_ids)
                and holds(one.asked_if or None, values)
            )
        )
