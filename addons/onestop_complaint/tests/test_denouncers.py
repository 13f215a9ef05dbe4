"""Nobody sees a denouncer: what is kept, where, and what goes when it is sealed."""

import base64
import os

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.onestop_dossier.tests.common import MONDAY

from ..engine.right import ENGINE
from ..models.onestop_denouncer import KEY_VARIABLE
from .common import PERSON, ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDenouncers(ComplaintCase):
    def as_text(self, *tables):
        """Every row of these tables as PostgreSQL writes it."""
        self.env.flush_all()
        rows = []
        for table in tables:
            self.env.cr.execute(f"SELECT t::text FROM {table} t")
            rows += [row[0] for row in self.env.cr.fetchall()]
        return "\n".join(rows)

    # ------------------------------------------------------------------ envelopes

    def test_a_citizens_denunciation_is_sealed_before_it_has_its_form(self):
        answer = self.bring(kind="denunciation", files=[self.pdf("Thử Nguyễn.pdf")])
        complaint = self.of(answer)
        self.assertEqual(answer["kind"], "information")
        self.assertFalse(answer["id"])
        self.assertTrue(complaint.sealed and complaint.custodian_only)
        self.assertFalse(complaint.partner_id)
        self.assertEqual(complaint.attachment_ids.name, "1.pdf")
        self.assertEqual(complaint.create_uid.id, 1)
        # The day alone: noon in Việt Nam is 05:00 UTC.
        noon = "2026-03-09 05:00:00"
        for record in (complaint, complaint.attachment_ids):
            self.assertEqual(str(record.create_date), noon)
            self.assertEqual(str(record.write_date), noon)
        self.assertEqual(str(complaint.date_received), noon)
        self.assertNotIn(complaint, self.seen_by(self.portal))

    def test_a_signed_letter_with_its_envelope_is_a_denunciation(self):
        complaint = self.denunciation(envelope="12/MẬT")
        self.assertEqual(complaint.kind, "denunciation")
        self.assertEqual(complaint.envelope_ids.number, "12/MẬT")
        self.assertEqual(str(complaint.envelope_ids.date), "2026-03-09")
        (row,) = self.journal(complaint)
        # An officer may denounce as well.
        self.assertEqual((row.actor, row.actor_id), ("system", 1))

    def test_without_an_envelope_it_is_anonymous_and_information(self):
        complaint = self.denunciation(envelope=False)
        self.assertEqual(complaint.kind, "information")
        self.assertFalse(complaint.envelope_ids)

    def test_who_denounces_is_not_entered(self):
        for values in ({"person": PERSON}, {"person": {"phone": "0999000001"}}):
            for user in (self.portal, self.users["clerk"]):
                model = self.env["onestop.complaint"].with_user(user)
                with self.assertRaisesRegex(UserError, "not entered here"):
                    model.file({"kind": "denunciation", "content": "It…", **values})

    def test_an_envelope_stands_once_and_every_opening_is_kept(self):
        complaint = self.denunciation(envelope="12/MẬT")
        with self.assertRaisesRegex(UserError, "12/MẬT"):
            self.denunciation(envelope="12/MẬT")
        envelope = complaint.envelope_ids.with_user(self.users["custodian"])
        envelope.write({"keeper_id": self.users["clerk"].id, "place": "Safe 1"})
        for name, value in (("number", "13"), ("complaint_id", 1), ("opening_ids", [])):
            with self.subTest(name), self.assertRaises(AccessError):
                envelope.write({name: value})
        with self.assertRaises(UserError):
            envelope.open_envelope("", "Inspectorate")
        envelope.open_envelope("To verify the denouncer.", "Inspectorate, desk 2")
        opening = envelope.opening_ids
        self.assertEqual(opening.opened_by_id, self.users["custodian"])
        self.assertEqual(opening.handed_to, "Inspectorate, desk 2")
        self.assertEqual(self.journal(complaint)[-1].code, "open_envelope")
        with self.assertRaises(AccessError):
            opening.write({"reason": "Otherwise"})
        with self.assertRaises(AccessError):
            opening.unlink()
        with self.assertRaises(AccessError):
            envelope.with_user(self.users["clerk"]).read(["place"])

    def test_the_database_itself_keeps_no_name_on_what_is_sealed(self):
        complaint = self.denunciation()
        for name, value in (
            ("person_name", "Thử"),
            ("person_phone", "0999000001"),
            ("partner_id", self.portal.partner_id.id),
            ("dossier_id", self.to_processing().id),
            ("custodian_only", False),
            ("sealed", False),
        ):
            with self.subTest(name), mute_logger("odoo.sql_db"):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    with ENGINE.held():
                        complaint.write({name: value})
                        complaint.flush_recordset()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE onestop_complaint SET create_uid = %s WHERE id = %s",
                    [self.portal.id, complaint.id],
                )

    # ------------------------------------------------------------ sealed afterwards

    def plant(self, complaint):
        """Whatever else could have come to stand beside a reflection."""
        partner = self.portal.partner_id
        env = self.env
        about = {"res_model": complaint._name, "res_id": complaint.id}
        env["ir.attachment"].create(
            {
                "name": "Thử Nguyễn.pdf",
                "raw": b"%PDF-1.4",
                "description": "Thử",
                **about,
            }
        )
        env["mail.followers"].create({"partner_id": partner.id, **about})
        message = env["mail.message"].create(
            {
                "model": complaint._name,
                "res_id": complaint.id,
                "author_id": partner.id,
                "body": "I am Thử Nguyễn.",
                "attachment_ids": [(0, 0, {"name": "Thử.png", "raw": b"x"})],
                "tracking_value_ids": [],
            }
        )
        env["mail.mail"].create(
            {"mail_message_id": message.id, "email_to": partner.email}
        )
        # By SQL: Odoo makes none where there is no chatter.
        env.cr.execute(
            """INSERT INTO mail_activity
                   (res_model_id, res_model, res_id, summary, user_id, date_deadline)
               VALUES (%s, %s, %s, 'Call Thử Nguyễn', %s, '2026-03-10')""",
            [
                env["ir.model"]._get_id(complaint._name),
                complaint._name,
                complaint.id,
                self.users["supervisor"].id,
            ],
        )
        complaint.with_delay(description="Thử Nguyễn").track("Thử Nguyễn")
        env["ir.logging"].create(
            {
                "name": "x",
                "type": "server",
                "path": "x",
                "line": "1",
                "func": "x",
                "message": f"{complaint.code}: Thử Nguyễn",
            }
        )
        env["bus.bus"].sudo().create(
            {"channel": "x", "message": f'"{complaint.code} Thử Nguyễn"'}
        )
        env.flush_all()

    def reflection(self):
        """One that is a denunciation by what it says, with every detail of the person."""
        return self.brought(
            dossier=self.to_processing().code,
            person=PERSON,
            content="An officer asked for money.",
            files=[self.pdf("Thử Nguyễn.pdf")],
        )

    def seal(self, complaint, **values):
        values = {"kind": "denunciation", "signed": True, "channel": "letter", **values}
        return self.go("supervisor", complaint, "classify", "By content.", **values)

    def test_a_reflection_that_is_a_denunciation_first_needs_its_envelope(self):
        complaint = self.reflection()
        with self.assertRaisesRegex(UserError, "First seal"):
            self.seal(complaint)
        self.assertEqual(complaint.person_name, PERSON["name"])

    def test_what_told_who_it_is_goes_in_the_same_transaction(self):
        complaint = self.reflection()
        self.plant(complaint)
        self.seal(complaint, envelope="7/MẬT")
        self.assertTrue(complaint.sealed)
        self.assertFalse(complaint.partner_id or complaint.dossier_id)
        self.assertFalse(complaint._person_details())
        self.assertEqual(complaint.attachment_ids.mapped("name"), ["1.pdf"])
        about = [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        files = self.env["ir.attachment"].search(about)
        self.assertEqual(len(files), 2)
        self.assertEqual(set(files.mapped("create_uid.id")), {1})
        self.assertEqual(str(complaint.create_date), "2026-03-09 05:00:00")
        text = self.as_text(
            *("onestop_complaint", "ir_attachment", "mail_message", "mail_mail"),
            *("mail_followers", "mail_activity", "queue_job", "ir_logging", "bus_bus"),
            *("onestop_journal", "onestop_complaint_action"),
        )
        for word in ("Thử", "0999000001", "thu@congdan.invalid", "Thí Điểm"):
            self.assertNotIn(word, text)
        self.assertFalse(self.env["mail.followers"].search(about))
        # And from now on it is the custodians'.
        for role in ("supervisor", "director", "counter_officer"):
            self.assertNotIn(complaint, self.seen_by(self.users[role]))
        self.assertNotIn(complaint, self.seen_by(self.portal))
        self.assertIn(complaint, self.seen_by(self.users["custodian"]))

    def test_the_word_that_is_looked_for_was_there_before(self):
        self.plant(self.reflection())
        for table in (
            *("onestop_complaint", "ir_attachment", "mail_message", "mail_activity"),
            *("queue_job", "ir_logging", "bus_bus"),
        ):
            with self.subTest(table):
                self.assertRegex(self.as_text(table), "Thử|Th\\\\+u1eed")

    def test_an_anonymous_reflection_needs_no_envelope_and_has_no_form(self):
        complaint = self.brought(self.env.ref("base.public_user"))
        with self.assertRaisesRegex(UserError, "not the form"):
            self.seal(complaint)

    def test_once_sealed_it_stays_sealed(self):
        complaint = self.denunciation()
        for kind in ("complaint", "reflection"):
            self.go("custodian", complaint, "classify", "By content.", kind=kind)
            self.assertEqual(complaint.kind, kind)
            self.assertTrue(complaint.sealed and complaint.custodian_only)
            self.assertNotIn(complaint, self.seen_by(self.users["director"]))

    def test_a_custodian_takes_it_to_its_end(self):
        complaint = self.denunciation()
        self.go("custodian", complaint, "accept")
        self.go("custodian", complaint, "suspend", "Other proceedings.")
        self.go("custodian", complaint, "resume")
        self.go("custodian", complaint, "resolve", "Verified.", outcome="founded")
        for phase in ("handling", "publication"):
            self.go("custodian", complaint, "record", phase=phase)
        self.go("custodian", complaint, "close")
        self.assertEqual(complaint.state, "closed")
        self.assertFalse(complaint.department_id)

    # ----------------------------------------------------------------- in the system

    def test_where_the_centre_decided_so_an_identity_is_sealed_under_the_key(self):
        self.permit_identities()
        complaint = self.denunciation(envelope=False, person=PERSON)
        self.assertEqual(complaint.kind, "denunciation")
        text = self.as_text("onestop_denouncer", "onestop_complaint", "onestop_journal")
        for word in ("Thử", "0999000001", "thu@"):
            self.assertNotIn(word, text)
        seal = complaint._denouncer().seal
        self.assertNotIn(b"0999000001", base64.b64decode(seal))
        for role, user in self.users.items():
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.seen_by(user, "onestop.denouncer")

    def test_a_custodian_reads_it_with_a_reason_that_stays(self):
        self.permit_identities()
        complaint = self.denunciation(envelope=False, person=PERSON)
        mine = complaint.with_user(self.users["custodian"])
        for reason in (None, "", "Because"):
            with self.assertRaisesRegex(UserError, "in a sentence"):
                mine.read_identity(reason)
        with self.assertRaisesRegex(UserError, "names a person"):
            mine.read_identity("Is it Nguyễn Thị Thử again?")
        self.assertEqual(mine.read_identity("To verify who it is."), PERSON)
        row = self.journal(complaint)[-1]
        self.assertEqual(
            (row.code, row.reason, row.actor_id),
            ("read_identity", "To verify who it is.", self.users["custodian"].id),
        )
        self.assertIn("To verify", mine.journal_html)
        for role in ("director", "administrator", "supervisor", "it_technician"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                complaint.with_user(self.users[role]).read_identity("To verify it.")
        # Called past the complaint's own method it is as closed.
        with self.assertRaises(AccessError):
            self.env["onestop.denouncer"].with_user(self.users["director"])._open(
                complaint, "To verify who it is."
            )

    def test_refusal_and_nothing_look_alike_to_the_journal(self):
        complaint = self.denunciation()
        mine = complaint.with_user(self.users["custodian"])
        self.assertEqual(mine.read_identity("To verify who it is."), {})
        self.assertEqual(self.journal(complaint)[-1].code, "read_identity")

    def test_reclassifying_moves_the_identity_behind_the_seal(self):
        self.permit_identities()
        complaint = self.reflection()
        code = complaint.dossier_id.code
        self.seal(complaint)
        mine = complaint.with_user(self.users["custodian"])
        identity = mine.read_identity("To verify who it is.")
        self.assertEqual(identity, {**PERSON, "dossier": code})
        self.assertFalse(complaint.person_name)

    def test_nothing_is_registered_where_the_key_is_badly_kept(self):
        self.permit_identities(mode=0o644)
        count = self.env["onestop.complaint"].search_count([])
        for path in (os.environ[KEY_VARIABLE], "/nowhere/denouncer.key"):
            os.environ[KEY_VARIABLE] = path
            with self.assertRaisesRegex(UserError, "key"), self.env.cr.savepoint():
                self.denunciation(envelope=False, person=PERSON)
        self.assertEqual(self.env["onestop.complaint"].search_count([]), count)

    def test_a_seal_is_made_by_an_action_and_never_changed(self):
        self.permit_identities()
        complaint = self.denunciation(envelope=False, person=PERSON)
        seal = complaint._denouncer()
        with self.assertRaises(AccessError):
            seal.sudo().write({"seal": "0"})
        with self.assertRaises(AccessError):
            seal.sudo().unlink()
        with self.assertRaises(AccessError):
            seal.sudo().create({"complaint_id": complaint.id, "seal": "0"})
