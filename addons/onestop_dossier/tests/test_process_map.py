"""Where a dossier stands on the map of its process."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestProcessMap(DossierCase):
    def test_what_is_done_what_is_open_and_what_is_to_come(self):
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        drawn = dossier.with_user(self.users["department_officer"]).process_map
        standing = [row["cards"][0]["standing"] for row in drawn["rows"]]
        self.assertEqual(standing, ["done", "open", "to_come", "to_come"])
        self.assertEqual(drawn["lanes"], [self.department.name, self.centre.name])

    def test_before_it_is_received_there_is_no_map(self):
        self.assertFalse(self.file().process_map)

    def test_whoever_may_not_read_the_dossier_sees_no_map(self):
        dossier = self.to_processing()
        with self.assertRaises(AccessError):
            self.assertFalse(dossier.with_user(self.portal).process_map)
        stranger = dossier.with_user(self.users["administrator"])
        with self.assertRaises(AccessError):
            self.assertFalse(stranger.process_map)
