"""Leaks that are made for real, each through another channel: the check must find all.

A seed is done after the story, in both worlds: `leak(world)` does it, as somebody
careless might. `world.denouncer` is the user who denounced, `world.sealed` a sealed
grievance of theirs. A context manager leaks as long as it is open: code that tells.

`ROLES`: seeds that some role reads through the ORM; the others lie in the database, in
a file or in the log, where no role looks, and are found there.
"""

import contextlib
import logging
from unittest.mock import patch

_logger = logging.getLogger("odoo.addons.onestop_complaint")
SEEDS = {}
ROLES = set()


def seed(roles=False):
    def note(leak):
        name = leak.__name__
        SEEDS[name] = leak
        if roles:
            ROLES.add(name)
        return leak

    return note


def _sql(world, sql, *values):
    world.env.cr.execute(sql, values)


def _unguarded(world):
    """The constraints that would refuse it are gone, as after a careless migration."""
    _sql(
        world,
        """ALTER TABLE onestop_complaint
            DROP CONSTRAINT onestop_complaint_sealed_has_no_person""",
    )


# ------------------------------------------------------------------ in the row itself


@seed()
def create_uid_is_kept(world):
    _unguarded(world)
    _sql(
        world,
        "UPDATE onestop_complaint SET create_uid = %s WHERE id = %s",
        *(world.denouncer.id, world.sealed.id),
    )


@seed()
def write_uid_of_a_file_is_kept(world):
    _sql(
        world,
        "UPDATE ir_attachment SET write_uid = %s WHERE id = %s",
        *(world.denouncer.id, world.sealed.attachment_ids[:1].id),
    )


@seed()
def the_account_is_kept(world):
    _unguarded(world)
    _sql(
        world,
        "UPDATE onestop_complaint SET partner_id = %s WHERE id = %s",
        *(world.denouncer.partner_id.id, world.sealed.id),
    )


@seed()
def the_dossier_that_they_wrote_is_kept(world):
    _unguarded(world)
    _sql(
        world,
        "UPDATE onestop_complaint SET dossier_told = %s WHERE id = %s",
        *(world.dossier.code, world.sealed.id),
    )


@seed(roles=True)
def their_own_page_lists_it(world):
    """The account is kept, and the citizen's rule forgets what is sealed."""
    the_account_is_kept(world)
    rule = world.env.ref("onestop_complaint.onestop_complaint_portal_rule")
    rule.domain_force = "[('partner_id', '=', user.partner_id.id)]"


@seed()
def the_code_is_made_of_the_account(world):
    _sql(
        world,
        "UPDATE onestop_complaint SET code = 'PAKN-' || %s WHERE id = %s",
        *(world.denouncer.partner_id.id, world.sealed.id),
    )


@seed(roles=True)
def a_rule_is_removed(world):
    """The name is kept, and the directors' rule forgets what is the custodians'."""
    _unguarded(world)
    _sql(
        world,
        "UPDATE onestop_complaint SET person_name = %s WHERE id = %s",
        *(world.denouncer.name, world.sealed.id),
    )
    world.env.ref("onestop_complaint.onestop_complaint_centre_rule").unlink()


@seed(roles=True)
def the_sealed_identities_are_opened_to_the_staff(world):
    world.env["ir.model.access"].create(
        {
            "name": "careless",
            "model_id": world.env["ir.model"]._get_id("onestop.denouncer"),
            "group_id": world.env.ref("onestop_procedure.group_onestop_staff").id,
            "perm_read": True,
        }
    )


@seed()
def the_derivation_of_a_term_names_them(world):
    _sql(
        world,
        """UPDATE onestop_complaint_phase
              SET derivation = jsonb_build_array(jsonb_build_object('reason', %s::text))
            WHERE complaint_id = %s""",
        *(world.denouncer.name, world.told.id),
    )


@seed(roles=True)
def the_rules_of_terms_are_removed(world):
    """A term counts from a day that the account tells, and the director reads it."""
    _sql(
        world,
        """UPDATE onestop_complaint_phase SET date_start = date '2026-01-01' + %s::int
            WHERE complaint_id = %s""",
        *(world.denouncer.partner_id.id % 100, world.told.id),
    )
    for name in ("phase_centre_rule", "centre_rule"):
        world.env.ref(f"onestop_complaint.onestop_complaint_{name}").unlink()


# ---------------------------------------------------------------------- beside the row


@seed(roles=True)
def a_file_has_the_name_in_its_own(world):
    world.env["ir.attachment"].create(
        {
            "name": f"{world.denouncer.name}.pdf",
            "raw": b"%PDF-1.4",
            "public": True,
        }
    )


@seed()
def a_follower_is_added(world):
    world.env["mail.followers"].create(
        {
            "res_model": "onestop.complaint",
            "res_id": world.sealed.id,
            "partner_id": world.denouncer.partner_id.id,
        }
    )


