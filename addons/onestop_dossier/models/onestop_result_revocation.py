from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..engine.actor import Actor
from ..engine.filing import attachment_vals
from ..engine.right import ENGINE

# Who enters a decision of the authority that issued the result, and who confirms it.
PROPOSES = ("department_officer", "department_head", "clerk")
CONFIRMS = "department_head"
DECISION = frozenset(
    {
        *("kind", "decision_number", "decision_date", "article", "reason"),
        *("file", "file_name"),
    }
)


class OnestopResultRevocation(models.Model):
    """The decision by which the authority that issued a result takes it back.

    One enters it, another who leads the authority confirms: from then on the result does
    not hold, for whoever checks it and wherever it would stand in for a paper.
    """

    _name = "onestop.result.revocation"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Revocation of a result"
    _written_with = ENGINE
    _order = "id desc"
    _rec_name = "decision_number"

    result_id = fields.Many2one(
        "onestop.dossier.result",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Issued by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [("revoked", "Revocation"), ("annulled", "Annulment")],
        "What is decided",
        required=True,
        readonly=True,
        default="revoked",
        help="Revocation: it was right when it was issued. Annulment: it was not.",
    )
    decision_number = fields.Char(
        "Number of the decision", required=True, readonly=True
    )
    decision_date = fields.Date("Date of the decision", required=True, readonly=True)
    article = fields.Char("By which article", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", "Decision (file)", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("proposed", "To be confirmed"),
            ("confirmed", "Confirmed"),
            ("turned_down", "Turned down"),
        ],
        required=True,
        readonly=True,
        default="proposed",
    )
    # Names beside the number: they outlive the account.
    proposed_by_id = fields.Integer(readonly=True, aggregator=None)
    proposed_by = fields.Char("Entered by", readonly=True)
    confirmed_by = fields.Char("Decided by", readonly=True)
    confirmed_at = fields.Datetime("Decided on", readonly=True)
    turned_down_for = fields.Char("Why it was turned down", readonly=True)
    may_confirm = fields.Boolean(compute="_compute_may_confirm")

    _proposed_once = models.UniqueIndex(
        "(result_id) WHERE state = 'proposed'",
        "The revocation of this result waits to be confirmed already.",
    )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_may_confirm(self):
        actor = Actor(self.env)
        for one in self:
            one.may_confirm = (
                one.state == "proposed"
                and one.proposed_by_id != self.env.uid
                and CONFIRMS in actor.roles_at(one.department_id)
            )

    def unlink(self):
        raise AccessError(self.env._("What was decided on a result is kept."))

    def _refusal(self):
        return self.env._("A result is revoked from the result itself, by its action.")

    # ------------------------------------------------------------------------ actions

    @api.model
    def _open(self, result):
        """The form on which the decision on a result is entered."""
        self._check_may_propose(result)
        return self.env["onestop.result.revoking"]._open(result)

    @api.model
    def _propose(self, result, vals):
        """Enter the decision on a result, for another to confirm.

        :param result: read by the user
        :param dict vals: `kind`, `decision_number`, `decision_date`, `article`,
            `reason`, and `file`: {name, content in base64}
        :return: the revocation
        :raises AccessError: but for who works in the department that issued it
        :raises UserError: in a sentence
        """
        actor = self._check_may_propose(result)
        # sudo: bounded to one result of the user's own department; see above.
        ours = result.sudo()
        dossier = ours.dossier_id
        wait_for(dossier)
        ours.invalidate_recordset()
        self._check_holds(ours)
        checked = self._checked(vals, ours)
        file = attachment_vals(self.env, vals.get("file"), ours)
        if ours.revocation_ids.filtered(lambda one: one.state == "proposed"):
            raise UserError(
                self.env._(
                    "The revocation of this result waits to be confirmed already."
                )
            )
        with ENGINE.held():
            made = ours.revocation_ids.create(
                {
                    **checked,
                    "result_id": ours.id,
                    "dossier_id": dossier.id,
                    "department_id": ours.department_id.id,
                    "proposed_by_id": self.env.uid,
                    "proposed_by": self.env.user.name,
                }
            )
            made.attachment_id = ours.env["ir.attachment"].create(
                {**file, "res_model": self._name, "res_id": made.id}
            )
        made._journal("revocation_entered", actor, PROPOSES)
        return made.with_env(self.env)

    @api.model
    def _check_may_propose(self, result):
        """Who acts. :raises AccessError: but for who works where it was issued"""
        result.ensure_one()
        result.check_access("read")
        actor = Actor(self.env)
        if not actor.roles_at(result.department_id) & set(PROPOSES):
            raise AccessError(
                self.env._("Only the authority that issued a result takes it back.")
            )
        return actor

    @api.model
    def _check_holds(self, result):
        """:raises UserError: for what does not hold any more, or does not yet"""
        if result.state != "issued":
            words = result._ended_words() or self.env._("It was not issued yet.")
            raise UserError(self.env._("This result cannot be taken back. %s", words))

    @api.model
    def _checked(self, vals, result):
        """:raises UserError: in a sentence, naming what is missing"""
        vals = dict(vals)
        vals.pop("file", None)
        if unknown := vals.keys() - DECISION:
            raise UserError(
                self.env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )
        checked = {
            name: " ".join(str(vals.get(name) or "").split())
            for name in ("decision_number", "article", "reason")
        }
        labels = {
            name: self._fields[name]._description_string(self.env) for name in checked
        }
        missing = [labels[name] for name, text in checked.items() if not text]
        if missing:
            raise UserError(
                self.env._("Still to be filled in: %s.", ", ".join(missing))
            )
        check_reason(self.env, checked["reason"])
        kind = vals.get("kind") or "revoked"
        if kind not in dict(self._fields["kind"].selection):
            raise UserError(self.env._("A result is revoked or annulled."))
        try:
            day = fields.Date.to_date(vals.get("decision_date"))
        except (ValueError, TypeError):
            day = None
        if not day or not (result.date or day) <= day <= legal_today():
            raise UserError(
                self.env._(
                    "The date of the decision lies between the date of the result and "
                    "today."
                )
            )
        return {**checked, "kind": kind, "decision_date": day}

    def action_confirm(self):
        """It does not hold from today on; its person is told."""
        revocation, actor = self._to_decide()
        result = revocation.result_id
        self._check_holds(result)
        revocation._decide("confirmed")
        result._end("revoked")
        row = revocation._journal("revoke_result", actor, (CONFIRMS,))
        revocation.dossier_id._notify("result_revoked", row)
        return True

    def action_turn_down(self):
        """Open the form that asks why not."""
        self.ensure_one()
        return self.env["onestop.turning.down"]._open(self)

    def turn_down(self, reason):
        """The result goes on holding.

        :param str reason: why; names nobody
        """
        reason = " ".join(str(reason or "").split())
        if not reason:
            raise UserError(self.env._("A reason must be given."))
        check_reason(self.env, reason)
        revocation, actor = self._to_decide()
        revocation._decide("turned_down", turned_down_for=reason)
        revocation._journal("revocation_turned_down", actor, (CONFIRMS,), reason)
        return True

    def _to_decide(self):
        """This one in sudo, still to be decided by the user; with who acts."""
        self.ensure_one()
        self.check_access("read")
        actor = Actor(self.env)
        # sudo: bounded by the right that is checked below, before anything is written.
        revocation = self.sudo()
        if CONFIRMS not in actor.roles_at(revocation.department_id):
            raise AccessError(
                self.env._(
                    "Only who leads the authority confirms that it takes it back."
                )
            )
        wait_for(revocation.dossier_id)
        revocation.invalidate_recordset()
        revocation.result_id.invalidate_recordset()
        if revocation.state != "proposed":
            raise UserError(self.env._("This was decided already."))
        # What is done for somebody absent never makes one person of two.
        absent = actor.on_behalf_of(CONFIRMS, revocation.department_id)
        if revocation.proposed_by_id in (self.env.uid, absent.id):
            raise UserError(
                self.env._("Whoever entered the decision does not confirm it.")
            )
        return revocation, actor

    def _decide(self, state, **vals):
        with ENGINE.held():
            self.write(
                {
                    "state": state,
                    "confirmed_by": self.env.user.name,
                    "confirmed_at": fields.Datetime.now(),
                    **vals,
                }
            )
        # The index that lets one be open is asked by the next.
        self.flush_recordset()

    def _journal(self, code, actor, roles, reason=None):
        dossier = self.dossier_id
        held = actor.roles_at(self.department_id)
        role = next(one for one in roles if one in held)
        return self.env["onestop.journal"]._append(
            *(dossier, code, role, dossier.state, dossier.state),
            reason=reason,
            data={
                "result": self.result_id.id,
                "number": self.result_id.number,
                "kind": self.kind,
                "decision": self.decision_number,
                "article": self.article,
            },
            on_behalf_of=actor.on_behalf_of(role, self.department_id),
        )

    def action_open_file(self):
        """The decision."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }
