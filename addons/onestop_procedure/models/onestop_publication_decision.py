from odoo import api, fields, models

DECISION_KINDS = [
    ("new", "New"),
    ("amended", "Amended"),
    ("replaced", "Replaced"),
    ("abolished", "Abolished"),
]


class OnestopPublicationDecision(models.Model):
    """The signed act that publishes, amends, replaces or abolishes procedures."""

    _name = "onestop.publication.decision"
    _description = "Publication Decision"
    _inherit = ["onestop.frozen.mixin"]
    _order = "effect_date desc, number desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, index="trigram")
    kind = fields.Selection(DECISION_KINDS, required=True, default="new")
    date = fields.Date(string="Signed on", required=True)
    effect_date = fields.Date(string="In Effect from", required=True)
    signer = fields.Char(help="Name and capacity of the person who signed.")
    issuer = fields.Char(required=True)
    attachment = fields.Binary(string="Signed Document", attachment=True)
    attachment_name = fields.Char()
    version_ids = fields.One2many(
        "onestop.procedure.version", "decision_id", string="Published Versions"
    )
    ended_version_ids = fields.One2many(
        "onestop.procedure.version", "end_decision_id", string="Ended Versions"
    )

    _number_issuer_unique = models.UniqueIndex(
        "(number, issuer, date)", "This decision is already in the list."
    )
    _effect_not_before_signature = models.Constraint(
        "CHECK (effect_date >= date)",
        "A decision takes effect on the day of its signature or later.",
    )

    @api.depends("number", "date")
    def _compute_display_name(self):
        for decision in self:
            day = decision.date and decision.date.strftime("%d/%m/%Y")
            decision.display_name = " – ".join(filter(None, (decision.number, day)))

    def _is_frozen(self):
        # Once a version stands or fell by it, the act is history.
        versions = self.version_ids | self.ended_version_ids
        return any(version._is_frozen() for version in versions)
