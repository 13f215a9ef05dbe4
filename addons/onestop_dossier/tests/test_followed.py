from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.outside_status import DIFFERS, OLDER, OutsideStatus
from ..core.workflow import CODES, DONE_HERE
from ..engine.following import Following
from .common import MONDAY, DossierCase

SEEN = "Seen on their page."


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFollowed(DossierCase):
    """What a ministry's system decides: received and handed out here, followed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900002", operator="ministry", operator_system="System M"
        )

    def receive(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        return self.act("counter_officer", dossier, "accept", identity_seen=True)

    def say(self, dossier, state, moment, **rest):
        said = OutsideStatus(state, self.at(moment), **rest)
        return Following(dossier).take(said)

    @staticmethod
    def at(text):
        return fields.Datetime.to_datetime(text)

    def test_it_is_received_with_our_code_and_without_a_clock_of_ours(self):
        dossier = self.receive()
        self.assertEqual(dossier.state, "accepted")
        self.assertEqual(dossier.run_by, "ministry")
        self.assertTrue(dossier.code)
        self.assertEqual(dossier.received_department_id, self.centre)
        self.assertFalse(dossier.step_ids)
        self.assertFalse(dossier.process_id)
        for name in ("date_due", "date_due_legal", "date_due_promised", "date_forward"):
            self.assertFalse(dossier[name], name)
        self.assertFalse(dossier.date_intake_due)
        self.assertFalse(dossier.overdue)
        self.run_cron("_cron_forward")
        self.assertEqual(dossier.state, "accepted")

    def test_nothing_is_decided_here(self):
        dossier = self.receive()
        for code in sorted(set(CODES) - set(DONE_HERE)):
            for role in ("counter_officer", "department_head"):
                with (
                    self.subTest(code=code, role=role),
                    self.assertRaisesRegex(UserError, "the system that runs this"),
                ):
                    self.act(role, dossier, code, "Why", outcome="granted")
        offered = dossier.with_user(self.users["counter_officer"])
        self.assertEqual(offered.available_transitions(), [])
        self.assertEqual(dossier.state, "accepted")

    def test_it_takes_status_and_date_from_outside_and_says_whose_they_are(self):
        dossier = self.receive()
        self.say(
            dossier,
            "processing",
            "2026-03-09 01:30:00",
            due=self.at("2026-03-20 10:00:00"),
        )
        # Older than the reception here, so it changed nothing.
        self.assertEqual(dossier.state, "accepted")
        with freeze_time("2026-03-09 03:00:00"):
            self.say(
                dossier,
                "processing",
                "2026-03-09 02:30:00",
                due=self.at("2026-03-20 10:00:00"),
            )
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(str(dossier.date_outside_due), "2026-03-20 10:00:00")
        self.assertFalse(dossier.date_due)
        self.assertEqual(
            dossier.explain_due()["sentences"],
            ["System M decides this dossier and set the date."],
        )
        told = self.env["onestop.dossier"].track(dossier.code)
        self.assertEqual(told["due"], "2026-03-20 10:00:00")
        self.assertEqual(
            told["sentences"], ["System M decides this dossier and set the date."]
        )
        self.assertEqual(self.journal(dossier)[-1], "follow")

    def test_past_the_date_of_another_it_is_followed_but_not_late_here(self):
        dossier = self.receive()
        with freeze_time("2026-03-09 03:00:00"):
            self.say(
                dossier,
                "processing",
                "2026-03-09 02:30:00",
                due=self.at("2026-03-10 10:00:00"),
            )
        domain = [("id", "=", dossier.id)]
        dossiers = self.env["onestop.dossier"]
        with freeze_time("2026-03-11 02:00:00"):
            self.env.invalidate_all()
            self.assertTrue(dossier.outside_overdue)
            self.assertFalse(dossier.overdue)
            self.assertFalse(dossier.lateness)
            past = [("outside_overdue", "=", True)]
            self.assertEqual(dossiers.search(domain + past), dossier)
            self.assertFalse(dossiers.search(domain + [("overdue", "=", True)]))
            self.run_cron("_cron_look", "onestop.reminder")
        reminders = self.env["onestop.reminder"]
        self.assertFalse(reminders.search([("dossier_id", "=", dossier.id)]))

    def test_its_result_is_handed_out_here_against_a_signature(self):
        dossier = self.receive()
        with freeze_time("2026-03-12 02:00:00"):
            self.say(dossier, "resolved", "2026-03-12 01:00:00")
            self.assertEqual(dossier.delivery_state, "ready")
            told = dossier.notice_ids.filtered(lambda one: one.event == "resolved")
            self.assertTrue(told)
            with self.assertRaisesRegex(UserError, "who collects"):
                dossier.with_user(self.users["counter_officer"]).action_transition(
                    "return"
                )
            self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "returned")
        self.assertTrue(dossier.collection_ids)
        self.assertEqual(str(dossier.date_resolved), "2026-03-12 01:00:00")
        with freeze_time("2026-03-13 02:00:00"):
            # Against the signature nothing said by line counts by itself.
            self.assertEqual(
                self.say(dossier, "processing", "2026-03-13 01:00:00"), DIFFERS
            )
        self.assertEqual(dossier.state, "returned")

    def test_one_look_up_finds_both_codes(self):
        dossier = self.receive()
        dossier._take_outside_code(" g22.99-260309-0001 ")
        self.assertEqual(dossier.outside_code, "G22.99-260309-0001")
        counters = self.env["onestop.counter.group"].with_user(
            self.users["counter_officer"]
        )
        dossiers = self.env["onestop.dossier"]
        for typed in ("G22.99-260309-0001", "g22.99-260309-0001", dossier.code):
            with self.subTest(typed=typed):
                found = dossiers.track(typed)
                self.assertTrue(found["found"])
                self.assertEqual(found["code"], typed.upper())
                self.assertEqual(counters._dossier_of_paper(typed), dossier)
        self.assertEqual(dossiers.track("G22.99-260309-0002"), {"found": False})
        named = dossiers.name_search("G22.99-260309-0001")
        self.assertEqual([row[0] for row in named], [dossier.id])

    def test_a_code_of_one_is_no_code_of_another(self):
        first, second = self.receive(), self.receive()
        first._take_outside_code("G22.99-260309-0001")
        with self.assertRaisesRegex(UserError, "Another dossier"):
            second._take_outside_code("G22.99-260309-0001")
        with self.assertRaisesRegex(UserError, "Another dossier"):
            second._take_outside_code(first.code)
        with self.assertRaisesRegex(UserError, "has the code"):
            first._take_outside_code("G22.99-260309-0002")
        with self.assertRaisesRegex(UserError, "no code"):
            second._take_outside_code("<script>")

    def test_what_is_late_or_twice_changes_nothing(self):
        dossier = self.receive()
        with freeze_time("2026-03-10 02:00:00"):
            self.say(dossier, "supplement", "2026-03-10 01:00:00")
            rows = len(self.journal(dossier))
            self.assertEqual(
                self.say(dossier, "processing", "2026-03-09 05:00:00"), OLDER
            )
            self.assertEqual(
                self.say(dossier, "supplement", "2026-03-10 01:00:00"), OLDER
            )
            with self.assertRaisesRegex(UserError, "lies in the past"):
                self.say(dossier, "processing", "2026-03-10 02:30:00")
        self.assertEqual(dossier.state, "supplement")
        self.assertEqual(len(self.journal(dossier)), rows)

    def test_what_is_typed_says_so_until_the_line_confirms_it(self):
        dossier = self.receive()
        with freeze_time("2026-03-10 02:00:00"):
            dossier.with_user(self.users["counter_officer"]).follow(
                {"status": "processing", "reason": SEEN, "outside_code": "M-2026-1"}
            )
            self.assertTrue(dossier.outside_typed)
            self.assertEqual(dossier.outside_code, "M-2026-1")
            self.assertEqual(
                dossier.outside_source,
                "System M decides this dossier. An officer entered its status by hand, "
                "as it was seen there.",
            )
            row = self.env["onestop.journal"].search(
                [("res_id", "=", dossier.id), ("code", "=", "follow_typed")]
            )
            self.assertEqual(row.actor_id, self.users["counter_officer"].id)
            self.assertEqual(row.reason, SEEN)
            self.say(dossier, "processing", "2026-03-09 08:00:00")
        self.assertFalse(dossier.outside_typed)
        self.assertEqual(str(dossier.date_outside), "2026-03-09 08:00:00")

    def test_only_who_follows_it_types_a_status(self):
        dossier = self.receive()
        values = {"status": "processing", "reason": SEEN}
        for role in ("department_officer", "clerk", "treasurer", "postal_clerk"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                dossier.with_user(self.users[role]).follow(values)
        with self.assertRaises(AccessError):
            dossier.with_user(self.portal).follow(values)
        counter = dossier.with_user(self.users["counter_officer"])
        with self.assertRaisesRegex(UserError, "how you know"):
            counter.follow({"status": "processing"})
        with self.assertRaisesRegex(UserError, "handed out here"):
            counter.follow({"status": "returned", "reason": SEEN})
        with self.assertRaisesRegex(UserError, "no status"):
            counter.follow({"status": "draft", "reason": SEEN})
        for wrong in (None, [], "processing", [("status", "processing")]):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(UserError, "names"):
                counter.follow(wrong)
        for wrong in (7, [], "tomorrow", "9999-12-31 23:59:59", "0001-01-01 00:00:00"):
            for name in ("moment", "due"):
                values = {"status": "processing", "reason": SEEN, name: wrong}
                with self.subTest(values=values), self.assertRaises(UserError):
                    counter.follow(values)
        with self.assertRaises(AccessError):
            counter.with_context(onestop_engine=True).write({"outside_code": "M-1"})
        self.assertEqual(dossier.state, "accepted")

    def test_nobody_follows_what_is_decided_here(self):
        self.version = self.env["onestop.procedure.version"].search(
            [("procedure_id.code", "=", "9.900001")]
        )
        dossier = self.to_processing()
        with self.assertRaisesRegex(UserError, "decided here"):
            dossier.with_user(self.users["counter_officer"]).follow(
                {"status": "resolved", "reason": SEEN}
            )
        self.assertEqual(dossier.state, "processing")

    def test_people_file_online_where_it_is_run(self):
        with self.assertRaisesRegex(UserError, "national portal"):
            self.file()

    def test_the_counter_may_name_its_code_there_at_once(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        for wrong in ("<script>", "x" * 100_000, {"a": 1}):
            with self.subTest(wrong=str(wrong)[:9]), self.assertRaises(UserError) as no:
                self.act("counter_officer", dossier, "accept", outside_code=wrong)
            self.assertLess(len(str(no.exception)), 200)
        self.act("counter_officer", dossier, "accept", outside_code=" m-2026-1 ")
        self.assertEqual(dossier.outside_code, "M-2026-1")
        self.assertEqual(dossier.state, "accepted")

    def test_the_receipt_says_who_decides_and_set_the_date(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        self.act("counter_officer", dossier, "accept", outside_code="M-2026-1")
        forms = self.env["report.onestop_dossier.form_receipt"]
        [sheet] = forms._get_report_values(dossier.ids)["sheets"]
        self.assertEqual(sheet["outside"], {"system": "System M", "code": "M-2026-1"})
        self.assertFalse(sheet["due"])
        with freeze_time("2026-03-09 03:00:00"):
            due = self.at("2026-03-20 10:00:00")
            self.say(dossier, "processing", "2026-03-09 02:30:00", due=due)
        [sheet] = forms._get_report_values(dossier.ids)["sheets"]
        self.assertEqual(f"{sheet['due']:%d/%m/%Y %H:%M}", "20/03/2026 17:00")
        self.assertIn("System M", sheet["why"])
