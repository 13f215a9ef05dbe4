from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..engine.right import ARCHIVE

# Who decides. Opening again undoes a closing: whoever leads the centre does.
DECIDES = {"look": ("clerk", "director"), "reopen": ("director",)}
# What the access register says of each.
ACTS = {
    "look": {"asked": "asked", "granted": "granted", "refused": "refused"},
    "reopen": {
        "asked": "reopen_asked",
        "granted": "reopened",
        "refused": "reopen_refused",
    },
}


class OnestopArchiveRequest(models.Model):
    """Somebody of the staff asks to read a dossier of the archive, or for it to be opened
    again, and says why; somebody else decides. What is let be read ends by itself.

    It lifts no wall: whoever could not read the dossier before it was closed cannot now.
    """

    _name = "onestop.archive.request"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Request to the archive"
    _written_with = ARCHIVE
    _order = "id desc"
    _rec_name = "code"

    file_id = fields.Many2one(
        "onestop.archive.file",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    code = fields.Char("Dossier code", readonly=True)
    centre_id = fields.Many2one(
        "onestop.department", "Kept at", readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("look", "To read it"), ("reopen", "To open it again")],
        "What for",
        required=True,
        readonly=True,
    )
    reason = fields.Char("Why", required=True, readonly=True, help="No personal data.")
    user_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, ondelete="restrict"
    )
    asked_at = fields.Datetime("Asked on", required=True, readonly=True)
    state = fields.Selection(
        [("asked", "To be decided"), ("granted", "Granted"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="asked",
    )
    decided_by = fields.Char(readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)
    answer = fields.Char("Why not", help="No personal data.")
    date_until = fields.Datetime("Can be read until", readonly=True)
    may_decide = fields.Boolean(compute="_compute_may_decide")
    may_read = fields.Boolean(compute="_compute_may_read")

    # What the rule of every dossier asks: of one user, what they may read now.
    _reads_index = models.Index(
        "(user_id, date_until, dossier_id) WHERE date_until IS NOT NULL"
    )
    _asked_once = models.UniqueIndex(
        "(file_id, user_id, kind) WHERE state = 'asked'",
        "You have asked for this already; it is still to be decided.",
    )

    @api.depends_context("uid")
    @api.depends("state", "user_id")
    def _compute_may_decide(self):
        for request in self:
            request.may_decide = (
                request.state == "asked"
                and request.user_id != self.env.user
                and bool(request._roles())
            )

    @api.depends_context("uid")
    @api.depends("state", "date_until")
    def _compute_may_read(self):
        now = fields.Datetime.now()
        for request in self:
            until = request.date_until
            mine = request.user_id == self.env.user
            request.may_read = mine and bool(until and until >= now)

    def _typed(self):
        asked = all(request.state == "asked" for request in self)
        return {"answer"} if asked else set()

    def _refusal(self):
        return self.env._("Requests to the archive are made and decided by actions.")

    def unlink(self):
        raise AccessError(self._refusal())

    def _roles(self):
        # sudo: bounded to the centre of a request that the user reads.
        centre = self.sudo().centre_id
        return self.env.user._onestop_roles_at(centre) & set(DECIDES[self.kind])

    # ------------------------------------------------------------------------ asking

    @api.model
    def ask(self, code, kind, reason):
        """Ask for a dossier of the archive.

        :param str code: its code, all of it
        :param str kind: look (to read it), or reopen
        :param str reason: why, without personal data
        :return: id of the request
        :raises AccessError: but for who works on dossiers
        :raises UserError: where no closed dossier has the code, or no reason is given
        """
        self.check_access("read")
        if kind not in DECIDES:
            raise UserError(self.env._("Ask to read it, or for it to be opened again."))
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what you need it for."))
        check_reason(self.env, reason)
        file = self._find(code)
        if not file.closed_at:
            raise UserError(
                self.env._(
                    "No closed dossier has the code “%s”. Look whether it is all of "
                    "it; what is not closed yet is found under Dossiers.",
                    code,
                )
            )
        # sudo: bounded to a request of this user's own, that others decide.
        requests = self.sudo()
        with ARCHIVE.held():
            request = requests.create(
                {
                    "file_id": file.id,
                    "dossier_id": file.dossier_id.id,
                    "code": file.code,
                    "centre_id": file.centre_id.id,
                    "kind": kind,
                    "reason": reason,
                    "user_id": self.env.uid,
                    "asked_at": fields.Datetime.now(),
                }
            )
            # The sentence of the index, where it was asked before.
            request.flush_recordset()
        self.env["onestop.archive.access"]._note(file, ACTS[kind]["asked"], reason)
        return request.id

    @api.model
    def _find(self, code):
        """The file of an exact code, as the system reads it; may be empty."""
        # sudo: bounded to one exact code. What is told of it names no person.
        dossiers = self.env["onestop.dossier"].sudo()
        found = dossiers.search(dossiers._typed_domain(str(code or "")), limit=1)
        return found.archive_file_id

    @api.model
    def _present(self, file, user):
        """The request by which a user reads a file now."""
        return self.search(
            Domain("file_id", "=", file.id)
            & Domain("user_id", "=", user.id)
            & Domain("date_until", ">=", fields.Datetime.now()),
            limit=1,
        )

    # ---------------------------------------------------------------------- deciding

    def action_grant(self):
        """Let it be read for a time, or open it again."""
        for request in self:
            request = request._locked()
            user = self.env.user
            vals = {}
            if request.kind == "look":
                days = request.file_id._setting("archive_look_days")
                vals["date_until"] = fields.Datetime.now() + timedelta(days=days)
            else:
                request.file_id._reopen(request.reason, user)
            request._decide("granted", user, **vals)
        return True

    def action_refuse(self):
        """Do not let it be read, or opened; `answer` says why."""
        for request in self:
            if not (request.answer or "").strip():
                raise UserError(self.env._("Write down why not, then refuse."))
            check_reason(self.env, request.answer)
            request._locked()._decide("refused", self.env.user)
        return True

    def _locked(self):
        """The request as the system writes it, for whoever may decide it.

        :raises AccessError: to anybody else, and to who asked
        """
        self.check_access("read")
        if self.user_id == self.env.user:
            raise AccessError(
                self.env._("Whoever asks for a dossier does not decide about it.")
            )
        if not self._roles():
            raise AccessError(
                self.env._("The archive of %s decides about it.", self.centre_id.name)
            )
        # sudo: bounded to one request that the user may decide.
        request = self.sudo()
        wait_for(request)
        request.invalidate_recordset()
        if request.state != "asked":
            raise UserError(self.env._("Somebody has decided about it already."))
        return request

    def _decide(self, state, user, **vals):
        with ARCHIVE.held():
            self.write(
                {
                    "state": state,
                    "decided_by": user.name,
                    "decided_at": fields.Datetime.now(),
                    **vals,
                }
            )
        access = self.env["onestop.archive.access"].with_user(user)
        reason = self.answer if state == "refused" else self.reason
        access._note(self.file_id, ACTS[self.kind][state], reason)

    def action_open(self):
        """The dossier itself, for whoever may read it now."""
        self.ensure_one()
        # sudo: bounded to which dossier it is; opening it asks for the right to read it.
        dossier = self.sudo().dossier_id.with_env(self.env)
        dossier.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "onestop.dossier",
            "res_id": dossier.id,
            "views": [(False, "form")],
        }
