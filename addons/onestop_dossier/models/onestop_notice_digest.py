from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from odoo.addons.onestop_procedure.core.legal_time import ZONE


class OnestopNoticeDigest(models.Model):
    """What did not reach the people of a centre since the last one: numbers and codes.

    Each notice that failed is in one digest, whenever its night came. Whoever is to act
    gets it by e-mail; it stands here as well, for a mail server may be what failed.
    """

    _name = "onestop.notice.digest"
    _description = "Notices that failed"
    _order = "id desc"

    date = fields.Datetime("Until", required=True, readonly=True)
    department_id = fields.Many2one(
        "onestop.department",
        "Received by",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    total = fields.Integer("Number of notices", readonly=True)
    # [channel, error without anybody's data, number] of each kind of failure.
    counts = fields.Json(readonly=True)
    summary = fields.Text(compute="_compute_summary")
    notice_ids = fields.One2many("onestop.notice", "digest_id", "Notices")

    @api.depends("date")
    def _compute_display_name(self):
        for digest in self:
            digest.display_name = format_datetime(
                self.env, digest.date, tz=ZONE.key, dt_format="dd/MM/yyyy HH:mm"
            )

    @api.depends("counts")
    @api.depends_context("lang")
    def _compute_summary(self):
        channel = self.env["onestop.notice"]._fields["channel"]
        labels = dict(channel._description_selection(self.env))
        for digest in self:
            digest.summary = "\n".join(
                f"{labels[code]}{f' ({error})' if error else ''}: {number}"
                for code, error, number in digest.counts or []
            )

    @api.model
    def _cron_digest(self):
        """Gather what failed and tell those who are to act; nothing where nothing did."""
        failed = self.env["onestop.notice"].search(
            [("state", "=", "failed"), ("digest_id", "=", False)], order="id"
        )
        by_centre = failed.grouped(lambda one: one.dossier_id.received_department_id)
        for centre, notices in by_centre.items():
            tally = Counter((one.channel, one.error or "") for one in notices)
            digest = self.create(
                {
                    "date": fields.Datetime.now(),
                    "department_id": centre.id,
                    "total": len(notices),
                    "counts": [[*kind, tally[kind]] for kind in sorted(tally)],
                }
            )
            notices.digest_id = digest
            digest._send()

    def _send(self):
        """Write to the supervisors of the centre, and to the technicians."""
        self.ensure_one()
        held = self.env["onestop.role.assignment"].search(
            Domain("in_force", "=", True)
            & (
                Domain("role", "=", "it_technician")
                | Domain("role", "=", "supervisor")
                & Domain("department_id", "=", self.department_id.id)
            )
        )
        self.env["mail.mail"].create(
            [
                self.with_context(lang=user.lang)._prepare_mail_vals(user)
                for user in held.user_id
                if user.email
            ]
        )

    def _prepare_mail_vals(self, user):
        action = "onestop_dossier.onestop_notice_digest_action"
        address = f"{self.get_base_url()}/odoo/action-{action}/{self.id}"
        return {
            "email_from": self.env.company.email_formatted,
            "email_to": user.email,
            "subject": self.env._("%s notices did not reach people", self.total),
            "body_html": Markup(
                "<p>{place}</p><p style='white-space:pre-line'>{summary}</p>"
                "<p><a href='{address}'>{look}</a></p>"
            ).format(
                place=self.department_id.name or "",
                summary=self.summary,
                address=address,
                look=self.env._("See which they are"),
            ),
            "auto_delete": True,
        }
