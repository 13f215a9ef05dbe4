"""Files of the national database become drafts, and nothing of them gets lost."""

import copy
import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.national_file import NationalFileError
from .common_catalogue import SIGNED_PDF
from .common_national import FILE, NationalCase

FORM_GAPS = [("form_name", "!=", False), ("form_attachment_id", "=", False)]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestImportNational(NationalCase):
    def test_everything_the_file_says_stands_in_the_draft(self):
        report = self.load(self.data())
        self.assertEqual(self.counts(report), (1, 1, 0, 0, 0))
        version = self.version()
        self.assertEqual((version.state, version.number), ("draft", 1))
        self.assertEqual(version.name, "Cấp giấy thử nghiệm")
        self.assertEqual(version.procedure_id.name, "Cấp giấy thử nghiệm")
        self.assertEqual(version.field_id.name, "Thử nghiệm")
        self.assertEqual(
            (version.level_ids.mapped("code"), version.level_text),
            (["province", "commune"], "Cấp Tỉnh, Cấp Xã"),
        )
        self.assertEqual(version.source_decision, "Quyết định số 12/QĐ-BTN")
        self.assertEqual(version.law_kind, "TTHC được luật giao quy định chi tiết")
        self.assertEqual(version.keywords, "giấy thử, phép thử")
        self.assertEqual(version.steps_text, "Bước 1: Nộp hồ sơ.")
        self.assertEqual(version.conditions, "Đủ 18 tuổi")
        self.assertEqual(
            version.subject_ids.mapped("name"), ["Công dân T", "Doanh nghiệp T"]
        )
        self.assertEqual(version.implementing_text, "Department T\nCơ quan lạ")
        self.assertEqual(version.implementing_department_ids, self.department)
        self.assertEqual(version.competent_text, "Ủy ban T")
        self.assertEqual(version.result_ids.mapped("name"), ["Giấy thử nghiệm"])
        self.assertTrue(version.online_filing)
        self.assertEqual(json.loads(version.source_raw), FILE)

    def test_channels_terms_and_fees(self):
        self.load(self.data())
        version = self.version()
        self.assertEqual(
            [
                (c.channel, c.term_value, c.term_unit, c.term_raw, c.online_level)
                for c in version.channel_ids
            ],
            [
                ("in_person", 20, "working_days", "20 Ngày làm việc", "none"),
                ("online", 0, False, "Trước khi tàu rời cảng", "full"),
                ("post", 0, "none", "Không quy định", "none"),
            ],
        )
        self.assertEqual(version.channel_ids[1].term_words, "Trước khi tàu rời cảng")
        self.assertEqual(version.channel_ids[0].note, "Tại quầy")
        self.assertEqual(
            [
                (f.kind, f.channel, f.amount_kind, f.amount, f.currency_id.name, f.unit)
                for f in version.fee_ids
            ],
            [
                ("fee", "in_person", "fixed", 150000, "VND", "lần"),
                ("charge", "online", "described", 0, "VND", False),
                ("fee", "post", "fixed", 0.5, "USD", False),
            ],
        )
        self.assertEqual(version.fee_ids[0].condition, "Cấp mới")
        # The term that was not read keeps the draft from being published.
        self.assertEqual(
            version.missing,
            [
                "The term of the channel “Online”.",
                "The amount of “Fee” in đồng: no counter here takes USD. Where it "
                "follows from a rate, choose “As Described”.",
            ],
        )

    def test_components_and_legal_bases(self):
        self.load(self.data())
        version = self.version()
        self.assertEqual(
            [
                (c.code, c.name, c.originals, c.copies, c.required, c.form_name)
                for c in version.component_ids
            ],
            [
                ("TP01", "Tờ khai", 1, 0, True, "Mau1.doc"),
                ("TP02", "Bản sao giấy tờ (nếu có)", 0, 2, False, False),
            ],
        )
        basis = version.legal_basis_ids
        self.assertEqual(
            (basis.number, basis.date, basis.issuer),
            ("12/2021/QĐ-TTg", date(2021, 3, 24), "Thủ tướng"),
        )

    def test_what_was_not_understood_is_listed_with_its_text(self):
        report = self.load(self.data())
        remarks = self.version().import_remark_ids
        self.assertEqual(report["remarks"], len(remarks))
        found = {(r.code, r.part, r.row, r.raw) for r in remarks}
        self.assertIn(("unknown_key", "content", 0, "Không ai biết"), found)
        self.assertIn(
            ("term_not_understood", "hinh_thuc_nop", 2, "Trước khi tàu rời cảng"), found
        )
        self.assertIn(("online_level_assumed", "hinh_thuc_nop", 2, False), found)
        message = remarks.filtered(lambda r: r.code == "unknown_key").message
        self.assertEqual(
            message, "The file holds 'điều_lạ', which is not known; it was not read."
        )

    def test_that_there_are_no_conditions_is_no_condition(self):
        path = "content/yêu_cầu_điều_kiện_thực_hiện"
        self.load(self.data())
        self.assertEqual(self.version().conditions, "Đủ 18 tuổi")
        self.load(self.data(**{path: "Không có."}))
        self.assertFalse(self.version().conditions)

    def test_a_form_that_is_only_named_is_to_be_uploaded(self):
        self.load(self.data())
        version = self.version()
        versions = version.search(
            [("component_ids", "any", FORM_GAPS), ("id", "=", version.id)]
        )
        self.assertEqual((versions, version.form_gap_count), (version, 1))
        [remark] = version.import_remark_ids.filtered(
            lambda one: one.code == "form_to_upload"
        )
        self.assertEqual(
            (remark.place, remark.raw),
            ("Components of the dossier, row 1", "Mau1.doc"),
        )
        self.assertIn("the form of “Tờ khai”. Upload it", remark.message)
        action = version.action_open_form_gaps()
        [paper] = self.manager[action["res_model"]].search(action["domain"])
        paper.write({"form_file": SIGNED_PDF, "form_file_name": "Mau1.pdf"})
        self.assertEqual(version.form_gap_count, 0)
        self.load(self.data(**{"metadata/tên_thủ_tục": "Tên mới"}))
        codes = self.version().import_remark_ids.mapped("code")
        self.assertNotIn("form_to_upload", codes)

    def test_a_file_that_a_fee_names_is_not_lost_in_silence(self):
        cell = "Phí : 150.000 Đồng (Cấp mới)\nFile đính kèm: bieu-phi.pdf"
        self.load(self.data(**{"tables/hinh_thuc_nop/0/phi_le_phi": cell}))
        [remark] = self.version().import_remark_ids.filtered(
            lambda one: one.code == "fee_file_named"
        )
        self.assertEqual((remark.part, remark.row), ("hinh_thuc_nop", 1))
        self.assertIn("names the file “bieu-phi.pdf”", remark.message)

    def test_a_second_run_changes_nothing_not_even_what_people_mended(self):
        self.load(self.data())
        version = self.version()
        version.channel_ids[1].term_unit = "none"
        version.name = "Mended"
        self.env.flush_all()
        stamp = version.write_date
        with freeze_time("2026-03-11 03:00:00"):
            report = self.load(self.data())
        self.assertEqual(self.counts(report), (1, 0, 0, 1, 0))
        self.env.invalidate_all()
        self.assertEqual((version.name, version.write_date), ("Mended", stamp))
        self.assertEqual(version.channel_ids[1].term_unit, "none")

    def test_layout_and_source_name_are_no_change(self):
        self.load(self.data())
        again = json.dumps({**FILE, "source_file": "b.doc"}, indent=3).encode()
        self.assertEqual(self.counts(self.load(again)), (1, 0, 0, 1, 0))

    def test_a_changed_file_updates_the_draft_and_keeps_codes_of_papers(self):
        self.load(self.data())
        version = self.version()
        eform = version.eform_field_ids.create(
            {"version_id": version.id, "name": "x", "label": "X"}
        )
        first = copy.deepcopy(FILE["tables"]["thanh_phan_ho_so"])
        report = self.load(
            self.data(
                **{
                    "metadata/tên_thủ_tục": "Tên mới",
                    "tables/thanh_phan_ho_so": [
                        {"ten_giay_to": "Giấy mới", "ghi_chu": "Bản chính: 1"},
                        *reversed(first),
                    ],
                }
            )
        )
        self.assertEqual(self.counts(report), (1, 0, 1, 0, 0))
        self.assertEqual(self.version(), version)
        self.assertEqual((version.number, version.name), (1, "Tên mới"))
        self.assertEqual(
            [(c.code, c.name) for c in version.component_ids],
            [
                ("TP03", "Giấy mới"),
                ("TP02", "Bản sao giấy tờ (nếu có)"),
                ("TP01", "Tờ khai"),
            ],
        )
        self.assertEqual(version.eform_field_ids, eform)

    def test_a_changed_file_of_a_published_version_makes_a_new_draft(self):
        self.load(self.data())
        first = self.version()
        first.channel_ids.write({"term_unit": "none", "term_value": 0})
        first.eform_field_ids.create(
            {"version_id": first.id, "name": "x", "label": "X"}
        )
        first.decision_id = self.make_decision(date(2026, 2, 1))
        # No counter here takes the foreign money of the file.
        first.operator = "national_portal"
        first.action_publish()
        self.assertEqual(self.counts(self.load(self.data())), (1, 0, 0, 1, 0))
        changed = self.data(**{"metadata/tên_thủ_tục": "Tên mới"})
        self.assertEqual(self.counts(self.load(changed)), (1, 0, 1, 0, 0))
        draft = first.procedure_id.draft_version_id
        self.assertEqual((draft.number, draft.name), (2, "Tên mới"))
        self.assertEqual(draft.eform_field_ids.mapped("name"), ["x"])
        self.assertEqual(first.name, "Cấp giấy thử nghiệm")
        self.assertEqual(self.counts(self.load(changed)), (1, 0, 0, 1, 0))

    def test_a_draft_begun_by_hand_is_not_overwritten_by_an_unchanged_file(self):
        self.load(self.data())
        first = self.version()
        first.channel_ids.write({"term_unit": "none", "term_value": 0})
        first.decision_id = self.make_decision(date(2026, 2, 1))
        # No counter here takes the foreign money of the file.
        first.operator = "national_portal"
        first.action_publish()
        draft = first.copy()
        draft.name = "By hand"
        self.assertEqual(self.counts(self.load(self.data())), (1, 0, 0, 1, 0))
        self.assertEqual(draft.name, "By hand")

    def test_legal_bases_fields_and_subjects_are_shared(self):
        other = {"thu_tuc_id": "9.900021", "metadata/mã_thủ_tục": "9.900021"}
        self.load(self.data(), ("b.json", self.data(**other)))
        first, second = self.version(), self.version("9.900021")
        for name in ("legal_basis_ids", "field_id", "subject_ids"):
            self.assertEqual(first[name], second[name])
            self.assertTrue(first[name])

    def test_a_legal_basis_that_differs_from_ours_is_remarked(self):
        self.load(self.data())
        other = {
            "thu_tuc_id": "9.900021",
            "metadata/mã_thủ_tục": "9.900021",
            "tables/can_cu_phap_ly/0/ngay_ban_hanh": "25-03-2021",
        }
        self.load(self.data(**other))
        version = self.version("9.900021")
        self.assertEqual(version.legal_basis_ids.date, date(2021, 3, 24))
        remark = version.import_remark_ids.filtered(lambda r: r.code == "basis_differs")
        self.assertEqual(remark.raw, "12\n25-03-2021\nThủ tướng")

    def test_a_broken_file_is_reported_and_the_others_go_on(self):
        report = self.load(
            ("pdf.json", b"%PDF-1.7"),
            ("cut.json", self.data()[:-20]),
            ("latin.json", "Thử".encode("utf-16")),
            ("list.json", b"[]"),
            ("nameless.json", self.data(**{"metadata/tên_thủ_tục": ""})),
            ("gone.json", NationalFileError("unreadable", "gone.json", reason="x")),
            ("large.json", b'"' + b"x" * 6_000_000 + b'"'),
            ("good.json", self.data()),
        )
        self.assertEqual(self.counts(report), (8, 1, 0, 0, 7))
        for line in report["files"][:-1]:
            with self.subTest(line["name"]):
                self.assertEqual(line["state"], "refused")
                self.assertTrue(line["message"].startswith(line["name"]))

    @mute_logger("odoo.sql_db", "odoo.addons.onestop_procedure")
    def test_a_file_that_fails_half_way_leaves_nothing(self):
        importer = self.env.registry["onestop.national.importer"]
        prepare = importer._prepare_fees

        def failing(this, draft, known):
            if draft.code == "9.900021":
                this.env.cr.execute("SELECT 1 / 0")
            return prepare(this, draft, known)

        self.patch(importer, "_prepare_fees", failing)
        bad = {
            "thu_tuc_id": "9.900021",
            "metadata/mã_thủ_tục": "9.900021",
            "metadata/lĩnh_vực": "Lĩnh vực mới",
        }
        after = {
            "thu_tuc_id": "9.900022",
            "metadata/mã_thủ_tục": "9.900022",
            "metadata/lĩnh_vực": "Lĩnh vực mới",
        }
        report = self.load(self.data(**bad), ("b.json", self.data(**after)))
        self.assertEqual(self.counts(report), (2, 1, 0, 0, 1))
        self.assertFalse(self.version("9.900021"))
        # The field was rolled back with the first file, and made anew.
        self.assertEqual(self.version("9.900022").field_id.name, "Lĩnh vực mới")

    def test_one_code_in_two_files_that_differ_is_refused(self):
        report = self.load(
            ("one.json", self.data()),
            ("two.json", self.data(**{"metadata/tên_thủ_tục": "Khác"})),
            ("same.json", self.data()),
        )
        self.assertEqual(self.counts(report), (3, 1, 0, 1, 1))
        self.assertIn("one.json", report["files"][1]["message"])

    def test_html_and_scripts_stay_text(self):
        evil = "<script>alert(1)</script>"
        self.load(
            self.data(
                **{
                    "metadata/tên_thủ_tục": evil,
                    "tables/thanh_phan_ho_so/0/ten_giay_to": evil,
                    "tables/thanh_phan_ho_so/0/ghi_chu": "",
                    "tables/thanh_phan_ho_so/0/so_luong": "",
                }
            )
        )
        version = self.version()
        self.assertEqual(version.name, evil)
        self.assertNotIn("<script>", version.missing_html)

    def test_cases_of_the_table_become_cases(self):
        rows = [
            {"ten_giay_to": "Trường hợp 1: cấp mới:", "so_luong": "", "ghi_chu": ""},
            {"ten_giay_to": "Tờ khai", "so_luong": "1", "ghi_chu": ""},
            {"ten_giay_to": "Trường hợp 2: cấp lại:", "so_luong": "", "ghi_chu": ""},
            {"ten_giay_to": "Đơn", "so_luong": "1", "ghi_chu": ""},
        ]
        self.load(self.data(**{"tables/thanh_phan_ho_so": rows}))
        version = self.version()
        self.assertEqual(len(version.case_ids), 2)
        self.assertEqual(
            [c.case_ids.ids for c in version.component_ids],
            [[case.id] for case in version.case_ids],
        )
        # Again with a change: cases are replaced and named anew.
        rows[3]["ten_giay_to"] = "Đơn khác"
        self.load(self.data(**{"tables/thanh_phan_ho_so": rows}))
        self.assertEqual(len(version.case_ids), 2)
        self.assertEqual(version.component_ids[1].case_ids, version.case_ids[1])

    def test_only_the_catalogue_manager_imports(self):
        for role in ("director", "counter_officer", "administrator"):
            with self.subTest(role), self.assertRaises(AccessError):
                model = self.as_role(role, self.env["onestop.procedure"])
                model._import_national([("a.json", self.data())])
