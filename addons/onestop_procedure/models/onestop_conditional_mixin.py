from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..condition_text import in_words
from ..core.eform_condition import MAX_DEPTH, MAX_LEAVES, BadCondition, leaves


class OnestopConditionalMixin(models.AbstractModel):
    """What is asked for only on a condition on answers: a paper, or another question.

    The condition is a JSON field, `_condition`, of the shape that `core.eform_condition`
    tells. Whether its questions are there and take its values is looked at when the
    version is published: until then a form is half made.
    """

    _name = "onestop.conditional.mixin"
    _description = "Asked for on a condition"
    #: Name of the field of the condition.
    _condition = None

    questions = fields.Json(
        compute="_compute_questions", string="Questions It May Depend on"
    )
    condition_words = fields.Char(
        compute="_compute_condition_words", string="Asked Only If"
    )

    @api.depends_context("lang")
    @api.depends(
        *("version_id.eform_field_ids.name", "version_id.eform_field_ids.label"),
        *("version_id.eform_field_ids.type", "version_id.eform_field_ids.options"),
    )
    def _compute_questions(self):
        for one in self:
            one.questions = [
                {
                    "name": question.name,
                    "label": question.label or question.name,
                    "type": question.type,
                    "options": question._options(),
                }
                for question in one._possible_questions()
                if question.name
            ]

    def _possible_questions(self):
        """The `onestop.eform.field` records that the condition may look at."""
        return self.version_id.eform_field_ids

    @api.depends_context("lang")
    @api.depends(lambda self: (self._condition, "questions"))
    def _compute_condition_words(self):
        for one in self:
            try:
                leaves(one[self._condition])
                one.condition_words = one._condition_in_words()
            except BadCondition:
                # There is none, or one that is refused when it is saved.
                one.condition_words = ""

    def _condition_in_words(self):
        """The condition as people read it; "" where there is none."""
        return in_words(self.version_id.eform_field_ids, self[self._condition])

    @api.constrains(lambda self: (self._condition,))
    def _check_condition_shape(self):
        for one in self.filtered(self._condition):
            try:
                leaves(one[self._condition])
            except BadCondition as bad:
                raise ValidationError(
                    one.env._(
                        "The condition of “%(field)s” cannot be used: choose "
                        "questions, how they compare and with what, in groups of at "
                        "most %(depth)s levels and %(parts)s parts.",
                        field=one.display_name,
                        depth=MAX_DEPTH,
                        parts=MAX_LEAVES,
                    )
                ) from bad
