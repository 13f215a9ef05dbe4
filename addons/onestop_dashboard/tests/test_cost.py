"""A figure reads no table but those that it is about."""

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.onestop_dossier.tests.common import DossierCase

BESIDE = (
    "onestop_dossier_step",
    "onestop_dossier_supplement",
    "onestop_procedure_version",
)


@tagged("post_install", "-at_install")
class TestCost(DossierCase):
    def read(self, *groupby):
        """The tables, of those beside the dossiers, that a pivot by these reads."""
        report = self.as_role("director", self.env["onestop.dossier.report"])
        asked = []
        original = type(self.env.cr).execute

        def execute(cursor, query, *rest, **options):
            asked.append(query)
            return original(cursor, query, *rest, **options)

        self.patch(type(self.env.cr), "execute", execute)
        report._read_group([], groupby, ["number:sum"])
        (query,) = [one for one in asked if "onestop_dossier_report" in str(one)]
        self.env.cr.execute(SQL("EXPLAIN %s", query))
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("onestop_dossier ", plan)
        return {name for name in BESIDE if f" {name} " in plan}

    def test_the_pivot_that_opens_first_reads_dossiers_alone(self):
        self.assertEqual(self.read("department_id", "situation"), set())

    def test_who_asks_whose_delay_it_is_has_the_steps_read(self):
        self.assertEqual(self.read("charged_department_id"), {"onestop_dossier_step"})

    def test_who_asks_for_the_field_has_the_versions_read(self):
        self.assertEqual(self.read("field_id"), {"onestop_procedure_version"})
