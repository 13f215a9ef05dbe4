from odoo import fields, models

from odoo.addons.onestop_procedure.core.clock import Term, Unit


class OnestopProcedureVersion(models.Model):
    """What a dossier asks of its version."""

    _inherit = "onestop.procedure.version"

    postal_listed = fields.Boolean(
        "Received by the post",
        help="On the list of procedures that the public post receives and returns.",
    )

    def _channel_row(self, channel, case):
        """The row of a channel: that of the case, else the one for all cases."""
        self.ensure_one()
        rows = self.channel_ids.filtered(lambda row: row.channel == channel)
        own = rows.filtered(lambda row: case and row.case_id == case)
        return (own or rows.filtered(lambda row: not row.case_id) or rows)[:1]

    def _is_same_day(self, channel, case):
        """Whether the day of reception counts: resolved at once, or the same day."""
        row = self._channel_row(channel, case)
        return self.immediate or self.same_day or (bool(row) and row._is_at_once())

    def _term(self, channel, case):
        """The term of a channel and case, as the clock takes it."""
        row = self._channel_row(channel, case)
        if not row:
            return Term.none()
        # A term of 0 is the day of reception itself, which then counts as day 1.
        return Term(1, Unit.WORKING_DAYS) if row._is_at_once() else row._term()

    def _fees(self, channel, case):
        """The fee lines that a channel and case owe."""
        self.ensure_one()
        return self.fee_ids.filtered(
            lambda fee: (
                fee.channel in (False, channel)
                and (not fee.case_id or fee.case_id == case)
            )
        )