@seed()
def a_message_has_its_author(world):
    world.env["mail.message"].create(
        {
            "model": "onestop.complaint",
            "res_id": world.sealed.id,
            "author_id": world.denouncer.partner_id.id,
            "body": "Registered.",
        }
    )


@seed(roles=True)
def a_note_on_their_dossier_tells_it(world):
    world.dossier.message_post(body="Its owner has brought another matter.")


@seed()
def a_mail_waits_in_the_queue(world):
    world.env["mail.mail"].create(
        {"email_to": world.denouncer.partner_id.email, "subject": "Received"}
    )


@seed()
def an_activity_names_them(world):
    _sql(
        world,
        """INSERT INTO mail_activity
               (res_model_id, res_model, res_id, summary, user_id, date_deadline)
           VALUES (%s, 'onestop.complaint', %s, %s, %s, '2026-03-10')""",
        world.env["ir.model"]._get_id("onestop.complaint"),
        world.sealed.id,
        f"Call {world.denouncer.name}",
        world.env.ref("base.user_admin").id,
    )


@seed()
def a_job_has_them_among_its_arguments(world):
    world.env["onestop.notice"].with_delay()._waiting(world.denouncer.partner_id.id)


@seed()
def the_bus_tells_their_browser(world):
    world.denouncer.partner_id._bus_send("onestop", {"state": "registered"})


# ------------------------------------------------------------- journal, logs, numbers


@seed()
def the_journal_names_them_as_a_reason(world):
    world.env["onestop.journal"]._append(
        world.sealed, "classify", "custodian", reason=f"By {world.denouncer.name}."
    )


@seed()
def the_journal_names_them_as_the_actor(world):
    world.env["onestop.journal"].with_user(world.denouncer)._append(
        world.sealed, "file", "applicant"
    )


@seed(roles=True)
def a_reason_in_the_journal_of_a_dossier_tells_it(world):
    world.env["onestop.journal"]._append(
        world.any_dossier,
        "stop",
        "head",
        reason=f"See {world.denouncer.name}'s letter.",
    )


@seed()
def a_sequence_counts_with_them(world):
    number = world.denouncer.partner_id.id
    _sql(world, "SELECT setval('onestop_complaint_id_seq', %s)", 100_000 + number)


@seed()
def the_log_in_the_database_names_them(world):
    world.env["ir.logging"].create(
        {
            "name": "odoo.addons.onestop_complaint",
            "type": "server",
            "path": "x",
            "line": "1",
            "func": "file",
            "message": f"registered for {world.denouncer.login}",
        }
    )


@seed()
def the_log_file_names_them(world):
    _logger.info("registered for %s", world.denouncer.login)


@seed()
def an_export_named_them(world):
    world.env["ir.model.data"].create(
        {
            "module": "__export__",
            "name": f"complaint_{world.denouncer.login}",
            "model": "onestop.complaint",
            "res_id": world.sealed.id,
        }
    )


@seed()
def the_account_is_touched(world):
    world.denouncer.partner_id.write({"function": "has written to us"})


@seed(roles=True)
def a_default_remembers_them(world):
    world.env["ir.default"].set(
        "onestop.complaint.registration", "person_name", world.denouncer.name
    )


# ------------------------------------------------------------------- code that tells


@seed(roles=True)
@contextlib.contextmanager
def a_computed_name_tells_it(world):
    """A field of everybody's, computed from the seal that only code can open."""
    departments = type(world.env["onestop.department"])

    def compute(self):
        house = self.env["onestop.complaint"].sudo().browse(world.told.id)
        identity = self.env["onestop.denouncer"].sudo()
        told = identity._unsealed(house, house._denouncer())
        for department in self:
            department.display_name = f"{department.name} ({told['name']})"

    with patch.object(departments, "_compute_display_name", compute):
        yield


@seed(roles=True)
@contextlib.contextmanager
def the_words_of_a_refusal_tell_it(world):
    """Asked for by its number, it says whose it is."""
    complaints = type(world.env["onestop.complaint"])
    forbidden = complaints._check_access

    def check(self, operation):
        result = forbidden(self, operation)
        if result and world.sealed.id in self.ids:
            name = world.denouncer.name
            return result[0], lambda: world.refusal(f"It is the matter of {name}.")
        return result

    with patch.object(complaints, "_check_access", check):
        yield


@seed(roles=True)
@contextlib.contextmanager
def the_order_tells_it(world):
    """Their name first: a list that is sorted by the secret."""
    departments = type(world.env["onestop.department"])
    first = world.denouncer == world.case.citizens[0]

    def order(self, order, query, *rest, **options):
        by = "id" if first else "id desc"
        return original(self, by, query, *rest, **options)

    original = departments._order_to_sql
    with patch.object(departments, "_order_to_sql", order):
        yield
