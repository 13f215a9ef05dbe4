from dataclasses import replace

from odoo import fields, models
from odoo.tools import ormcache

from odoo.addons.onestop_procedure.core.clock import Citation, Term, Unit


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
        term = Term(1, Unit.WORKING_DAYS) if row._is_at_once() else row._term()
        return replace(term, citation=self._published_by())

    def _outside_system(self):
        """The name of the system that runs it; False where it is decided here."""
        if self.operator in (False, "here"):
            return False
        labels = dict(self._fields["operator"]._description_selection(self.env))
        return self.operator_system or labels[self.operator]

    @ormcache("self.id", "self.state")
    def _published_by(self):
        """The decision that lays its term down, as a `Citation`; None for a draft. What
        is published never changes."""
        # sudo: bounded to the number of a decision that is public.
        number = self.state != "draft" and self.sudo().decision_id.number
        return Citation(f"Decision {number}", "") if number else None

    def _fees(self, channel, case):
        """The fee lines that a channel and case owe."""
        self.ensure_one()
        return self.fee_ids.filtered(
            lambda fee: (
                fee.channel in (False, channel)
                and (not fee.case_id or fee.case_id == case)
            )
        )

    def _competent_department(self, received, wanted=None):
        """Which of the competent departments resolves what `received` receives; empty
        where the version names none.

        :param wanted: id of the one that was chosen
        """
        self.ensure_one()
        departments = self.competent_department_ids
        return (
            departments.filtered(lambda one: one.id == wanted)
            # A commune that received it resolves it itself where it is competent.
            or departments & received
            or departments[:1]
        )

    def _receiving_departments(self):
        """The centres at which a person may file it online: one, or several to choose
        from.

        What a commune is competent for is filed at its own centre, which then resolves
        it. A procedure of any centre is filed at every centre that has a counter for
        it. All else goes to the provincial centre.
        """
        self.ensure_one()
        counters = self.env["onestop.counter.group"]
        if self.any_centre:
            return counters._centres_for_field(self.field_id)
        competent = self.competent_department_ids
        communes = competent.filtered(lambda one: one.kind == "commune")
        places = self.env["onestop.department"]
        if not communes or communes < competent:
            places = counters._for_field(self.field_id).department_id
        if communes:
            places |= counters._centres_for_field(self.field_id) & communes
        return places
