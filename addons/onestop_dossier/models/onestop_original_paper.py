from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.right import ENGINE

# What is written where originals are given back, and not by hand.
GIVEN = frozenset({"originals_back", "only_shown", "on_paper"})


class OnestopOriginalPaper(models.AbstractModel):
    """A paper of a dossier, of which originals were handed in, or only shown."""

    _name = "onestop.original.paper"
    _description = "Paper with originals"

    originals = fields.Integer()
    copies = fields.Integer()
    received = fields.Boolean()
    only_shown = fields.Boolean(
        "Only shown",
        readonly=True,
        help="The original is compared at the counter and given back at once.",
    )
    on_paper = fields.Boolean(
        readonly=True, help="It was handed over a counter, or came with the post."
    )
    goes_back = fields.Boolean(
        "Goes back", help="The original is given back when the dossier has ended."
    )
    originals_back = fields.Integer("Originals given back", readonly=True)
    originals_kept = fields.Integer(
        compute="_compute_originals_kept", store=True, precompute=True
    )

    @api.depends(
        *("originals", "received", "on_paper", "only_shown"),
        "originals_back",
    )
    def _compute_originals_kept(self):
        for paper in self:
            there = paper.received and paper.on_paper and not paper.only_shown
            left = paper.originals - paper.originals_back
            paper.originals_kept = max(there and left, 0)

    def _more_on_paper(self, vals):
        """Values of what is handed over the counter later: what was handed in before is
        there still, and a file alone brings no paper along.

        :param dict vals: `originals`, `copies`, `goes_back`, where they are told
        """
        if not (vals.get("originals") or vals.get("copies")):
            return {name: self[name] for name in ("originals", "copies", "goes_back")}
        had = self.on_paper and self.received
        more = {
            name: max(vals.get(name) or 0, had and self[name])
            for name in ("originals", "copies")
        }
        back = bool(vals.get("goes_back") or had and self.goes_back)
        return {**more, "on_paper": True, "goes_back": back}

    def _originals_in_words(self):
        """'Deed (1), Diploma (2)' of the papers of which originals are kept."""
        return ", ".join(
            f"{one.name} ({one.originals_kept})" for one in self if one.originals_kept
        )

    def _take_out_originals(self):
        """All that is kept of these papers is given back.

        :return: {id of the paper, as text: how many}
        """
        given = {str(one.id): one.originals_kept for one in self}
        with ENGINE.held():
            for one in self:
                one.originals_back += one.originals_kept
        return given

    def _refuse_given_back(self, vals):
        if not ENGINE and vals.keys() & GIVEN:
            raise AccessError(
                self.env._(
                    "That originals were given back is noted by the action for it."
                )
            )
