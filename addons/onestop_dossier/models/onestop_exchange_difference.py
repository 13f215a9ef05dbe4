from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason

from ..core.outside_status import OutsideStatus
from ..core.workflow import SYSTEM
from ..engine.actor import Actor
from ..engine.following import Following
from ..engine.right import ENGINE

# Who decides which side is right.
DECIDERS = ("supervisor", "director")


class OnestopExchangeDifference(models.Model):
    """Something that another system and we know differently: what they say, what we
    say, and what a person decided, with the reason."""

    _name = "onestop.exchange.difference"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Difference with another system"
    _written_with = ENGINE
    _order = "state desc, id desc"
    _rec_name = "code"

    line_id = fields.Many2one(
        "onestop.exchange.line", "System", required=True, readonly=True, index=True
    )
    kind = fields.Selection(
        [
            ("status", "Another status"),
            ("missing_here", "Missing here"),
            ("missing_there", "Missing there"),
        ],
        required=True,
        readonly=True,
    )
    code = fields.Char("Dossier code", required=True, readonly=True)
    dossier_id = fields.Many2one(
        "onestop.dossier", readonly=True, index=True, ondelete="restrict"
    )
    run_by = fields.Selection(related="dossier_id.run_by")
    theirs = fields.Selection(
        lambda self: self._selection_state(), "They say", readonly=True
    )
    ours = fields.Selection(
        lambda self: self._selection_state(), "We say", readonly=True
    )
    moment = fields.Datetime("Said for", readonly=True)
    state = fields.Selection(
        [("open", "To be decided"), ("settled", "Decided")],
        required=True,
        readonly=True,
        default="open",
    )
    decision = fields.Selection(
        [
            ("theirs", "What they say is taken"),
            ("ours", "What we say is kept"),
            ("gone", "No difference any more"),
        ],
        readonly=True,
    )
    reason = fields.Char("Why it was decided so")
    settled_by = fields.Char("Decided by", readonly=True)
    settled_at = fields.Datetime("Decided on", readonly=True)

    _one_open = models.UniqueIndex("(line_id, code, kind) WHERE state = 'open'")

    def _selection_state(self):
        field = self.env["onestop.dossier"]._fields["state"]
        return field._description_selection(self.env)

    def write(self, vals):
        if any(one.state != "open" for one in self):
            self._check_engine()
        return super().write(vals)

    def _typed(self):
        # The reason is typed before it is decided; no more.
        return {"reason"}

    def unlink(self):
        raise AccessError(self.env._("What was decided is kept."))

    def _refusal(self):
        return self.env._("Differences are found by the exchange only.")

    def action_take_theirs(self):
        """Take what the other system says as true, with the reason written beside it."""
        for one in self:
            one._decide("theirs")
        return True

    def action_keep_ours(self):
        """Keep what we say; it is looked at again tomorrow."""
        for one in self:
            one._decide("ours")
        return True

    def _decide(self, decision):
        role = self._decider()
        if self.state != "open":
            raise UserError(self.env._("This difference is settled already."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why it is decided so."))
        check_reason(self.env, self.reason)
        if decision == "theirs":
            self._take_theirs(role)
        elif self.dossier_id:
            # sudo: bounded to one row about a dossier that the user was found to decide on.
            dossier = self.dossier_id.sudo()
            journal = self.env["onestop.journal"]
            journal._append(
                dossier,
                "follow_kept",
                role,
                dossier.state,
                dossier.state,
                reason=self.reason,
            )
        self._settle(decision, self.env.user.name)

    def _take_theirs(self, role):
        if not (self.dossier_id and self.theirs):
            raise UserError(
                self.env._("One side lacks this dossier; there is no status to take.")
            )
        said = OutsideStatus(self.theirs, self.moment)
        Following(self.dossier_id).overrule(said, role, self.reason)

    def _decider(self):
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded to where this one dossier was received.
        place = self.dossier_id.sudo().received_department_id
        held = Actor(self.env).roles_at(place or self.env.user._onestop_departments())
        role = next((one for one in DECIDERS if one in held), None)
        if not role:
            raise AccessError(
                self.env._("Differences are decided by who leads the follow-up.")
            )
        return role

    def _settle(self, decision, by=SYSTEM):
        with ENGINE.held():
            # sudo: bounded to how these were settled.
            self.sudo().write(
                {
                    "state": "settled",
                    "decision": decision,
                    "settled_by": by,
                    "settled_at": fields.Datetime.now(),
                }
            )

    @api.model
    def _note(self, line, found, moment):
        """List a difference, where it is not listed already.

        :param found: a `core.reconciliation.Difference`
        """
        same = self.search(
            [
                ("line_id", "=", line.id),
                ("code", "=", found.code),
                ("kind", "=", found.kind),
                ("state", "=", "open"),
            ]
        )
        vals = {"theirs": found.theirs, "ours": found.ours, "moment": moment}
        with ENGINE.held():
            if same:
                same.write(vals)
            else:
                self.create(
                    {
                        **vals,
                        "line_id": line.id,
                        "kind": found.kind,
                        "code": found.code,
                        "dossier_id": found.number,
                    }
                )
