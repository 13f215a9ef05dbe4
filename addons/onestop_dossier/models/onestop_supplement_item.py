from odoo import fields, models

from ..core.supplement_items import Item, about


class OnestopSupplementItem(models.AbstractModel):
    """What an applicant is asked for, as it is written down and as it is told."""

    _name = "onestop.supplement.item"
    _description = "Item of a request to supplement"

    sequence = fields.Integer(default=10)
    component_id = fields.Many2one("onestop.dossier.component", ondelete="cascade")
    subject = fields.Char("What it is about", help="Where it is no paper.")
    cause_id = fields.Many2one(
        "onestop.supplement.cause", required=True, ondelete="restrict"
    )
    text = fields.Text("What is missing or wrong, and how to mend it")
    ground = fields.Char(
        "By which rule",
        help="Of what is not on the list that was published: why it is asked for all the "
        "same.",
    )

    def _item(self):
        """The line as `core.supplement_items` compares it."""
        self.ensure_one()
        return Item(
            self.component_id.id or about(self.subject or self.text or ""),
            self.cause_id.code,
            self.cause_id.absent,
        )

    def _name_of_item(self):
        """What is asked for, in a few words; nothing where its text says it."""
        self.ensure_one()
        return self.component_id.name or self.subject or ""

    def _in_words(self):
        """The lines as plain text, one below the other."""
        return "\n".join(
            ": ".join(
                filter(None, [line._name_of_item(), line.text or line.cause_id.name])
            )
            for line in self
        )
