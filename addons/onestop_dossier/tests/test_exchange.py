import json
import os
import pathlib
import shutil
import tempfile
from unittest.mock import patch

from freezegun import freeze_time

from odoo import sql_db
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..engine import following
from ..engine.exchange_round import ALONE, ExchangeRound
from ..models.onestop_exchange_line import FOLDER_VARIABLE
from .common import MONDAY, DossierCase

CODE = "G22.99-260309-0001"
NINE = "2026-03-09T09:00:00+07:00"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-09 08:00:00")
class TestExchange(DossierCase):
    """A line of files to a ministry's system, and one to the national portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here = cls.version
        cls.version = cls.make_version(
            "9.900002", operator="ministry", operator_system="System M"
        )
        cls.env["onestop.exchange.line"].search([]).active = False
        cls.line = cls.env["onestop.exchange.line"].create(
            {"name": "System M", "code": "test-m"}
        )
        cls.portal_line = cls.env["onestop.exchange.line"].create(
            {"name": "Portal T", "code": "test-p", "operator": "national_portal"}
        )
        root = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, root)
        cls.startClassPatcher(patch.dict(os.environ, {FOLDER_VARIABLE: root}))
        cls.folder = pathlib.Path(root) / "test-m"
        cls.portal_folder = pathlib.Path(root) / "test-p"

    def setUp(self):
        super().setUp()
        for folder in (self.folder, self.portal_folder):
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "in").mkdir(parents=True, mode=0o700)

    def put(self, name, values, folder=None):
        content = values if isinstance(values, bytes) else json.dumps(values).encode()
        ((folder or self.folder) / "in" / f"{name}.json").write_bytes(content)

    def run_line(self, line=None):
        self.env.flush_all()
        went = ExchangeRound(line or self.line).run()
        self.env.invalidate_all()
        return went

    def messages(self, direction="in", line=None):
        return self.env["onestop.exchange.message"].search(
            [("line_id", "=", (line or self.line).id), ("direction", "=", direction)],
            order="id",
        )

    def differences(self, state="open"):
        return self.env["onestop.exchange.difference"].search(
            [("line_id", "in", (self.line | self.portal_line).ids)]
            + [("state", "=", state)]
        )

    def receive(self):
        with freeze_time(MONDAY):
            dossier = self.file(self.users["counter_officer"], channel="in_person")
            return self.act("counter_officer", dossier, "accept", identity_seen=True)

    def status(self, number, dossier, status, moment="2026-03-09T10:00:00+07:00", **to):
        return {
            "id": number,
            "kind": "status",
            "moment": moment,
            "code": CODE,
            "our_code": dossier.code,
            "status": status,
            **to,
        }

    def filed(self, **to):
        values = self.values()
        values.update(to.pop("dossier", {}))
        return {
            "id": "F-1",
            "kind": "filed",
            "moment": "2026-03-09T08:00:00+07:00",
            "code": CODE,
            "status": 1,
            "dossier": values,
            **to,
        }

    # -------------------------------------------------------------------- what goes out

    def test_what_is_received_and_handed_out_here_is_said_there_without_a_name(self):
        dossier = self.receive()
        self.run_line()
        out = sorted(path.name for path in (self.folder / "out").iterdir())
        self.assertEqual(len(out), 2)
        said = [json.loads((self.folder / "out" / name).read_text()) for name in out]
        self.assertEqual({one["status"] for one in said}, {1, 2})
        self.assertEqual(said[1]["our_code"], dossier.code)
        self.assertEqual(said[1]["moment"], "2026-03-09T02:00:00+00:00")
        self.assertNotIn("Owner T", json.dumps(said))
        self.assertNotIn("001099000001", json.dumps(said))
        self.assertEqual(set(self.messages("out").mapped("state")), {"done"})

    # -------------------------------------------------------------------- what comes in

    def test_a_status_is_taken_once_however_often_it_comes(self):
        dossier = self.receive()
        message = self.status("M-1", dossier, 4, due="2026-03-20T17:00:00+07:00")
        for name in ("a", "b"):
            self.put(name, message)
        self.run_line()
        self.put("c", message)
        self.run_line()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.outside_code, CODE)
        self.assertEqual(str(dossier.date_outside), "2026-03-09 03:00:00")
        self.assertEqual(str(dossier.date_outside_due), "2026-03-20 10:00:00")
        self.assertEqual(self.messages().mapped("effect"), ["taken"])
        self.assertEqual(self.journal(dossier).count("follow"), 1)
        self.assertFalse(list((self.folder / "in").glob("*.json")))
        self.assertEqual(len(list((self.folder / "taken").glob("*.json"))), 3)

    def test_out_of_order_the_latest_moment_is_true(self):
        dossier = self.receive()
        self.put("a", self.status("M-2", dossier, 9, "2026-03-09T12:00:00+07:00"))
        self.run_line()
        self.put("b", self.status("M-1", dossier, 5, "2026-03-09T10:00:00+07:00"))
        self.run_line()
        self.assertEqual(dossier.state, "resolved")
        self.assertEqual(self.messages().mapped("effect"), ["taken", "older"])

    def test_what_cannot_be_understood_is_kept_and_says_why(self):
        dossier = self.receive()
        self.put("a", b"\xff\xfe no json")
        self.put("b", {**self.status("M-1", dossier, 11)})
        self.put("c", {**self.status("M-2", dossier, 4), "moment": "2026-03-09"})
        self.put("d", self.status("M-3", dossier, 4))
        self.run_line()
        kept = self.messages()
        self.assertEqual(kept.mapped("state"), ["failed", "failed", "failed", "done"])
        self.assertTrue(all(one.why for one in kept[:3]))
        self.assertEqual(dossier.state, "processing")

    def test_a_status_before_its_dossier_waits_and_then_is_missing_here(self):
        self.put(
            "a",
            {
                "id": "M-1",
                "kind": "status",
                "moment": NINE,
                "code": "G22.99-260309-0099",
                "status": 4,
            },
        )
        for _round in range(4):
            self.run_line()
            self.assertEqual(self.messages().state, "waiting")
        self.assertFalse(self.differences())
        self.run_line()
        self.assertEqual(self.messages().effect, "differs")
        self.assertEqual(self.differences().kind, "missing_here")
        # Received meanwhile, and told of again: there is no difference any more.
        dossier = self.receive()
        dossier._take_outside_code("G22.99-260309-0099")
        values = self.status("M-2", dossier, 4)
        self.put("b", {**values, "code": "G22.99-260309-0099"})
        self.run_line()
        self.assertEqual(dossier.state, "processing")
        self.assertFalse(self.differences())

    def test_where_somebody_works_on_the_dossier_the_message_waits(self):
        dossier = self.receive()
        self.put("a", self.status("M-1", dossier, 4))
        busy = LockError("Someone else is working on this.")
        with patch.object(following, "wait_for", side_effect=busy):
            for _round in range(6):
                self.run_line()
        # However often: it was no fault of the message.
        self.assertEqual((self.messages().state, self.messages().tries), ("waiting", 0))
        self.run_line()
        self.assertEqual(dossier.state, "processing")

    def test_what_failed_is_done_again_once_it_can_be(self):
        dossier = self.receive()
        self.centre.national_code = False
        values = self.filed(id="F-9", dossier={"procedure": "9.999999"})
        self.put("a", values)
        for _round in range(5):
            self.run_line()
        message = self.messages()
        self.assertEqual(message.state, "failed")
        self.assertIn("9.999999", message.why)
        with self.assertRaises(AccessError):
            message.with_user(self.users["counter_officer"]).action_again()
        message.with_user(self.users["it_technician"]).action_again()
        self.assertEqual(message.state, "waiting")
        self.assertTrue(dossier.exists())

    def test_another_line_says_nothing_of_it(self):
        dossier = self.receive()
        self.put("a", self.status("M-1", dossier, 9), self.portal_folder)
        self.run_line(self.portal_line)
        self.assertEqual(dossier.state, "accepted")
        self.version = self.here
        ours = self.to_processing()
        self.put("b", self.status("M-2", ours, 9), self.portal_folder)
        self.run_line(self.portal_line)
        self.assertEqual(ours.state, "processing")

    def test_the_only_line_to_a_ministry_does_not_speak_for_another(self):
        self.version = self.make_version(
            "9.900003", operator="ministry", operator_system="System N"
        )
        dossier = self.receive()
        self.put("a", self.status("M-1", dossier, 9))
        self.put(
            "b",
            {"id": "L-1", "kind": "list", "moment": NINE, "dossiers": []},
        )
        self.run_line()
        self.assertEqual(dossier.state, "accepted")
        self.assertFalse(dossier.outside_code)
        self.assertFalse(self.messages("out"))
        self.assertFalse(self.differences())

    def test_another_line_files_nothing_over_it(self):
        dossier = self.receive()
        self.put("a", self.status("M-1", dossier, 4))
        self.run_line()
        portal = {"dossier": {"procedure": self.here.procedure_id.code}, "status": 9}
        self.put("b", self.filed(**portal), self.portal_folder)
        self.put("c", self.filed(id="F-2", status=9), self.portal_folder)
        for _round in range(5):
            self.run_line(self.portal_line)
        kept = self.messages(line=self.portal_line)
        self.assertEqual(set(kept.mapped("state")), {"failed"})
        self.assertIn("Another dossier has the code", kept[0].why)
        self.assertEqual(dossier.state, "processing")
        named = self.env["onestop.dossier"].search([("outside_code", "=", CODE)])
        self.assertEqual(named, dossier)

    def test_two_codes_of_two_dossiers_are_of_none(self):
        first, second = self.receive(), self.receive()
        self.put("a", self.status("M-1", first, 4))
        self.put("b", self.status("M-2", second, 9))
        self.run_line()
        kept = self.messages()
        self.assertEqual(kept.mapped("state"), ["done", "waiting"])
        self.assertEqual(kept[1].why, "The two codes are of two dossiers.")
        self.assertEqual((first.state, second.state), ("processing", "accepted"))

    def test_what_is_no_file_is_no_message(self):
        dossier = self.receive()
        os.mkfifo(self.folder / "in" / "a.json")
        (self.folder / "in" / "b.json").mkdir()
        (self.folder / "in" / "c.json").symlink_to("/etc/passwd")
        (self.folder / "in" / ".d.json").write_bytes(b"{}")
        self.put("…\n‮x'\"$(id)", self.status("M-1", dossier, 4))
        self.run_line()
        self.assertFalse(self.line.trouble)
        self.assertEqual(self.messages().mapped("external_id"), ["M-1"])
        self.assertEqual(dossier.state, "processing")

    def test_what_was_not_understood_says_why_for_good(self):
        self.put("a", b"<script>alert(1)</script>")
        self.run_line()
        message = self.messages()
        why = message.why
        self.assertTrue(why)
        message.with_user(self.users["it_technician"]).action_again()
        self.run_line()
        self.assertEqual((message.state, message.why), ("failed", why))

    def test_two_rounds_at_once_do_it_once(self):
        other = sql_db.db_connect(self.env.cr.dbname).cursor()
        try:
            name = ALONE % self.line.id
            other.execute(
                SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", name)
            )
            self.assertFalse(self.run_line())
        finally:
            other.rollback()
            other.close()
        self.assertTrue(self.run_line())

    def test_a_folder_into_which_everybody_writes_is_no_line(self):
        dossier = self.receive()
        self.put("a", self.status("M-1", dossier, 4))
        (self.folder / "in").chmod(0o777)
        self.run_line()
        self.assertIn("others may write", self.line.trouble)
        self.assertEqual(dossier.state, "accepted")
        (self.folder / "in").chmod(0o700)
        self.run_line()
        self.assertFalse(self.line.trouble)
        self.assertEqual(dossier.state, "processing")

    # ------------------------------------------------------------------ what was filed

    def test_what_was_filed_on_the_portal_arrives_as_filed_online(self):
        values = self.filed(dossier={"procedure": self.here.procedure_id.code})
        self.put("a", values, self.portal_folder)
        self.put("b", {**values, "id": "F-2"}, self.portal_folder)
        self.run_line(self.portal_line)
        dossier = self.env["onestop.dossier"].search([("outside_code", "=", CODE)])
        self.assertEqual(len(dossier), 1)
        self.assertEqual((dossier.channel, dossier.state), ("online", "submitted"))
        self.assertEqual(dossier.run_by, "here")
        self.assertEqual(dossier.owner_identity_number, "001099000001")
        self.assertFalse(dossier.partner_id)
        self.assertEqual(dossier.counter_group_id, self.counter)
        self.assertTrue(dossier.date_intake_due)
        self.assertFalse(any(self.messages(line=self.portal_line).mapped("content")))
        self.assertEqual(dossier.filed_line_id, self.portal_line)
        self.assertFalse(dossier.helped_by)

    def test_what_was_filed_there_and_is_decided_here_is_said_there(self):
        with freeze_time("2026-03-09 02:00:00"):
            dossier = self.filed_there()
            self.act("counter_officer", dossier, "accept")
        with freeze_time("2026-03-10 02:00:00"):
            officer, why = "department_officer", "The plan shows no scale."
            plan = dossier.component_ids[1]
            self.act(
                officer, dossier, "request_supplement", why, component_ids=plan.ids
            )
        for _round in range(2):
            self.run_line(self.portal_line)
        out = sorted((self.portal_folder / "out").iterdir())
        said = [json.loads(path.read_text()) for path in out]
        said.sort(key=lambda one: int(one["id"].rpartition("-")[2]))
        self.assertEqual(
            [(one["status"], one["moment"], one["due"]) for one in said],
            [
                (1, "2026-03-09T02:00:00+00:00", None),
                # Monday and five working days: the next Monday, at its closing hour.
                (2, "2026-03-09T02:00:00+00:00", "2026-03-16T10:00:00+00:00"),
                (4, "2026-03-09T02:00:00+00:00", "2026-03-16T10:00:00+00:00"),
                # Waited for, it is due on no day.
                (5, "2026-03-10T02:00:00+00:00", None),
            ],
        )
        self.assertEqual({one["code"] for one in said}, {CODE})
        numbers = [one["our_code"] for one in said]
        self.assertEqual(numbers, [dossier.tracking_number] + [dossier.code] * 3)
        self.assertNotIn("Owner T", json.dumps(said))
        self.assertNotIn(why, json.dumps(said))
        # Sent again, as after a line that broke off: the same files.
        self.env.cr.execute(
            "UPDATE onestop_exchange_message SET state = 'waiting' "
            "WHERE direction = 'out'"
        )
        self.env.invalidate_all()
        self.run_line(self.portal_line)
        self.assertEqual(sorted((self.portal_folder / "out").iterdir()), out)

    def test_a_new_date_is_said_there_too(self):
        with freeze_time("2026-03-09 02:00:00"):
            dossier = self.filed_there()
            self.act("counter_officer", dossier, "accept")
        with freeze_time("2026-03-13 02:00:00"):
            self.act(
                "department_head",
                dossier,
                "apologise",
                "The surveyor is ill.",
                until="2026-03-20 10:00:00",
                words="We are sorry.",
            )
        said = json.loads(self.messages("out", self.portal_line)[-1].sudo().content)
        self.assertEqual(
            (said["status"], said["due"]), (4, "2026-03-20T10:00:00+00:00")
        )

    def test_a_date_that_a_calendar_moved_is_said_there_too(self):
        with freeze_time("2026-03-09 02:00:00"):
            dossier = self.filed_there()
            self.act("counter_officer", dossier, "accept")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Storm",
                "calendar_id": self.department.calendar_id.id,
                "date_from": "2026-03-11 00:00:00",
                "date_to": "2026-03-11 11:00:00",
            }
        )
        self.run_cron("_cron_redate", "onestop.redating")
        said = json.loads(self.messages("out", self.portal_line)[-1].sudo().content)
        self.assertEqual(
            (said["status"], said["due"]), (4, "2026-03-17T10:00:00+00:00")
        )
        self.assertEqual(said["code"], CODE)

    def test_the_counter_sees_where_it_was_filed(self):
        dossier = self.filed_there().with_user(self.users["counter_officer"])
        [seen] = dossier.web_read({"filed_line_id": {"fields": {"display_name": {}}}})
        self.assertEqual(seen["filed_line_id"]["display_name"], "Portal T")
        with self.assertRaises(AccessError):
            dossier.write({"filed_line_id": self.line.id})

    def test_of_what_is_decided_here_the_portal_only_differs(self):
        with freeze_time("2026-03-09 02:00:00"):
            dossier = self.filed_there()
            self.act("counter_officer", dossier, "accept")
        for number, status, moment in (
            ("M-1", 1, "2026-03-09T08:30:00+07:00"),  # before it was received here
            ("M-2", 4, "2026-03-09T09:30:00+07:00"),
            ("M-3", 7, "2026-03-09T10:00:00+07:00"),
        ):
            self.put(
                number, self.status(number, dossier, status, moment), self.portal_folder
            )
        self.run_line(self.portal_line)
        effects = self.messages(line=self.portal_line).mapped("effect")
        self.assertEqual(effects, ["made", "older", "confirmed", "differs"])
        self.assertEqual(dossier.state, "processing")
        one = self.differences().with_user(self.users["supervisor"])
        self.assertEqual((one.theirs, one.ours), ("withdrawal", "processing"))
        one.reason = "Asked them by telephone."
        with self.assertRaisesRegex(UserError, "decided here"):
            one.action_take_theirs()
        rows = [{"code": CODE, "status": 4}]
        values = {"id": "L-1", "kind": "list", "moment": NINE, "dossiers": rows}
        self.put("l", values, self.portal_folder)
        self.run_line(self.portal_line)
        self.assertFalse(self.differences())

    def filed_there(self):
        values = self.filed(dossier={"procedure": self.here.procedure_id.code})
        self.put("a", values, self.portal_folder)
        self.run_line(self.portal_line)
        return self.env["onestop.dossier"].search([("outside_code", "=", CODE)])

    def test_what_another_system_runs_arrives_with_its_status(self):
        self.put("a", self.filed(status=4, due="2026-03-20T17:00:00+07:00"))
        self.run_line()
        dossier = self.env["onestop.dossier"].search([("outside_code", "=", CODE)])
        self.assertEqual(dossier.state, "processing")
        self.assertTrue(dossier.code)
        self.assertEqual(str(dossier.date_outside), "2026-03-09 01:00:00")
        self.assertFalse(dossier.date_due)

    def test_a_filing_that_names_nobody_by_number_is_refused(self):
        for number, dossier in enumerate(
            (
                {"owner": {"name": "Owner T"}},
                {"owner": "Owner T"},
                {"owner": {"name": "Owner T", "identity_number": "00109900000"}},
                {"state": "resolved"},
                {"channel": "in_person"},
                {"procedure": self.here.procedure_id.code},
                {"owner": {"name": {"a": 1}, "identity_number": "001099000001"}},
                {"procedure": {"a": 1}},
                {"procedure": ["9.900002"]},
                {"notice_channels": [{"a": 1}]},
                {"components": "Application"},
                {"components": ["Application"]},
                {"components": [{"component": "Application", "files": ["x"]}]},
                {"components": [{"component": {"a": 1}}]},
                {"content": "x" * 100_000, "owner": {"name": "<script>"}},
            )
        ):
            self.put(f"{number}", self.filed(id=f"F-{number}", dossier=dossier))
        for _round in range(5):
            self.run_line()
        kept = self.messages()
        self.assertEqual(set(kept.mapped("state")), {"failed"})
        self.assertTrue(all(kept.mapped("why")))
        found = self.env["onestop.dossier"].search_count([("outside_code", "=", CODE)])
        self.assertEqual(found, 0)

    # ------------------------------------------------------------------- differences

    def test_what_contradicts_a_hand_over_is_decided_by_a_person(self):
        dossier = self.receive()
        self.put("a", self.status("M-1", dossier, 9, "2026-03-09T10:00:00+07:00"))
        self.run_line()
        with freeze_time("2026-03-09 04:00:00"):
            self.act("counter_officer", dossier, "return")
        self.put("b", self.status("M-2", dossier, 4, "2026-03-09T12:00:00+07:00"))
        self.run_line()
        self.assertEqual(dossier.state, "returned")
        one = self.differences()
        self.assertEqual((one.theirs, one.ours), ("processing", "returned"))
        head = one.with_user(self.users["supervisor"])
        with self.assertRaisesRegex(UserError, "why"):
            head.action_keep_ours()
        head.reason = "They had not seen the register."
        head.action_keep_ours()
        self.assertEqual((one.state, one.decision), ("settled", "ours"))
        self.assertEqual(one.settled_by, self.users["supervisor"].name)
        self.assertEqual(self.journal(dossier)[-1], "follow_kept")
        with self.assertRaises(UserError):
            head.action_take_theirs()
        with self.assertRaises(AccessError):
            head.reason = "Another."

    def test_what_they_say_may_be_taken_with_a_reason(self):
        dossier = self.receive()
        self.put("a", self.status("M-1", dossier, 4, "2026-03-09T09:00:00+07:00"))
        self.run_line()
        one = self.differences().with_user(self.users["supervisor"])
        self.assertEqual(one.ours, "accepted")
        one.reason = "x" * 2001
        with self.assertRaisesRegex(UserError, "at most 2000 characters"):
            one.action_take_theirs()
        one.reason = "Asked them by telephone."
        one.action_take_theirs()
        self.assertEqual(dossier.state, "processing")
        with self.assertRaises(AccessError):
            one.with_user(self.users["counter_officer"]).action_take_theirs()

    def test_a_list_names_what_one_side_lacks_or_has_differently(self):
        same, other, mine = self.receive(), self.receive(), self.receive()
        rows = [
            {"our_code": same.code, "status": 2},
            {"our_code": other.code, "status": 5},
            {"code": "G22.99-260309-0077", "status": 4},
        ]
        values = {"id": "L-1", "kind": "list", "moment": NINE, "dossiers": rows}
        self.put("a", values)
        self.run_line()
        self.put("b", {**values, "id": "L-2"})
        self.run_line()
        self.assertEqual(
            {(one.kind, one.code) for one in self.differences()},
            {
                ("status", other.code),
                ("missing_here", "G22.99-260309-0077"),
                ("missing_there", mine.code),
            },
        )
        self.assertEqual(len(self.differences()), 3)
        rows = [{"our_code": one.code, "status": 2} for one in (same, other, mine)]
        self.put("c", {**values, "id": "L-3", "dossiers": rows})
        self.run_line()
        self.assertFalse(self.differences())
        self.assertEqual(set(self.differences("settled").mapped("decision")), {"gone"})

    # ------------------------------------------------------------------------- walls

    def test_nobody_writes_messages_or_differences_by_hand(self):
        self.receive()
        message = self.messages("out")[:1].with_user(self.users["director"])
        for values in ({"state": "done"}, {"content": "{}"}):
            with self.assertRaises(AccessError):
                message.with_context(onestop_engine=True).write(values)
        with self.assertRaises(AccessError):
            message.read(["content"])
        with self.assertRaises(AccessError):
            message.sudo().unlink()
        self.assertEqual(message.state, "waiting")

    def test_the_database_does_not_say_which_folder(self):
        for code in ("../etc", "/etc", "a/b", "A"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.line.code = code
        for url in (
            "file:///etc/passwd",
            "http://ministry.example/api",
            "http://127.0.0.1.example/api",
            "http://127.0.0.1@ministry.example/api",
            "https://",
            "https://[",
            "",
        ):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.line.write({"adapter": "http", "url": url})
        for url in ("https://ministry.example/api", "http://127.0.0.1:8080/api"):
            self.line.write({"adapter": "http", "url": url})
