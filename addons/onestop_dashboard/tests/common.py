"""One dossier at work, and how it is counted."""

from odoo.addons.onestop_dossier.engine.right import ENGINE
from odoo.addons.onestop_dossier.tests.common import DossierCase

# Friday 2026-03-13 17:00 in Việt Nam.
DUE = "2026-03-13 10:00:00"


class ReportCase(DossierCase):
    """`self.dossier`: received and passed on at the time of the test."""

    def setUp(self):
        super().setUp()
        self.dossier = self.to_processing()

    def row(self, **vals):
        """How the dossier with these values is counted; for the head of its department."""
        with ENGINE.held():
            self.dossier.write({"date_due_legal": DUE, **vals})
        self.env.flush_all()
        report = self.env["onestop.dossier.report"].with_user(
            self.users["department_head"]
        )
        report.invalidate_model()
        return report.browse(self.dossier.id)
