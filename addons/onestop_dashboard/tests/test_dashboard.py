"""The ready dashboard: what it asks, whom it shows what, and that it stays inside."""

import json
import re

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.onestop_complaint.tests.common import ComplaintCase
from odoo.addons.onestop_dossier.tests.common import MONDAY

READERS = ("department_head", "supervisor", "director")
FORMULA = re.compile(r'PIVOT(?:\.VALUE)?\((\d+)[,)](?:"([^"]*)")?')


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDashboard(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("onestop_dashboard.spreadsheet_dashboard_centre")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)
        cls.pivots = cls.data["pivots"]
        cls.charts = [
            figure["data"]
            for sheet in cls.data["sheets"]
            for figure in sheet["figures"]
            if figure["data"]["type"].startswith("odoo_")
        ]

    def sources(self):
        """(model, domain, groups, aggregates) of whatever it asks the database."""
        for pivot in self.pivots.values():
            yield (
                pivot["model"],
                pivot["domain"],
                [_group(row) for row in pivot["rows"] + pivot["columns"]],
                [measure["id"] for measure in pivot["measures"]],
            )
        for chart in self.charts:
            meta = chart["metaData"]
            yield (
                meta["resModel"],
                chart["searchParams"]["domain"],
                meta["groupBy"],
                [f"{meta['measure']}:sum"],
            )

    def answers(self, user):
        """What it shows a user, the whole of it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            self.env[model]
            .with_user(user)
            .formatted_read_group(domain, groups, aggregates)
            for model, domain, groups, aggregates in self.sources()
        ]

    def test_whoever_has_no_dashboard_has_no_menu_of_them(self):
        menus = "spreadsheet_dashboard.spreadsheet_dashboard_menu_"
        shown = self.env.ref(f"{menus}dashboard").id
        arranged = self.env.ref(f"{menus}configuration").id
        for role, user in self.users.items():
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            with self.subTest(role=role):
                self.assertEqual(shown in visible, role in READERS)
                # A director changes them.
                self.assertEqual(arranged in visible, role == "director")

    def test_it_is_published_to_those_who_answer_for_figures(self):
        self.assertTrue(self.dashboard.is_published)
        for role, user in self.users.items():
            with self.subTest(role):
                seen = self.seen_by(user, "spreadsheet.dashboard")
                self.assertEqual(self.dashboard in seen, role in READERS)

    def test_a_head_is_shown_their_own_department_alone(self):
        self.to_processing()
        self.to_accepted()
        # Of nobody else's doing anything changes in what they see.
        before = self.answers(self.users["department_head"])
        self.assertTrue(any(before))
        stranger = self.make_user("stranger", ("department_head", self.other))
        self.assertFalse(any(_numbers(self.answers(stranger))))
        for role in ("supervisor", "director"):
            self.assertTrue(any(_numbers(self.answers(self.users[role]))), role)
        names = {self.department.id}
        for (model, _domain, groups, _aggregates), rows in zip(
            self.sources(), before, strict=True
        ):
            if groups == ["department_id"]:
                found = {row["department_id"][0] for row in rows}
                self.assertLessEqual(found, names, model)

    def test_every_formula_asks_a_pivot_for_what_it_has(self):
        asked = 0
        for sheet in self.data["sheets"]:
            for place, cell in sheet["cells"].items():
                for number, measure in FORMULA.findall(cell):
                    with self.subTest(place):
                        asked += 1
                        ids = [one["id"] for one in self.pivots[number]["measures"]]
                        self.assertIn(measure or ids[0], ids)
        self.assertGreater(asked, 60)

    def test_each_figure_and_each_line_opens_its_list(self):
        actions = [pivot["actionXmlId"] for pivot in self.pivots.values()]
        actions += [chart["actionXmlId"] for chart in self.charts]
        models = {name: self.env.ref(name).res_model for name in set(actions)}
        for pivot in self.pivots.values():
            self.assertEqual(models[pivot["actionXmlId"]], pivot["model"])
        for chart in self.charts:
            self.assertEqual(
                models[chart["actionXmlId"]], chart["metaData"]["resModel"]
            )
        others = {
            figure["id"]
            for figure in self.data["sheets"][0]["figures"]
            if not figure["data"]["type"].startswith("odoo_")
        }
        self.assertEqual(others, set(self.data["chartOdooMenusReferences"]))

    def test_both_filters_reach_all_but_the_twelve_months(self):
        for source in [*self.pivots.values(), *self.charts]:
            matched = set(source["fieldMatching"])
            by_month = [row for row in source.get("rows", ()) if "granularity" in row]
            self.assertEqual(
                matched, {"department"} if by_month else {"department", "period"}
            )
            model = self.env[source.get("model") or source["metaData"]["resModel"]]
            for match in source["fieldMatching"].values():
                self.assertIn(match["chain"], model._fields)

    def test_no_word_of_it_is_left_untranslated(self):
        for sheet in self.data["sheets"]:
            for cell in sheet["cells"].values():
                self.assertRegex(cell, r"^(=|\[.+\]\(odoo://ir_menu_xml_id/)")
        self.assertEqual(
            self.dashboard.with_context(lang="vi_VN").name, "Hoạt động của Trung tâm"
        )

    def test_who_works_at_the_centre_shares_no_figure_by_a_link(self):
        values = {"dashboard_id": self.dashboard.id, "spreadsheet_data": "{}"}
        for role in READERS:
            share = self.env["spreadsheet.dashboard.share"].with_user(self.users[role])
            with self.subTest(role), self.assertRaises(AccessError):
                share.action_get_share_url(dict(values))
        own = self.env["spreadsheet.dashboard.share"].create(values)
        own.sudo()._write({"create_uid": self.users["director"].id})
        with self.assertRaises(AccessError):
            own.with_user(self.users["director"]).write({"spreadsheet_data": "{}"})

    def test_a_director_changes_it_and_a_head_does_not(self):
        mine = self.dashboard.with_user(self.users["director"])
        mine.name = "Our centre"
        self.assertEqual(self.dashboard.name, "Our centre")
        for role in ("department_head", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.dashboard.with_user(self.users[role]).name = "Mine"

    def test_without_an_editor_it_is_said_so(self):
        with self.assertRaisesRegex(UserError, "No editor"):
            self.dashboard.with_user(self.users["director"]).action_edit_dashboard()
        for role in ("department_head", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.dashboard.with_user(self.users[role]).action_edit_dashboard()


@tagged("post_install", "-at_install")
class TestDashboardRoute(ComplaintCase, HttpCase):
    @mute_logger("odoo.http")
    def test_its_data_are_fetched_by_its_readers_alone(self):
        dashboard = self.env.ref("onestop_dashboard.spreadsheet_dashboard_centre")
        address = f"/spreadsheet/dashboard/data/{dashboard.id}"
        for role, status in (("director", 200), ("counter_officer", 403)):
            user = self.users[role]
            user.password = "a-password-of-the-test"
            self.authenticate(user.login, "a-password-of-the-test")
            with self.subTest(role):
                self.assertEqual(self.url_open(address).status_code, status)


def _group(row):
    granularity = row.get("granularity")
    return f"{row['fieldName']}:{granularity}" if granularity else row["fieldName"]


def _numbers(answers):
    return [
        value
        for rows in answers
        for row in rows
        for name, value in row.items()
        if name == "number:sum"
    ]
