from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..engine.collection import Collection
from ..engine.handing_out import hand_out_role
from ..engine.right import ENGINE
from ..engine.transition import Transition

STAFF = "onestop_procedure.group_onestop_staff"
# What ends without a result goes back whole.
GOES_BACK_WHOLE = ("rejected", "stopped")
KEPT = Domain("originals_kept", ">", 0)


class OnestopOriginals(models.AbstractModel):
    """A dossier whose applicant left originals at the counter: which are kept, which are
    to be given back, and to whom they were given (Decree 61/2018, art. 20).

    What is only shown is never kept. What the counter notes as going back goes back with
    the result; where intake or resolution is refused, or the dossier stopped, all of them
    do.
    """

    _name = "onestop.originals"
    _description = "Originals that are kept"

    originals_kept = fields.Char(
        "Originals kept", compute="_compute_originals", groups=STAFF
    )
    originals_due = fields.Char(
        "Originals to give back",
        compute="_compute_originals",
        groups=STAFF,
        help="Of what has ended or is resolved.",
    )
    originals_owed = fields.Boolean(
        compute="_compute_originals_owed", search="_search_originals_owed", groups=STAFF
    )
    may_give_originals = fields.Boolean(
        compute="_compute_may_give_originals", groups=STAFF
    )

    @api.depends(
        *("state", "outcome"),
        *("component_ids.originals_kept", "component_ids.goes_back"),
    )
    def _compute_originals(self):
        for dossier in self:
            papers = dossier.component_ids
            dossier.originals_kept = papers._originals_in_words()
            dossier.originals_due = dossier._originals_due()._originals_in_words()

    @api.depends("state", "originals_due")
    def _compute_originals_owed(self):
        for dossier in self:
            ended = dossier.state in (*GOES_BACK_WHOLE, "returned")
            dossier.originals_owed = bool(ended and dossier.originals_due)

    def _search_originals_owed(self, operator, value):
        if operator != "in":
            return NotImplemented
        whole = Domain("state", "in", GOES_BACK_WHOLE)
        returned = Domain("state", "=", "returned")
        owed = (whole | returned & Domain("outcome", "=", "refused")) & Domain(
            "component_ids", "any", KEPT
        ) | returned & Domain(
            "component_ids", "any", KEPT & Domain("goes_back", "=", True)
        )
        return owed if True in value else ~owed

    @api.depends_context("uid")
    @api.depends("originals_kept", "state")
    def _compute_may_give_originals(self):
        for dossier in self:
            kept = dossier.state != "draft" and dossier.originals_kept
            dossier.may_give_originals = bool(kept and hand_out_role(dossier))

    def _originals_due(self):
        """The papers of which originals are to be given back now."""
        self.ensure_one()
        kept = self.component_ids.filtered("originals_kept")
        if self.state in GOES_BACK_WHOLE:
            return kept
        if self.state not in ("resolved", "returned"):
            return kept.browse()
        return kept if self.outcome == "refused" else kept.filtered("goes_back")

    def _originals_in_words_due(self):
        # sudo: bounded to names of papers of a dossier that the user acts on.
        return self.sudo()._originals_due()._originals_in_words()

    def action_give_originals(self):
        """The screen on which whoever takes originals back signs for them."""
        self.ensure_one()
        return self.env["onestop.collection"]._open_originals(self)

    def give_originals(self, values, papers=None):
        """Give originals back at the counter, to whoever signs for them.

        :param dict values: who takes them, as `collection` of `return`
        :param list papers: ids of papers of the dossier; without them what is due, else
            what goes back, else all that are kept
        :return: True
        :raises AccessError: but for the counter that received the dossier
        :raises UserError: in a sentence; where none is kept
        """
        self.ensure_one()
        self.check_access("read")
        role = hand_out_role(self)
        if not role:
            raise AccessError(
                self.env._(
                    "Originals are given back at the counter that received the dossier."
                )
            )
        # sudo: bounded to a dossier that the user hands papers out of.
        dossier = self.sudo()
        wait_for(dossier)
        dossier.invalidate_recordset()
        dossier.component_ids.invalidate_recordset()
        asked = dossier._originals_asked(papers)
        vals = Collection(dossier, values).prepare_vals()
        dossier._hand_out_originals(asked, vals, role)
        # What was wanted electronically waited for nothing else.
        Transition.return_online(self)
        return True

    def _originals_offered(self):
        """What is given back where nobody chose."""
        kept = self.component_ids.filtered("originals_kept")
        return self._originals_due() or kept.filtered("goes_back") or kept

    def _originals_asked(self, papers):
        kept = self.component_ids.filtered("originals_kept")
        if papers is None:
            asked = self._originals_offered()
        else:
            wanted = papers if isinstance(papers, list) else []
            asked = kept.filtered(lambda one: one.id in wanted)
            if len(asked) != len(set(map(str, wanted))):
                asked = kept.browse()
        if not asked:
            raise UserError(
                self.env._("No original that is kept is meant: look at the list again.")
            )
        return asked

    def _hand_out_originals(self, papers, vals, role):
        """Write down who was given them; in sudo.

        :param dict vals: of `onestop.dossier.collection`, as `Collection` made them
        """
        with ENGINE.held():
            self.env["onestop.dossier.collection"].create(
                {
                    "dossier_id": self.id,
                    "only_originals": True,
                    "originals": papers._originals_in_words(),
                    "collected_at": fields.Datetime.now(),
                    "handed_out_by": self.env.user.name,
                    **vals,
                }
            )
        self.env["onestop.journal"]._append(
            *(self, "originals_back", role, self.state, self.state),
            data={
                "originals": papers._take_out_originals(),
                "collector": vals["collector"],
            },
        )
