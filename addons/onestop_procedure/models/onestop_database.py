from odoo import fields, models


class OnestopDatabase(models.Model):
    """A database in which officers look up what people would else have to bring."""

    _name = "onestop.database"
    _description = "Database for Look-ups"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    keeper = fields.Char(translate=True, help="The agency that keeps the database.")
    legal_basis = fields.Char(
        help="The law by which what it says stands in for a paper."
    )
    active = fields.Boolean(default=True)

    def _in_words(self):
        """What it is called, who keeps it and by which law it stands in for a paper; ""
        for none."""
        details = "; ".join(filter(None, (self.keeper, self.legal_basis)))
        return f"{self.name} ({details})" if details else self.name or ""
