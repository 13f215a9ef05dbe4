"""A newer version is applied to open dossiers only where their person gains by it."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..core.law_change import BOTH, GAINS
from ..engine.law_change import LawChange, Places
from ..engine.law_move import LawMove
from ..engine.right import ENGINE
from .common import MONDAY, PDF, DossierCase

TUESDAY = "2026-03-10 02:00:00"


@tagged("post_install", "-at_install")
class TestLawChange(DossierCase):
    """Received Monday 9 March 2026 at 09:00, 5 working days: due Monday 16, 17:00.

    The newer version is in force from Tuesday 10.
    """

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.dossier = self.to_processing()

    def amend(self, term=4, **vals):
        """A newer version, published, whose terms are of so many working days."""
        new = self.version.copy({"name": "Newer", **vals})
        new.channel_ids.write({"term_value": term})
        new.decision_id = self.env["onestop.publication.decision"].create(
            {
                "number": "8/QĐ-T",
                "date": date(2026, 3, 2),
                "effect_date": date(2026, 3, 10),
                "signer": "Signer T",
                "issuer": "Committee T",
                "attachment": base64.b64encode(PDF),
            }
        )
        return new

    def publish(self, new):
        new.action_publish()
        return new

    def verdicts(self, version, places=None):
        """{verdict: number of dossiers}"""
        found = {}
        for one in LawChange(version, places).touched():
            found[one.verdict] = found.get(one.verdict, 0) + one.count
        return found

    def move(self, version, role="department_head", dossier=None):
        dossier = (dossier or self.dossier).with_user(self.users[role])
        LawMove(dossier, version).run()

    @freeze_time(TUESDAY)
    def test_a_shorter_term_moves_the_date_and_says_why(self):
        receipt = self.dossier.code, self.dossier.date_due_promised
        new = self.publish(self.amend(term=4))
        self.assertEqual(self.verdicts(new), {"gains": 1})
        self.move(new)
        # From Monday 9, four working days: Friday 13, 17:00 in Viet Nam.
        self.assertEqual(str(self.dossier.date_due), "2026-03-13 10:00:00")
        self.assertEqual(self.dossier.date_due_legal, self.dossier.date_due)
        self.assertEqual(self.dossier.version_id, new)
        self.assertEqual((self.dossier.code, self.dossier.date_due_promised), receipt)
        sentences = "\n".join(self.dossier.explain_due()["sentences"])
        self.assertIn("by decision 8/QĐ-T", sentences)
        self.assertEqual(self.journal(self.dossier)[-1], "apply_law")
        told = self.dossier.notice_ids.filtered(lambda one: one.event == "law_changed")
        self.assertTrue(told)
        with self.assertRaises(UserError):
            self.move(new)

    @freeze_time(TUESDAY)
    def test_the_reason_of_the_new_date_outlives_a_change_of_the_calendar(self):
        self.move(self.publish(self.amend(term=4)))
        self.department.calendar_id.sudo().global_leave_ids.create(
            {
                "name": "Storm",
                "calendar_id": self.department.calendar_id.id,
                "date_from": "2026-03-11 00:00:00",
                "date_to": "2026-03-11 11:00:00",
            }
        )
        self.run_cron("_cron_redate", "onestop.redating")
        self.assertEqual(str(self.dossier.date_due), "2026-03-16 10:00:00")
        self.assertIn(
            "by decision 8/QĐ-T", "\n".join(self.dossier.explain_due()["sentences"])
        )

    @freeze_time(TUESDAY)
    def test_a_script_in_the_name_of_a_case_is_text(self):
        evil = "<script>alert(1)</script>"
        with freeze_time(MONDAY):
            cased = self.version.copy()
            cased.case_ids = [Command.create({"name": evil, "code": "A"})]
            cased.fee_ids = [
                Command.create(
                    {"name": "Fee", "amount": 1, "case_id": cased.case_ids.id}
                )
            ]
            cased.decision_id = self.version.decision_id.copy(
                {"number": "7/QĐ-T", "effect_date": date(2026, 3, 9)}
            )
            self.version = self.publish(cased)
            self.to_processing(case="A")
        new = self.publish(self.amend())
        desks = self.env["onestop.law.change"].with_user(self.users["director"])
        desk = desks.create({"version_id": new.id})
        self.assertNotIn("<script", desk.touched_html)
        self.assertIn("&lt;script&gt;", desk.touched_html)

    @freeze_time(TUESDAY)
    def test_who_loses_stays(self):
        new = self.publish(self.amend(term=8))
        self.assertEqual(self.verdicts(new), {"loses": 1})
        before = self.dossier.date_due
        with self.assertRaisesRegex(UserError, "stays with the version"):
            self.move(new)
        self.assertEqual(
            (self.dossier.date_due, self.dossier.version_id), (before, self.version)
        )

    @freeze_time(TUESDAY)
    def test_who_gains_and_loses_stays(self):
        new = self.amend(term=4)
        new.component_ids = [Command.create({"name": "New paper", "originals": 1})]
        self.publish(new)
        self.assertEqual(self.verdicts(new), {"both": 1})
        with self.assertRaisesRegex(UserError, "stays with the version"):
            self.move(new)

    @freeze_time(TUESDAY)
    def test_nothing_changes_for_whom_nothing_changes(self):
        new = self.publish(self.amend(term=5))
        self.assertEqual(self.verdicts(new), {"same": 1})
        with self.assertRaisesRegex(UserError, "stays with the version"):
            self.move(new)

    @freeze_time(TUESDAY)
    def test_terms_of_other_units_are_counted_from_each_beginning(self):
        new = self.amend()
        new.channel_ids.write({"term_value": 6, "term_unit": "calendar_days"})
        self.publish(new)
        # Six days from Monday 9: Sunday 15, so Monday 16, as before.
        self.assertEqual(self.verdicts(new), {"same": 1})
        with freeze_time("2026-03-10 03:00:00"):
            # Received on Tuesday 10: Monday 16; by five working days it was Tuesday.
            self.env["onestop.dossier"].flush_model()
            self.env.cr.execute(
                "UPDATE onestop_dossier SET date_accepted = %s WHERE id = %s",
                ["2026-03-10 02:00:00", self.dossier.id],
            )
            self.env.invalidate_all()
            self.assertEqual(self.verdicts(new), {"gains": 1})

    # What is to be paid

    def charge(self, version, **vals):
        version.fee_ids = [
            Command.clear(),
            Command.create({"name": "Fee T", "kind": "fee", **vals}),
        ]

    def charged(self, amount=100_000, **vals):
        """A dossier, received, of a version with one fee."""
        with freeze_time(MONDAY):
            self.version = self.make_version(
                "9.900076",
                fee_ids=[Command.create({"name": "Fee T", "amount": amount, **vals})],
            )
            return self.to_processing(procedure="9.900076")

    @freeze_time(TUESDAY)
    def test_what_is_owed_becomes_less(self):
        dossier = self.charged()
        new = self.amend(term=5)
        self.charge(new, amount=60_000)
        self.publish(new)
        self.assertEqual(self.verdicts(new), {"gains": 1})
        self.move(new, dossier=dossier)
        self.assertEqual(
            [(fee.amount, fee.state) for fee in dossier.fee_ids], [(60_000, "due")]
        )
        self.assertEqual(dossier.payment_state, "due")

    @freeze_time(TUESDAY)
    def test_an_amount_in_words_is_not_less_than_a_number(self):
        dossier = self.charged()
        new = self.amend(term=4)
        self.charge(new, amount_kind="described", condition="By the area.")
        self.publish(new)
        self.assertEqual(self.verdicts(new), {"unknown": 1})
        with self.assertRaisesRegex(UserError, "stays with the version"):
            self.move(new, dossier=dossier)
        self.assertEqual(dossier.fee_ids.mapped("amount"), [100_000])

    @freeze_time(TUESDAY)
    def test_fees_by_the_same_piece_are_compared(self):
        self.charged(2_000, unit="copy")
        for amount, unit, found in (
            (1_500, "copy", "gains"),
            (2_500, "copy", "loses"),
            (1_500, "page", "unknown"),
        ):
            with self.subTest(found), self.env.cr.savepoint() as savepoint:
                new = self.amend(term=5)
                self.charge(new, amount=amount, unit=unit)
                self.publish(new)
                self.assertEqual(self.verdicts(new), {found: 1})
                savepoint.rollback()
                self.env.invalidate_all()

    @freeze_time(TUESDAY)
    def test_what_was_granted_stated_or_paid_stays(self):
        ground = self.env["onestop.fee.ground"].create({"name": "Ground T"})
        officer = self.users["counter_officer"]
        acts = {
            "granted": lambda fee: fee.exempt(ground.id, "Card T", 50_000),
            "stated": lambda fee: fee.state_amount(5),
            "paid": lambda fee: fee.sudo().write({"state": "paid"}),
        }
        new = None
        for name, act in acts.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                dossier = self.charged(unit="copy")
                with freeze_time(MONDAY), ENGINE.held():
                    act(dossier.fee_ids.with_user(officer))
                said = dossier.fee_ids.read(
                    ["amount", "quantity", "ground_id", "state"]
                )
                new = self.amend(term=4)
                self.charge(new, amount=60_000, unit="copy")
                self.publish(new)
                # Sooner, and that is all.
                (touched,) = LawChange(new).touched()
                self.assertEqual(touched.effects, ("sooner",))
                self.move(new, dossier=dossier)
                self.assertEqual(
                    dossier.fee_ids.read(["amount", "quantity", "ground_id", "state"]),
                    said,
                )
                savepoint.rollback()
                self.env.invalidate_all()

    @freeze_time(TUESDAY)
    def test_a_paper_that_was_handed_in_is_the_same_row(self):
        with freeze_time(MONDAY):
            self.version = self.make_version(
                "9.900077",
                component_ids=[
                    Command.create({"name": name, "originals": 1, "code": code})
                    for name, code in (("Application", "TP01"), ("Card", "TP02"))
                ],
            )
            files = [
                {"component": name, "files": [self.pdf()]}
                for name in ("Application", "Card")
            ]
            dossier = self.to_processing(procedure="9.900077", components=files)
        form, card = dossier.component_ids.sorted("name")
        new = self.amend(term=4)
        new.component_ids.filtered(lambda one: one.code == "TP02").unlink()
        self.publish(new)
        self.move(new, dossier=dossier)
        self.assertEqual(dossier.component_ids, form | card)
        self.assertEqual(form.component_id, new.component_ids)
        self.assertEqual((form.required, card.required), (True, False))

    # Who sees which, and is told

    @freeze_time(TUESDAY)
    def test_the_head_opens_the_dossiers_behind_a_number(self):
        new = self.publish(self.amend(term=8))
        desks = self.env["onestop.law.change"].with_context(default_version_id=new.id)
        desk = desks.with_user(self.users["department_head"]).create({})
        self.assertEqual((desk.lose_count, desk.gain_count, desk.kept_count), (1, 0, 1))
        action = desk.with_context(verdict="loses").action_open_touched()
        dossiers = self.env[action["res_model"]].with_user(desk.env.user)
        self.assertEqual(dossiers.search(action["domain"]), self.dossier)
        for verdict in ("nobody", None, ["loses"]):
            with self.subTest(verdict), self.assertRaisesRegex(UserError, "numbers"):
                desk.with_context(verdict=verdict).action_open_touched()
        manager = desks.with_user(self.users["catalogue_manager"]).create({})
        self.assertFalse(manager.may_open)
        with self.assertRaises(AccessError):
            manager.with_context(verdict="loses").action_open_touched()

    @freeze_time(TUESDAY)
    def test_who_stays_is_told_once_when_the_head_says_so(self):
        new = self.publish(self.amend(term=8))
        desks = self.env["onestop.law.change"].with_context(default_version_id=new.id)
        with self.assertRaises(AccessError):
            desks.with_user(self.users["catalogue_manager"]).create(
                {}
            ).action_tell_kept()
        head = self.users["department_head"]
        jobs = self.env["queue.job"].sudo()
        before = jobs.search([])
        desks.with_user(head).create({}).action_tell_kept()
        self.assertEqual((jobs.search([]) - before).args, [self.dossier.ids])
        due = self.dossier.date_due
        for _twice in range(2):
            new.with_user(head)._tell_kept(self.dossier.ids)
        told = self.dossier.notice_ids.filtered(lambda one: one.event == "law_kept")
        self.assertEqual(len(told.mapped("journal_row")), len(told))
        self.assertEqual(self.journal(self.dossier).count("keep_law"), 1)
        self.assertEqual(
            (self.dossier.date_due, self.dossier.version_id), (due, self.version)
        )

    @freeze_time(TUESDAY)
    def test_who_gains_is_not_told_that_nothing_changes(self):
        new = self.publish(self.amend(term=4))
        new.with_user(self.users["department_head"])._tell_kept(self.dossier.ids)
        self.assertNotIn("keep_law", self.journal(self.dossier))

    @freeze_time(TUESDAY)
    def test_answers_to_the_form_are_carried_over(self):
        with freeze_time(MONDAY):
            asked = self.make_version(
                "9.900071",
                eform_field_ids=[
                    Command.create({"name": "kept", "label": "Kept"}),
                    Command.create({"name": "gone", "label": "Gone"}),
                ],
            )
            answers = {"kept": "A", "gone": "B"}
            dossier = self.to_processing(procedure="9.900071", answers=answers)
        self.version = asked
        new = self.amend()
        new.eform_field_ids.filtered(lambda one: one.name == "gone").unlink()
        self.move(self.publish(new), dossier=dossier)
        self.assertEqual(dict(dossier.properties), {"kept": "A"})
        self.assertEqual(dossier.answers, answers)

    @freeze_time(TUESDAY)
    def test_a_paper_counts_only_for_whom_it_is_asked(self):
        with freeze_time(MONDAY):
            house = {"name": "house", "label": "A house?", "type": "boolean"}
            self.version = self.make_version(
                "9.900073", eform_field_ids=[Command.create(house)]
            )
            builder, other = (
                self.to_processing(procedure="9.900073", answers=answers)
                for answers in ({"house": True}, {})
            )
        new = self.amend(term=4)
        plan = {
            "name": "Plan of the house",
            "originals": 1,
            "asked_if": {"field": "house", "operator": "=", "value": True},
        }
        new.component_ids = [Command.create(plan)]
        self.publish(new)
        self.assertEqual(self.verdicts(new), {"both": 1, "gains": 1})
        self.assertEqual(LawChange(new).ids(GAINS), other.ids)
        with self.assertRaisesRegex(UserError, "stays with the version"):
            self.move(new, dossier=builder)
        self.move(new, dossier=other)
        self.assertEqual(other.version_id, new)
        self.assertNotIn(plan["name"], other.component_ids.mapped("name"))

    @freeze_time(TUESDAY)
    def test_papers_may_depend_on_more_questions_than_a_call_has_arguments(self):
        names = [f"house_{number}" for number in range(1, 52)]
        questions = [
            {"name": name, "label": f"{name}?", "type": "boolean"} for name in names
        ]
        with freeze_time(MONDAY):
            self.version = self.make_version(
                "9.900074", eform_field_ids=[Command.create(one) for one in questions]
            )
            first, last, other = (
                self.to_processing(procedure="9.900074", answers=answers)
                for answers in ({names[0]: True}, {names[50]: True}, {})
            )
        new = self.amend(term=4)
        new.component_ids = [
            Command.create(
                {
                    "name": f"Plan of {name}",
                    "originals": 1,
                    "asked_if": {"field": name, "operator": "=", "value": True},
                }
            )
            for name in names
        ]
        self.publish(new)
        self.assertEqual(self.verdicts(new), {"both": 2, "gains": 1})
        self.assertEqual(LawChange(new).ids(BOTH), (first + last).ids)
        self.assertEqual(LawChange(new).ids(GAINS), other.ids)

    @freeze_time(TUESDAY)
    def test_only_the_head_and_the_supervisor_of_its_places_move_it(self):
        new = self.publish(self.amend())
        for role in set(self.users) - {"department_head", "supervisor"}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.move(new, role)
        with self.assertRaises(AccessError):
            LawMove(self.dossier.with_user(self.portal), new).run()
        self.assertEqual(self.dossier.version_id, self.version)
        self.move(new, "supervisor")
        self.assertEqual(self.dossier.version_id, new)

    @freeze_time(TUESDAY)
    def test_no_version_that_is_not_newer_and_in_force_is_applied(self):
        with freeze_time(MONDAY):
            stranger = self.make_version("9.900072", term=4)
        draft = self.amend(term=4)
        for version in (stranger, draft, self.version):
            with self.assertRaisesRegex(UserError, "stays with the version"):
                self.move(version)

    @freeze_time(TUESDAY)
    def test_the_manager_sees_numbers_and_the_head_has_them_moved_by_jobs(self):
        new = self.publish(self.amend())
        desks = self.env["onestop.law.change"].with_context(default_version_id=new.id)
        seen = desks.with_user(self.users["catalogue_manager"]).create({})
        self.assertEqual((seen.touched_count, seen.gain_count), (1, 1))
        self.assertNotIn("Owner T", seen.touched_html)
        self.assertFalse(seen.may_move)
        with self.assertRaises(AccessError):
            seen.action_move()
        desk = desks.with_user(self.users["department_head"]).create({})
        self.assertTrue(desk.may_move)
        jobs = self.env["queue.job"].sudo()
        before = jobs.search([])
        desk.action_move()
        desk.action_move()
        job = jobs.search([]) - before
        self.assertEqual(len(job), 1)
        self.assertEqual(job.args, [self.dossier.ids])
        new.with_user(self.users["department_head"])._move_dossiers(self.dossier.ids)
        self.assertEqual(self.dossier.version_id, new)
        self.assertEqual(self.verdicts(new), {})

    @freeze_time(TUESDAY)
    def test_who_reads_no_draft_gets_no_numbers_of_it(self):
        desks = self.env["onestop.law.change"].with_user(self.users["department_head"])
        with self.assertRaises(AccessError):
            desks.create({"version_id": self.amend().id}).touched_html  # noqa: B018

    @freeze_time(TUESDAY)
    def test_a_head_sees_no_dossier_of_another_department(self):
        new = self.publish(self.amend())
        places = Places(self.other, self.other)
        self.assertEqual(self.verdicts(new, places), {})
        self.assertEqual(LawChange(new, places).ids(GAINS), [])

    @freeze_time(TUESDAY)
    def test_a_supervisor_sees_and_moves_what_their_centre_received(self):
        with freeze_time(MONDAY):
            self.file()
        new = self.publish(self.amend())
        desks = self.env["onestop.law.change"].with_context(default_version_id=new.id)
        # The one that is not received yet is nobody's to move but the centre's.
        for role, count in (("supervisor", 2), ("department_head", 1)):
            desk = desks.with_user(self.users[role]).create({})
            self.assertEqual((desk.touched_count, desk.gain_count), (count, count))
        elsewhere = self.make_user("elsewhere", ("supervisor", self.other))
        desk = desks.with_user(elsewhere).create({})
        self.assertEqual((desk.touched_count, desk.gain_count), (0, 0))
        jobs = self.env["queue.job"].sudo()
        before = jobs.search([])
        desks.with_user(self.users["supervisor"]).create({}).action_move()
        (numbers,) = (jobs.search([]) - before).args
        self.assertEqual(len(numbers), 2)
        new.with_user(self.users["supervisor"])._move_dossiers(numbers)
        self.assertEqual(self.verdicts(new), {})

    @freeze_time(TUESDAY)
    def test_a_head_sees_the_dossiers_of_the_units_below(self):
        new = self.publish(self.amend())
        above = self.env["onestop.department"].create({"name": "Above", "code": "AB"})
        self.department.parent_id = above
        head = self.make_user("head_above", ("department_head", above))
        desks = self.env["onestop.law.change"].with_context(default_version_id=new.id)
        self.assertEqual(desks.with_user(head).create({}).touched_count, 1)
        self.move_as(head, new)
        self.assertEqual(self.dossier.version_id, new)

    def move_as(self, user, version):
        LawMove(self.dossier.with_user(user), version).run()

    @freeze_time(TUESDAY)
    def test_it_costs_the_same_however_many_there_are(self):
        new = self.publish(self.amend())
        with freeze_time(MONDAY):
            for _number in range(3):
                self.to_processing()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self.assertEqual(self.verdicts(new), {"gains": 4})
