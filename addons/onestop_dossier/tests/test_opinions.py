"""The lead agency asks others in the system, with content and limit; whoever is late is
told of to the head of the centre."""

from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..engine.handing_over import HandingOver
from .common import MONDAY, DossierCase

# Asked on Monday at 09:00; the step gives four working hours: until 15:00, in UTC.
STEP_DUE = datetime(2026, 3, 9, 8, 0)
AFTER = "2026-03-09 08:05:00"
# Tuesday at 09:00: eight working hours after it was asked.
TUESDAY = datetime(2026, 3, 10, 2, 0)
LATER = "2026-03-10 02:05:00"
# The dossier is due on Monday 16 March at 17:00.
LAST = datetime(2026, 3, 16, 10, 0)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOpinions(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked_user = cls.make_user("asked", ("department_officer", cls.other))
        cls.third = cls.env["onestop.department"].create(
            {"name": "Department W", "code": "T-THREE", "kind": "provincial"}
        )
        cls.third_user = cls.make_user("third", ("department_officer", cls.third))
        cls.users["director"].email = "director@example.invalid"

    def asked(self, rule="escalate"):
        """A dossier whose process asks the other department, and what it asks."""
        steps = (
            ("Check", "work", "competent", "department_officer", 4, 10),
            ("Ask", "opinion", self.other, "department_officer", 4, 10),
            ("Decide", "decision", "competent", "department_head", 4, 20),
            ("Return", "return", "received", "counter_officer", 0, 30),
        )
        self.version = self.make_version(
            f"9.9007{len(rule):02d}", steps, silence={"Ask": rule}
        )
        dossier = self.to_processing()
        return dossier, dossier.opinion_ids

    def ask(self, dossier, role="department_officer", **values):
        """Ask a third department beside the process."""
        number = self.as_role(role, dossier).ask_opinion(
            {
                "department_id": self.third.id,
                "content": "Is the road wide enough?",
                "until": TUESDAY,
                **values,
            }
        )
        return self.env["onestop.opinion"].browse(number)

    def pass_time(self, moment):
        with freeze_time(moment):
            self.run_cron("_cron_silence", "onestop.dossier.step")
            self.run_cron("_cron_late", "onestop.opinion")

    def form(self, opinion, user, **values):
        action = opinion.with_user(user).action_open_answer()
        form = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        form.write(values)
        return form

    # ------------------------------------------------------------------- in the process

    @pytest.mark.article("Decree 61/2018", "19.5")
    def test_a_step_asks_with_content_and_limit_and_is_answered(self):
        dossier, opinion = self.asked()
        self.assertEqual(
            (opinion.state, opinion.department_id, opinion.date_due),
            ("asked", self.other, STEP_DUE),
        )
        action = self.as_role("department_officer", opinion).action_open_asking()
        form = self.as_role("department_officer", self.env[action["res_model"]])
        form = form.browse(action["res_id"])
        self.assertEqual(form.until, STEP_DUE)
        paper = dossier.component_ids.attachment_ids
        form.write(
            {
                "content": "Is the plan safe?",
                "until": TUESDAY,
                "paper_ids": [(6, 0, paper.ids)],
            }
        )
        form.action_ask()
        run = opinion.step_id
        self.assertEqual(
            (opinion.content, run.date_due), ("Is the plan safe?", TUESDAY)
        )
        self.assertEqual((run.hours_given, opinion.hours), (8.0, 8.0))
        answer = self.form(
            opinion, self.asked_user, position="remarks", text="A second door."
        )
        file = self.env["ir.attachment"].with_user(self.asked_user)
        answer.file_ids = file.create(
            {
                "name": "note.pdf",
                "raw": b"%PDF-1.4\n%%EOF\n",
                "res_model": answer._name,
                "res_id": answer.id,
            }
        )
        answer.action_answer()
        self.assertEqual(
            (opinion.state, opinion.position, opinion.answer, opinion.answered_id),
            ("answered", "remarks", "A second door.", self.asked_user),
        )
        self.assertEqual((run.state, run.user_id), ("done", self.asked_user))
        self.assertEqual(opinion.file_ids.mapped("name"), ["note.pdf"])
        lead = self.users["department_officer"]
        self.assertTrue(opinion.file_ids.with_user(lead).datas)
        self.assertIn("ask_opinion", self.journal(dossier))

    def test_who_is_asked_reads_what_it_is_asked_and_no_dossier(self):
        dossier, opinion = self.asked()
        files = dossier.component_ids.attachment_ids
        lead = self.as_role("department_officer", opinion)
        action = lead.action_open_asking()
        form = self.env[action["res_model"]].browse(action["res_id"])
        form.with_user(self.users["department_officer"]).write(
            {"content": "Safe?", "paper_ids": [(6, 0, files.ids)]}
        )
        form.with_user(self.users["department_officer"]).action_ask()
        mine = opinion.with_user(self.asked_user)
        self.assertEqual(mine.code, dossier.code)
        self.assertTrue(mine.paper_ids.datas)
        self.assertNotEqual(mine.paper_ids, files)
        for hidden in (dossier, files, dossier.component_ids):
            with self.assertRaises(AccessError):
                hidden.with_user(self.asked_user).read(["display_name"])
        # From its worklist it comes to the question.
        opened = opinion.step_id.with_user(self.asked_user).action_open_dossier()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), ("onestop.opinion", opinion.id)
        )
        self.assertFalse(
            self.env["onestop.opinion"].with_user(self.third_user).search([])
        )
        for role in ("counter_officer", "administrator"):
            with self.assertRaises(AccessError):
                self.as_role(role, opinion).read(["content"])
        with self.assertRaises(AccessError):
            opinion.with_user(self.portal).read(["content"])

    def test_an_opinion_says_whether_it_agrees_and_why_not(self):
        _dossier, opinion = self.asked()
        mine = opinion.with_user(self.asked_user)
        for values in (
            {},
            {"position": "perhaps"},
            {"position": "disagrees"},
            {"position": "agrees", "state": "answered"},
            {"position": "agrees", "files": [{"name": "a.html", "content": "PGI+"}]},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                mine.give_answer(values)
        self.assertEqual((opinion.state, opinion.step_id.state), ("asked", "open"))
        mine.give_answer({"position": "disagrees", "text": "Too near to the river."})
        self.assertEqual(opinion.position, "disagrees")
        with self.assertRaises(UserError):
            mine.give_answer({"position": "agrees"})
        self.assertEqual(opinion.position, "disagrees")

    def test_a_step_that_is_completed_without_words_is_answered(self):
        _dossier, opinion = self.asked()
        opinion.step_id.with_user(self.asked_user).action_complete()
        self.assertEqual((opinion.state, opinion.position), ("answered", False))

    def test_the_limit_is_never_longer_than_the_term(self):
        dossier, opinion = self.asked()
        self.assertEqual(dossier.date_due_legal, LAST)
        for until in (
            datetime(2026, 3, 16, 10, 1),
            datetime(2026, 3, 9, 1, 0),
            None,
            # Nobody works between 11:30 and 13:30: what is asked at noon.
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.ask(dossier, until=until)
        extra = self.ask(dossier, until=LAST)
        self.assertEqual(extra.date_due, LAST)
        change = self.env["onestop.opinion.asking"].with_user(
            self.users["department_officer"]
        )
        form = change.create(
            {
                "dossier_id": dossier.id,
                "opinion_id": opinion.id,
                "content": "Safe?",
                "until": datetime(2026, 3, 17, 2, 0),
            }
        )
        with self.assertRaises(UserError):
            form.action_ask()
        self.assertEqual(opinion.step_id.date_due, STEP_DUE)

    # --------------------------------------------------------------- beside the process

    def test_the_lead_asks_whom_the_process_does_not_name_and_waits_for_nobody(self):
        dossier = self.to_processing()
        opinion = self.ask(dossier)
        self.assertFalse(opinion.step_id)
        self.assertEqual((opinion.date_due, opinion.hours), (TUESDAY, 8.0))
        self.assertEqual(opinion.asked_id, self.users["department_officer"])
        self.act("department_officer", dossier, "complete_step")
        waiting = self.env["onestop.opinion"].with_user(self.third_user)
        self.assertEqual(waiting.search([("waits", "=", True)]), opinion)
        opinion.with_user(self.third_user).give_answer({"position": "agrees"})
        self.assertEqual((opinion.state, opinion.position), ("answered", "agrees"))
        self.assertFalse(waiting.search([("waits", "=", True)]))
        self.assertEqual(
            [code for code in self.journal(dossier) if "opinion" in code],
            ["ask_opinion", "opinion_answered"],
        )
        row = self.env["onestop.journal"].search([("code", "=", "ask_opinion")])
        label = row.with_context(lang="vi_VN")[-1:].code_label
        self.assertEqual(label, "Lấy ý kiến: Department W")
        self.assertNotIn("road", row[-1:].data)

    def test_only_the_lead_asks_and_only_while_it_resolves(self):
        submitted = self.file()
        dossier = self.to_processing()
        with self.assertRaises(AccessError):
            submitted.with_user(self.users["department_officer"]).ask_opinion({})
        for role in ("counter_officer", "clerk", "director", "supervisor"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.ask(dossier, role)
        with self.assertRaises(AccessError):
            dossier.with_user(self.third_user).ask_opinion({})
        for values in (
            {"department_id": self.department.id},
            {"department_id": False},
            {"content": " "},
            {"state": "answered"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.ask(dossier, **values)
        self.ask(dossier)
        with self.assertRaisesRegex(UserError, "asked already"):
            self.ask(dossier)
        done = self.to_resolved()
        with self.assertRaises(UserError):
            self.ask(done)

    def test_a_paper_of_another_dossier_is_not_shown(self):
        foreign = self.file().component_ids.attachment_ids
        opinion = self.ask(self.to_processing(), paper_ids=foreign.ids)
        self.assertFalse(opinion.paper_ids)

    def test_nobody_else_answers_and_nobody_writes(self):
        dossier = self.to_processing()
        opinion = self.ask(dossier)
        with self.assertRaises(AccessError):
            opinion.with_user(self.asked_user).give_answer({"position": "agrees"})
        with self.assertRaises(AccessError):
            self.as_role("department_officer", opinion).give_answer(
                {"position": "agrees"}
            )
        for user in (self.third_user, *self.users.values()):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                opinion.with_user(user).write({"position": "agrees"})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                opinion.with_user(user).unlink()
        with self.assertRaises(AccessError):
            opinion.sudo().write({"state": "answered"})
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "refuse", "Too late.")
        self.act("clerk", dossier, "seal")
        with self.assertRaises(UserError):
            opinion.with_user(self.third_user).give_answer({"position": "agrees"})

    # ------------------------------------------------------------------------ lateness

    def activities(self, opinion):
        return opinion.activity_ids.mapped(lambda one: (one.user_id, one.summary))

    @pytest.mark.article("Decree 61/2018", "19.5")
    def test_who_is_late_is_told_of_to_the_head_of_the_centre(self):
        dossier = self.to_processing()
        opinion = self.ask(dossier)
        lead = self.as_role("department_officer", opinion)
        with self.assertRaisesRegex(UserError, "still has time"):
            lead.action_tell_centre()
        self.pass_time("2026-03-10 01:59:00")
        self.assertFalse(opinion.date_late)
        self.pass_time(LATER)
        self.pass_time(LATER)
        self.assertEqual(opinion.date_late, TUESDAY)
        self.assertEqual(self.journal(dossier).count("opinion_late"), 1)
        self.assertEqual(
            self.activities(opinion),
            [(self.users["department_officer"], "Tell the head of the centre")],
        )
        self.assertTrue(lead.may_tell)
        for role in ("director", "supervisor", "clerk"):
            with self.assertRaises(AccessError):
                self.as_role(role, opinion).action_tell_centre()
        with self.assertRaises(AccessError):
            opinion.with_user(self.third_user).action_tell_centre()
        with freeze_time(LATER), trap_jobs() as trap:
            lead.action_tell_centre()
            trap.assert_jobs_count(1, only=opinion._post)
            trap.perform_enqueued_jobs()
        director = self.users["director"]
        self.assertEqual(
            (opinion.told, opinion.told_id),
            (director.name, self.users["department_officer"]),
        )
        self.assertEqual(
            self.activities(opinion), [(director, "An agency has not answered in time")]
        )
        self.assertIn("opinion_told", self.journal(dossier))
        mail = self.env["mail.mail"].search([("email_to", "=", director.email)])
        self.assertEqual(len(mail), 1)
        self.assertIn(dossier.code, mail.subject)
        for secret in ("Owner T", "road", "001099000001"):
            self.assertNotIn(secret, f"{mail.subject}{mail.body_html}")
        with freeze_time(LATER), self.assertRaisesRegex(UserError, "told already"):
            lead.action_tell_centre()
        # It may still say what it has to say; then nobody has to do anything.
        with freeze_time(LATER):
            opinion.with_user(self.third_user).give_answer({"position": "agrees"})
        self.assertFalse(opinion.activity_ids)

    def test_silence_is_late_whatever_follows_from_it(self):
        for rule in ("agreed", "passed_over", "escalate", "none"):
            with self.subTest(rule=rule):
                dossier, opinion = self.asked(rule)
                self.pass_time(AFTER)
                ended = rule in ("agreed", "passed_over")
                self.assertEqual(
                    (opinion.date_late, opinion.state),
                    (STEP_DUE, "ended" if ended else "asked"),
                )
                lead = self.as_role("department_officer", opinion)
                self.assertEqual(len(opinion.activity_ids), 1)
                with freeze_time(AFTER), trap_jobs():
                    lead.action_tell_centre()
                self.assertTrue(opinion.date_told)
                late = [
                    code
                    for code in self.journal(dossier)
                    if code in ("silence", "opinion_late")
                ]
                expected = "opinion_late" if rule == "none" else "silence"
                self.assertEqual(late, [expected])

    def test_where_nobody_leads_the_centre_it_says_so(self):
        opinion = self.ask(self.to_processing())
        self.pass_time(LATER)
        self.users["director"].sudo().assignment_ids.date_to = "2026-03-09"
        lead = self.as_role("department_officer", opinion)
        with freeze_time(LATER), self.assertRaisesRegex(UserError, "Nobody leads"):
            lead.action_tell_centre()
        self.assertFalse(opinion.date_told)

    def test_an_answer_in_the_meantime_ends_the_task(self):
        opinion = self.ask(self.to_processing())
        self.pass_time(LATER)
        with freeze_time(LATER):
            opinion.with_user(self.third_user).give_answer({"position": "agrees"})
            self.assertFalse(opinion.activity_ids)
            with self.assertRaisesRegex(UserError, "in the meantime"):
                self.as_role("department_officer", opinion).action_tell_centre()

    def test_what_stops_everybody_moves_the_limit(self):
        dossier = self.to_processing()
        opinion = self.ask(dossier)
        self.act(
            *("department_officer", dossier, "suspend", "A storm."),
            ground="other",
            legal_basis="Law T, 1",
        )
        self.pass_time(LATER)
        self.assertFalse(opinion.date_late)
        with freeze_time("2026-03-11 02:00:00"):
            self.act("department_officer", dossier, "resume")
        self.pass_time("2026-03-11 02:05:00")
        # Sixteen working hours stood still: Thursday at 09:00.
        self.assertFalse(opinion.date_late)
        self.assertEqual(opinion.date_due, datetime(2026, 3, 12, 2, 0))
        self.pass_time("2026-03-12 02:05:00")
        self.assertTrue(opinion.date_late)

    def test_of_a_department_that_hands_over_its_successor_is_asked(self):
        opinion = self.ask(self.to_processing())
        self.third.write({"valid_to": "2026-03-09", "successor_id": self.other.id})
        handover = self.env["onestop.handover"].create(
            {
                "department_id": self.third.id,
                "successor_id": self.other.id,
                "decision": "2/QĐ-T",
            }
        )
        with freeze_time("2026-03-10 00:30:00"):
            HandingOver(handover).move(opinion.dossier_id)
        self.assertEqual(opinion.department_id, self.other)
