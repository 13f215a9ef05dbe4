from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.patience import wait_for


class OnestopProcessMaking(models.TransientModel):
    """Makes many processes at once: each line shows beforehand what comes of it.

    Of one process, or template, for many procedures; or, with a department, of each
    process with steps at it, where its successor takes them over. All are made or
    none, as drafts or approved by one decision.
    """

    _name = "onestop.process.making"
    _description = "Making of Many Processes"

    source_id = fields.Many2one(
        "onestop.process", string="Process or Template", readonly=True
    )
    department_id = fields.Many2one(
        "onestop.department", string="Department That Ends", readonly=True
    )
    procedure_ids = fields.Many2many("onestop.procedure", string="Procedures")
    field_id = fields.Many2one(
        "onestop.field", string="All of a Field", help="Adds its procedures to these."
    )
    approves = fields.Boolean(
        string="Approve Them at Once",
        help="By one decision. Without, they are drafts, to be looked at one by one.",
    )
    decision_number = fields.Char(string="Approved by")
    decision_date = fields.Date(string="Signed on")
    decision_signer = fields.Char(string="Signer")
    valid_from = fields.Date()
    line_ids = fields.One2many("onestop.process.making.line", "making_id")
    state = fields.Selection(
        [("choice", "Choice"), ("preview", "Preview"), ("done", "Done")],
        default="choice",
        required=True,
        readonly=True,
    )

    @api.onchange("field_id")
    def _onchange_field_id(self):
        if self.field_id:
            versions = self.env["onestop.procedure.version"].search(
                [("field_id", "=", self.field_id.id), ("state", "=", "published")]
            )
            self.procedure_ids |= versions.procedure_id
            self.field_id = False

    @api.model
    def _open_for_process(self, process):
        return self.create({"source_id": process.id})._action_open()

    @api.model
    def _open_for_department(self, department):
        """With a line for each process that has steps at it and has not ended."""
        self.check_access("create")
        processes = self.env["onestop.process"]._approved_with_steps_at(department)
        if not processes:
            raise UserError(
                self.env._(
                    "No approved process has steps at %(department)s.",
                    department=department.display_name,
                )
            )
        making = self.create(
            {
                "department_id": department.id,
                "approves": True,
                "line_ids": [
                    fields.Command.create(
                        {
                            "source_id": process.id,
                            "procedure_id": process.procedure_id.id,
                            "successor_id": department.successor_id.id,
                        }
                    )
                    for process in processes
                ],
            }
        )
        return making._action_open()

    def action_preview(self):
        """Say for each line what would come of it; nothing is kept."""
        self.ensure_one()
        self._list_procedures()
        for line in self.line_ids:
            line.remarks = line._told(line._foresee())
        self.state = "preview"
        return self._action_open()

    def action_make(self):
        """Make what is chosen, all of it or nothing.

        :raises UserError: with what stands against it, by procedure
        """
        self.ensure_one()
        # Two clicks come one after the other.
        wait_for(self)
        if self.state != "preview":
            raise UserError(self.env._("Look at the preview first."))
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Nothing is chosen."))
        obstacles = []
        for line in chosen:
            remarks = line._make()
            if self.approves:
                obstacles += [f"{line.procedure_id.code}: {text}" for text in remarks]
            line.remarks = line._told(remarks)
        if obstacles:
            raise UserError(
                self.env._(
                    "Nothing was made, since these cannot be approved:\n%(list)s",
                    list="\n".join(f"• {sentence}" for sentence in obstacles),
                )
            )
        if self.approves:
            chosen.made_id.action_approve()
        (self.line_ids - chosen).unlink()
        self.state = "done"
        return self._action_open()

    def _list_procedures(self):
        """A line for each procedure that was chosen for the one source."""
        if not self.source_id:
            return
        listed = self.line_ids.procedure_id
        self.line_ids.filtered(
            lambda line: line.procedure_id not in self.procedure_ids
        ).unlink()
        self.line_ids = [
            fields.Command.create(
                {
                    "source_id": self.source_id.id,
                    "procedure_id": procedure.id,
                    # A second draft is made only where somebody asks for it.
                    "is_chosen": not procedure._draft_processes(),
                }
            )
            for procedure in self.procedure_ids - listed
        ]
        if not self.line_ids:
            raise UserError(self.env._("Choose the procedures."))

    def _prepare_decision_vals(self):
        return {
            "decision_number": self.decision_number,
            "decision_date": self.decision_date,
            "decision_signer": self.decision_signer,
            "valid_from": self.valid_from,
        }

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Processes for the Successor")
            if self.department_id
            else self.env._("Copy to Procedures"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
