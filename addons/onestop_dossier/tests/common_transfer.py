"""A centre and an agency between which paper is carried."""

from .common import DossierCase


class TransferCase(DossierCase):
    """`self.route` leads from the centre to the department, at 08:00 and 14:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.route = cls.env["onestop.transfer.route"].create(
            {"centre_id": cls.centre.id, "department_id": cls.department.id}
        )

    def paper(self):
        """A dossier received on paper, in process at the department."""
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        return self.act("counter_officer", dossier, "accept")

    def begun(self, role="counter_officer", direction="out", route=None):
        """The open list of a route, as that role sees it."""
        transfers = self.as_role(role, self.env["onestop.transfer"])
        action = transfers.begin((route or self.route).id, direction)
        return transfers.browse(action["res_id"])

    def handed(self, *dossiers):
        """A list with these dossiers that the counter handed over."""
        transfer = self.begun()
        listed = transfer.item_ids.sudo()
        self.assertLessEqual({one.id for one in dossiers}, set(listed.dossier_id.ids))
        transfer.action_hand_over()
        return transfer

    def item(self, transfer, dossier):
        return self.env["onestop.transfer.item"].search(
            [("transfer_id", "=", transfer.id), ("dossier_id", "=", dossier.id)]
        )
