"""What is in the archive for long is read on request only, and who read it is kept."""

from freezegun import freeze_time
from psycopg2 import IntegrityError
from psycopg2.errors import InsufficientPrivilege

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from .common_archive import RESTRICTED, ArchiveCase

LATER = "2026-05-14 02:00:01"
# Tell of nobody: codes alone, what money came in (books are kept by a law of their
# own), what the machine alone reads, or forms that are their user's.
BESIDE = {
    "onestop.archive.file",
    "onestop.archive.request",
    "onestop.check.token",
    "onestop.dossier.grant",
    "onestop.dossier.viewer",
    "onestop.exchange.difference",
    "onestop.electronic.receipt",
    "onestop.exchange.message",
    "onestop.fee.order",
    "onestop.fee.receipt",
    "onestop.handover.line",
    "onestop.online.payment",
    "onestop.online.payment.line",
    "onestop.print.item",
    "onestop.refund",
    "onestop.register.line",
    "onestop.reminder",
    "onestop.transfer.item",
    "onestop.urging.line",
}


@tagged("post_install", "-at_install")
class TestArchiveRequests(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.users["counter_officer"]
        cls.asked = cls.env["onestop.archive.request"]
        cls.access = cls.env["onestop.archive.access"]

    def ask(self, file, user, kind="look", reason="The owner asks what was filed."):
        number = self.asked.with_user(user).ask(file.code, kind, reason)
        return self.asked.browse(number)

    def acts(self, file):
        rows = self.access.search([("file_id", "=", file.id)], order="id")
        return rows.mapped("act")

    # ----------------------------------------------------------------------- the wall

    def test_nobody_of_the_staff_finds_or_reads_it_by_whatever_way(self):
        file = self.restricted()
        dossier = file.dossier_id
        paper = dossier.component_ids[0]
        attachment = paper.attachment_ids[0]
        message = dossier.message_ids[:1]
        for role in (
            *("counter_officer", "department_officer", "department_head", "clerk"),
            *("supervisor", "director"),
        ):
            user = self.users[role]
            mine = dossier.with_user(user)
            with self.subTest(role=role):
                self.assertFalse(mine.search([("id", "=", dossier.id)]))
                self.assertFalse(mine.search([("owner_name", "=", "Owner T")]))
                self.assertFalse(mine.name_search(dossier.code))
                self.assertFalse(
                    mine._read_group([("id", "=", dossier.id)], [], ["__count"])[0][0]
                )
                for read in (
                    lambda mine=mine: mine.read(["owner_name"]),
                    lambda mine=mine: mine.web_read({"owner_name": {}}),
                    lambda mine=mine: mine.export_data(["owner_name"]),
                    lambda mine=mine: mine.explain_due(),
                    lambda mine=mine: mine._journal_rows(),
                    lambda user=user: paper.with_user(user).read(["name"]),
                    lambda user=user: (
                        dossier.step_ids[0].with_user(user).read(["kind"])
                    ),
                    lambda user=user: dossier.result_ids.with_user(user).read(["name"]),
                    lambda user=user: attachment.with_user(user).read(["datas"]),
                    lambda mine=mine: mine.message_post(body="x"),
                ):
                    with self.assertRaises(UserError):
                        read()
                if message:
                    found = message.with_user(user).search([("id", "=", message.id)])
                    self.assertFalse(found)

    def test_before_it_is_restricted_whoever_could_still_reads_it(self):
        file = self.closed()
        dossier = file.dossier_id.with_user(self.officer)
        self.assertEqual(dossier.owner_name, "Owner T")
        self.assertFalse(self.acts(file))

    def test_whose_it_is_goes_on_to_read_it(self):
        file = self.restricted()
        mine = file.dossier_id.with_user(self.portal)
        self.assertEqual(mine.search([("id", "=", mine.id)]), mine)
        self.assertEqual(mine.owner_name, "Owner T")
        self.assertTrue(mine.component_ids.mapped("name"))
        # That is nobody's business but theirs.
        self.assertFalse(self.acts(file))

    def test_code_and_progress_are_told_as_before(self):
        file = self.restricted()
        told = self.env["onestop.dossier"].with_user(self.officer).track(file.code)
        self.assertEqual((told["found"], told["state"]), (True, "returned"))

    def test_the_counter_prefills_nothing_from_the_archive(self):
        dossier = self.ended()
        with freeze_time("2026-03-10 02:00:00"):
            people = self.env["onestop.person"].with_user(self.officer)
            with ENGINE.held():
                dossier.identity_verified = True
            self.assertTrue(people.find("001099000001")["found"])
            file = self.file_of(dossier)
            self.as_keeper(file).action_close()
        self.run_step("_restrict_all", RESTRICTED)
        self.assertTrue(dossier.restricted)
        self.assertFalse(people.find("001099000001")["found"])
        self.assertFalse(people.find_by_fact("Owner T", phone="0900000001")["found"])

    def test_every_model_that_tells_of_a_dossier_stands_behind_it(self):
        rules = self.env["ir.rule"].search([]).filtered(lambda rule: not rule.groups)
        guarded = {
            rule.model_id.model
            for rule in rules
            if "restricted_request_ids" in (rule.domain_force or "")
        }
        self.assertIn("onestop.dossier", guarded)
        for name, model in self.env.registry.items():
            field = model._fields.get("dossier_id")
            if (
                model._original_module != "onestop_dossier"
                or model._transient
                or model._abstract
                or not model._auto
                or field is None
                or field.comodel_name != "onestop.dossier"
            ):
                continue
            with self.subTest(model=name):
                self.assertNotEqual(name in BESIDE, name in guarded)

    # --------------------------------------------------------------------- on request

    def test_whoever_asks_reads_it_for_a_time_once_another_grants_it(self):
        file = self.restricted()
        dossier = file.dossier_id.with_user(self.officer)
        with freeze_time(RESTRICTED):
            request = self.ask(file, self.officer)
            self.assertFalse(dossier.has_access("read"))
            request.with_user(self.keeper).action_grant()
            self.env.invalidate_all()
            self.assertEqual(str(request.date_until), "2026-05-14 02:00:00")
            self.assertEqual(dossier.owner_name, "Owner T")
            self.assertTrue(dossier.component_ids.mapped("name"))
            self.assertTrue(dossier.search([("id", "=", dossier.id)]))
            # Nobody else reads it by that.
            other = file.dossier_id.with_user(self.users["department_officer"])
            self.assertFalse(other.has_access("read"))
        with freeze_time(LATER):
            self.env.invalidate_all()
            self.assertFalse(dossier.has_access("read"))
            self.assertFalse(dossier.search([("id", "=", dossier.id)]))
        self.assertEqual(self.acts(file), ["asked", "granted", "read"])

    def test_a_request_lifts_no_wall(self):
        file = self.restricted()
        stranger = self.make_user("test_stranger", ("department_officer", self.other))
        with freeze_time(RESTRICTED):
            self.ask(file, stranger).with_user(self.keeper).action_grant()
            self.env.invalidate_all()
            self.assertFalse(file.dossier_id.with_user(stranger).has_access("read"))

    def test_a_look_is_written_down_once_with_its_reason(self):
        file = self.restricted()
        dossier = file.dossier_id.with_user(self.officer)
        with freeze_time(RESTRICTED):
            self.ask(file, self.officer).with_user(self.keeper).action_grant()
            for _time in range(3):
                self.env.invalidate_all()
                dossier.read(["owner_name"])
        row = self.access.search([("file_id", "=", file.id), ("act", "=", "read")])
        self.assertEqual(len(row), 1)
        self.assertEqual(row.actor, self.officer.name)
        self.assertEqual(row.unit, self.centre.name)
        self.assertEqual(row.reason, "The owner asks what was filed.")

    def test_whoever_asks_does_not_decide(self):
        file = self.restricted()
        with freeze_time(RESTRICTED):
            request = self.ask(file, self.keeper)
            with self.assertRaisesRegex(AccessError, "Whoever asks"):
                request.with_user(self.keeper).action_grant()
            for role in ("counter_officer", "clerk", "department_head"):
                user = self.users[role]
                with self.assertRaises(AccessError):
                    request.with_user(user).action_grant()
            request.with_user(self.chief).action_grant()
        self.assertEqual(request.decided_by, self.chief.name)

    def test_a_refusal_says_why_and_is_kept(self):
        file = self.restricted()
        with freeze_time(RESTRICTED):
            request = self.ask(file, self.officer).with_user(self.keeper)
            with self.assertRaisesRegex(UserError, "Write down why not"):
                request.action_refuse()
            request.answer = "Nothing shows that the owner asked."
            request.action_refuse()
            with self.assertRaisesRegex(UserError, "decided about it already"):
                request.action_grant()
        self.assertFalse(file.dossier_id.with_user(self.officer).has_access("read"))
        self.assertEqual(self.acts(file), ["asked", "refused"])

    def test_only_what_is_closed_is_asked_for_with_a_reason(self):
        dossier = self.ended()
        with self.assertRaisesRegex(UserError, "No closed dossier has the code"):
            self.asked.with_user(self.officer).ask(dossier.code, "look", "Why not.")
        file = self.restricted()
        for code, kind, reason in (
            (file.code, "look", " "),
            (file.code, "destroy", "Because."),
            ("H99", "look", "Because."),
            (file.code, "look", "x" * 2001),
        ):
            with self.assertRaises(UserError):
                self.asked.with_user(self.officer).ask(code, kind, reason)
        with self.assertRaises(AccessError):
            self.asked.with_user(self.portal).ask(file.code, "look", "Mine.")
        with self.assertRaises(AccessError):
            self.asked.with_user(self.users["it_technician"]).ask(
                file.code, "look", "Because."
            )

    def test_one_asks_once_for_the_same(self):
        file = self.restricted()
        self.ask(file, self.officer)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.ask(file, self.officer)

    def test_what_is_looked_up_names_no_person(self):
        file = self.restricted()
        screen = self.env["onestop.archive.asking"].with_user(self.officer)
        screen = screen.create({"code": file.code})
        self.assertTrue(screen.is_found)
        self.assertIn(self.version.procedure_id.code, screen.found)
        self.assertNotIn("Owner T", screen.found)
        self.assertFalse(screen.create({"code": file.code[:-1]}).is_found)

    def test_nobody_gives_themselves_a_look_by_hand(self):
        file = self.restricted()
        request = self.ask(file, self.officer)
        for user in (self.officer, self.keeper, self.chief):
            for values in (
                {"date_until": "2030-01-01 00:00:00"},
                {"state": "granted"},
            ):
                with self.assertRaises(AccessError):
                    request.with_user(user).write(values)
            with self.assertRaises(AccessError):
                request.with_user(user).create(
                    {
                        "file_id": file.id,
                        "dossier_id": file.dossier_id.id,
                        "kind": "look",
                        "reason": "x",
                        "user_id": user.id,
                        "asked_at": RESTRICTED,
                        "date_until": "2030-01-01 00:00:00",
                    }
                )
            for context in ({"restricted": False}, {"active_test": False}):
                mine = file.dossier_id.with_user(user).with_context(**context)
                self.assertFalse(mine.has_access("read"))

    # --------------------------------------------------------------------- opened again

    def test_it_is_opened_again_by_the_head_of_the_centre_alone(self):
        file = self.restricted()
        dossier = file.dossier_id
        with freeze_time(RESTRICTED):
            request = self.ask(file, self.officer, "reopen", "The result is wrong.")
            with self.assertRaises(AccessError):
                request.with_user(self.keeper).action_grant()
            request.with_user(self.chief).action_grant()
        self.assertEqual((dossier.closed, dossier.restricted), (False, False))
        self.assertEqual(file.state, "waiting")
        self.assertFalse(file.document_ids)
        put_aside = file.with_context(active_test=False).document_ids
        self.assertEqual(put_aside.mapped("active"), [False] * len(put_aside))
        row = self.env["onestop.journal"].search(
            [
                ("res_model", "=", "onestop.dossier"),
                ("res_id", "=", dossier.id),
                ("code", "=", "archive_reopen"),
            ]
        )
        self.assertEqual((row.actor, row.reason), (self.chief.name, request.reason))
        # It can be worked on, and closed once more.
        dossier.with_user(self.officer).message_post(body="A word")
        with freeze_time(RESTRICTED):
            self.as_keeper(file).action_close()
        self.assertEqual(file.state, "closed")
        self.assertEqual(file.document_ids.mapped("number")[0], 1)
        self.assertEqual(self.acts(file), ["reopen_asked", "reopened"])

    # ----------------------------------------------------------------------- register

    def test_the_register_is_read_by_whoever_watches(self):
        file = self.restricted()
        self.ask(file, self.officer)
        row = self.access.search([("file_id", "=", file.id)])
        for user in (self.keeper, self.users["supervisor"], self.chief):
            self.assertEqual(row.with_user(user).read(["act"])[0]["act"], "asked")
        for user in (self.officer, self.portal, self.users["administrator"]):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["act"])

    def test_nobody_changes_the_register_not_even_in_the_database(self):
        file = self.restricted()
        self.ask(file, self.officer)
        row = self.access.search([("file_id", "=", file.id)])
        with self.assertRaises(AccessError):
            row.sudo().write({"reason": "Another."})
        with self.assertRaises(AccessError):
            row.sudo().unlink()
        with self.assertRaises(AccessError):
            self.access.sudo().create({"file_id": file.id, "act": "read"})
        for statement in (
            "UPDATE onestop_archive_access SET reason = 'x'",
            "DELETE FROM onestop_archive_access",
            "TRUNCATE onestop_archive_access",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_a_domain_on_the_wall_finds_nothing(self):
        file = self.restricted()
        mine = file.dossier_id.with_user(self.chief)
        for domain in (
            Domain("restricted", "=", True),
            Domain("restricted_request_ids", "=", False) & Domain("id", "=", mine.id),
        ):
            self.assertNotIn(mine.id, mine.search(domain).ids)
