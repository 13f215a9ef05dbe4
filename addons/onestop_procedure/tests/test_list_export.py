"""Odoo's own export of lists gives a spreadsheet nothing to reckon."""

import csv
import io
import json
from urllib.parse import urlencode

import openpyxl

from odoo.tests import HttpCase, tagged

from .common import OnestopCase

NAMES = ["=1+1", "@SUM(A1)", "\t=1", "-2+3", "plain"]


@tagged("post_install", "-at_install")
class TestListExport(OnestopCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subjects = cls.env["onestop.subject"].create(
            [{"name": name} for name in NAMES]
        )
        # Nobody of the centre has it, unless a centre gives it.
        export = cls.env.ref("base.group_allow_export")
        cls.users["catalogue_manager"].group_ids |= export

    def exported(self, kind, groupby=()):
        self.authenticate("test_catalogue_manager", "test_catalogue_manager")
        data = {
            "model": "onestop.subject",
            "fields": [{"name": "name", "label": "Name", "type": "char"}],
            "ids": self.subjects.ids,
            "domain": [],
            "groupby": groupby,
            "import_compat": False,
            "context": {},
        }
        query = urlencode({"data": json.dumps(data)})
        response = self.url_open(f"/web/export/{kind}?{query}")
        response.raise_for_status()
        return response.content

    def cells(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [(cell.value, cell.data_type) for [cell] in sheet.iter_rows()]

    def test_a_list_as_csv_has_no_formula(self):
        text = self.exported("csv").decode()
        found = {row[0] for row in csv.reader(io.StringIO(text, newline=""))}
        wanted = {"Name", "'=1+1", "'@SUM(A1)", "'\t=1", "'-2+3", "plain"}
        self.assertEqual(found, wanted)

    def test_a_list_as_xlsx_has_texts_only_and_as_they_were(self):
        found = self.cells(self.exported("xlsx"))
        self.assertEqual({kind for _value, kind in found}, {"s"})
        self.assertEqual({value for value, _kind in found}, {"Name", *NAMES})

    def test_a_list_in_groups_has_no_formula_in_its_headings(self):
        found = self.cells(self.exported("xlsx", groupby=["name"]))
        self.assertEqual({kind for _value, kind in found}, {"s"})
        self.assertIn("=1+1 (1)", {value for value, _kind in found})

    def test_a_pivot_table_has_no_formula_in_its_titles_and_keeps_its_numbers(self):
        self.authenticate("test_catalogue_manager", "test_catalogue_manager")
        header = {"title": "=1+1", "width": 1, "height": 1}
        table = {
            "title": "Procedures",
            "model": "onestop.procedure",
            "measure_count": 1,
            "col_group_headers": [[header]],
            "measure_headers": [{"title": "@SUM(A1)", "is_bold": False}],
            "rows": [
                {"title": "=1+1", "indent": 0, "values": [{"value": -3}]},
                {"title": "{=1+1}", "indent": 0, "values": [{"value": "=2"}]},
            ],
        }
        query = urlencode({"data": json.dumps(table)})
        response = self.url_open(f"/web/pivot/export_xlsx?{query}")
        response.raise_for_status()
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        cells = {cell.value: cell.data_type for row in sheet for cell in row}
        self.assertNotIn("f", cells.values())
        self.assertLessEqual({"'=1+1", "'@SUM(A1)", "'{=1+1}", "'=2", -3}, {*cells})
