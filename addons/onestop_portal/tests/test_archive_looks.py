"""Whose dossier it is learns who looked at it in the archive."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common_archive import RESTRICTED, ArchiveCase

from ..engine.dossier_page import DossierPage


@tagged("post_install", "-at_install")
class TestArchiveLooks(ArchiveCase):
    def looks(self, dossier):
        self.env.invalidate_all()
        return DossierPage(dossier.sudo()).values()["looks"]

    def test_they_learn_which_office_looked_and_what_for(self):
        file = self.restricted()
        dossier, officer = file.dossier_id, self.users["counter_officer"]
        self.assertEqual(self.looks(dossier), [])
        with freeze_time(RESTRICTED):
            requests = self.env["onestop.archive.request"]
            number = requests.with_user(officer).ask(file.code, "look", "A copy.")
            requests.browse(number).with_user(self.keeper).action_grant()
            self.env.invalidate_all()
            dossier.with_user(officer).read(["owner_name"])
        (look,) = self.looks(dossier)
        self.assertEqual(
            look,
            {
                "moment": "11/05/2026 09:00",
                "who": self.centre.name,
                "act": "Read it",
                "reason": "A copy.",
            },
        )
        self.assertNotIn(officer.name, str(look))
