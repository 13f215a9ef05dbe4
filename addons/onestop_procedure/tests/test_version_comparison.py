"""What differs between two versions of a procedure is told in words."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestVersionComparison(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-10 03:00:00"):
            cls.first = cls.make_published(effect_date=date(2026, 2, 1))
        cls.second = cls.first.copy({"name": cls.first.name})

    def compare(self, version=None, user=None):
        version = version or self.second
        action = (version.with_user(user) if user else version).action_compare()
        return (
            version.env(user=user or self.manager.user)[action["res_model"]]
            .with_context(**action["context"])
            .create({})
        )

    def said(self):
        """[(label, before, after)] of what differs, as people read it."""
        return [
            (
                row.label,
                *("".join(words for _m, words in s) for s in (row.before, row.after)),
            )
            for row in self.compare()._difference()
        ]

    def test_a_copy_says_the_same(self):
        comparison = self.compare()
        self.assertEqual(comparison.other_id, self.first)
        self.assertEqual(comparison._difference(), [])
        self.assertIn("say the same", comparison.difference_html)

    def test_a_shorter_term_and_a_longer_way(self):
        self.second.channel_ids.write({"term_value": 1})
        self.second.channel_ids = [
            Command.create(
                {"channel": "online", "term_value": 8, "term_unit": "working_hours"}
            )
        ]
        self.assertEqual(
            self.said(),
            [
                ("In Person: Term", "2 working days", "1 working days"),
                (
                    "Online",
                    "",
                    "Term: 8 working hours\nChannel: Online\nOnline Level: None",
                ),
            ],
        )

    def test_papers_fees_flags_and_texts(self):
        self.second.component_ids.write({"originals": 2, "name": "Form A"})
        self.second.component_ids = [
            Command.create({"name": "Map", "copies": 1, "required": False})
        ]
        self.second.fee_ids = [Command.create({"name": "Fee T", "amount": 150000})]
        self.second.write({"same_day": True, "steps_text": "File, pay, collect."})
        said = {label: (before, after) for label, before, after in self.said()}
        self.assertEqual(said["Same Day"], ("No", "Yes"))
        self.assertEqual(
            said["Order of Steps"], ("File, wait, collect.", "File, pay, collect.")
        )
        self.assertEqual(said["Form A: Originals"], ("1", "2"))
        self.assertEqual(said["Form A: Name"], ("Form T", "Form A"))
        self.assertIn("Copies: 1", said["Map"][1])
        self.assertIn("150.000", said["Fee T"][1])

    def test_scripts_stay_text(self):
        self.second.steps_text = "<script>alert(1)</script>"
        html = self.compare().difference_html
        self.assertNotIn("<script", html)
        self.assertIn("&lt;script&gt;alert(1)", html)

    def test_who_reads_no_draft_is_told_nothing_of_it(self):
        officer = self.users["counter_officer"]
        self.assertEqual(self.compare(self.first, officer)._difference(), [])
        comparison = (
            self.env(user=officer)["onestop.version.comparison"]
            .with_context(default_version_id=self.first.id)
            .create({"other_id": self.second.id})
        )
        with self.assertRaises(AccessError):
            comparison._difference()
        with self.assertRaises(AccessError):
            self.compare(self.first, self.portal)

    def test_it_costs_the_same_however_many_papers_there_are(self):
        self.second.component_ids = [
            Command.create({"name": f"Paper {number}", "copies": 1})
            for number in range(30)
        ]
        comparison = self.compare()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self.assertEqual(len(comparison._difference()), 30)
