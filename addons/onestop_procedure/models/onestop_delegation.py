import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ..legal_day import legal_today
from .onestop_publication_decision import PDF
from .onestop_role_assignment import ROLES

# What a decision that has taken effect still lets be said of it.
STAYS_OPEN = frozenset({"valid_to", "attachment", "attachment_name"})


class OnestopDelegation(models.Model):
    """The decision by which an authority lets the officers of a centre resolve procedures
    in its place (Decree 61/2018, art. 17.5).

    What has taken effect is history: people were resolved under it. It is ended, and
    another one made.
    """

    _name = "onestop.delegation"
    _description = "Delegation Decision"
    _inherit = ["onestop.phase.mixin"]
    _order = "valid_from desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, index="trigram")
    date = fields.Date(string="Signed on", required=True)
    issuer = fields.Char("Authority", required=True, help="Who delegates.")
    signer = fields.Char(required=True)
    signer_capacity = fields.Char(
        string="Capacity", help="As it stands above the signature: KT. CHỦ TỊCH."
    )
    procedure_ids = fields.Many2many(
        "onestop.procedure", string="Procedures", required=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Delegated to",
        required=True,
        index=True,
        ondelete="restrict",
    )
    role = fields.Selection(ROLES, "Only to", help="Empty: to every role there.")
    user_ids = fields.Many2many(
        "res.users",
        string="Only these persons",
        ondelete="restrict",
        domain="[('assignment_ids.department_id', '=', department_id)]",
    )
    attachment = fields.Binary(
        string="Signed Document", attachment=True, help="A PDF file."
    )
    attachment_name = fields.Char()

    _number_issuer_unique = models.UniqueIndex(
        "(number, issuer, date)", "This decision is already in the list."
    )
    _dates_in_order = models.Constraint(
        "CHECK (valid_from >= date AND (valid_to IS NULL OR valid_to >= valid_from))",
        "A decision takes effect when it is signed or later, and ends after that.",
    )

    @api.depends("number", "date")
    def _compute_display_name(self):
        for decision in self:
            day = decision.date and f"{decision.date:%d/%m/%Y}"
            decision.display_name = " – ".join(filter(None, (decision.number, day)))

    @api.constrains("procedure_ids")
    def _check_procedures(self):
        for decision in self:
            if not decision.procedure_ids:
                raise ValidationError(
                    self.env._("Say which procedures %s delegates.", decision.number)
                )

    @api.constrains("attachment")
    def _check_attachment(self):
        for decision in self:
            file = base64.b64decode(decision.attachment or b"")
            # By what is in it: a name says nothing.
            if file and guess_mimetype(file) != PDF:
                raise ValidationError(
                    self.env._(
                        "The signed document of %(decision)s is no PDF file.",
                        decision=decision.display_name,
                    )
                )

    def write(self, vals):
        for decision in self.filtered(lambda one: one.phase != "to_come"):
            if vals.keys() - STAYS_OPEN or (
                decision.attachment and "attachment" in vals
            ):
                raise UserError(
                    self.env._(
                        "%s has taken effect: what it says is history. End it and "
                        "enter another one.",
                        decision.display_name,
                    )
                )
            if "valid_to" in vals:
                decision._check_end(fields.Date.to_date(vals["valid_to"]))
        return super().write(vals)

    def _check_end(self, day):
        """An end is not in the past, and what has ended does not begin again."""
        today = legal_today()
        if self.phase == "ended" or (day and day < today):
            raise UserError(
                self.env._(
                    "%s: whoever acted under a decision did so rightly. It ends today "
                    "or later, and what has ended does not begin again.",
                    self.display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_begun(self):
        if begun := self.filtered(lambda one: one.phase != "to_come"):
            raise UserError(
                self.env._(
                    "%s has taken effect and is kept. End it instead.",
                    begun[0].display_name,
                )
            )

    @api.model
    def _of_procedure(self, procedure, departments):
        """Every decision, of whatever day, that delegates a procedure to one of these
        departments; the latest first. Records in sudo."""
        # sudo: bounded to the decisions on one procedure, which all staff may read.
        return self.sudo().search(
            [
                ("procedure_ids", "in", procedure.ids),
                ("department_id", "in", departments.ids),
            ]
        )

    def _names(self, user, roles):
        """Whether it delegates to a user who holds these roles at its department."""
        self.ensure_one()
        return (not self.user_ids or user in self.user_ids) and (
            not self.role or self.role in roles
        )
