from odoo import api, fields, models


class OnestopLegalBasis(models.Model):
    """A legal document that procedures rest on; shared between them."""

    _name = "onestop.legal.basis"
    _description = "Legal Basis"
    _inherit = ["onestop.frozen.mixin"]
    _order = "date desc, number, id"
    _rec_name = "number"
    _rec_names_search = ["number", "title"]

    number = fields.Char(
        index="trigram", help="Without the kind of the document: 131/2021/NĐ-CP."
    )
    title = fields.Char()
    date = fields.Date(string="Issued on")
    issuer = fields.Char()
    version_ids = fields.Many2many(
        "onestop.procedure.version",
        "onestop_version_legal_basis_rel",
        "legal_basis_id",
        "version_id",
        string="Versions",
        copy=False,
    )

    # A title can be longer than what a b-tree entry may hold.
    _number_title_unique = models.UniqueIndex(
        "(COALESCE(number, ''), md5(COALESCE(title, '')))",
        "This legal document is already in the list.",
    )
    _named = models.Constraint(
        "CHECK (number IS NOT NULL OR title IS NOT NULL)",
        "A legal document needs a number or a title.",
    )

    @api.depends("number", "title")
    def _compute_display_name(self):
        for basis in self:
            basis.display_name = " – ".join(filter(None, (basis.number, basis.title)))

    def _is_frozen(self):
        # What a published version cites stays as it was cited.
        return any(version._is_frozen() for version in self.version_ids)
