from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.draft_text import ANSWER, fill, is_torn, placeholders

# What a draft knows of every dossier, beside the answers of its e-form.
KNOWN = (
    *("code", "procedure", "content", "department", "received_on", "due_on"),
    *("owner", "owner_identity_number", "owner_birthdate", "owner_address"),
)


class OnestopProcedureResult(models.Model):
    """What the applicant gets at the end, and the text that its draft begins with."""

    _name = "onestop.procedure.result"
    _description = "Result of a Procedure"
    _inherit = ["onestop.frozen.mixin"]
    _order = "sequence, id"
    _frozen_path = "version_id"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    symbol = fields.Char(
        "Abbreviation",
        size=10,
        help="Of the kind of document, as it stands in numbers: GP, QĐ, GCN…",
    )
    kind = fields.Selection(
        [
            ("paper", "On Paper"),
            ("electronic", "Electronic"),
            ("both", "On Paper and Electronic"),
        ],
        default="both",
        required=True,
    )
    template = fields.Html(
        "Text of the Draft",
        help="What an officer begins with. Words in double braces, as {{owner}}, are "
        "filled in from the dossier.",
    )
    template_names = fields.Text(
        "What Can Be Filled In", compute="_compute_template_names"
    )
    template_preview = fields.Html("Preview", compute="_compute_template_preview")

    def _template_labels(self):
        """{placeholder: what it stands for}"""
        _ = self.env._
        labels = {
            "code": _("Code of the dossier"),
            "procedure": _("Name of the procedure"),
            "content": _("What is asked for"),
            "department": _("Competent department"),
            "received_on": _("Day of reception"),
            "due_on": _("Day on which it is due"),
            "owner": _("Name of the owner"),
            "owner_identity_number": _("Identity number of the owner"),
            "owner_birthdate": _("Date of birth of the owner"),
            "owner_address": _("Address of the owner"),
        }
        answers = {
            f"{ANSWER}{one.name}": one.label for one in self.version_id.eform_field_ids
        }
        return {**labels, **answers}

    @api.depends_context("lang")
    @api.depends("version_id.eform_field_ids.label", "version_id.eform_field_ids.name")
    def _compute_template_names(self):
        for result in self:
            result.template_names = "\n".join(
                f"{{{{{name}}}}}: {label}"
                for name, label in result._template_labels().items()
            )

    @api.depends_context("lang")
    @api.depends("template", "version_id.eform_field_ids.label")
    def _compute_template_preview(self):
        for result in self:
            labels = result._template_labels()
            shown = {name: f"[{label}]" for name, label in labels.items()}
            # `fill` leaves nothing but text and a few harmless elements.
            result.template_preview = Markup(fill(result.template, shown))

    @api.constrains("template")
    def _check_template(self):
        for result in self.filtered("template"):
            if is_torn(result.template):
                raise ValidationError(
                    self.env._(
                        "In the text of the draft of “%s” double braces are not closed, "
                        "or something else than a name stands in them.",
                        result.name,
                    )
                )
            allowed = {*KNOWN, *result._template_labels()}
            # A version that is being made gets its results before its questions.
            asks = result.version_id.eform_field_ids
            unknown = [
                name
                for name in placeholders(result.template)
                if name not in allowed and (asks or not name.startswith(ANSWER))
            ]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "The text of the draft of “%(name)s” names what no dossier has: "
                        "%(unknown)s. It may name: %(known)s.",
                        name=result.name,
                        unknown=", ".join(unknown),
                        known=", ".join(result._template_labels()),
                    )
                )

    def action_open_template(self):
        """The text of the draft, in a dialog with its preview."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
