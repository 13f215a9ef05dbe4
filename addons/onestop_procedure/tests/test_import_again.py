"""A changed file of the national database takes nothing from what people did."""

import base64
import copy
from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_catalogue import SIGNED_PDF
from .common_national import FILE, NationalCase

NAME = {"metadata/tên_thủ_tục": "Tên mới"}
CASES = [
    {"ten_giay_to": "Trường hợp 1: cấp mới:", "so_luong": "", "ghi_chu": ""},
    {"ten_giay_to": "Tờ khai", "so_luong": "1", "ghi_chu": ""},
    {"ten_giay_to": "Trường hợp 2: cấp lại:", "so_luong": "", "ghi_chu": ""},
    {"ten_giay_to": "Đơn", "so_luong": "1", "ghi_chu": ""},
]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestImportAgain(NationalCase):
    def setUp(self):
        super().setUp()
        self.load(self.data())
        # What people write is Vietnamese, as the files are.
        self.draft = self.version()._in_catalogue_language()

    def again(self, **changes):
        report = self.load(self.data(**(changes or NAME)))
        self.assertEqual(self.counts(report), (1, 0, 1, 0, 0), report)

    def remarks(self, code):
        remarks = self.draft.with_env(self.manager).import_remark_ids
        found = remarks.filtered(lambda one: one.code == code)
        return [(one.message, one.raw) for one in found]

    def channels(self, **changes):
        """The ways of filing with some cells of the first changed."""
        rows = copy.deepcopy(FILE["tables"]["hinh_thuc_nop"])
        rows[0] |= changes
        return {"tables/hinh_thuc_nop": rows}

    # A test per field that no file knows

    def test_what_people_said_of_a_paper_stays(self):
        paper = self.draft.component_ids[0]
        database = self.manager["onestop.database"].create({"name": "Register T"})
        said = {
            "asked_if": {"field": "x", "operator": "set"},
            "database_id": database.id,
            "reusable_from_ids": [Command.set(self.draft.procedure_id.ids)],
            "only_shown": True,
            "form_file": base64.b64encode(b"%PDF-1.4 form"),
            "form_file_name": "form.pdf",
            "sample_file": SIGNED_PDF,
            "sample_file_name": "sample.pdf",
        }
        paper.write(said)
        form, sample = paper.form_attachment_id, paper.sample_attachment_id
        papers = copy.deepcopy(FILE["tables"]["thanh_phan_ho_so"])
        papers[0]["ghi_chu"] = "Bản chính: 3\nBản sao: 0"
        self.again(**{"tables/thanh_phan_ho_so": papers})
        self.assertEqual(self.draft.component_ids[0], paper)
        self.assertEqual(paper.originals, 3)
        for name, value in (
            ("asked_if", {"field": "x", "operator": "set"}),
            ("database_id", database),
            ("reusable_from_ids", self.draft.procedure_id),
            ("only_shown", True),
            ("form_attachment_id", form),
            ("sample_attachment_id", sample),
            ("code", "TP01"),
        ):
            with self.subTest(name):
                self.assertEqual(paper[name], value)

    def test_what_people_said_of_a_fee_stays(self):
        fee = self.draft.fee_ids[0]
        case = self.draft.case_ids.create(
            {"version_id": self.draft.id, "name": "Cấp lại"}
        )
        ground = self.manager["onestop.fee.ground"].create({"name": "Ground T"})
        fee.write(
            {
                "name": "Phí thẩm định",
                "case_id": case.id,
                "exemption": "Trẻ em",
                "exemption_ids": [Command.create({"ground_id": ground.id})],
            }
        )
        self.again(**self.channels(phi_le_phi="Phí : 200.000 Đồng/lần (Cấp mới)"))
        self.assertEqual(self.draft.fee_ids[0], fee)
        self.assertEqual(fee.amount, 200000)
        for name, value in (
            ("name", "Phí thẩm định"),
            ("case_id", case),
            ("exemption", "Trẻ em"),
        ):
            with self.subTest(name):
                self.assertEqual(fee[name], value)
        self.assertEqual(fee.exemption_ids.ground_id, ground)

    def test_what_people_said_of_a_way_of_filing_stays(self):
        channel, online = self.draft.channel_ids[:2]
        case = self.draft.case_ids.create(
            {"version_id": self.draft.id, "name": "Cấp lại"}
        )
        channel.case_id = case
        online.write({"online_level": "partial", "partial_reason": "Luật T"})
        self.again(**self.channels(thoi_han_giai_quyet="15 Ngày làm việc"))
        self.assertEqual(self.draft.channel_ids[:2], channel | online)
        self.assertEqual((channel.term_value, channel.case_id), (15, case))
        self.assertEqual(
            (online.online_level, online.partial_reason), ("partial", "Luật T")
        )
        # Of the level that a person chose nothing is to be looked at.
        self.assertFalse(self.remarks("online_level_assumed"))

    def test_what_people_said_of_a_result_stays(self):
        result = self.draft.result_ids
        result.write({"symbol": "GP", "kind": "paper", "template": "<p>Text T</p>"})
        self.again(**{"content/kết_quả_thực_hiện": "Giấy phép thử nghiệm"})
        self.assertEqual(self.draft.result_ids, result)
        self.assertEqual(
            (result.name, result.symbol, result.kind, str(result.template)),
            ("Giấy phép thử nghiệm", "GP", "paper", "<p>Text T</p>"),
        )

    def test_a_case_with_another_name_is_the_same_for_its_papers(self):
        self.again(**{"tables/thanh_phan_ho_so": CASES})
        case = self.draft.case_ids[0]
        case.name = "Lần đầu"
        rows = [*copy.deepcopy(CASES[:2]), {"ten_giay_to": "Ảnh"}, *CASES[2:]]
        self.again(**{"tables/thanh_phan_ho_so": rows})
        self.assertEqual(self.draft.case_ids[0], case)
        self.assertEqual(case.name, "Lần đầu")
        self.assertEqual(
            [(one.name, one.case_ids.name) for one in self.draft.component_ids],
            [
                ("Tờ khai", "Lần đầu"),
                ("Ảnh", "Lần đầu"),
                ("Đơn", self.draft.case_ids[1].name),
            ],
        )

    # What the file says as before

    def test_what_people_mended_stays_where_the_file_says_what_it_said(self):
        self.draft.write({"steps_text": "Mended.", "four_eyes": False, "sets": 3})
        self.draft.channel_ids[1].write({"term_unit": "none", "term_words": False})
        self.draft.component_ids[1].name = "Bản sao căn cước"
        people = self.manager["onestop.subject"].create({"name": "Hộ T"})
        self.draft.subject_ids += people
        self.again()
        self.assertEqual(self.draft.name, "Tên mới")
        self.assertEqual(self.draft.steps_text, "Mended.")
        self.assertEqual((self.draft.four_eyes, self.draft.sets), (False, 3))
        self.assertEqual(self.draft.channel_ids[1].term_unit, "none")
        self.assertFalse(self.draft.channel_ids[1].term_words)
        self.assertEqual(self.draft.component_ids[1].name, "Bản sao căn cước")
        self.assertEqual(
            set(self.draft.subject_ids.mapped("name")),
            {"Công dân T", "Doanh nghiệp T", "Hộ T"},
        )

    def test_a_subject_that_the_file_drops_goes_and_that_of_people_stays(self):
        people = self.manager["onestop.subject"].create({"name": "Hộ T"})
        self.draft.subject_ids += people
        self.again(**{"content/đối_tượng_thực_hiện": "Công dân T"})
        self.assertEqual(
            set(self.draft.subject_ids.mapped("name")), {"Công dân T", "Hộ T"}
        )

    def test_a_text_that_people_mended_and_the_file_changes_stands_in_a_remark(self):
        self.draft.name = "Mended"
        self.again()
        self.assertEqual(self.draft.name, "Tên mới")
        [(message, raw)] = self.remarks("mended_replaced")
        self.assertIn("says something else now", message)
        self.assertEqual(raw, "Mended")

    def test_what_people_added_or_took_out_stays_so(self):
        own = self.draft.component_ids.create(
            {"version_id": self.draft.id, "name": "Giấy của tỉnh", "originals": 1}
        )
        self.draft.fee_ids[1].unlink()
        self.again()
        self.assertIn(own, self.draft.component_ids)
        self.assertEqual(self.draft.fee_ids.mapped("amount"), [150000, 0.5])

    def test_an_order_that_people_chose_stays(self):
        first, second = self.draft.component_ids
        first.sequence = 9
        self.again()
        self.draft.invalidate_recordset()
        self.assertEqual(self.draft.component_ids.sorted(), second + first)

    # What the file drops

    def test_what_goes_with_a_paper_is_kept_in_words(self):
        paper = self.draft.component_ids[0]
        self.draft.eform_field_ids.create(
            {"version_id": self.draft.id, "name": "x", "label": "Area"}
        )
        paper.asked_if = {"field": "x", "operator": "set"}
        self.again(
            **{"tables/thanh_phan_ho_so": FILE["tables"]["thanh_phan_ho_so"][1:]}
        )
        self.assertFalse(paper.exists())
        [(message, raw)] = self.remarks("gone_from_file")
        self.assertIn("“Tờ khai”", message)
        self.assertEqual(raw, "Điều kiện yêu cầu: “Area” có câu trả lời")

    def test_what_goes_with_a_fee_is_kept_in_words(self):
        ground = self.manager["onestop.fee.ground"].create({"name": "Ground T"})
        self.draft.fee_ids[0].exemption_ids = [
            Command.create({"ground_id": ground.id, "legal_basis": "Luật T"})
        ]
        self.again(**self.channels(phi_le_phi=""))
        [(_message, raw)] = self.remarks("gone_from_file")
        self.assertEqual(
            raw,
            "Miễn, giảm: Đối tượng: Ground T; Loại: Không phải nộp; "
            "Căn cứ pháp lý: Luật T",
        )

    def test_a_paper_that_a_way_of_the_process_demands_is_kept(self):
        paper = self.draft.component_ids[0]
        process = self.make_process(self.draft.procedure_id)
        process.step_ids[0].transition_ids = [
            Command.create(
                {"name": "On", "required_component_ids": [Command.set(paper.ids)]}
            )
        ]
        self.again(
            **{"tables/thanh_phan_ho_so": FILE["tables"]["thanh_phan_ho_so"][1:]}
        )
        self.assertIn(paper, self.draft.component_ids)
        [(message, _raw)] = self.remarks("needed_elsewhere")
        self.assertIn("“Tờ khai” is not in the file any more", message)

    def test_what_stood_there_before_the_first_file_is_kept_and_remarked(self):
        by_hand = self.make_draft(self.make_procedure("9.900023"))
        paper = by_hand.component_ids
        other = {"thu_tuc_id": "9.900023", "metadata/mã_thủ_tục": "9.900023"}
        self.load(self.data(**other))
        self.draft = by_hand._in_catalogue_language()
        self.assertIn(paper, by_hand.component_ids)
        self.assertEqual(self.draft.name, "Cấp giấy thử nghiệm")
        [(message, _raw)] = self.remarks("beside_file")
        self.assertIn("“Form T” stood here before", message)

    def test_the_draft_of_a_published_version_has_it_all(self):
        first = self.draft
        first.channel_ids[1].write({"term_unit": "none", "term_words": False})
        first.eform_field_ids.create(
            {"version_id": first.id, "name": "x", "label": "X"}
        )
        first.component_ids[0].asked_if = {"field": "x", "operator": "set"}
        first.decision_id = self.make_decision(date(2026, 2, 1))
        # No counter here takes the foreign money of the file.
        first.operator = "national_portal"
        first.action_publish()
        self.again()
        draft = first.procedure_id.draft_version_id
        self.assertEqual((draft.number, draft.name), (2, "Tên mới"))
        self.assertEqual(
            draft.component_ids[0].asked_if, {"field": "x", "operator": "set"}
        )
        self.assertEqual(draft.channel_ids[1].term_unit, "none")

    # Words

    @mute_logger("odoo.sql_db", "odoo.addons.onestop_procedure")
    def test_what_the_database_refuses_is_said_in_words(self):
        importer = self.env.registry["onestop.national.importer"]
        for statement, words in (
            (
                "DELETE FROM onestop_field",
                "a.json: something else still names a part that would go "
                "(onestop_procedure_version_field_id_fkey). Take it out there first; "
                "nothing was changed.",
            ),
            (
                "SELECT 1 / 0",
                "a.json: the database did not take it (22012). Nothing was changed; "
                "show this line to the IT technician.",
            ),
        ):
            prepare = importer._prepare_names

            def failing(this, draft, statement=statement):
                this.env.cr.execute(statement)

            with self.subTest(statement):
                self.patch(importer, "_prepare_names", failing)
                [line] = self.load(self.data(**NAME))["files"]
                self.assertEqual((line["state"], line["message"]), ("refused", words))
                self.patch(importer, "_prepare_names", prepare)
