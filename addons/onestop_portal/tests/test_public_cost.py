"""What public pages of the catalogue cost the database, however large it is."""

from odoo.tests import tagged

from .common import PortalCase

# At most so many queries a page, seen by somebody who is not logged in; of a procedure
# whose text the server knows.
LIST, NEXT_PAGE, OF_FIELD, PROCEDURE = 18, 18, 18, 12
PER_PAGE = 20


@tagged("post_install", "-at_install")
class TestPublicCost(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.field = cls.env["onestop.field"].create({"name": "Field T"})
        cls.number = 0
        cls.make_more(PER_PAGE + 1)

    @classmethod
    def make_more(cls, count):
        for _one in range(count):
            cls.number += 1
            cls.make_version(f"9.91{cls.number:04}", field_id=cls.field.id)

    def counts(self):
        return {
            path: self.queries(path)
            for path in (
                "/procedures",
                "/procedures/page/2",
                f"/procedures?field={self.field.id}",
                "/procedures/9.910001",
            )
        }

    def test_no_page_asks_more_where_there_are_many_procedures(self):
        few = self.counts()
        for path, most in zip(few, (LIST, NEXT_PAGE, OF_FIELD, PROCEDURE), strict=True):
            self.assertLessEqual(few[path], most, path)
        self.make_more(PER_PAGE)
        self.assertEqual(self.counts(), few)
