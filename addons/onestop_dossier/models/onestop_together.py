from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.right import ENGINE


class OnestopTogether(models.AbstractModel):
    """Dossiers that one submitter hands in together, and what is done to many at once:
    to each by itself, by the same rules."""

    _name = "onestop.together"
    _description = "Handed in or received together"

    first_id = fields.Many2one(
        "onestop.dossier",
        "Handed in together with",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="The first of those that the same submitter handed in on one list.",
    )
    together_count = fields.Integer("On this list", compute="_compute_together_count")

    def _compute_together_count(self):
        counted = dict(
            self._read_group(
                [("first_id", "in", self.first_id.ids)], ["first_id"], ["__count"]
            )
        )
        for dossier in self:
            dossier.together_count = counted.get(dossier.first_id, 0)

    def _hand_in_with(self, first):
        """Put a dossier on the list that another one begins.

        :raises UserError: where another counter received that one, or somebody else
            handed it in
        """
        self.ensure_one()
        first.check_access("read")
        if self._handed_in() != first._handed_in():
            raise UserError(
                self.env._(
                    "%s was handed in by somebody else, or at another counter.",
                    first.display_name,
                )
            )
        with ENGINE.held():
            # sudo: bounded to the field that keeps the list, of two dossiers of one
            # counter.
            (self | first).sudo().first_id = first.first_id or first

    def _handed_in(self):
        """Where, and by whom."""
        who = self.submitter_name or self.owner_name
        # sudo: bounded to the counter of a dossier that the user may read.
        return self.sudo().counter_group_id, " ".join(who.casefold().split())

    def action_print_list(self):
        report = self.env.ref("onestop_dossier.report_together_list")
        return report.report_action(self)

    # ------------------------------------------------------------------ many at once

    def action_accept_each(self):
        """Receive every one that is complete; say of the others why not."""
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Counters receive dossiers."))
        self.check_access("read")
        refused = []
        for dossier in self:
            try:
                with self.env.cr.savepoint():
                    dossier.action_transition("accept")
            except (AccessError, UserError) as error:
                refused.append(f"{dossier.display_name}: {error}")
        told = self.env._(
            "Received: %(done)s of %(all)s.",
            done=len(self) - len(refused),
            all=len(self),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "sticky": bool(refused),
                "message": "\n".join((told, *refused)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
