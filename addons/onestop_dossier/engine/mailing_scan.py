from odoo import fields
from odoo.exceptions import UserError

from ..core.receipt_link import token_of


class MailingScan:
    """What a scan at the screen of a manifest means: a dossier, or the label of the one
    that was scanned before it.

    :param mailing: onestop.mailing that is being filled, as the user sees it
    """

    def __init__(self, mailing):
        self.env = mailing.env
        # sudo: bounded to the manifest of the counter at which the user sits; see
        # `OnestopMailing.action_scan`.
        self.mailing = mailing.sudo()
        self.asked = mailing

    def read(self, text):
        text = str(text or "").strip()
        dossier = self._dossier(text)
        return self._choose(dossier) if dossier else self._label(text)

    def _dossier(self, text):
        if token := token_of(text):
            found = self.env["onestop.check.token"]._dossier(token)
            if not found:
                raise UserError(self.env._("No dossier has this code."))
            return found.sudo()  # sudo: bounded to the paper that somebody holds
        # sudo: bounded to an exact code; who scans it holds the paper.
        dossiers = self.env["onestop.dossier"].sudo()
        return dossiers.search(dossiers._typed_domain(text), limit=1)

    def _choose(self, dossier):
        _ = self.env._
        item = self.mailing.item_ids.filtered(lambda one: one.dossier_id == dossier)
        if not item:
            self._check_belongs(dossier)
            item = self.mailing._add(dossier)
        item.date_chosen = fields.Datetime.now()
        for other in self.mailing.item_ids - item:
            # One alone is chosen, however fast they follow each other.
            other.date_chosen = False
        if item.postal_number:
            return self._told(
                "warning",
                _(
                    "%(code)s has the label %(number)s. Another one takes its place.",
                    code=item.code,
                    number=item.postal_number,
                ),
            )
        return self._told("success", _("%s: now scan its label.", item.code))

    def _check_belongs(self, dossier):
        _ = self.env._
        if dossier.counter_group_id != self.mailing.counter_group_id:
            raise UserError(_("This dossier lies at another counter."))
        if open_item := dossier.mailing_item_ids.filtered("is_open"):
            raise UserError(
                _(
                    "%(code)s is on the manifest %(number)s.",
                    code=dossier.code,
                    number=open_item.mailing_id.number,
                )
            )
        if dossier.delivery != "post":
            raise UserError(
                _("The result of %s is not to be sent by post.", dossier.code)
            )
        if refusal := self.asked._why_not(dossier):
            raise UserError(refusal)

    def _label(self, text):
        _ = self.env._
        item = self.mailing.item_ids.filtered("date_chosen")[:1]
        if not item:
            raise UserError(_("Scan the dossier first, and then its label."))
        item._label(text)
        item.date_chosen = False
        left = len(self.mailing.item_ids.filtered(lambda one: not one.postal_number))
        return self._told(
            "success",
            _(
                "%(code)s: label %(number)s. Without a label: %(left)s.",
                code=item.code,
                number=item.postal_number,
                left=left,
            ),
        )

    @staticmethod
    def _told(kind, message):
        return {"type": kind, "message": message}
