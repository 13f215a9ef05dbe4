from odoo import api, fields, models

from ..core.national_file import REMARKS
from ..core.translatable import _

#: Sentences of the file's reader, and those of the import itself.
SENTENCES = {
    **REMARKS,
    "online_level_assumed": _(
        "The file does not say how far the service goes online; it was taken for full, "
        "which is the rule. If it is partial, say why."
    ),
    "form_to_upload": _(
        "The file only names the form of “%(name)s”. Upload it, so that people can "
        "download it and fill it in."
    ),
    "basis_differs": _(
        "The legal document is in the list with another date or issuer, which were "
        "kept."
    ),
    "made_anew": _(
        "“%(name)s” was not in the catalogue and is added to it. If it is misspelt, choose "
        "the right one."
    ),
    "mended_replaced": _(
        "The file says something else now, and a person had written another text, which "
        "stands here. Put it back if it still holds."
    ),
    "gone_from_file": _(
        "“%(name)s” is not in the file any more and was taken out. What people had added "
        "to it stands here."
    ),
    "needed_elsewhere": _(
        "“%(name)s” is not in the file any more. It was kept, as something else names it: "
        "take it out there, then here."
    ),
    "beside_file": _(
        "“%(name)s” stood here before the first import and is not in the file; it was "
        "kept. Take it out if another row means the same."
    ),
}


#: Names of the tables of a file; its texts are called by their names in it.
TABLES = {
    "linh_vuc": _("Field"),
    "doi_tuong": _("Subjects"),
    "hinh_thuc_nop": _("Ways of filing"),
    "thanh_phan_ho_so": _("Components of the dossier"),
    "can_cu_phap_ly": _("Legal bases"),
    "phi_le_phi": _("Fees and charges"),
    "truong_hop": _("Cases"),
    "ket_qua": _("Results"),
}


class OnestopImportRemark(models.Model):
    """What an import did not understand, or asks a person to look at."""

    _name = "onestop.import.remark"
    _description = "Import Remark"
    _inherit = ["onestop.frozen.mixin"]
    _order = "version_id, id"
    _rec_name = "part"
    _frozen_path = "version_id"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    part = fields.Char(help="Key of the text or table in the file.")
    row = fields.Integer(help="Row of the table, from 1; 0 where there is none.")
    place = fields.Char(compute="_compute_place", string="Where")
    code = fields.Char(required=True, index=True)
    params = fields.Json()
    message = fields.Char(compute="_compute_message")
    raw = fields.Text(string="As Imported")

    @api.depends("part", "row")
    @api.depends_context("lang")
    def _compute_place(self):
        for remark in self:
            part = remark.part or ""
            table = TABLES.get(part)
            name = remark.env._(table) if table else part.replace("_", " ").capitalize()
            if remark.row:
                name = remark.env._(
                    "%(table)s, row %(row)s", table=name, row=remark.row
                )
            remark.place = name

    @api.depends("code", "params")
    @api.depends_context("lang")
    def _compute_message(self):
        channel_field = self.env["onestop.procedure.channel"]._fields["channel"]
        channels = dict(channel_field._description_selection(self.env))
        for remark in self:
            params = dict(remark.params or {})
            if params.get("channel") in channels:
                params["channel"] = channels[params["channel"]]
            sentence = SENTENCES.get(remark.code, remark.code)
            remark.message = remark.env._(sentence, **params)
