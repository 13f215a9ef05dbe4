import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.onestop_procedure.core.database_time import legal_text

from ..core.bound_pdf import bound
from ..engine.right import ENGINE

# A stack that a person sorts; more of them are more batches.
MOST = 500
# Days after which nobody comes for it any more: it names people.
KEPT = 3


class OnestopPrintBatch(models.Model):
    """One form of many dossiers, as one PDF that a job prints.

    It is printed in the right of whoever asked: what they may not read by then, or what
    has no such form, is left out and named with the reason. The file is theirs alone,
    and goes after some days.
    """

    _name = "onestop.print.batch"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Batch of Forms"
    _written_with = ENGINE
    _order = "id desc"

    form = fields.Selection(
        [("receipt", "Intake receipts"), ("control_slip", "Control slips")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("waiting", "Being printed"), ("done", "Printed")],
        required=True,
        readonly=True,
        default="waiting",
    )
    asked_at = fields.Datetime("Asked for on", required=True, readonly=True)
    # The job's own: nobody reads its rows.
    item_ids = fields.One2many(
        "onestop.print.item", "batch_id", readonly=True, groups=fields.NO_ACCESS
    )
    total = fields.Integer("Dossiers", readonly=True, aggregator=None)
    printed = fields.Integer(compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")
    left_out = fields.Text("Left out", compute="_compute_progress")
    file = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(compute="_compute_file_name")

    @api.depends("form", "asked_at")
    def _compute_display_name(self):
        labels = dict(self._fields["form"]._description_selection(self.env))
        for batch in self:
            at = batch.asked_at and legal_text(batch.asked_at)
            batch.display_name = f"{labels.get(batch.form)} {at}"

    @api.depends("state")
    def _compute_progress(self):
        for batch in self:
            # sudo: bounded to the items of a batch that the user reads, and of these to
            # dossiers that they read when they asked.
            items = batch.sudo().item_ids
            failed = items.filtered("problem")
            done = len(items.filtered("done"))
            batch.printed = done - len(failed)
            batch.progress = 100 * done / len(items) if items else 100
            batch.left_out = "\n".join(
                f"{item.dossier_id.display_name}: {item.problem}" for item in failed
            )

    @api.depends("form")
    def _compute_file_name(self):
        for batch in self:
            batch.file_name = f"{batch.form}-{batch.id}.pdf"

    # ------------------------------------------------------------------------- guards

    def _refusal(self):
        return self.env._("Choose dossiers in a list, and print them from there.")

    # ------------------------------------------------------------------------ actions

    @api.model
    def print_forms(self, dossier_ids, form):
        """Have the job print a form of dossiers, in the order given; open the batch.

        :param list dossier_ids: ids that the user may read, at most `MOST`
        :param str form: "receipt" or "control_slip"
        :raises AccessError: where one may not be read
        :raises UserError: for too many, none, or another form
        """
        if form not in dict(self._fields["form"].selection):
            raise UserError(self.env._("There is no such form."))
        dossiers = self.env["onestop.dossier"].browse(dict.fromkeys(dossier_ids))
        dossiers.check_access("read")
        if not 0 < len(dossiers) <= MOST:
            raise UserError(
                self.env._(
                    "%(chosen)s were chosen: at most %(most)s are printed at once.",
                    chosen=len(dossiers),
                    most=MOST,
                )
            )
        batch = self._same(dossiers, form) or self._begin(dossiers, form)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": batch.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _same(self, dossiers, form):
        """A batch of the user's that prints this already: a second click."""
        waiting = self.search(
            [
                ("create_uid", "=", self.env.uid),
                ("state", "=", "waiting"),
                ("form", "=", form),
                ("total", "=", len(dossiers)),
            ]
        )
        # sudo: bounded to the items of the user's own batches.
        return waiting.filtered(
            lambda one: one.sudo().item_ids.dossier_id.ids == dossiers.ids
        )[:1]

    @api.model
    def _begin(self, dossiers, form):
        with ENGINE.held():
            # sudo: bounded to a batch of the user's, of dossiers that they read.
            batch = self.sudo().create(
                {
                    "form": form,
                    "asked_at": fields.Datetime.now(),
                    "total": len(dossiers),
                    "item_ids": [
                        Command.create({"dossier_id": dossier.id})
                        for dossier in dossiers
                    ],
                }
            )
        # sudo: bounded to the job that prints.
        self.env.ref("onestop_dossier.ir_cron_print_batch").sudo()._trigger()
        return batch.with_env(self.env)

    def action_look(self):
        """Show how far the job is."""
        return True

    # ------------------------------------------------------------------------ the job

    @api.model
    def _cron_print(self):
        """Print what was asked for, one form at a time, whoever asked first first."""
        commit = self.env["ir.cron"]._commit_progress
        waiting = self.search([("state", "=", "waiting")], order="id")
        left = waiting.item_ids.filtered(lambda one: not one.done)
        commit(remaining=len(left) + len(waiting))
        for batch in waiting:
            for item in batch.item_ids.filtered(lambda one: not one.done):
                item._print()
                if not commit(1):
                    return
            batch._bind()
            if not commit(1):
                return
            batch._tell()

    def _bind(self):
        items = self.item_ids.filtered("pdf")
        pdf = items and bound(base64.b64decode(item.pdf) for item in items)[0]
        with ENGINE.held():
            self.write({"state": "done", "file": pdf and base64.b64encode(pdf)})
        items.pdf = False

    def _tell(self):
        """Tell whoever asked that they can fetch it."""
        user = self.create_uid
        words = self.with_context(lang=user.lang)
        user._bus_send(
            "simple_notification",
            {
                "type": "warning" if self.left_out else "success",
                "title": words.display_name,
                "message": words.env._(
                    "%(printed)s of %(total)s are printed: fetch the file under "
                    "Printing, Batches.",
                    printed=self.printed,
                    total=self.total,
                ),
                "sticky": True,
            },
        )

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT)
        self.search([("asked_at", "<", limit)]).unlink()
