from odoo import fields, models
from odoo.fields import Command


class OnestopIntakeComponent(models.TransientModel):
    """A paper that the procedure asks for, ticked off as it is handed over the counter."""

    _name = "onestop.intake.component"
    _inherit = "onestop.handed.paper"
    _description = "Paper of an intake"
    _order = "sequence, id"

    intake_id = fields.Many2one("onestop.intake", required=True, ondelete="cascade")
    component_id = fields.Many2one("onestop.procedure.component", required=True)
    name = fields.Char("Paper", related="component_id.name")
    required = fields.Boolean(related="component_id.required")
    only_shown = fields.Boolean(related="component_id.only_shown")
    database_id = fields.Many2one(related="component_id.database_id")
    found = fields.Boolean("Found in the database")
    asked_often = fields.Char(related="component_id.asked_often")
    asked_most = fields.Boolean(related="component_id.asked_most")
    earlier = fields.Char("Earlier result", readonly=True)
    # What expired or was revoked is shown with the reason, and not taken over.
    earlier_holds = fields.Boolean(readonly=True)
    taken_over = fields.Boolean("Taken over")
    defect = fields.Char("What is wrong")

    def _is_of(self, component):
        """Whether it is the same paper of the procedure, in whichever version."""
        mine = self.component_id
        same = mine.version_id.procedure_id == component.version_id.procedure_id
        return same and mine.code == component.code

    def _prepare_kept(self):
        """What was written down of the paper, where the list is made anew."""
        return {
            "received": self.received,
            "found": self.found,
            "originals": self.originals,
            "copies": self.copies,
            "goes_back": self.goes_back,
            "defect": self.defect,
            "scan_order": self.scan_order,
            "file_ids": [Command.set(self.file_ids.ids)],
        }

    def _paper_meant(self):
        return self.component_id.id
