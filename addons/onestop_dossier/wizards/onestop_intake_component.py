from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# Longer than anybody leaves a dossier half received on the screen.
KEPT = timedelta(days=1)


class OnestopIntakeComponent(models.TransientModel):
    """A paper that the procedure asks for, ticked off as it is handed over the counter."""

    _name = "onestop.intake.component"
    _description = "Paper of an intake"
    _order = "sequence, id"

    intake_id = fields.Many2one("onestop.intake", required=True, ondelete="cascade")
    sequence = fields.Integer()
    component_id = fields.Many2one("onestop.procedure.component", required=True)
    name = fields.Char("Paper", related="component_id.name")
    required = fields.Boolean(related="component_id.required")
    database_id = fields.Many2one(related="component_id.database_id")
    found = fields.Boolean("Found in the database")
    asked_often = fields.Char(related="component_id.asked_often")
    asked_most = fields.Boolean(related="component_id.asked_most")
    earlier = fields.Char("Earlier result", readonly=True)
    # What expired or was revoked is shown with the reason, and not taken over.
    earlier_holds = fields.Boolean(readonly=True)
    taken_over = fields.Boolean("Taken over")
    received = fields.Boolean("Handed in")
    defect = fields.Char("What is wrong")
    originals = fields.Integer()
    copies = fields.Integer()
    file_ids = fields.Many2many(
        "ir.attachment",
        "onestop_intake_component_attachment",
        string="Scans",
        # Whether the files may be read is asked of these alone, not of all there are.
        bypass_search_access=True,
    )

    def _prepare_values(self):
        """The papers that were handed in, as `components` of `submit` takes them."""
        return [
            {
                "component": one.component_id.id,
                "originals": one.originals,
                "copies": one.copies,
                # As they came: Odoo gives the newest attachment first.
                "files": [
                    {"name": file.name, "content": file.datas}
                    # sudo: bounded to files that the user reads: no others are given.
                    for file in one.file_ids.sorted("id").sudo()
                ],
            }
            for one in self
            if one.received or one.file_ids
        ]

    def _forget_files(self):
        """Once the dossier has them: what was uploaded for the screen is needed no more.

        Not by `unlink`, which would have all that was read of the dossier read again: a
        person waits at the counter. The dossier's own files keep what the store holds.
        """
        mine = self.file_ids.filtered(lambda file: file.res_model == self._name)
        if not mine:
            return
        # What ties them to these lines goes with them.
        self.env.cr.execute(
            SQL(
                # Whoever uploaded it has it alone.
                "DELETE FROM ir_attachment WHERE id = ANY(%s) AND create_uid = %s",
                mine.ids,
                self.env.uid,
            )
        )
        mine.invalidate_recordset(flush=False)
        self.invalidate_recordset(["file_ids"], flush=False)

    @api.autovacuum
    def _forget_abandoned_files(self):
        """What was uploaded for a screen that nobody finished."""
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("create_date", "<", fields.Datetime.now() - KEPT),
            ],
            limit=1000,
        ).unlink()
