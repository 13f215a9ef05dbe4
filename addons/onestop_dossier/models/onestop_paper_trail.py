from odoo import api, fields, models

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware

STAFF = "onestop_procedure.group_onestop_staff"


class OnestopPaperTrail(models.AbstractModel):
    """Where the paper of a dossier is, by the lists on which it was carried."""

    _name = "onestop.paper.trail"
    _description = "Whose hands paper went through"

    paper_at_id = fields.Many2one(
        "onestop.department",
        "Paper at",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="Who took it over last; empty: it never left the place of reception.",
    )
    paper_item_ids = fields.One2many(
        "onestop.transfer.item", "dossier_id", "Transfers of the paper", groups=STAFF
    )
    paper_where = fields.Char(
        "Where the paper is", compute="_compute_paper_where", groups=STAFF
    )

    @api.depends_context("lang")
    @api.depends("paper_at_id", "paper_item_ids.state")
    def _compute_paper_where(self):
        for dossier in self:
            # sudo: bounded to where the paper of a dossier is that the user reads.
            last = dossier.sudo().paper_item_ids.sorted("id")[-1:]
            dossier.paper_where = dossier._paper_words(last) if last else False

    def _paper_words(self, item):
        """A sentence of the last list that the dossier was on."""
        _, transfer = self.env._, item.transfer_id
        words = {
            "number": transfer.number,
            "giver": transfer.from_id.name,
            "taker": transfer.to_id.name,
            "who": (item.checked_user_id or transfer.handed_user_id).name,
            "when": self._paper_moment(item.date_checked or transfer.date_handed),
            "note": item.note,
        }
        if item.state == "listed":
            return _("At %(giver)s, on the list %(number)s to %(taker)s", **words)
        if item.state == "under_way":
            return _(
                "Under way to %(taker)s: handed over by %(who)s, %(when)s "
                "(list %(number)s)",
                **words,
            )
        if item.state == "missing":
            return _(
                "Missing: %(taker)s did not find it, %(when)s (list %(number)s): "
                "%(note)s",
                **words,
            )
        if item.state in ("wrong", "damaged"):
            return _(
                "At %(taker)s, not as it should be: %(note)s. Taken over by %(who)s, "
                "%(when)s (list %(number)s)",
                **words,
            )
        return _(
            "At %(taker)s: taken over by %(who)s, %(when)s (list %(number)s)", **words
        )

    @api.model
    def _paper_moment(self, moment):
        return moment and f"{aware(moment).astimezone(ZONE):%H:%M %d/%m/%Y}"
