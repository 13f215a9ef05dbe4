import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.engine.patience import BUSY, wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..engine.archive_destroying import Destroying
from ..engine.archive_holding import Holding
from ..engine.right import ARCHIVE, ENGINE
from .onestop_archive_file import BATCH, KEEPERS, SYSTEM

_logger = logging.getLogger(__name__)

# Dossiers that are put on a list at once; the others on the next.
MOST = 1000
DECIDES = ("director",)


class OnestopArchiveDisposal(models.Model):
    """A list of dossiers whose term is over, and the decision about them.

    Whoever keeps the archive makes the list, and enters what the council for the value
    of documents found and who decided; the head of the centre confirms it; the job does
    it, dossier by dossier. What is held meanwhile stays, and the list says so.
    """

    _name = "onestop.archive.disposal"
    _inherit = ["onestop.guarded.mixin"]
    _description = "List of dossiers whose term is over"
    _written_with = ARCHIVE
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True, copy=False)
    centre_id = fields.Many2one(
        "onestop.department",
        "Kept at",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("open", "Being made"),
            ("proposed", "To be confirmed"),
            ("decided", "Being carried out"),
            ("done", "Carried out"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    decision_number = fields.Char("Number of the decision")
    decision_date = fields.Date("Decided on")
    signer = fields.Char("Signed by")
    council = fields.Char("Minutes of the council", help="Their number and date.")
    proposed_by_id = fields.Many2one(
        "res.users", "User number", readonly=True, ondelete="restrict"
    )
    proposed_by = fields.Char(readonly=True)
    decided_by = fields.Char("Confirmed by", readonly=True)
    decided_at = fields.Datetime("Confirmed on", readonly=True)
    done_at = fields.Datetime("Carried out on", readonly=True)
    file_ids = fields.One2many("onestop.archive.file", "disposal_id", "Dossiers")
    file_count = fields.Integer("Number of dossiers", compute="_compute_counts")
    left_count = fields.Integer("Still to do", compute="_compute_counts")
    may_decide = fields.Boolean(compute="_compute_may_decide")

    _number_unique = models.UniqueIndex("(number)")

    @api.depends("file_ids.state")
    def _compute_counts(self):
        for disposal in self:
            states = disposal.file_ids.mapped("state")
            disposal.file_count = len(states)
            disposal.left_count = len(states) - states.count("destroyed")

    @api.depends_context("uid")
    @api.depends("state", "proposed_by_id")
    def _compute_may_decide(self):
        for disposal in self:
            disposal.may_decide = (
                disposal.state == "proposed"
                and disposal.proposed_by_id != self.env.user
                and bool(disposal._held(DECIDES))
            )

    def _typed(self):
        return {"decision_number", "decision_date", "signer", "council"}

    def write(self, vals):
        if not ARCHIVE and any(one.state != "open" for one in self):
            raise AccessError(
                self.env._("What was proposed stays as it was; send it back first.")
            )
        return super().write(vals)

    def _refusal(self):
        return self.env._("Lists of what is over are made and confirmed by actions.")

    def unlink(self):
        raise AccessError(self._refusal())

    def _held(self, roles):
        # sudo: bounded to the centre of a list that the user reads.
        return self.env.user._onestop_roles_at(self.sudo().centre_id) & set(roles)

    def _locked(self, roles, states):
        """The list as the system writes it, for whoever holds one of `roles`."""
        self.ensure_one()
        self.check_access("read")
        if not self._held(roles):
            raise AccessError(
                self.env._("Another role of %s does that.", self.centre_id.name)
            )
        # sudo: bounded to one list, of a centre where the user has the right.
        disposal = self.sudo()
        wait_for(disposal)
        disposal.invalidate_recordset()
        if disposal.state not in states:
            raise UserError(self.env._("The list is in another state by now."))
        return disposal

    # ----------------------------------------------------------------------- making

    @api.model
    def begin(self):
        """Open the list of the user's centre, with what is over and not held.

        :return: the action that shows it
        :raises AccessError: but for whoever keeps an archive
        :raises UserError: where no term is over
        """
        centre = self.env.user._onestop_departments(KEEPERS)[:1]
        if not centre:
            raise AccessError(self.env._("Only whoever keeps an archive makes a list."))
        # sudo: bounded to the archive of a centre that the user keeps.
        lists, files = self.sudo(), self.env["onestop.archive.file"].sudo()
        disposal = lists.search(
            [("centre_id", "=", centre.id), ("state", "=", "open")], limit=1
        )
        over = files.search(
            [
                *files._over_domain(),
                ("disposal_id", "=", False),
                ("centre_id", "=", centre.id),
            ],
            order="kept_until, id",
            limit=MOST,
        )
        if not (over or disposal):
            raise UserError(self.env._("No dossier's term is over."))
        with ARCHIVE.held():
            if not disposal:
                # sudo: bounded to the next number.
                sequence = self.env.ref("onestop_dossier.sequence_disposal").sudo()
                disposal = lists.create(
                    {"number": sequence.next_by_id(), "centre_id": centre.id}
                )
            over.write({"disposal_id": disposal.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": disposal.id,
            "views": [(False, "form")],
        }

    def action_propose(self):
        """Lay it before the head of the centre."""
        disposal = self._locked(KEEPERS, ("open",))
        if not disposal.file_ids:
            raise UserError(self.env._("Nothing is on this list."))
        if not all((disposal.decision_number, disposal.decision_date, disposal.signer)):
            raise UserError(
                self.env._(
                    "Enter the decision first: its number, its date and who signed it."
                )
            )
        if disposal.decision_date > legal_today():
            raise UserError(self.env._("A decision is not of a day to come."))
        with ARCHIVE.held():
            disposal.write(
                {
                    "state": "proposed",
                    "proposed_by_id": self.env.uid,
                    "proposed_by": self.env.user.name,
                }
            )
        return True

    def action_send_back(self):
        """Let it be made anew."""
        disposal = self._locked(DECIDES, ("proposed",))
        with ARCHIVE.held():
            disposal.write({"state": "open"})
        return True

    def action_decide(self):
        """Confirm it: what is on it is destroyed, for ever."""
        disposal = self._locked(DECIDES, ("proposed",))
        if disposal.proposed_by_id == self.env.user:
            raise AccessError(
                self.env._("Whoever proposed the list does not confirm it.")
            )
        with ARCHIVE.held():
            disposal.write(
                {
                    "state": "decided",
                    "decided_by": self.env.user.name,
                    "decided_at": fields.Datetime.now(),
                }
            )
        self.env.ref("onestop_dossier.ir_cron_disposal")._trigger()
        return True

    # -------------------------------------------------------------------- carrying out

    @api.model
    def _cron_dispose(self):
        """Carry out what was confirmed; a run that is cut off goes on with the rest."""
        for disposal in self.search([("state", "=", "decided")], order="id"):
            to_do = Domain("disposal_id", "=", disposal.id) & Domain(
                "state", "!=", "destroyed"
            )
            files, last = self.env["onestop.archive.file"], 0
            while batch := files.search(
                to_do & Domain("id", ">", last), order="id", limit=BATCH
            ):
                last = batch[-1].id
                disposal._carry_out(batch)
                if not self.env["ir.cron"]._commit_progress(len(batch)):
                    return
            if not files.search_count(to_do, limit=1):
                with ARCHIVE.held():
                    disposal.write({"state": "done", "done_at": fields.Datetime.now()})

    def _carry_out(self, files):
        free = files.dossier_id.try_lock_for_update(allow_referencing=True)
        free.invalidate_recordset()
        codes = Holding(free).codes()
        files.invalidate_recordset()
        over = files.filtered_domain(files._over_domain())
        for file in files.filtered(lambda one: one.dossier_id in free):
            dossier = file.dossier_id
            # What came up meanwhile keeps it, and takes it off the list.
            if file not in over or not dossier.closed or codes[dossier.id]:
                with ARCHIVE.held():
                    file.write({"disposal_id": False})
                continue
            try:
                with self.env.cr.savepoint():
                    self._destroy(file)
            except BUSY:
                raise
            except Exception as error:
                # It stays on the list, and is tried again the next time.
                # Its kind alone: what it says may name people.
                kind = type(error).__name__
                _logger.error("archive file %s not destroyed: %s", file.id, kind)

    def _destroy(self, file):
        Destroying(file.dossier_id).run()
        with ARCHIVE.held(), ENGINE.held():
            file.write({"state": "destroyed", "destroyed_at": fields.Datetime.now()})
            file.dossier_id.write({"restricted": True})
            file._journal(
                *("archive_destroy", SYSTEM),
                reason=self.decision_number,
                data={"list": self.number, "index": file.index_digest},
            )
