from markupsafe import Markup

from odoo import fields
from odoo.fields import Domain


class TransferSilence:
    """Reminds of lists that were handed over and that nobody took over in time.

    Written to are the head of the receiving side and who follows up at the centre; the
    mail names the list and no dossier. Each list once, while its receiver works.
    """

    def __init__(self, env):
        self.env = env

    def remind(self):
        transfers = self.env["onestop.transfer"]
        silent = transfers.search(
            Domain("silent", "=", True) & Domain("date_reminded", "=", False)
        )
        self.env["ir.cron"]._commit_progress(remaining=len(silent))
        now = fields.Datetime.now()
        steps = self.env["onestop.dossier.step"]
        for transfer in silent:
            free = transfer.try_lock_for_update(allow_referencing=True)
            free.invalidate_recordset()
            waits = free.silent and not free.date_reminded
            if waits and steps._is_working(free.to_id, now):
                free.date_reminded = now
                self._write(free)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _write(self, transfer):
        users = self._told(transfer)
        self.env["mail.mail"].create(
            [
                self._mail(transfer.with_context(lang=user.lang), user)
                for user in users
                if user.email
            ]
        )

    def _told(self, transfer):
        head = Domain("role", "=", "department_head")
        head &= Domain("department_id", "=", transfer.to_id.id)
        watch = Domain("role", "=", "supervisor")
        watch &= Domain("department_id", "=", transfer.route_id.centre_id.id)
        held = self.env["onestop.role.assignment"].search(
            Domain("in_force", "=", True) & (head | watch)
        )
        return held.user_id

    def _mail(self, transfer, user):
        _ = transfer.env._
        action = "onestop_dossier.onestop_transfer_action"
        address = f"{transfer.get_base_url()}/odoo/action-{action}/{transfer.id}"
        told = _(
            "%(place)s has not taken over the paper dossiers of the list %(number)s "
            "(%(count)s), which %(from_place)s handed over.",
            place=transfer.to_id.name,
            number=transfer.number,
            count=transfer.item_count,
            from_place=transfer.from_id.name,
        )
        return {
            "email_from": self.env.company.email_formatted,
            "email_to": user.email,
            "subject": _("Paper not taken over: list %s", transfer.number),
            "body_html": Markup(
                "<p>{told}</p><p><a href='{address}'>{look}</a></p>"
            ).format(told=told, address=address, look=_("Look at the list")),
            "auto_delete": True,
        }
