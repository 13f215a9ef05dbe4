"""Lines of one file come with their list in one query, and hide nothing more."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_catalogue import CatalogueCase


@tagged("post_install", "-at_install")
class TestWholeLines(CatalogueCase):
    def test_a_list_and_what_its_lines_say_is_one_query(self):
        # Without the queries of anybody's rights.
        version = self.make_draft().sudo()
        self.env.flush_all()
        self.env.invalidate_all()
        version.mapped("state")
        with self.assertQueryCount(1):
            self.assertTrue(version.channel_ids.mapped("channel"))

    def test_lines_go_to_the_file_they_belong_to_in_their_order(self):
        one = self.make_draft()
        other = self.make_draft(self.make_procedure("9.900002"))
        for version in (one, other):
            version.component_ids = [
                (0, 0, {"name": name, "sequence": sequence})
                for name, sequence in (("last", 90), ("first", 1))
            ]
        self.env.flush_all()
        self.env.invalidate_all()
        (one | other).mapped("component_ids")
        for version in (one, other):
            self.assertEqual(version.component_ids.version_id, version)
            names = version.component_ids.mapped("name")
            self.assertEqual((names[0], names[-1]), ("first", "last"))

    def test_who_may_not_read_the_lines_does_not(self):
        version = self.make_draft()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            version.with_user(self.portal).channel_ids.mapped("channel")
