from odoo import api, fields, models

from ..core.workflow import OPEN_STATES
from ..engine.right import ENGINE

STAFF = "onestop_procedure.group_onestop_staff"
# While something is still to be decided on what was taken over.
DECIDED_ON_IN = ("draft", *OPEN_STATES)


class OnestopReusing(models.AbstractModel):
    """A dossier that stands on results of earlier ones, some of which may end before it
    is decided: then nothing is decided on it without a word."""

    _name = "onestop.reusing"
    _description = "Dossier that stands on earlier results"

    reuse_to_weigh = fields.Boolean(
        "What was taken over does not hold any more",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="Until whoever decides or seals has said why it goes on.",
    )
    reuse_ended = fields.Text(
        "Taken over and ended", compute="_compute_reuse_ended", groups=STAFF
    )

    @api.depends("component_ids.reuse_trouble")
    def _compute_reuse_ended(self):
        for dossier in self:
            papers = dossier.component_ids.filtered("reuse_trouble")
            dossier.reuse_ended = "\n".join(
                f"{paper.name}: {paper.reused_result}. {paper.reuse_trouble}"
                for paper in papers
            )

    def _learn_of_ended(self, result):
        """A result that stands in for a paper of these was taken back or replaced: note
        it, and tell whoever works on them.

        :param result: onestop.dossier.result, in sudo, as these are
        """
        with ENGINE.held():
            self.reuse_to_weigh = True
        for dossier in self:
            self.env["onestop.journal"]._append(
                *(dossier, "reuse_ended", "system", dossier.state, dossier.state),
                data={"result": result.id, "number": result.number},
                actor="system",
            )
            runs = dossier.step_ids.filtered(lambda run: run.state == "open")
            runs._mark_unread()
            for user in runs.assigned_id:
                words = dossier.with_context(lang=user.lang)
                user._bus_send(
                    "simple_notification",
                    {
                        "type": "warning",
                        "title": words.display_name,
                        "message": words.env._(
                            "A result that was taken over into this dossier does not "
                            "hold any more. Look at its papers before you go on."
                        ),
                        "sticky": True,
                    },
                )
