"""What the load generator writes past the ORM is what the ORM would have written."""

from datetime import date

from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import DossierCase
from odoo.addons.onestop_procedure.core.database_time import naive

from bench.filling import Filling
from bench.multiply import multiply_whole

DOSSIERS = 60
# Soon after the first day, so that many are still on their way.
UNTIL = date(2026, 1, 14)


@tagged("post_install", "-at_install")
class TestGeneratedWorld(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counter.user_ids = cls.users["counter_officer"]
        cls.bounds = cls._bounds()
        filling = Filling.prepare(cls.env, DOSSIERS, "test", UNTIL)
        cls.counts = filling.write(cls.env.cr, filling.parts())
        cls.env.invalidate_all()
        cls.dossiers = cls.env["onestop.dossier"].search([])

    @classmethod
    def _bounds(cls):
        """Every constraint and every index, with what Odoo knows it by."""
        cls.env.cr.execute("""
            SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
            FROM pg_constraint UNION ALL
            SELECT indrelid::regclass::text, indexrelid::regclass::text,
                coalesce(obj_description(indexrelid, 'pg_class'), '')
            FROM pg_index""")
        return sorted(cls.env.cr.fetchall())

    def test_keys_and_indexes_are_back(self):
        self.assertEqual(self._bounds(), self.bounds)

    def test_every_dossier_is_there(self):
        self.assertEqual(len(self.dossiers), DOSSIERS)
        self.assertEqual(self.counts["onestop_dossier"], DOSSIERS)
        self.assertIn("returned", self.dossiers.mapped("state"))

    def test_the_journal_finds_itself_whole(self):
        self.assertEqual(list(self.env["onestop.journal"]._verify()), [])
        self.assertGreater(self.env["onestop.journal"].search_count([]), DOSSIERS)

    def test_dates_are_those_of_the_engine(self):
        accepted = self.dossiers.filtered("date_accepted")
        self.assertTrue(accepted)
        for dossier in accepted:
            answer = dossier._timeline().due_date()
            if answer.due:
                self.assertEqual(dossier.date_due_legal, naive(answer.due))
                self.assertEqual(dossier.date_due, naive(answer.after_apology))
            self.assertEqual(dossier.due_derivation, answer.derivation.to_list())

    def test_states_are_those_that_the_journal_ends_in(self):
        rows = self.env["onestop.journal"].search([])
        last = {row.res_id: row.state_to for row in rows}
        for dossier in self.dossiers:
            self.assertEqual(dossier.state, last[dossier.id])

    def test_steps_end_where_the_state_says(self):
        for dossier in self.dossiers:
            open_steps = dossier.step_ids.filtered(lambda one: one.state == "open")
            runs = dossier.state in ("processing", "supplement", "payment", "resolved")
            working = runs and bool(dossier.date_accepted)
            self.assertEqual(bool(open_steps), working, dossier.state)

    def test_the_officer_and_the_citizen_see_their_own(self):
        officer = self.dossiers.with_user(self.users["department_officer"])
        seen = officer.search([])
        self.assertEqual(seen.department_id, self.department)
        self.assertEqual(len(seen), len(self.dossiers.filtered("department_id")))
        for dossier in seen:
            values = dossier.read(
                ["code", "journal_html", "due_explanation", "progress_html"]
            )
            self.assertIn(dossier.code, values[0]["code"])
        account = self.dossiers.partner_id[0].user_ids
        self.assertTrue(account._is_portal())
        own = self.dossiers.with_user(account).search([])
        self.assertEqual(own.partner_id, account.partner_id)
        self.assertTrue(account.partner_id.onestop_citizen)

    def test_an_open_dossier_can_be_gone_on_with(self):
        run = self._worked_on(self.dossiers)[:1]
        self.assertTrue(run)
        run.with_user(self.users["department_officer"]).action_complete()
        self.assertEqual(run.state, "done")
        self.assertEqual(list(self.env["onestop.journal"]._verify()), [])

    def _worked_on(self, dossiers):
        """Open steps that an officer may complete."""
        running = dossiers.filtered(lambda one: one.state == "processing")
        return running.step_ids.filtered(
            lambda one: one.state == "open" and one.kind == "work"
        )

    def test_the_orm_goes_on_with_ids_of_its_own(self):
        dossier = self.file()
        self.assertGreater(dossier.id, max(self.dossiers.ids))
        self.assertGreater(min(dossier.component_ids.ids), 0)
        self.act("counter_officer", dossier, "accept")
        self.assertNotIn(dossier.code, self.dossiers.mapped("code"))

    def test_what_is_copied_whole_goes_on_like_the_first(self):
        multiply_whole(self.env.cr, 3 * DOSSIERS)
        self.env.invalidate_all()
        self.assertEqual(self._bounds(), self.bounds)
        dossiers = self.env["onestop.dossier"].search([])
        self.assertEqual(len(dossiers), 3 * DOSSIERS)
        first = self._worked_on(self.dossiers)[:1].dossier_id
        copy = dossiers.filtered(lambda one: one.code == f"{first.code}/2")
        self.assertEqual(copy.partner_id, first.partner_id)
        self.assertEqual(copy.step_ids.mapped("kind"), first.step_ids.mapped("kind"))
        self.assertFalse(copy.step_ids & first.step_ids)
        run = self._worked_on(copy)[:1]
        run.with_user(self.users["department_officer"]).action_complete()
        self.assertEqual(run.state, "done")
        self.assertGreater(self.file().id, max(dossiers.ids))
