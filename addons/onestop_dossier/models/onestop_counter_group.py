from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.receipt_link import token_of
from ..engine.counter_board import CounterBoard


class OnestopCounterGroup(models.Model):
    _inherit = "onestop.counter.group"

    mail_days = fields.Integer(
        "Days in which the post answers",
        default=7,
        required=True,
        help="What it has not delivered or brought back after these is to be asked for.",
    )

    _mail_days_in_bounds = models.Constraint(
        "CHECK (mail_days BETWEEN 1 AND 60)", "Give between 1 and 60 days."
    )

    @api.model
    @api.readonly
    def board(self):
        """What the user's counter begins with; see `engine.counter_board`."""
        self.env["onestop.dossier"].check_access("read")
        return CounterBoard(self.env).read()

    @api.model
    def _for_field(self, field, department=None):
        """The counter that receives online dossiers of a field.

        One that names the field goes before one that takes all fields.

        :param department: the centre it belongs to; without one, the provincial centre
        """
        domain = (
            Domain("department_id", "=", department.id)
            if department
            else Domain("department_id.kind", "=", "centre")
            & Domain("department_id.in_force", "=", True)
        )
        return self._of_field(self.search(domain), field)

    @api.model
    def _of_field(self, groups, field):
        """Of the counters of one centre, the one that receives a field; or none."""
        return (
            groups.filtered(lambda group: field and field in group.field_ids)
            or groups.filtered(lambda group: not group.field_ids)
        )[:1]

    @api.model
    def _dossier_of_paper(self, scanned):
        """The dossier whose receipt somebody holds before the scanner, or whose code or
        filing number they read out.

        :raises UserError: where there is none, it lies at another counter, or the
            receipt was cancelled
        """
        dossiers = self.env["onestop.dossier"]
        if token := token_of(scanned):
            tokens = self.env["onestop.check.token"]
            if tokens._is_cancelled(token):
                raise UserError(
                    self.env._(
                        "This paper was cancelled: it was reported lost, or issued by "
                        "mistake. Ask for the card, and type the dossier code."
                    )
                )
            found = tokens._dossier(token)
        elif "://" in scanned:
            raise UserError(
                self.env._(
                    "This is not the code of the receipt. Scan the other code on the "
                    "form."
                )
            )
        elif by_hand := self.env["onestop.outage.receipt"]._find(scanned):
            # sudo: bounded to the dossier of one receipt of the user's counter.
            found = by_hand.sudo().dossier_id
        else:
            # sudo: bounded to an exact code; given back is what the user may read, and
            # of the centre's other counters their names.
            found = dossiers.sudo().search(dossiers._typed_domain(scanned), limit=1)
        dossier = found.with_env(self.env)
        if dossier and dossier.has_access("read"):
            return dossier
        counter = found.counter_group_id
        here = self.env.user._onestop_counter_group().department_id
        if here and counter.department_id == here:
            raise UserError(
                self.env._("This dossier lies at another counter: %s.", counter.name)
            )
        raise UserError(self.env._("No dossier of this centre has this code."))

    @api.model
    def _centres_for_field(self, field):
        """The centres of province and communes that exist and receive a field."""
        groups = self.search([("department_id.in_force", "=", True)])
        centres = self.env["onestop.department"]
        for centre, its_groups in groups.grouped("department_id").items():
            if self._of_field(its_groups, field):
                centres |= centre
        return centres
