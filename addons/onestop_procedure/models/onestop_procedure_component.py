from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OnestopProcedureComponent(models.Model):
    """A paper that belongs to the dossier (thành phần hồ sơ)."""

    _name = "onestop.procedure.component"
    _description = "Component of a Procedure"
    _inherit = ["onestop.frozen.mixin", "onestop.coded.part.mixin"]
    _order = "sequence, id"
    _frozen_path = "version_id"
    _code_prefix = "TP"

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
        # A new file is a new attachment: other versions may still show the old one.
        for component in self:
            if not component.form_file:
                component.form_attachment_id = False
            elif component.form_file != component.form_attachment_id.datas:
                component.form_attachment_id = self.env["ir.attachment"].create(
                    {
                        "name": component.form_file_name or component.name,
                        "datas": component.form_file,
                        "res_model": self._name,
                        "res_id": component.id,
                    }
                )

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
