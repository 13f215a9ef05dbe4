from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .common import MONDAY, DossierCase

MANY = 20_000


@tagged("post_install", "-at_install")
class TestHotQueries(DossierCase):
    """What is asked all day never reads all dossiers.

    PostgreSQL reads a small table whole whatever indexes there are: so there are many
    dossiers here, an eighth of them open.
    """

    # What each row has of its own, or is given below.
    OWN = ("id", "state", "date_due", "date_due_legal", "code", "tracking_number")

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            dossier = self.to_processing()
        self.code = dossier.code
        self.env.flush_all()
        columns = [
            name
            for name, field in dossier._fields.items()
            if field.store and field.column_type and name not in self.OWN
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO onestop_dossier (state, date_due, date_due_legal, %(names)s)
                SELECT CASE WHEN number %% 8 = 0 THEN 'processing' ELSE 'returned' END,
                       date_due + number * interval '1 minute',
                       date_due_legal + number * interval '1 minute', %(names)s
                  FROM onestop_dossier, generate_series(1, %(many)s) AS number
                 WHERE id = %(id)s
                """,
                names=SQL(", ").join(map(SQL.identifier, columns)),
                many=MANY,
                id=dossier.id,
            )
        )
        self.env.cr.execute("ANALYZE onestop_dossier")
        self.env.invalidate_all()

    def plan(self, role, domain, order=None):
        """How PostgreSQL reads the dossiers of a domain, as a role sees them."""
        dossiers = self.as_role(role, self.env["onestop.dossier"])
        query = dossiers._search(domain, order=order or dossiers._order, limit=80)
        return self.explain(query.select())

    def box(self, typed):
        """The domain of the search box, with what is typed into it."""
        view = self.env.ref("onestop_dossier.onestop_dossier_view_search")
        field = etree.fromstring(view.arch).find(".//field[@name='code']")
        return safe_eval(field.get("filter_domain"), {"self": typed})

    def test_the_search_box_reads_no_other_dossiers_whatever_is_typed(self):
        self.env.cr.execute(
            "UPDATE onestop_dossier SET owner_identity_number = id::text, "
            "owner_name = 'Phạm ' || md5(id::text)"
        )
        self.env.cr.execute("ANALYZE onestop_dossier")
        for typed in (self.code, "pham 0c", "001099000001", "47JA-VN64-69RA1"):
            for role in ("counter_officer", "department_officer", "director"):
                plan = self.plan(role, self.box(typed))
                with self.subTest(typed=typed, role=role):
                    self.assertNotIn("Seq Scan on onestop_dossier ", plan)
                    # By what was typed, or by the few dossiers of the user's counter:
                    # the planner's figures of the day decide.
                    self.assertRegex(
                        plan, "Bitmap|using onestop_dossier__counter_group_id_index"
                    )

    def explain(self, query):
        self.env.cr.execute(SQL("EXPLAIN %s", query))
        return "\n".join(line for (line,) in self.env.cr.fetchall())

    @freeze_time("2026-03-20 03:00:00")
    def test_no_list_reads_all_dossiers(self):
        for role, domain in (
            ("supervisor", [("overdue", "=", True)]),
            ("department_head", [("overdue", "=", True)]),
            ("department_officer", [("is_open", "=", True)]),
            ("director", [("is_open", "=", True)]),
            ("counter_officer", [("code", "=", self.code)]),
            ("counter_officer", [("tracking_number", "=", "0123456789")]),
            ("counter_officer", [("owner_identity_number", "=", "001099000002")]),
            ("counter_officer", [("owner_phone", "=", "0900000002")]),
        ):
            with self.subTest(role=role, domain=domain):
                plan = self.plan(role, domain)
                self.assertNotIn("Seq Scan on onestop_dossier ", plan)
                self.assertIn("onestop_dossier_", plan)

    def test_the_worklist_reads_a_page_and_not_all_that_is_open(self):
        [run] = self.env["onestop.dossier"].search([("code", "=", self.code)]).step_ids
        self.env.flush_all()
        columns = [
            name
            for name, field in run._fields.items()
            if field.store and field.column_type and name not in ("id", "date_due")
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO onestop_dossier_step (date_due, %(names)s)
                SELECT date_due + number * interval '1 minute', %(names)s
                  FROM onestop_dossier_step, generate_series(1, %(many)s) AS number
                 WHERE id = %(id)s
                """,
                names=SQL(", ").join(map(SQL.identifier, columns)),
                many=MANY,
                id=run.id,
            )
        )
        self.env.cr.execute("ANALYZE onestop_dossier_step")
        asked, real = [], type(run)._search

        def search(model, domain, *args, **rest):
            query = real(model, domain, *args, **rest)
            if model._name == run._name and rest.get("limit"):
                asked.append(query.select())
            return query

        self.patch(type(run), "_search", search)
        steps = self.as_role("department_officer", run.browse())
        page = steps.web_search_read(
            [("for_me", "=", True)],
            {"code": {}},
            limit=80,
            order="unread desc, date_due, id",
        )
        self.assertEqual(len(page["records"]), 80)
        [query] = asked
        plan = self.explain(query)
        self.assertRegex(plan, "using onestop_dossier_step_+open_index")
        self.assertNotIn("Sort", plan)

    def test_no_job_reads_all_dossiers(self):
        model = self.env["onestop.dossier"]
        late = model._search(
            [("state", "=", "accepted"), ("date_forward", "<=", "now")], limit=200
        )
        claim = SQL(
            "SELECT id FROM onestop_dossier WHERE date_look <= now() "
            "ORDER BY date_look LIMIT 1000 FOR NO KEY UPDATE SKIP LOCKED"
        )
        for name, query in (("pass on", late.select()), ("look at", claim)):
            with self.subTest(name):
                self.assertNotIn("Seq Scan on onestop_dossier ", self.explain(query))

    def test_the_plan_of_a_question_without_an_index_is_found_out(self):
        plan = self.plan("director", [("content", "=", "nothing")], order="content")
        self.assertIn("Seq Scan on onestop_dossier ", plan)
