from odoo import api, fields, models

from ..core.derivation import Derivation
from ..core.due_explanation import DOSSIER, explain
from ..legal_day import legal_today


class OnestopExplained(models.AbstractModel):
    """Something whose date says why it is that date: in sentences, and as a picture.

    Both come from the one derivation that `_derivation` gives.
    """

    _name = "onestop.explained"
    _description = "Something whose date explains itself"

    due_explanation = fields.Json(
        "Why this date?", compute="_compute_due_explanation", exportable=False
    )

    @api.depends_context("lang")
    def _compute_due_explanation(self):
        for record in self:
            record.due_explanation = record._explanation()

    def _explanation(self, typed=True):
        """The derivation in the language of the environment.

        :param bool typed: with the reasons that officers typed
        :return: dict `sentences` and `picture`, see `core.due_explanation.explain`
        """
        self.ensure_one()
        derivation = self._derivation()
        return explain(
            derivation if typed else derivation.without_typed_reasons(),
            self.env.lang or "en",
            legal_today() if self._is_running() else None,
            self._due_wording(),
        )

    def _derivation(self):
        """The core's derivation of the date; an empty one where there is none."""
        return Derivation()

    def _is_running(self):
        """Whether the term may still move, so that the present is part of the picture."""
        return True

    def _due_wording(self):
        """What its facts and days are called: a `core.due_explanation.Wording`."""
        return DOSSIER
