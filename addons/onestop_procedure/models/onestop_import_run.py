import contextlib
import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..core.database_time import aware
from ..core.legal_time import in_legal_time
from ..engine.import_batches import BATCHES
from .onestop_procedure_version import MANAGER

_logger = logging.getLogger(__name__)

#: Rows that are taken over in one transaction: others wait for it only a moment.
BATCH = 50


class OnestopImportRun(models.Model):
    """An import of many files, or of a long table or a whole catalogue, for which nobody
    waits.

    A job takes some of it over at a time and keeps what became of it in the same
    transaction: one that is cut off goes on where it was, and nothing is half there.
    """

    _name = "onestop.import.run"
    _description = "Import in the Background"
    _order = "id desc"

    kind = fields.Selection(
        [
            ("national", "Files of the National Database"),
            ("table", "Procedures as a Table"),
            ("catalogue", "Whole Catalogue"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("waiting", "Under Way"), ("done", "Done")],
        required=True,
        readonly=True,
        default="waiting",
    )
    file_ids = fields.Many2many("ir.attachment", string="Files", readonly=True)
    line_ids = fields.One2many("onestop.import.run.line", "run_id", readonly=True)
    total = fields.Integer(readonly=True, help="Procedures or files to take over.")
    done = fields.Integer(compute="_compute_figures")
    progress = fields.Float(compute="_compute_figures")
    new_count = fields.Integer(string="New", compute="_compute_figures")
    changed_count = fields.Integer(string="Changed", compute="_compute_figures")
    unchanged_count = fields.Integer(string="Unchanged", compute="_compute_figures")
    refused_count = fields.Integer(string="Refused", compute="_compute_figures")
    date_done = fields.Datetime(string="Ended", readonly=True)

    @api.depends_context("lang")
    @api.depends("kind", "create_date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            begun = run.create_date and in_legal_time(aware(run.create_date))
            moment = begun and f"{begun:%d/%m/%Y %H:%M}"
            run.display_name = " – ".join(filter(None, (kinds.get(run.kind), moment)))

    @api.depends("line_ids.state")
    def _compute_figures(self):
        counted = self.env["onestop.import.run.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        counts = {(run.id, state): count for run, state, count in counted}
        for run in self:
            of_state = {
                state: counts.get((run.id, state), 0)
                for state in ("pending", "new", "changed", "draft", "unchanged")
            }
            run.new_count = of_state["new"]
            run.changed_count = of_state["changed"] + of_state["draft"]
            run.unchanged_count = of_state["unchanged"]
            run.refused_count = counts.get((run.id, "refused"), 0)
            run.done = run.total - of_state["pending"]
            run.progress = 100 * run.done / run.total if run.total else 100

    @api.model
    def _begin(self, kind, attachments, names, refused=()):
        """Have the job import files, and show how far it is.

        :param names: of what is taken over one by one, in its order
        :param refused: sentences on what is refused already
        """
        self._check_manager(self.env.user)
        self._check_chosen(attachments)
        lines = [{"state": "refused", "message": sentence} for sentence in refused]
        lines += [{"name": name} for name in names]
        # sudo: runs are the job's; bounded to files that the user has chosen.
        run = self.sudo().create(
            {
                "kind": kind,
                "total": len(lines),
                "file_ids": [Command.set(attachments.ids)],
                "line_ids": [
                    Command.create({**line, "place": place})
                    for place, line in enumerate(lines)
                ],
            }
        )
        # The form in which they were chosen does not last.
        run.file_ids.write({"res_model": self._name, "res_id": run.id})
        # sudo: bounded to the job that imports.
        self.env.ref("onestop_procedure.cron_import").sudo()._trigger()
        return run.with_env(self.env)._action_open()

    def _check_chosen(self, attachments):
        """Refuse files that belong to a record: they would go over to the import."""
        for file in attachments.filtered("res_model"):
            model = self.env.get(file.res_model)
            if model is None or not model._transient:
                raise UserError(
                    self.env._(
                        "%(file)s belongs to a record here: choose a file of your own "
                        "machine.",
                        file=file.name,
                    )
                )

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import in the Background"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_look(self):
        """Show how far the job is."""
        return True

    def action_open_drafts(self):
        """The versions of this import that are not published yet."""
        return self.line_ids.version_id._action_open_drafts()

    # The job

    @api.model
    def _cron_import(self):
        waiting = self.search([("state", "=", "waiting")], order="id")
        lines = waiting.line_ids.filtered(lambda line: line.state == "pending")
        # Ending counts too, or a job whose time ends with the last batch rests.
        self.env["ir.cron"]._commit_progress(remaining=len(lines) + len(waiting))
        for run in waiting:
            while batch := run._pending()[:BATCH]:
                run._take_over(batch)
                if not self.env["ir.cron"]._commit_progress(len(batch)):
                    return
            run._end()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _pending(self):
        return self.line_ids.filtered(lambda line: line.state == "pending")

    def _take_over(self, lines):
        """Take a batch over, and keep what became of each line of it."""
        fault = self.env._(
            "Nothing of it was taken over: the system met a fault, which its log tells."
        )
        outcomes = {}
        try:
            with self.env.cr.savepoint():
                outcomes = self._batches().take_over(lines)
        except UserError as error:
            # The files cannot be read, or the user may not import any more.
            fault = str(error)
        except psycopg2.OperationalError:
            # Two at once: the whole batch again, later.
            raise
        except Exception:
            # Or it would stand before all imports that wait behind it, for good.
            _logger.exception("Import %s: a batch was given up", self.id)
        for line in lines:
            line.write(outcomes.get(line) or {"state": "refused", "message": fault})

    def _end(self):
        with contextlib.suppress(UserError), self.env.cr.savepoint():
            for line, outcome in self._batches().finish(self.line_ids).items():
                line.write(outcome)
        self.write({"state": "done", "date_done": fields.Datetime.now()})

    def _batches(self):
        """What takes it over, with the rights and in the language of its user."""
        user = self.create_uid
        self._check_manager(user)
        return BATCHES[self.kind](self.with_user(user).with_context(lang=user.lang))

    def _check_manager(self, user):
        if not (user.active and user.has_group(MANAGER)):
            raise AccessError(self.env._("Only the catalogue manager imports."))
