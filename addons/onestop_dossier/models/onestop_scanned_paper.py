from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.scan_order import in_order, written
from ..engine.right import ENGINE


class OnestopScannedPaper(models.AbstractModel):
    """A paper of a dossier with its scans, whose pages lie in order (Circular
    01/2023/TT-VPCP)."""

    _name = "onestop.scanned.paper"
    _description = "Scanned paper"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        "onestop_dossier_component_attachment",
        string="Files",
        # Whether the files may be read is asked of these alone, not of all there are.
        bypass_search_access=True,
    )
    scan_order = fields.Char("Order of the scans", readonly=True)

    def _scans(self):
        """The files in their order: as they are shown, exported and handed on."""
        self.ensure_one()
        order = in_order(self.attachment_ids.ids, self.scan_order)
        return self.attachment_ids.sorted(lambda file: order.index(file.id))

    def arrange_scans(self, ids):
        """Put the scans of the paper into another order; nothing of the files changes.

        :param list ids: of all its scans
        :return: True
        :raises AccessError: but for who receives the dossier or resolves it
        :raises UserError: where they are not all its scans, or nothing is done to the
            dossier any more
        """
        self.ensure_one()
        self.check_access("read")
        role = self._role_at_papers()
        # sudo: bounded by the role, and to the order of this paper.
        paper = self.sudo()
        wait_for(paper.dossier_id)
        paper._check_worked_on()
        asked = ids if isinstance(ids, list) else []
        if sorted(map(str, asked)) != sorted(map(str, paper.attachment_ids.ids)):
            raise UserError(
                self.env._(
                    "The scans of “%s” changed meanwhile: look at them again.",
                    paper.name,
                )
            )
        if asked == paper._scans().ids:
            return True
        with ENGINE.held():
            paper.write({"scan_order": written(asked)})
        dossier = paper.dossier_id
        self.env["onestop.journal"]._append(
            *(dossier, "scans_arranged", role, dossier.state, dossier.state),
            data={"component": paper.component_id.code, "order": asked},
        )
        return True
