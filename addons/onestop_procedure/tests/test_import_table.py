"""Procedures come in from a table, row by row, and go out as the same table."""

import base64
import csv
import io
import zipfile
from dataclasses import replace
from unittest.mock import patch

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..core import table_file
from ..core.procedure_sheets import BY_KEY, SHEETS
from ..core.table_file import csv_bytes
from ..engine.catalogue_plain import carried
from ..engine.catalogue_tables import VERSION
from ..wizards import onestop_import_table
from .common_catalogue import CatalogueCase

CODE = "9.900041"
#: What no table holds, or holds only as it was read.
ASIDE = {
    "onestop.procedure.version": {
        *("number", "state", "valid_from", "valid_to", "published_at", "decision_id"),
        *("end_decision_id", "level_text", "source_raw", "source_fingerprint"),
        *("competent_text", "implementing_text", "authorised_text"),
        "coordinating_text",
    },
    "onestop.procedure.case": {"raw"},
    "onestop.procedure.channel": {"raw", "term_raw"},
    "onestop.procedure.fee": {"raw"},
    "onestop.procedure.component": {
        *("raw", "asked_if", "database_id", "reusable_from_ids"),
        *("form_attachment_id", "sample_attachment_id"),
    },
    "onestop.procedure.result": set(),
}
#: What is asked of the form of an import, by model.
PUBLIC = {
    "onestop.import.table": (
        *("action_preview", "action_import", "action_again"),
        *("action_template_xlsx", "action_template_csv"),
        *("action_export_xlsx", "action_export_csv"),
    ),
    "onestop.import.procedures": ("action_import",),
    "onestop.exchange.catalogue": ("action_export", "action_preview", "action_import"),
}


