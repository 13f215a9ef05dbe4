"""Whatever beside the grievance itself could tell who brought it."""

import mimetypes
import secrets
from datetime import datetime, time

from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import legal_date, naive

# Up to so many numbers are left out before each row.
GAP = 16


def leave_numbers_out(model, rows):
    """Leave ids out at random: a gap between two tells of no hidden third."""
    model.env.cr.execute(
        SQL(
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)",
            f"{model._table}_id_seq",
            sum(secrets.randbelow(GAP) for _row in range(rows)),
        )
    )


def day_of(moment):
    """Noon of the legal day of a naive datetime in UTC: the same day in every zone."""
    return naive(datetime.combine(legal_date(moment), time(12), ZONE))


def neutral_name(number, mimetype):
    """What a file of a sealed grievance is called: its own name may be a person's."""
    return f"{number}{mimetypes.guess_extension(mimetype or '') or ''}"


def forget_moment(complaint):
    """Keep the day alone: the second would stand beside somebody's log-in."""
    complaint.env.flush_all()
    for table, ids in (
        ("onestop_complaint", complaint.ids),
        ("ir_attachment", complaint.attachment_ids.ids),
        ("onestop_denouncer", complaint._denouncer().ids),
        ("onestop_denouncer_envelope", complaint.envelope_ids.ids),
    ):
        complaint.env.cr.execute(
            SQL(
                """UPDATE %s SET create_date = %s, write_date = %s
                    WHERE id = ANY(%s)""",
                SQL.identifier(table),
                complaint.date_received,
                complaint.date_received,
                ids,
            )
        )
    complaint.env.invalidate_all(flush=False)


def forget_person(complaint):
    """Remove from everywhere who brought a grievance that is sealed from now on.

    The journal needs nothing: it never names the person (see ComplaintFiling._note),
    and a reason that does is refused.
    """
    env = complaint.env
    complaint.write(
        {
            **dict.fromkeys(
                ("person_name", "person_phone", "person_email", "person_address"), False
            ),
            "partner_id": False,
            "dossier_id": False,
            "dossier_told": False,
            "date_received": day_of(complaint.date_received),
        }
    )
    files = _files(complaint)
    for number, file in enumerate(files.sorted("id"), 1):
        file.write(
            {
                "name": neutral_name(number, file.mimetype),
                "description": False,
                "access_token": False,
                "public": False,
            }
        )
    _delete_talk(complaint)
    _delete_jobs(complaint)
    env.flush_all()
    _delete_lines(complaint)
    for table, ids in (
        ("onestop_complaint", complaint.ids),
        ("ir_attachment", files.ids),
    ):
        env.cr.execute(
            SQL(
                "UPDATE %s SET create_uid = 1, write_uid = 1 WHERE id = ANY(%s)",
                SQL.identifier(table),
                ids,
            )
        )
    env.cr.execute(
        SQL(
            "UPDATE ir_attachment SET index_content = NULL WHERE id = ANY(%s)",
            files.ids,
        )
    )
    env.invalidate_all(flush=False)
    forget_moment(complaint)


def _about(complaint, model="res_model"):
    return [(model, "=", complaint._name), ("res_id", "=", complaint.id)]


def _files(complaint):
    """Its attachments, whether or not it lists them."""
    files = complaint.env["ir.attachment"]
    return complaint.attachment_ids | files.search(_about(complaint))


def _delete_talk(complaint):
    """Messages, with their notices and mails; followers; activities."""
    env = complaint.env
    messages = env["mail.message"].search(_about(complaint, "model"))
    env["mail.mail"].search([("mail_message_id", "in", messages.ids)]).unlink()
    messages.attachment_ids.filtered(
        lambda file: file not in complaint.attachment_ids
    ).unlink()
    messages.unlink()
    env["mail.followers"].search(_about(complaint)).unlink()
    env["mail.activity"].with_context(active_test=False).search(
        _about(complaint)
    ).unlink()


def _delete_jobs(complaint):
    jobs = complaint.env["queue.job"].search([("model_name", "=", complaint._name)])
    jobs.filtered(lambda job: complaint.id in (job.records.ids or [])).unlink()


def _delete_lines(complaint):
    """Lines of the log that is kept in the database, and waiting bus messages."""
    words = [f"{complaint._name}({complaint.id},", complaint.code]
    for word in words:
        pattern = f"%{word}%"
        complaint.env.cr.execute(
            SQL(
                "DELETE FROM ir_logging WHERE message LIKE %s OR func LIKE %s",
                pattern,
                pattern,
            )
        )
        complaint.env.cr.execute(
            SQL("DELETE FROM bus_bus WHERE message LIKE %s", pattern)
        )
