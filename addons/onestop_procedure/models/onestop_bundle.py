from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.private_right import PrivateRight
from ..legal_day import legal_today

#: Held while a group is entered with its parts.
ENTERING = PrivateRight("onestop.bundle")


class OnestopBundle(models.Model):
    """A published group of interlinked procedures: filed as one, with one receipt, each
    part resolved by its own agency.

    What has taken effect is history: people filed under it. It is ended, and another
    one made.
    """

    _name = "onestop.bundle"
    _description = "Group of Interlinked Procedures"
    _inherit = ["onestop.phase.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    decision_number = fields.Char("Publication decision", required=True)
    decision_date = fields.Date("Signed on", required=True)
    returns = fields.Selection(
        [
            ("together", "Together, when all parts are done"),
            ("part", "Part by part, as they are done"),
        ],
        "Results come back",
        required=True,
        default="together",
    )
    part_ids = fields.One2many("onestop.bundle.part", "bundle_id", "Parts")

    _dates_in_order = models.Constraint(
        "CHECK (valid_from >= decision_date"
        " AND (valid_to IS NULL OR valid_to >= valid_from))",
        "A decision takes effect when it is signed or later, and ends after that.",
    )

    @api.constrains("part_ids")
    def _check_parts(self):
        for bundle in self:
            procedures = bundle.part_ids.procedure_id
            if len(procedures) < 2 or len(procedures) < len(bundle.part_ids):
                raise ValidationError(
                    self.env._(
                        "%s needs at least two procedures, each of them once.",
                        bundle.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        with ENTERING.held():
            bundles = super().create(vals_list)
        bundles._check_parts()
        return bundles

    def write(self, vals):
        # Its texts in other languages are entered with it.
        begun = self.filtered(lambda one: not ENTERING and one.phase != "to_come")
        for bundle in begun:
            if vals.keys() - {"valid_to"}:
                bundle._refuse_change()
            day = fields.Date.to_date(vals.get("valid_to"))
            if bundle.phase == "ended" or (day and day < legal_today()):
                raise UserError(
                    self.env._(
                        "%s: whoever filed under it did so rightly. It ends today or "
                        "later, and what has ended does not begin again.",
                        bundle.name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_begun(self):
        self.filtered(lambda one: one.phase != "to_come")._refuse_change()

    def _refuse_change(self):
        """:raises UserError: for the first of these; nothing where there are none"""
        for bundle in self:
            raise UserError(
                self.env._(
                    "%s has taken effect: what it says is history. End it and enter "
                    "another one.",
                    bundle.name,
                )
            )
