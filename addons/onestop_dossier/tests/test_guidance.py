"""People are guided at the counter: what they were told is printed, kept, and found
again when they come."""

import json
import smtplib
from unittest.mock import Mock

import pytest
from freezegun import freeze_time
from lxml import html

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.onestop_procedure.models.onestop_frozen_mixin import MAY_CHANGE_FROZEN

from .common import MONDAY, DossierCase
from .sms_stub import SECRET, SmsStub

HOUSE = {"field": "house", "operator": "=", "value": True}
OWN = {"field": "kind", "operator": "=", "value": "own"}
PHONE = "0912345678"
IDENTITY = "001099000001"
GIVEN = {
    "person_name": "Nguyễn Thị Mẫu",
    "person_phone": PHONE,
    "person_email": "mau@example.invalid",
    "person_identity": IDENTITY,
}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestGuidance(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        poor = cls.env.ref("onestop_procedure.fee_ground_poor")
        exemption = {"ground_id": poor.id, "legal_basis": "Law T"}
        cls.version = cls.make_version(
            "9.900072",
            receiving_address="Counter 5",
            eform_field_ids=[
                (0, 0, {"name": "who", "label": "Your name"}),
                (0, 0, {"name": "house", "label": "A house?", "type": "boolean"}),
                (
                    0,
                    0,
                    {
                        "name": "kind",
                        "label": "Whose land?",
                        "type": "selection",
                        "options": "own|My own\nrent|Rented",
                        "required": True,
                    },
                ),
            ],
            component_ids=[
                (0, 0, {"name": "Application", "originals": 1}),
                (0, 0, {"name": "Plan", "copies": 2, "asked_if": HOUSE}),
                (0, 0, {"name": "Certificate", "originals": 1, "asked_if": OWN}),
            ],
            fee_ids=[
                (
                    0,
                    0,
                    {
                        "name": "Fee",
                        "amount": 50000,
                        "channel": "in_person",
                        "exemption_ids": [(0, 0, exemption)],
                    },
                ),
                (0, 0, {"name": "Extra", "amount": 7000}),
            ],
        )
        with MAY_CHANGE_FROZEN.held():
            cls.version.case_ids = [
                (0, 0, {"name": name, "code": name.lower()})
                for name in ("First", "Again")
            ]
            cls.again = cls.version.case_ids[1]
            lost = {"name": "Statement of loss", "originals": 1}
            lost["case_ids"] = [(6, 0, cls.again.ids)]
            cls.version.component_ids = [(0, 0, lost)]
        cls.officer = cls.users["counter_officer"]

    def screen(self, role="counter_officer"):
        return Form(self.as_role(role, self.env["onestop.guidance.giving"]))

    def give(self, role="counter_officer", answers=None, **given):
        """Guidance in the case Again, kept."""
        with self.screen(role) as screen:
            screen.version_id = self.version
            screen.case_id = self.again
            for name, value in given.items():
                setattr(screen, name, value)
        giving = screen.record
        if answers:
            giving.properties = answers
        giving.action_keep()
        return giving.guidance_id.sudo()

    def text(self, record):
        words = " ".join(html.fromstring(record.checklist_html).itertext())
        return " ".join(words.split())

    def test_the_questions_are_those_on_which_papers_depend(self):
        self.assertEqual(
            [one["name"] for one in self.version.guidance_properties_definition],
            ["house", "kind"],
        )

    def test_the_questions_come_along_with_the_procedure_that_is_chosen(self):
        other = self.make_version("9.900076")
        asked = {
            "onestop.guidance.giving": ["house", "kind"],
            "onestop.intake": ["who", "house", "kind"],
        }
        for model, names in asked.items():
            screen = self.as_role("counter_officer", self.env[model])

            def choose(version, answered, screen=screen):
                told = screen.onchange(
                    {"version_id": version.id, "properties": answered},
                    ["version_id"],
                    {"version_id": {}, "properties": {}},
                )
                return told["value"]["properties"]

            with self.subTest(model):
                given = choose(self.version, [])
                self.assertEqual([one["name"] for one in given], names)
                house = given[names.index("house")]
                self.assertEqual(house["string"], "A house?")
                house["value"] = True
                [answer] = [
                    one for one in choose(self.version, given) if one.get("value")
                ]
                self.assertEqual(answer["name"], "house")
                self.assertEqual(choose(other, given), [])

    def test_the_checklist_follows_case_and_answers(self):
        giving = self.as_role(
            "counter_officer", self.env["onestop.guidance.giving"]
        ).create({"version_id": self.version.id, "case_id": self.again.id})
        told = self.text(giving)
        for words in (
            "Application – originals: 1",
            "Statement of loss – originals: 1",
            "Certificate – originals: 1 Only if: “Whose land?”: My own",
            "In Person 5 working days Fee: 50.000 đ Poor household: nothing to pay "
            "Extra: 7.000 đ",
            "Online 5 working days Extra: 7.000 đ",
            "Counter 5",
        ):
            self.assertIn(words, told)
        self.assertNotIn("Plan", told)
        giving.properties = {"house": True, "kind": "rent"}
        told = self.text(giving)
        self.assertIn("A house? yes Whose land? Rented", told)
        self.assertIn("Plan – copies: 2", told)
        self.assertNotIn("Certificate", told)
        giving.write({"channel": "online", "case_id": self.version.case_ids[0].id})
        told = self.text(giving)
        self.assertNotIn("Statement of loss", told)
        self.assertNotIn("Fee: 50.000", told)

    def test_the_checklist_says_where_who_may_file_and_what_is_only_described(self):
        with MAY_CHANGE_FROZEN.held():
            self.version.write({"any_centre": True, "authorised_filing": False})
        giving = self.as_role(
            "counter_officer", self.env["onestop.guidance.giving"]
        ).create({"version_id": self.version.id})
        where = (
            "Where Counter 5 It is not bound to territory: every Public Administrative "
            "Service Centre of the province receives it. Not filed by mandate: only by "
            "the owner, or who stands for the owner by law."
        )
        told = self.text(giving)
        self.assertIn("Sets of the dossier: 1 ", told)
        self.assertTrue(told.endswith(where), told)
        fee = {"name": "Survey", "amount_kind": "described", "condition": "By size"}
        register = self.env["onestop.database"].create(
            {"name": "Register T", "keeper": "Police T", "legal_basis": "Law T"}
        )
        looked_up = {"name": "Residence", "database_id": register.id}
        other = self.make_version(
            "9.900077", fee_ids=[(0, 0, fee)], component_ids=[(0, 0, looked_up)]
        )
        giving.write({"version_id": other.id, "case_id": False})
        told = self.text(giving)
        place = "Where The Public Administrative Service Centre of the province"
        self.assertTrue(told.endswith(place), told)
        self.assertIn("Survey: As laid down By size", told)
        self.assertIn("looked up in Register T (Police T; Law T)", told)

    @pytest.mark.article("Decree 61/2018", "15")
    def test_what_was_told_is_kept(self):
        guidance = self.give(
            answers={"house": True, "kind": "own"}, channel="in_person", means="phone"
        )
        self.assertEqual(
            (guidance.officer_id, guidance.department_id, guidance.counter_group_id),
            (self.officer, self.centre, self.counter),
        )
        self.assertEqual(str(guidance.advised_at), MONDAY)
        self.assertEqual(
            (guidance.version_id, guidance.case_id, guidance.channel, guidance.means),
            (self.version, self.again, "in_person", "phone"),
        )
        self.assertEqual(guidance.answers, {"house": True, "kind": "own"})
        # Nobody said who they are: nothing is to be forgotten.
        self.assertFalse(guidance.forget_on or guidance.person_name)
        self.assertIn("Certificate – originals: 1", self.text(guidance))

    def test_it_is_kept_once_however_often_it_is_printed(self):
        with self.screen() as screen:
            screen.version_id = self.version
        giving = screen.record
        action = giving.action_print()
        self.assertEqual(action["report_name"], "onestop_dossier.guidance")
        giving.action_keep()
        found = self.env["onestop.guidance"].search(
            [("version_id", "=", self.version.id)]
        )
        self.assertEqual(found, giving.guidance_id)

    def test_the_sheet_has_the_number_the_code_and_no_name_of_the_person(self):
        guidance = self.give(**GIVEN).with_user(self.officer)
        report = self.env["ir.actions.report"].with_user(self.officer)
        page, kind = report._render_qweb_html("onestop_dossier.guidance", guidance.ids)
        self.assertEqual(kind, "html")
        page = page.decode()
        self.assertIn(guidance.number, page)
        self.assertIn("<svg", page)
        for secret in (*GIVEN.values(),):
            self.assertNotIn(secret, page)
        pdf, kind = report._render_qweb_pdf("onestop_dossier.guidance", guidance.ids)
        self.assertEqual((kind, pdf[:5]), ("pdf", b"%PDF-"))

    def test_what_is_no_number_is_told(self):
        for name, typed in (
            ("person_phone", "12"),
            ("person_email", "a@@b"),
            ("person_identity", "123"),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                self.give(**{name: typed})

    def test_the_counter_finds_it_by_number_link_telephone_and_identity(self):
        guidance = self.give(**GIVEN)
        model = self.as_role("counter_officer", self.env["onestop.guidance"])
        link = f"https://h.example/procedures/9.900072?case=again#{guidance.number}"
        before = self.looked_up()
        for typed in (guidance.number.lower(), link, "0912 345 678", IDENTITY):
            self.assertEqual(model._find(typed), guidance, typed)
        for typed in ("", "0912345679", "001099000002", "Nguyễn Thị Mẫu", "%"):
            self.assertFalse(model._find(typed), typed)
        # Each look-up stands in the counter's journal, found or not.
        self.assertEqual(self.looked_up() - before, 9)

    def looked_up(self):
        return self.env["onestop.journal"].search_count(
            [("code", "=", "look_up_guidance"), ("res_id", "=", self.counter.id)]
        )

    def test_another_centre_finds_nothing(self):
        guidance = self.give(**GIVEN)
        centre = self.env["onestop.department"].create(
            {"name": "Centre F", "code": "T-FAR", "kind": "commune"}
        )
        far = self.make_user("far", ("counter_officer", centre))
        self.env["onestop.counter.group"].create(
            {
                "name": "Far",
                "department_id": centre.id,
                "user_ids": [(4, far.id)],
            }
        )
        model = self.env["onestop.guidance"].with_user(far)
        self.assertFalse(model._find(guidance.number))
        self.assertFalse(model.search([]))

    def test_who_sits_at_no_counter_looks_nobody_up(self):
        for role in ("supervisor", "director", "department_officer", "it_technician"):
            model = self.as_role(role, self.env["onestop.guidance"])
            with self.subTest(role), self.assertRaises(AccessError):
                model._find(PHONE)

    def test_supervisors_guide_too_and_nobody_else(self):
        self.assertFalse(self.give("supervisor").counter_group_id)
        for role in ("director", "department_officer", "postal_clerk", "clerk"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.give(role)

    def test_it_is_sent_with_the_sheet_and_the_journal_of_jobs_names_nobody(self):
        sent = []
        self.env.company.email = "centre@example.invalid"
        session = Mock(from_filter=False, smtp_from=False)
        self.patch(IrMail_Server, "_connect__", lambda *args, **rest: session)
        self.patch(
            IrMail_Server,
            "send_email",
            lambda server, message, *args, **rest: sent.append(message),
        )
        guidance = self.give(answers={"kind": "own"}, **GIVEN)
        self.as_role("counter_officer", guidance).action_send()
        self.assertEqual(guidance.sending, "queued")
        job = self.env["queue.job"].search(
            [("model_name", "=", "onestop.guidance")], order="id desc", limit=1
        )
        for value in GIVEN.values():
            self.assertNotIn(value, str(job.read()))
        guidance.with_user(SUPERUSER_ID)._send()
        self.assertEqual(guidance.sending, "sent")
        [message] = sent
        self.assertEqual(message["To"], GIVEN["person_email"])
        self.assertIn(guidance.number, message["Subject"])
        body = message.get_body(("html",)).get_content()
        self.assertIn("Certificate", body)
        self.assertIn(f"#{guidance.number}", body)
        [sheet] = message.iter_attachments()
        self.assertEqual(sheet.get_content_type(), "application/pdf")

    def test_a_mobile_gets_the_number_and_where_to_look_and_nobodys_name(self):
        gateway = SmsStub(self)
        guidance = self.give(person_name="Nguyễn Thị Mẫu", person_phone=PHONE)
        guidance.with_user(SUPERUSER_ID)._send()
        ((method, path, body, secret),) = gateway.got
        self.assertEqual((method, path, secret), ("POST", "/send", SECRET))
        sent = json.loads(body)
        self.assertEqual(sent["to"], "84912345678")
        text = sent["messages"][0]["content"]
        self.assertIn(guidance.number, text)
        self.assertIn(f"/procedures/{guidance.version_id.code}", text)
        self.assertNotIn(GIVEN["person_name"], text)

    def test_what_does_not_go_out_is_told_without_the_address(self):
        def refuse(server, message, *args, **rest):
            raise smtplib.SMTPRecipientsRefused({message["To"]: (550, b"no")})

        self.patch(IrMail_Server, "send_email", refuse)
        guidance = self.give(**GIVEN)
        with self.assertLogs("odoo.addons.onestop_dossier.engine.guidance_post") as log:
            guidance.with_user(SUPERUSER_ID)._send()
        self.assertEqual(guidance.sending, "failed")
        self.assertNotIn(GIVEN["person_email"], "".join(log.output))

    def test_without_an_address_nothing_is_sent(self):
        guidance = self.give(person_name="Nguyễn Thị Mẫu")
        with self.assertRaisesRegex(UserError, "no address"):
            self.as_role("counter_officer", guidance).action_send()

    def test_nobody_writes_or_removes_what_was_told(self):
        guidance = self.give(**GIVEN)
        for role in ("counter_officer", "supervisor", "director", "administrator"):
            mine = self.as_role(role, guidance)
            for call in (
                lambda mine=mine: mine.write({"answers": {}}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({"version_id": self.version.id}),
                lambda mine=mine: mine.copy(),
            ):
                with self.subTest(role), self.assertRaises(AccessError):
                    call()
        # The director sees that people were guided, not whom.
        self.assertTrue(self.as_role("director", guidance).number)
        with self.assertRaises(AccessError):
            self.as_role("director", guidance).read(["person_phone"])

    def test_who_it_was_is_forgotten_and_what_was_told_is_not(self):
        guidance = self.give(answers={"kind": "own"}, **GIVEN)
        # MONDAY is the 9th of March; 180 days later:
        self.assertEqual(str(guidance.forget_on), "2026-09-05")
        for day, kept in (
            ("2026-09-04 02:00:00", True),
            ("2026-09-05 02:00:00", False),
        ):
            with freeze_time(day):
                self.run_cron("_cron_forget", "onestop.guidance")
            self.assertEqual(bool(guidance.person_phone), kept)
        self.assertFalse(
            guidance.person_name or guidance.person_email or guidance.person_identity
        )
        self.assertEqual(guidance.answers, {"kind": "own"})

    def test_the_intake_takes_case_and_answers_over(self):
        guidance = self.give(answers={"house": True, "kind": "own"}, **GIVEN)
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen._barcode_scanned = guidance.number
        self.assertEqual(
            (screen.version_id, screen.case_id), (self.version, self.again)
        )
        self.assertIn(guidance.number, screen.guidance_html)
        # A number that somebody told is a claim: nobody's name comes of it.
        self.assertFalse(screen.owner_name or screen.owner_phone)
        screen.owner_identity_number = IDENTITY
        screen.owner_seen = True
        screen.owner_name = "Nguyễn Thị Mẫu"
        intake = screen.save()
        self.assertEqual(
            intake.component_ids.mapped("name"),
            ["Application", "Plan", "Certificate", "Statement of loss"],
        )
        intake.component_ids.received = True
        intake.action_receive()
        dossier = intake.dossier_id.sudo()
        self.assertEqual(dossier.answers, {"house": True, "kind": "own"})
        self.assertEqual(guidance.dossier_id, dossier)
        self.assertEqual(dossier.guidance_ids, guidance)

    def test_what_is_not_found_at_intake_is_told(self):
        intake = self.as_role("counter_officer", self.env["onestop.intake"]).create(
            {"guidance_typed": "0912345679"}
        )
        with self.assertRaisesRegex(UserError, "No guidance"):
            intake.action_find_guidance()