class TableCase(CatalogueCase):
    def sheet(self, key, *rows):
        """A CSV file of one sheet, of rows as dicts by column."""
        sheet = BY_KEY[key]
        given = [one for one in sheet.columns if any(one.key in row for row in rows)]
        cells = [[row.get(one.key, "") for one in given] for row in rows]
        return f"{key}.csv", csv_bytes([one.heading for one in given], cells)

    def wizard(self, *files):
        attachments = self.manager["ir.attachment"].create(
            [{"name": name, "raw": raw} for name, raw in files]
        )
        form = Form(self.manager["onestop.import.table"])
        for attachment in attachments:
            form.file_ids.add(attachment)
        return form.save()

    def imported(self, *files):
        wizard = self.wizard(*files)
        wizard.action_import()
        return wizard

    def version(self, code=CODE):
        versions = self.manager["onestop.procedure.version"]
        return versions.search([("procedure_id.code", "=", code)], limit=1)

    def exported(self, procedure, kind):
        wizard = self.manager["onestop.import.table"]
        url = wizard.export_for(procedure.ids, kind)["url"]
        wizard = wizard.browse(int(url.split("/")[4]))
        name = url.rpartition("/")[2].partition("?")[0]
        return name, base64.b64decode(wizard.export_file)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestImportTable(TableCase):
    def test_a_table_becomes_a_draft(self):
        wizard = self.imported(
            self.sheet(
                "procedures",
                {
                    "code": CODE,
                    "name": "Cấp giấy thử nghiệm",
                    "field": "Field T",
                    "levels": "Cấp tỉnh",
                    "subjects": "Citizens T; Hội thử",
                    "competent": f"{self.department.name}\nCơ quan lạ",
                    "steps_text": "Nộp.\nChờ.",
                    "sets": "2",
                    "any_centre": "Có",
                },
            ),
            self.sheet(
                "channels",
                {"code": CODE, "channel": "Trực tiếp", "term": "20 Ngày làm việc"},
                {"code": CODE, "channel": "Trực tuyến", "term": "Trước khi tàu đi"},
            ),
            self.sheet("cases", {"code": CODE, "name": "Cấp mới"}),
            self.sheet(
                "fees",
                {
                    "code": CODE,
                    "kind": "Lệ phí",
                    "amount": "150.000 Đồng/lần",
                    "case": "cấp mới",
                    "channel": "Trực tiếp",
                },
            ),
            self.sheet(
                "components",
                {"code": CODE, "name": "- Tờ khai", "originals": "1", "cases": "TH01"},
            ),
            self.sheet("bases", {"code": CODE, "number": "5/2020/QH14", "title": "L"}),
        )
        self.assertEqual((wizard.state, wizard.new_count), ("done", 1))
        self.assertFalse(wizard.problem_ids)
        version = self.version()
        self.assertEqual((version.state, version.number), ("draft", 1))
        self.assertEqual(version.name, "Cấp giấy thử nghiệm")
        self.assertEqual(version.field_id, self.field_of_law)
        self.assertEqual(version.level_ids, self.levels("province"))
        self.assertEqual(
            set(version.subject_ids.mapped("name")), {"Citizens T", "Hội thử"}
        )
        self.assertEqual(version.competent_department_ids, self.department)
        self.assertIn("Cơ quan lạ", version.competent_text)
        self.assertEqual((version.sets, version.any_centre), (2, True))
        self.assertTrue(version.online_filing)
        counter, online = version.channel_ids
        self.assertEqual((counter.term_value, counter.term_unit), (20, "working_days"))
        self.assertEqual(
            (online.term_unit, online.term_words), (False, "Trước khi tàu đi")
        )
        fee = version.fee_ids
        self.assertEqual(
            (fee.kind, fee.amount, fee.unit, fee.case_id.name, fee.channel),
            ("charge", 150_000, "lần", "Cấp mới", "in_person"),
        )
        paper = version.component_ids
        self.assertEqual((paper.name, paper.code), ("- Tờ khai", "TP01"))
        self.assertEqual(paper.case_ids, version.case_ids)
        self.assertEqual(version.legal_basis_ids.number, "5/2020/QH14")
        flagged = version.import_remark_ids.mapped("code")
        self.assertIn("term_not_understood", flagged)
        self.assertIn("online_level_assumed", flagged)
        made = version.import_remark_ids.filtered(lambda one: one.code == "made_anew")
        self.assertEqual(made.mapped("raw"), ["Hội thử"])
        self.assertIn(
            "Ways of filing, row 3",
            version.import_remark_ids.filtered(
                lambda one: one.code == "term_not_understood"
            ).place,
        )

    def test_what_would_be_remarked_is_said_before_anything_is_written(self):
        wizard = self.wizard(
            self.sheet(
                "procedures", {"code": CODE, "name": "Việc T", "subjects": "Hội lạ"}
            )
        )
        wizard.action_preview()
        self.assertEqual((wizard.state, wizard.line_ids.title), ("preview", "Việc T"))
        note = wizard.note_ids
        self.assertEqual((note.sheet, wizard.remark_count), (f"{CODE}: Subjects", 1))
        self.assertIn("“Hội lạ” was not in the catalogue", note.message)
        self.assertFalse(self.env["onestop.subject"].search([("name", "=", "Hội lạ")]))
        self.assertFalse(self.version())

    def test_the_form_looks_first_and_writes_then(self):
        name = {"code": CODE, "name": "Việc T"}
        wizard = self.wizard(self.sheet("procedures", name))
        wizard.action_preview()
        self.assertEqual((wizard.state, wizard.new_count), ("preview", 1))
        self.assertFalse(self.version())
        self.assertFalse(wizard.line_ids.version_id)
        wizard.action_import()
        self.assertEqual((wizard.state, wizard.line_ids.state), ("done", "new"))
        self.assertEqual(self.version().name, "Việc T")
        domain = wizard.action_open_drafts()["domain"]
        self.assertEqual(
            self.manager["onestop.procedure.version"].search(domain), self.version()
        )

    def test_what_is_refused_or_changes_is_listed_before_what_stays(self):
        other, last = "9.900042", "9.900043"
        rows = [{"code": code, "name": f"Việc {code}"} for code in (CODE, other)]
        self.imported(self.sheet("procedures", *rows))
        rows[1] = {**rows[1], "sets": "2"}
        wrong = {"code": last, "name": "Việc lạ", "sets": "hai"}
        wizard = self.wizard(self.sheet("procedures", *rows, wrong))
        wizard.action_preview()
        self.assertEqual(
            [(one.name, one.state) for one in wizard.line_ids],
            [(last, "refused"), (other, "changed"), (CODE, "unchanged")],
        )

    def test_an_error_refuses_its_procedure_and_no_other(self):
        other = "9.900042"
        wizard = self.imported(
            self.sheet(
                "procedures",
                {"code": CODE, "name": "Việc T", "sets": "hai"},
                {"code": other, "name": "Việc khác", "sets": "2"},
                {"code": "=1+1", "name": "Việc lạ", "sets": ""},
            ),
            self.sheet("fees", {"code": "9.900049", "amount": "Miễn phí"}),
            self.sheet(
                "channels",
                {"code": other, "channel": "Trực tiếp", "term": "1 giờ", "case": "X"},
            ),
        )
        self.assertEqual((wizard.new_count, wizard.refused_count), (0, 3))
        found = [
            (one.file, one.row, one.column, one.message.partition(".")[0])
            for one in wizard.problem_ids
        ]
        self.assertEqual(
            found,
            [
                (
                    *("procedures.csv", 4, "Mã thủ tục"),
                    "“=1+1” is not the code of a procedure, such as 1",
                ),
                (
                    *("procedures.csv", 2, "Số bộ hồ sơ"),
                    "“hai” is not a whole number up to 9999",
                ),
                (
                    *("channels.csv", 2, "Trường hợp"),
                    "“X” is no case of the procedure",
                ),
                (
                    *("fees.csv", 2, "Mã thủ tục"),
                    "9",
                ),
            ],
        )
        self.assertFalse(self.version())
        self.assertFalse(self.version(other))

    def test_nothing_of_a_refused_procedure_is_kept(self):
        before = self.manager["onestop.field"].search_count([])
        wizard = self.imported(
            self.sheet(
                "procedures", {"code": CODE, "name": "V", "field": "Lĩnh vực X"}
            ),
            self.sheet(
                "components", {"code": CODE, "name": "Đơn", "cases": "Không có"}
            ),
        )
        self.assertEqual(wizard.refused_count, 1)
        self.assertFalse(
            self.manager["onestop.procedure"].search([("code", "=", CODE)])
        )
        self.assertEqual(self.manager["onestop.field"].search_count([]), before)

    def test_what_the_table_does_not_say_stays(self):
        draft = self.make_draft(
            self.make_procedure(CODE),
            description="Kept",
            eform_field_ids=[Command.create({"name": "area", "label": "Area"})],
            fee_ids=[Command.create({"name": "Fee T", "amount": 5, "kind": "fee"})],
        )
        paper = draft.component_ids
        paper.asked_if = {"field": "area", "operator": "set"}
        wizard = self.imported(
            self.sheet("procedures", {"code": CODE, "name": "Tên mới"}),
            self.sheet(
                "components",
                {"code": CODE, "name": "Form T", "copies": "3"},
                {"code": CODE, "name": "Giấy thêm", "copies": "1"},
            ),
        )
        self.assertEqual(wizard.changed_count, 1)
        self.assertEqual(self.version(), draft)
        self.assertEqual((draft.name, draft.description), ("Tên mới", "Kept"))
        self.assertEqual(draft.eform_field_ids.name, "area")
        self.assertEqual(draft.fee_ids.name, "Fee T")
        # The same paper, with what no table says of it.
        self.assertEqual(draft.component_ids[0], paper)
        self.assertEqual((paper.originals, paper.copies), (1, 3))
        self.assertTrue(paper.asked_if)
        self.assertEqual(draft.component_ids.mapped("copies"), [3, 1])

    def rich_draft(self):
        """A draft whose paper and fee say what no table holds."""
        draft = self.make_draft(
            self.make_procedure(CODE),
            eform_field_ids=[Command.create({"name": "area", "label": "Area"})],
            case_ids=[Command.create({"name": "Cấp mới"})],
            fee_ids=[Command.create({"name": "Fee T", "amount": 5, "kind": "fee"})],
        )
        draft.fee_ids.write(
            {
                "case_id": draft.case_ids.id,
                "exemption_ids": [
                    Command.create(
                        {
                            "ground_id": self.env.ref(
                                "onestop_procedure.fee_ground_poor"
                            ).id,
                            "kind": "exempt",
                        }
                    )
                ],
            }
        )
        file = {"form_file": base64.b64encode(b"form"), "form_file_name": "form.txt"}
        draft.component_ids.write(
            {
                "asked_if": {"field": "area", "operator": "set"},
                "reusable_from_ids": [Command.set(draft.procedure_id.ids)],
                **file,
            }
        )
        return draft

    def components(self, *rows):
        return self.sheet(
            "components",
            *(
                {"code": CODE, "originals": "1", "required": "Có", **row}
                for row in rows
            ),
        )

    def test_a_paper_that_its_code_names_is_the_same_with_another_name(self):
        draft = self.rich_draft()
        paper = draft.component_ids
        wizard = self.imported(
            self.components({"part_code": paper.code, "name": "Tên khác"})
        )
        self.assertEqual(wizard.changed_count, 1)
        self.assertFalse(wizard.note_ids)
        self.assertEqual((draft.component_ids, paper.name), (paper, "Tên khác"))
        self.assertTrue(paper.form_attachment_id and paper.asked_if)

    def test_what_goes_with_a_paper_that_no_row_names_is_said_before(self):
        draft = self.rich_draft()
        other = {"code": CODE, "name": "Việc T"}
        table = (
            self.sheet("procedures", other),
            self.components({"name": "Tên khác", "part_code": ""}),
        )
        told = (
            "no row is “Form T” any more, and this one is new. What the table does not "
            "say goes: Asked If, Result of, Form Attachment. If both are the same, "
            "write TP01 into “Mã giấy tờ”."
        )
        for at_once in (100, 0):
            wizard = self.wizard(*table)
            with patch.object(onestop_import_table, "AT_ONCE", at_once):
                wizard.action_preview()
            note = wizard.note_ids
            self.assertEqual((note.file, note.row), ("components.csv", 2))
            self.assertEqual(note.message, told)
            self.assertFalse(wizard.problem_ids)
            self.assertEqual(draft.component_ids.name, "Form T")
        wizard.action_import()
        self.assertEqual((wizard.state, wizard.note_ids.message), ("done", told))
        self.assertEqual(draft.component_ids.mapped("name"), ["Tên khác"])
        self.assertEqual(self.imported(*table).unchanged_count, 1)

    def test_what_goes_with_a_row_that_was_taken_out_is_said(self):
        self.rich_draft()
        wizard = self.imported(
            self.components({"name": "Form T"}, {"name": "Giấy thêm"}),
            self.sheet(
                "fees",
                {"code": CODE, "kind": "Phí", "name": "Fee N", "amount": "5 đồng"},
            ),
        )
        # The paper is there; the fee has neither its name nor its case.
        self.assertEqual(
            wizard.note_ids.mapped("message"),
            [
                "no row is “Fee T – Cấp mới” any more, and this one is new. What the "
                "table does not say goes: Case, Exemptions. If both are the same, "
                "change it in the draft, not here."
            ],
        )

    def test_a_fee_of_a_case_with_another_name_loses_nothing(self):
        draft = self.rich_draft()
        fee = draft.fee_ids
        wizard = self.imported(
            self.sheet("cases", {"code": CODE, "part_code": "TH01", "name": "Lần đầu"}),
            self.sheet(
                "fees",
                {
                    "code": CODE,
                    "kind": "Phí",
                    "name": "Fee T",
                    "amount": "6 đồng",
                    "case": "Lần đầu",
                },
            ),
        )
        self.assertFalse(wizard.note_ids | wizard.problem_ids)
        self.assertEqual((draft.fee_ids, fee.amount), (fee, 6))
        self.assertTrue(fee.exemption_ids)
        # Nor one of which a table has no column for the case.
        row = {"code": CODE, "kind": "Phí", "name": "Fee T", "amount": "7 đồng"}
        self.assertFalse(self.imported(self.sheet("fees", row)).note_ids)
        self.assertEqual((draft.fee_ids, fee.amount), (fee, 7))
        self.assertEqual(fee.case_id, draft.case_ids)

    def test_a_paper_without_a_row_is_named_without_one(self):
        draft = self.rich_draft()
        draft.component_ids = [Command.create({"name": "Thứ hai", "copies": 1})]
        wizard = self.imported(self.components({"name": "Thứ hai"}))
        note = wizard.note_ids
        self.assertEqual((note.file, note.row), ("components.csv", 0))
        self.assertEqual(
            note.message,
            "no row is “Form T” any more. With it goes what the table does not say: "
            "Asked If, Result of, Form Attachment. Give it a row to keep it.",
        )

    def test_a_published_version_gets_a_draft_and_stays(self):
        version = self.make_published(self.make_procedure(CODE))
        table = self.sheet("procedures", {"code": CODE, "name": "Tên mới"})
        self.assertEqual(self.imported(table).changed_count, 1)
        self.assertEqual(version.name, "Cấp giấy phép thử nghiệm")
        draft = version.procedure_id.draft_version_id
        self.assertEqual((draft.number, draft.name), (2, "Tên mới"))
        # And once more: nothing.
        wizard = self.imported(table)
        self.assertEqual((wizard.changed_count, wizard.unchanged_count), (0, 1))

    def test_several_levels_stand_in_one_cell(self):
        for cell, codes, remarked in (
            ("Cấp tỉnh, cấp xã", ("province", "commune"), 0),
            ("Cấp Bộ", ("ministry",), 0),
            ("Cấp tỉnh; Cấp làng", ("province", "other"), 1),
            ("", (), 0),
        ):
            with self.subTest(cell):
                row = {"code": CODE, "name": "Việc T", "levels": cell}
                self.imported(self.sheet("procedures", row))
                version = self.version()
                self.assertEqual(version.level_ids, self.levels(*codes))
                remarks = version.import_remark_ids.mapped("code")
                self.assertEqual(remarks.count("level_unknown"), remarked)

    def levels(self, *codes):
        return self.env["onestop.level"].search([("code", "in", codes)])

    def full(self, code):
        """A draft that says something in every column."""
        cases = [{"name": "Cấp mới"}, {"name": "Cấp lại; mất"}, {"name": "TH01"}]
        draft = self.make_draft(
            self.make_procedure(code),
            name="=Cấp giấy, 'thử'",
            level_ids=[Command.set(self.levels("province", "commune").ids)],
            conditions="-5 độ",
            description='@ai; "đó"',
            ways_text="+ một\n+ hai",
            receiving_address="Số 1, đường A",
            keywords="a, b",
            law_kind="TTHC không được luật giao",
            source_decision="Quyết định số 12/QĐ-BTN",
            sets=3,
            implementing_department_ids=[Command.set(self.other.ids)],
            operator="ministry",
            operator_system="Hệ thống X",
            authorised_filing=False,
            four_eyes=False,
            interlinked=True,
            immediate=True,
            supplement_rule="continue",
            supplement_term=7,
            online_filing=True,
            case_ids=[Command.create(case) for case in cases],
            result_ids=[
                Command.create({"name": "Giấy", "kind": "paper"}),
                Command.create({"name": "Bản điện tử", "kind": "electronic"}),
            ],
        )
        first, second, third = draft.case_ids
        draft.write(
            {
                "channel_ids": [
                    Command.clear(),
                    *(
                        Command.create({"sequence": number, **vals})
                        for number, vals in enumerate(self.channels(second), 1)
                    ),
                ],
                "fee_ids": [
                    Command.create({"sequence": number, **vals})
                    for number, vals in enumerate(self.fees(first), 1)
                ],
                "component_ids": [
                    Command.create(
                        {
                            "sequence": 20,
                            "name": "Giấy xuất trình",
                            "only_shown": True,
                            "required": False,
                            "form_name": "a.docx\nb.docx",
                            "note": "Ghi",
                            "case_ids": [Command.set((second + third).ids)],
                        }
                    )
                ],
                "legal_basis_ids": [
                    Command.create(
                        {
                            "number": "9/2021/NĐ-CP",
                            "title": "Nghị định T",
                            "date": "2021-01-02",
                            "issuer": "Chính phủ",
                        }
                    )
                ],
            }
        )
        return draft

    def channels(self, case):
        yield {"term_value": 2, "term_unit": "working_days", "note": "Quầy 1"}
        yield {"term_value": 30, "term_unit": "calendar_days", "channel": "post"}
        yield {"term_value": 0.5, "term_unit": "working_hours", "case_id": case.id}
        yield {"term_value": 20 / 60, "term_unit": "working_hours"}
        yield {"term_value": 0, "term_unit": "working_days"}
        yield {"term_value": 0, "term_unit": "working_hours"}
        yield {"term_value": 2, "term_unit": "months", "term_words": "kể từ ngày nộp"}
        yield {"term_unit": "none"}
        yield {
            "channel": "online",
            "online_level": "partial",
            "partial_reason": "Điều 5",
            "term_value": 1,
            "term_unit": "working_days",
        }

    def fees(self, case):
        dollars = self.env.ref("base.USD").id
        yield {"amount": 1_500_000, "unit": "lần", "kind": "charge", "name": "Lệ phí A"}
        yield {"amount": 8000, "channel": "online", "case_id": case.id}
        yield {"amount": 150.5, "currency_id": dollars}
        yield {"amount": 0, "exemption": "Trẻ em", "channel": "post"}
        yield {"amount_kind": "described", "condition": "Theo thông tư: 5.000 đồng"}

    def said_by(self, version):
        """What a version and its parts say, field by field."""
        found = {}
        for table in (VERSION, *VERSION.parts):
            if table.model not in ASIDE:
                continue
            records = version
            if table is not VERSION:
                records = self.manager[table.model].search(
                    [("version_id", "=", version.id)]
                )
            names = [
                field.name
                for field in carried(records, table)
                if field.name not in ASIDE[table.model] | {"sequence"}
            ]
            found[table.model] = [
                {name: self.value(record[name]) for name in names} for record in records
            ]
        return found

    def value(self, value):
        if hasattr(value, "mapped"):
            return value.mapped("display_name")
        return round(value, 9) if isinstance(value, float) else value

    def test_a_table_that_went_out_comes_back_unchanged(self):
        draft = self.full(CODE)
        said = self.said_by(draft)
        self.assertEqual(len(said["onestop.procedure.channel"]), 9)
        for kind in ("xlsx", "csv"):
            file = self.exported(draft.procedure_id, kind)
            with self.subTest(kind=kind, place="here"):
                wizard = self.imported(file)
                self.assertEqual((wizard.problem_count, wizard.unchanged_count), (0, 1))
                self.assertFalse(wizard.note_ids)
            with self.subTest(kind=kind, place="elsewhere"):
                # As if it had never been here.
                with self.env.cr.savepoint() as savepoint:
                    draft.channel_ids.unlink()
                    draft.fee_ids.unlink()
                    draft.component_ids.unlink()
                    draft.unlink()
                    self.manager["onestop.procedure"].search(
                        [("code", "=", CODE)]
                    ).unlink()
                    self.assertEqual(self.imported(file).new_count, 1)
                    made = self.said_by(self.version())
                    again = self.exported(self.version().procedure_id, kind)
                    savepoint.rollback()
                self.assertEqual(made, said)
                self.assertEqual(self.cells(again), self.cells(file))

    def cells(self, file):
        name, content = file
        if name.endswith("xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(content))
            return [[*sheet.values] for sheet in book.worksheets]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                [*csv.reader(io.StringIO(archive.read(entry).decode(), newline=""))]
                for entry in archive.namelist()
            ]

    def test_no_cell_that_goes_out_is_a_formula(self):
        draft = self.full(CODE)
        for kind in ("xlsx", "csv"):
            sheets = self.cells(self.exported(draft.procedure_id, kind))
            texts = {str(cell) for rows in sheets for row in rows for cell in row}
            self.assertIn("'=Cấp giấy, 'thử'", texts)
            self.assertFalse([one for one in texts if one.startswith(("=", "+", "-"))])

    def test_the_template_holds_headings_and_explanations_and_is_no_procedure(self):
        wizard = self.wizard()
        for action, name in (
            (wizard.action_template_xlsx, "t.xlsx"),
            (wizard.action_template_csv, "t.zip"),
        ):
            action()
            content = base64.b64decode(wizard.export_file)
            guide, *sheets = self.cells((name, content))
            self.assertEqual(len(sheets), len(SHEETS))
            self.assertEqual(
                [len(rows) for rows in sheets], [1] * len(SHEETS), "headings alone"
            )
            self.assertEqual(
                len(guide), 1 + sum(len(sheet.columns) for sheet in SHEETS)
            )
            read = self.wizard((name, content))
            read.action_preview()
            self.assertFalse(read.problem_ids | read.note_ids)
            self.assertFalse(read.line_ids)

    def test_a_file_that_is_no_table_is_named(self):
        for content, words in (
            (b"%PDF-1.7", "bang.xlsx: this is a PDF, not a table"),
            (b"PK\x03\x04broken", "bang.xlsx: this is not a zip file"),
            (b"", "bang.xlsx: the file is empty"),
        ):
            wizard = self.wizard(("bang.xlsx", content))
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                wizard.action_preview()
        limits = replace(table_file.LIMITS, file_bytes=3)
        with (
            patch.object(table_file, "LIMITS", limits),
            self.assertRaisesRegex(UserError, "bang.xlsx: it has more than 3 bytes"),
        ):
            self.wizard(("bang.xlsx", b"abcd")).action_preview()
        with self.assertRaisesRegex(UserError, "Choose an XLSX or CSV file first"):
            self.wizard().action_import()

    def test_an_export_of_nonsense_gets_a_sentence(self):
        wizards, some = self.manager["onestop.import.table"], self.make_procedure(CODE)
        for ids, kind in (
            *((some.ids, kind) for kind in ("pdf", "", None, ["csv"], {"csv": 1}, 7)),
            *((ids, "csv") for ids in ("abc", ["abc"], None, {}, [1.5], [None], [[1]])),
        ):
            with (
                self.subTest(ids=ids, kind=kind),
                self.assertRaisesRegex(UserError, "as “xlsx” or as “csv”"),
            ):
                wizards.export_for(ids, kind)
        # Those that are not there any more are not in the table.
        for ids in ([], [10**30, -1]):
            self.assertIn("/export_file/", wizards.export_for(ids, "csv")["url"])

    def test_what_is_called_on_no_form_or_on_several_gets_a_sentence(self):
        for model, actions in PUBLIC.items():
            forms = self.manager[model]
            for called in (forms, forms.create([{}, {}])):
                for action in actions:
                    with (
                        self.subTest(model=model, action=action, forms=len(called)),
                        self.assertRaisesRegex(UserError, "One import at a time"),
                    ):
                        getattr(called, action)()

    def test_texts_are_texts_and_no_markup(self):
        said = "<script>alert(1)</script>"
        self.imported(self.sheet("procedures", {"code": CODE, "name": said}))
        self.assertEqual(self.version().name, said)

    def test_nobody_else_opens_it(self):
        for role in ("director", "administrator", "counter_officer"):
            wizards = self.as_role(role, self.env["onestop.import.table"])
            with self.subTest(role), self.assertRaises(AccessError):
                wizards.create({})
            with self.subTest(role), self.assertRaises(AccessError):
                wizards.export_for([], "xlsx")
