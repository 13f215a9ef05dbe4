"""Where several centres may receive a dossier, its person chooses, by a plain form."""

from odoo.tests import tagged

from .common import PortalCase

URL = "/procedures/9.900050/file"


@tagged("post_install", "-at_install")
class TestFilingPlace(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.communes = cls.env["onestop.department"].create(
            [
                {
                    "name": f"Centre of {name}",
                    "code": f"T-{number}",
                    "kind": "commune",
                    "national_code": f"H99.8{number}",
                    "commune": f"Xã {name}",
                }
                for number, name in enumerate(("An Mẫu", "Bình Thử"))
            ]
        )
        cls.env["onestop.counter.group"].create(
            [
                {"name": f"Counter {one.name}", "department_id": one.id}
                for one in cls.communes
            ]
        )
        cls.of_commune = cls.make_version(
            "9.900050", competent_department_ids=[(6, 0, cls.communes.ids)]
        )

    def to_place(self, commune=""):
        self.log_in()
        return self.send(
            self.begin(self.of_commune),
            "next",
            owner_name="Owner U",
            owner_commune=commune,
        )

    def offered(self, page):
        return page.xpath("//input[@name='received_department_id']/@value")

    def finish(self, page):
        """From the page after the place to the dossier."""
        field = self.paper_field(self.of_commune)
        page = self.send(page, "next", files=[(field, self.upload())])
        page = self.send(page, "next", delivery="counter")
        text = self.text(page)
        self.send(page, "send", declared="1")
        dossier = self.env["onestop.dossier"].search([], order="id desc", limit=1)
        return dossier, text

    def test_the_person_chooses_the_commune_and_it_goes_there(self):
        page = self.to_place()
        self.assertEqual(self.offered(page), [str(one) for one in self.communes.ids])
        page = self.send(page, "next", received_department_id=str(self.communes[1].id))
        dossier, summary = self.finish(page)
        self.assertIn("Centre of Bình Thử", summary)
        self.assertEqual(dossier.received_department_id, self.communes[1])
        self.assertEqual(dossier.counter_group_id.department_id, self.communes[1])

    def test_their_own_commune_stands_first(self):
        page = self.to_place("Xã Bình Thử, tỉnh Mẫu")
        self.assertEqual(self.offered(page)[0], str(self.communes[1].id))
        page = self.page(f"{URL}?page=people")
        page = self.send(page, "next", owner_commune="xa binh thu")
        self.assertEqual(self.offered(page)[0], str(self.communes[1].id))
        page = self.send(
            self.page(f"{URL}?page=people"), "next", owner_commune="Hà Nội"
        )
        self.assertEqual(self.offered(page)[0], str(self.communes[0].id))

    def test_nothing_is_sent_before_a_place_is_chosen(self):
        page = self.to_place()
        page = self.send(page, "next")
        self.assertTrue(page.xpath("//*[@id='os_received_department_id_error']"))
        page = self.page(f"{URL}?page=check")
        self.assertIn("Where to file", self.text(page))
        self.assertTrue(page.xpath("//button[@value='send'][@disabled]"))

    def test_a_place_that_is_made_up_is_none(self):
        self.to_place()
        for place in (self.centre.id, self.department.id, "x", "", "-1"):
            self.raw_post(
                URL, page="place", do="next", received_department_id=str(place)
            )
            page = self.page(f"{URL}?page=check")
            self.assertTrue(page.xpath("//button[@value='send'][@disabled]"), place)

    def test_nobody_is_asked_where_there_is_one_centre(self):
        self.log_in()
        page = self.send(self.begin(), "next", owner_name="Owner U")
        self.assertNotIn("Where to file", self.text(page))
        self.assertFalse(self.offered(page))
