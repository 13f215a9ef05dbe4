from odoo import api, models


class HandoverList(models.AbstractModel):
    """The record says how many reflections, petitions and complaints each successor
    takes over; which ones, nobody reads there."""

    _inherit = "report.onestop_dossier.handover_list"

    @api.model
    def _successors(self, handover):
        successors = super()._successors(handover)
        successors |= handover.part_ids.filtered("complaints").successor_id
        if handover.complaints_unlisted:
            successors |= handover.successor_id
        return successors

    @api.model
    def _sheet(self, handover, successor):
        parts = handover.part_ids.filtered(lambda one: one.successor_id == successor)
        complaints = sum(parts.mapped("complaints"))
        if successor == handover.successor_id:
            complaints += handover.complaints_unlisted
        return {**super()._sheet(handover, successor), "complaints": complaints}
