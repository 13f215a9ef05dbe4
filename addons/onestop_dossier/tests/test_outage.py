"""What a counter received by hand while the system stood still is entered afterwards,
once, at its true hour, by one and approved by another."""

import base64
import io
from datetime import date, datetime

import pytest
from freezegun import freeze_time
from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from .common import PDF, DossierCase
from .test_intake import CARD, FEE

# Monday is the day of the outage, 07:30 to 16:30 in Việt Nam; it is entered on Tuesday.
OUT_FROM, OUT_TO = datetime(2026, 3, 9, 0, 30), datetime(2026, 3, 9, 9, 30)
TUESDAY = "2026-03-10 02:00:00"
# 09:15 and 15:20 on Monday.
MORNING, AFTER_THREE = datetime(2026, 3, 9, 2, 15), datetime(2026, 3, 9, 8, 20)


@tagged("post_install", "-at_install")
@freeze_time(TUESDAY)
class TestOutage(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version("9.900070", fee_ids=FEE)
        cls.incident = cls.env["onestop.incident"].create(
            {"name": "The line is cut", "date_from": OUT_FROM, "date_to": OUT_TO}
        )
        with freeze_time("2026-03-06 02:00:00"):
            cls.block = cls.make_block()

    @classmethod
    def make_block(cls, **vals):
        """A block of five receipts, handed to the counter officer."""
        director = cls.users["director"]
        block = cls.env["onestop.outage.block"].with_user(director)
        block = block.create(
            {
                "series": "DP/26",
                "counter_group_id": cls.counter.id,
                "last_number": 5,
                "holder_id": cls.users["counter_officer"].id,
                **vals,
            }
        )
        block.action_hand_out()
        return block.sudo()

    def receipt(self, number=1):
        return self.block.receipt_ids.filtered(lambda one: one.number == number)

    def screen(self, number="DP/26 0000001", hour=MORNING, all_there=True):
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen._barcode_scanned = CARD
        screen.all_there = all_there
        screen.fee_taken = True
        screen.outage_number = number
        screen.outage_at = hour
        return screen.save()

    def enter(self, *args, **options):
        intake = self.screen(*args, **options)
        intake.action_receive()
        return intake.sudo().dossier_id

    def approve(self, receipt=None, role="director"):
        self.as_role(role, receipt or self.receipt()).action_approve()

    def settle(self, kind, first, last=None, role="counter_officer", **vals):
        form = self.env["onestop.outage.settle"].with_user(self.users[role])
        form.create(
            {
                "kind": kind,
                "block_id": self.block.id,
                "first_number": first,
                "last_number": last or first,
                **vals,
            }
        ).action_confirm()

    # ------------------------------------------------------------ the true hour

    def test_a_block_has_a_receipt_for_each_number(self):
        self.assertEqual(self.block.receipt_ids.mapped("number"), [1, 2, 3, 4, 5])
        self.assertEqual(self.receipt(3).label, "DP/26 0000003")
        self.assertEqual(
            (self.block.state, self.block.handed_by, self.block.open_count),
            ("handed_out", self.users["director"].name, 5),
        )

    def test_what_is_entered_waits_and_keeps_who_said_so(self):
        dossier = self.enter()
        receipt = self.receipt()
        self.assertEqual((dossier.state, dossier.code), ("submitted", False))
        self.assertEqual(
            (receipt.state, receipt.dossier_id, receipt.received_at),
            ("proposed", dossier, MORNING),
        )
        self.assertEqual(receipt.proposed_by, self.users["counter_officer"].name)
        self.assertEqual(receipt.incident_id, self.incident)
        # Five working days after Monday, as it will be once it is approved.
        self.assertEqual(str(receipt.date_due), "2026-03-16 10:00:00")
        self.assertEqual(self.journal(dossier), ["submit", "pay", "enter_outage"])

    def test_the_clock_begins_at_the_hour_that_was_approved(self):
        dossier = self.enter()
        self.approve()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.date_accepted, MORNING)
        self.assertEqual(dossier.date_submitted, MORNING)
        self.assertEqual(dossier.date_forward, MORNING)
        self.assertEqual(str(dossier.date_due), "2026-03-16 10:00:00")
        # The code is of that day too: 9 March 2026, the first of the department.
        self.assertRegex(dossier.code, r"-260309-0001$")
        self.assertTrue(dossier.identity_verified)
        # The first step has 16 working hours from 09:15 on Monday: 2:15 before noon and
        # 3:30 after, eight on Tuesday, and 2:15 of Wednesday: 09:15.
        self.assertEqual(str(dossier.step_ids.date_due), "2026-03-11 02:15:00")

    @pytest.mark.article("Decree 61/2018", "18")
    def test_after_three_it_was_passed_on_the_next_morning(self):
        dossier = self.enter(hour=AFTER_THREE)
        self.approve()
        # 07:00 on Tuesday, which has come.
        self.assertEqual(str(dossier.date_forward), "2026-03-10 00:00:00")
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(str(dossier.date_due), "2026-03-16 10:00:00")

    def test_the_journal_names_both(self):
        dossier = self.enter()
        self.approve()
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
        )
        by_code = {row.code: row for row in rows}
        entered, accepted = by_code["enter_outage"], by_code["accept"]
        officer, director = self.users["counter_officer"], self.users["director"]
        self.assertEqual(
            (entered.actor, entered.role), (officer.name, "counter_officer")
        )
        self.assertEqual((accepted.actor, accepted.role), (director.name, "director"))
        self.assertIn(officer.name, accepted.data)
        self.assertIn("DP/26 0000001", accepted.data)
        self.assertIn("2026-03-09 02:15:00", accepted.data)
        receipt = self.receipt()
        self.assertEqual((receipt.state, receipt.approved_by), ("used", director.name))
        # The form is signed by whoever stood at the counter.
        form = self.env["report.onestop_dossier.form_receipt"]
        officer = self.users["counter_officer"].name
        self.assertEqual(form._sheet(receipt.dossier_id)["officer"], officer)

    def test_the_codes_of_the_day_follow_the_hours(self):
        late = self.enter("DP/26 0000001", hour=AFTER_THREE)
        early = self.enter("2", hour=MORNING)
        self.as_role("director", self.receipt() | self.receipt(2)).action_approve()
        self.assertRegex(early.code, "-260309-0001$")
        self.assertRegex(late.code, "-260309-0002$")

    def test_a_receipt_before_the_scanner_is_its_number(self):
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen._barcode_scanned = "DP/26 0000004"
        self.assertEqual(screen.outage_number, "DP/26 0000004")

    def test_whoever_brings_the_receipt_is_found_by_it(self):
        dossier = self.enter()
        self.approve()
        counters = self.as_role("counter_officer", self.env["onestop.counter.group"])
        self.assertEqual(counters._dossier_of_paper("DP/26 0000001"), dossier)

    def test_an_hour_that_cannot_be_is_refused_in_a_sentence(self):
        for hour, words in (
            (datetime(2026, 3, 10, 3), "in the future"),
            (datetime(2026, 3, 6, 1), "nothing was received on it before"),
            (datetime(2026, 3, 9, 10), "ask the IT technician"),
            (datetime(2026, 3, 9, 0, 29), "ask the IT technician"),
            (False, "Enter the hour"),
        ):
            intake = self.screen(hour=MORNING)
            intake.outage_at = hour
            with self.subTest(hour=hour), self.assertRaisesRegex(UserError, words):
                intake.action_receive()

    def test_an_outage_of_other_counters_is_none_of_ours(self):
        other = self.env["onestop.counter.group"].create(
            {"name": "Counter U", "department_id": self.centre.id}
        )
        self.incident.write(
            {"all_counters": False, "counter_group_ids": [(4, other.id)]}
        )
        with self.assertRaisesRegex(UserError, "of Counter T worked"):
            self.enter()

    def test_what_is_not_complete_is_not_entered_either(self):
        with self.assertRaisesRegex(UserError, "required components are missing"):
            self.enter(all_there=False)

    # ------------------------------------------------------ by the law of that hour

    def amend(self, ends=False):
        """From Tuesday on: eight days, another fee and one paper more; or no more."""
        number = "8/QĐ-T"
        decision = {
            "number": number,
            "date": date(2026, 3, 2),
            "effect_date": date(2026, 3, 10),
            "signer": "Signer T",
            "issuer": "Committee T",
            "attachment": base64.b64encode(PDF),
        }
        if ends:
            ending = {"procedure_id": self.version.procedure_id.id, "kind": "abolished"}
            decision["ending_ids"] = [(0, 0, ending)]
            made = self.env["onestop.publication.decision"].create(decision)
            with freeze_time("2026-03-03 02:00:00"):
                made.action_publish()
            return None
        new = self.version.copy({"name": "Newer"})
        new.channel_ids.write({"term_value": 8})
        new.fee_ids.amount = 70000
        new.component_ids = [(0, 0, {"name": "Lease", "originals": 1})]
        new.decision_id = self.env["onestop.publication.decision"].create(decision)
        with freeze_time("2026-03-03 02:00:00"):
            new.action_publish()
        return new

    def test_the_version_of_the_hour_applies_though_another_is_in_force(self):
        old, new = self.version, self.amend()
        self.assertEqual(str(old.valid_to), "2026-03-09")
        # On Tuesday the newer one is on the screen; the hour brings the other back.
        self.version = new
        intake = self.screen()
        self.assertEqual(intake.version_id, old)
        self.assertEqual(intake.component_ids.mapped("name"), ["Application", "Plan"])
        intake.action_receive()
        dossier = intake.sudo().dossier_id
        self.assertEqual(dossier.version_id, old)
        self.assertEqual(dossier.fee_ids.amount, 50000)
        receipt = self.receipt()
        # Five working days from Monday; by the newer law it were Thursday 19.
        self.assertEqual(str(receipt.date_due), "2026-03-16 10:00:00")
        self.approve()
        self.assertEqual(dossier.date_accepted, MORNING)
        self.assertEqual(str(dossier.date_due), "2026-03-16 10:00:00")
        self.assertEqual(dossier.version_id, old)

    def test_what_was_received_on_the_day_itself_is_under_the_newer_law(self):
        new = self.amend()
        self.incident.date_to = datetime(2026, 3, 10, 1)
        self.version = new
        intake = self.screen(hour=datetime(2026, 3, 10, 0, 30))
        self.assertEqual(intake.version_id, new)
        intake.action_receive()
        self.approve()
        # Tuesday 07:30, eight working days: Friday 20.
        dossier = intake.sudo().dossier_id
        self.assertEqual(str(dossier.date_due), "2026-03-20 10:00:00")

    def test_a_procedure_that_has_ended_is_entered_by_its_hour_and_only_so(self):
        self.amend(ends=True)
        self.assertEqual(str(self.version.valid_to), "2026-03-09")
        screen = Form(self.as_role("counter_officer", self.env["onestop.intake"]))
        screen.version_id = self.version
        screen._barcode_scanned = CARD
        screen.all_there = True
        with self.assertRaisesRegex(UserError, "was not in force on 10/03/2026"):
            screen.save().action_receive()
        dossier = self.enter()
        self.approve()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(str(dossier.date_due), "2026-03-16 10:00:00")

    def test_a_corrected_hour_stays_within_the_law_it_was_entered_by(self):
        self.amend()
        self.incident.date_to = datetime(2026, 3, 10, 1)
        dossier = self.enter()
        receipt = self.receipt()
        self.settle("send_back", 1, role="director", reason="It was Tuesday.")
        with self.assertRaisesRegex(
            UserError, "was not in force: make the receipt void"
        ):
            self.settle("correct", 1, received_at="2026-03-10 00:30:00")
        self.settle("correct", 1, received_at=AFTER_THREE)
        self.assertEqual((receipt.state, dossier.state), ("proposed", "submitted"))

    def test_an_hour_brings_back_no_version_but_by_the_receipt(self):
        old = self.version
        self.amend()
        values = self.values(procedure=old.procedure_id.code, channel="in_person")
        dossier = self.file(self.users["counter_officer"], **values)
        self.assertNotEqual(dossier.version_id, old)
        for button in ("action_request_supplement", "action_reject"):
            with (
                self.subTest(button=button),
                self.assertRaisesRegex(UserError, "written for it by hand"),
            ):
                getattr(self.screen(), button)()
        # A number that the counter does not hold leaves nothing behind.
        with self.assertRaisesRegex(UserError, "holds no receipt"):
            self.enter("99")

    # ---------------------------------------------------------- once, and by two

    def test_each_number_is_used_once(self):
        self.enter()
        with self.assertRaisesRegex(UserError, "0000001 is accounted for already"):
            self.enter()
        self.approve()
        with self.assertRaisesRegex(UserError, "does not wait for approval"):
            self.approve()

    def test_a_number_that_the_counter_does_not_hold_is_unknown(self):
        for typed in ("DP/26 0000006", "XX 0000001", "99", "nonsense"):
            with (
                self.subTest(typed=typed),
                self.assertRaisesRegex(UserError, "holds no receipt"),
            ):
                self.enter(typed)

    def test_no_number_of_a_centre_comes_twice(self):
        with self.assertRaisesRegex(ValidationError, "some of these numbers"):
            self.make_block(first_number=5, last_number=9)
        self.make_block(first_number=16, last_number=19)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            ENGINE.held(),
        ):
            self.receipt().copy({"number": 2})
            self.env.flush_all()

    def test_whoever_entered_it_does_not_approve_it(self):
        director = self.users["director"]
        self.env["onestop.role.assignment"].create(
            {
                "user_id": director.id,
                "role": "counter_officer",
                "department_id": self.centre.id,
                "date_from": "2026-01-01",
            }
        )
        self.counter.user_ids += director
        screen = Form(self.env["onestop.intake"].with_user(director))
        screen.version_id = self.version
        screen._barcode_scanned = CARD
        screen.all_there = screen.fee_taken = True
        screen.outage_number, screen.outage_at = "1", MORNING
        screen.save().action_receive()
        with self.assertRaisesRegex(UserError, "entered DP/26 0000001 yourself"):
            self.approve()

    def test_only_whoever_leads_the_counters_approves(self):
        self.enter()
        for role in ("counter_officer", "postal_clerk", "supervisor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.approve(role=role)
        # A head of a department that received nothing is no head here.
        with self.assertRaises(AccessError):
            self.approve(role="department_head")

    def test_a_head_of_a_commune_approves_what_its_counter_received(self):
        commune = self.env["onestop.department"].create(
            {
                "name": "Commune T",
                "code": "T-COM",
                "kind": "commune",
                "national_code": "H99.77",
            }
        )
        head = self.make_user("test_commune_head", ("department_head", commune))
        officer = self.make_user("test_commune_officer", ("counter_officer", commune))
        counter = self.env["onestop.counter.group"].create(
            {
                "name": "Counter W",
                "department_id": commune.id,
                "user_ids": [(4, officer.id)],
            }
        )
        with freeze_time("2026-03-06 02:00:00"):
            block = self.env["onestop.outage.block"].with_user(head)
            block = block.create(
                {
                    "series": "X/26",
                    "counter_group_id": counter.id,
                    "holder_id": officer.id,
                    "last_number": 2,
                }
            )
            block.action_hand_out()
        version = self.make_version("9.900071")
        screen = Form(self.env["onestop.intake"].with_user(officer))
        screen.version_id = version
        screen._barcode_scanned = CARD
        screen.all_there = True
        screen.outage_number, screen.outage_at = "1", MORNING
        intake = screen.save()
        intake.action_receive()
        receipt = block.receipt_ids[0]
        self.assertEqual(receipt.owner_name, "Nguyễn Thị Mẫu")
        receipt.action_approve()
        self.assertEqual(intake.sudo().dossier_id.date_accepted, MORNING)

    # ------------------------------------------------------- before the approval

    def test_what_waits_is_neither_accepted_otherwise_nor_refused(self):
        dossier = self.enter()
        for code in ("accept", "reject", "request_supplement"):
            with (
                self.subTest(code=code),
                self.assertRaisesRegex(UserError, "first approves the hour"),
            ):
                self.act("counter_officer", dossier, code, "No.")
        offered = dossier.with_user(self.users["counter_officer"])
        codes = {row["code"] for row in offered.available_transitions()}
        self.assertFalse(codes & {"accept", "reject", "request_supplement"})

    def test_whoever_leads_is_called_once_and_released(self):
        self.enter()
        self.enter("2")
        activities = self.block.activity_ids
        self.assertEqual(activities.user_id, self.users["director"])
        self.assertEqual(len(activities), 1)
        self.assertEqual(str(activities.date_deadline), "2026-03-10")
        own = self.block.activity_schedule(user_id=self.users["supervisor"].id)
        own.automated = False
        self.approve()
        self.assertIn(activities, self.block.activity_ids)
        self.approve(self.receipt(2))
        self.assertEqual(self.block.activity_ids, own)

    def test_what_would_be_late_shows_while_it_waits(self):
        self.enter()
        self.assertFalse(self.receipt().runs_late)
        with freeze_time("2026-03-17 02:00:00"):
            self.env.invalidate_all()
            self.assertTrue(self.receipt().runs_late)
            self.approve()
            dossier = self.receipt().dossier_id
            self.assertTrue(dossier.overdue)

    def test_an_hour_that_is_sent_back_is_corrected(self):
        dossier = self.enter()
        self.settle("send_back", 1, role="director", reason="The paper says 09:45.")
        receipt = self.receipt()
        self.assertEqual(
            (receipt.state, receipt.reason), ("sent_back", "The paper says 09:45.")
        )
        hour = datetime(2026, 3, 9, 2, 45)
        with self.assertRaisesRegex(UserError, "ask the IT technician"):
            self.settle("correct", 1, received_at=datetime(2026, 3, 9, 10))
        self.settle("correct", 1, received_at=hour)
        self.approve()
        self.assertEqual(dossier.date_accepted, hour)
        self.assertEqual(
            self.journal(dossier)[2:5],
            ["enter_outage", "outage_sent_back", "enter_outage"],
        )

    def test_a_dossier_whose_receipt_is_void_is_received_in_the_ordinary_way(self):
        dossier = self.enter()
        self.settle("send_back", 1, role="director", reason="No such paper.")
        self.settle("void", 1, reason="Written for nobody.")
        self.assertFalse(dossier.outage_receipt_id)
        self.act("counter_officer", dossier, "accept", identity_seen=True)
        self.assertEqual(str(dossier.date_accepted), TUESDAY)

    def test_what_is_not_approved_is_neither_void_nor_blank(self):
        self.enter()
        for kind in ("void", "unused"):
            with (
                self.subTest(kind=kind),
                self.assertRaisesRegex(UserError, "accounted for already"),
            ):
                self.settle(kind, 1, reason="x")

    # ------------------------------------------------------------ accounted for

    def test_a_block_is_closed_when_every_number_is_accounted_for(self):
        self.enter()
        self.settle("void", 2, reason="Torn.")
        self.settle("unused", 3, 4)
        block = self.as_role("director", self.block)
        with self.assertRaises(UserError) as refused:
            block.action_close()
        officer = self.users["counter_officer"].name
        self.assertEqual(
            str(refused.exception),
            "Not every number is accounted for:\n"
            f"DP/26 0000001: To be approved ({officer})\n"
            f"DP/26 0000005: Not accounted for ({officer})",
        )
        # What was entered was said, and only waits.
        self.assertEqual((block.open_count, block.waiting), (1, 1))
        self.approve()
        self.settle("void", 5, reason="Lost.")
        block.action_close()
        self.assertEqual(
            (block.state, block.used, block.void, block.unused, block.open_count),
            ("closed", 1, 2, 2, 0),
        )
        with self.assertRaisesRegex(UserError, "accounted for already"):
            self.settle("void", 3, reason="x")

    def test_void_needs_a_reason_and_numbers_of_the_block(self):
        with self.assertRaisesRegex(UserError, "A reason must be given"):
            self.settle("void", 1, reason="  ")
        with self.assertRaisesRegex(UserError, "numbers 1 to 5"):
            self.settle("void", 5, 6, reason="x")

    def test_a_block_stays_as_it_was_printed(self):
        for vals in (
            {"series": "ZZ"},
            {"last_number": 9},
            {"counter_group_id": self.counter.id},
            {"state": "closed"},
            {"handed_at": MORNING},
            {"holder_id": False},
            {"receipt_ids": [(1, self.receipt().id, {"state": "used"})]},
        ):
            with self.subTest(**vals), self.assertRaises(AccessError):
                self.as_role("director", self.block).write(vals)
        with self.assertRaisesRegex(UserError, "is kept"):
            self.as_role("director", self.block).unlink()

    def test_a_block_is_made_and_handed_out_by_who_leads_its_counter(self):
        values = {"series": "N", "counter_group_id": self.counter.id, "last_number": 3}
        for role in ("counter_officer", "supervisor", "department_head"):
            blocks = self.as_role(role, self.env["onestop.outage.block"])
            with self.subTest(role=role), self.assertRaises(AccessError):
                blocks.create(values)
        block = self.as_role("director", self.env["onestop.outage.block"])
        block = block.create(values)
        with self.assertRaisesRegex(UserError, "Say who takes"):
            block.action_hand_out()
        with self.assertRaisesRegex(ValidationError, "does not sit at"):
            block.holder_id = self.users["clerk"]
        with self.assertRaisesRegex(UserError, "not in use"):
            self.enter("N 0000001")
        block.unlink()

    # ------------------------------------------------------------------ attacks

    def test_nothing_that_a_caller_names_makes_it_earlier(self):
        """No value and no context of an action names another moment than now."""
        earlier = "2026-03-02 02:00:00"
        names = (
            *("since", "now", "moment", "receipt", "received_at", "date_accepted"),
            *("outage_at", "outage_receipt_id", "date_submitted", "accept_as_of"),
        )
        values = {**dict.fromkeys(names, earlier), "identity_seen": True}
        context = {
            **{f"default_{name}": earlier for name in names},
            **dict.fromkeys(names, earlier),
        }
        dossier = self.file().with_user(self.users["counter_officer"])
        dossier.with_context(**context).action_transition("accept", None, values)
        dossier = dossier.sudo()
        self.assertEqual(str(dossier.date_accepted), TUESDAY)
        self.assertEqual(str(dossier.date_submitted), TUESDAY)
        self.assertRegex(dossier.code, "-260310-0001$")

    def test_nobody_writes_an_hour_or_a_receipt(self):
        dossier = self.enter()
        receipt = self.receipt()
        for role in ("counter_officer", "director"):
            mine = self.as_role(role, receipt)
            for act in (
                lambda mine=mine: mine.write({"received_at": MORNING}),
                lambda mine=mine: mine.write({"state": "used"}),
                lambda mine=mine: mine.copy({"number": 9}),
                mine.unlink,
                lambda mine=mine: mine.create({"block_id": self.block.id, "number": 9}),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    act()
        # Nor does the house itself, but where it is accounted for.
        with self.assertRaises(AccessError):
            receipt.write({"received_at": MORNING})
        for vals in (
            {"outage_receipt_id": False},
            {"date_accepted": MORNING},
        ):
            with self.subTest(**vals), self.assertRaises(AccessError):
                dossier.with_user(self.users["counter_officer"]).write(vals)

    def test_a_receipt_of_another_counter_is_not_used(self):
        stranger = self.make_user("test_stranger", ("counter_officer", self.centre))
        form = self.env["onestop.outage.settle"].with_user(stranger)
        form = form.create(
            {
                "kind": "void",
                "block_id": self.block.id,
                "first_number": 1,
                "last_number": 1,
                "reason": "x",
            }
        )
        with self.assertRaises(AccessError):
            form.action_confirm()
        self.assertEqual(self.receipt().state, "blank")

    def test_the_register_stays_the_ground_of_what_was_entered(self):
        self.enter()
        technician = self.as_role("it_technician", self.incident)
        with self.assertRaisesRegex(ValidationError, "DP/26 0000001 was entered for"):
            technician.date_from = datetime(2026, 3, 9, 3)
        technician.date_from = datetime(2026, 3, 9, 0)

    def test_what_is_resolved_at_once_is_approved_first(self):
        intake = self.screen()
        with self.assertRaisesRegex(UserError, "approved first"):
            intake.action_receive_and_return()

    # ------------------------------------------------------------------- the paper

    def test_the_receipts_are_printed_one_a_page_with_their_number(self):
        report = self.env.ref("onestop_dossier.report_outage_receipts")
        sheets = self.env["report.onestop_dossier.outage_receipts"]
        sheets = sheets.with_user(self.users["director"])
        values = sheets._get_report_values(self.block.ids)
        self.assertEqual(
            [sheet["number"] for sheet in values["sheets"]],
            [f"DP/26 000000{n}" for n in range(1, 6)],
        )
        pdf, kind = report.with_user(self.users["director"])._render_qweb_pdf(
            report, self.block.ids
        )
        self.assertEqual((kind, pdf[:5]), ("pdf", b"%PDF-"))
        pages = PdfReader(io.BytesIO(pdf)).pages
        self.assertEqual(len(pages), 5)
        self.assertIn("DP/26 0000003", pages[2].extract_text())

    def test_only_blank_receipts_are_printed(self):
        self.settle("unused", 1, 5)
        sheets = self.env["report.onestop_dossier.outage_receipts"]
        with self.assertRaisesRegex(UserError, "is blank"):
            sheets._get_report_values(self.block.ids)
