from odoo import fields, models


class OnestopRuleForm(models.Model):
    """A form that a circular lays down: its number, title and paper."""

    _name = "onestop.rule.form"
    _inherit = ["onestop.citation"]
    _description = "Form"
    _order = "rule_set_id, number, id"
    _rec_name = "title"

    rule_set_id = fields.Many2one(
        "onestop.rule.set", required=True, index=True, ondelete="cascade"
    )
    form = fields.Selection(
        [
            ("receipt", "Receipt"),
            ("supplement", "Supplement"),
            ("rejection", "Rejection"),
            ("apology", "Apology and Extension"),
            ("stop", "Stop"),
            ("control_slip", "Control Slip"),
            ("register", "Register"),
        ],
        required=True,
    )
    number = fields.Char(required=True)
    title = fields.Char(required=True, translate=True)
    page = fields.Selection([("A5", "A5"), ("A4", "A4")], required=True, default="A5")

    _form_uniq = models.Constraint(
        "UNIQUE (rule_set_id, form)", "The set has this form already."
    )
    _number_uniq = models.Constraint(
        "UNIQUE (rule_set_id, number)", "The set has a form with this number already."
    )
