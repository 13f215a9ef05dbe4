"""The control slip is what the journal says (Circular 03/2025, form 06)."""

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .common_transfer import TransferCase
from .test_forms import FormCase

SLIP = "onestop_dossier.form_control_slip"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestControlSlip(TransferCase, FormCase):
    def setUp(self):
        super().setUp()
        self.department.name = "Sở T"
        names = {
            "department_officer": "Chuyên viên T",
            "department_head": "Lãnh đạo T",
            "clerk": "Văn thư T",
        }
        for role, name in names.items():
            self.users[role].name = name

    def lived(self):
        """A dossier whose paper went out, and which is resolved; a step was late."""
        dossier = self.paper()
        transfer = self.handed(dossier)
        with freeze_time("2026-03-09 03:30:00"):  # Monday 10:30
            self.as_role("clerk", transfer).action_scan(dossier.code)
        # Due Wednesday 09:00, 16 hours from Monday 09:00.
        with freeze_time("2026-03-12 01:00:00"):  # Thursday 08:00
            result = {"name": "Licence", "file": self.pdf("licence.pdf")}
            self.act("department_officer", dossier, "complete_step", results=[result])
        with freeze_time("2026-03-12 02:00:00"):  # due Friday 08:00: early
            self.act("department_head", dossier, "decide")
        with freeze_time("2026-03-12 06:30:00"):  # due Thursday 15:00
            self.act("clerk", dossier, "seal")
        return dossier

    def sheet(self, dossier):
        form = self.env["report.onestop_dossier.form_control_slip"]
        return form._get_report_values(dossier.ids)["sheets"][0]

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_its_lines_are_the_rows_of_the_journal(self):
        dossier = self.lived()
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
        )
        lines = self.sheet(dossier)["lines"]
        # By hand: when, by whom, from where to where, due when, how it was kept.
        centre, lead, nobody = "Trung tâm T", "Sở T", ""
        expected = [
            ("09:00 09/03", "Cán bộ T", centre, nobody, "", ""),
            ("09:00 09/03", "Cán bộ T", centre, nobody, "", ""),
            ("09:00 09/03", "Hệ thống", nobody, lead, "", ""),
            ("09:00 09/03", "Cán bộ T", centre, lead, "", ""),
            ("10:30 09/03", "Văn thư T", centre, lead, "", ""),
            ("08:00 12/03", "Chuyên viên T", lead, lead, "09:00 11/03", "Quá hạn"),
            ("09:00 12/03", "Lãnh đạo T", lead, lead, "08:00 13/03", "Trước hạn"),
            ("13:30 12/03", "Văn thư T", lead, nobody, "15:00 12/03", "Đúng hạn"),
            ("13:30 12/03", "Hệ thống", nobody, centre, "", ""),
        ]
        told = [
            (
                f"{line['moment']:%H:%M %d/%m}",
                line["who"][:1].upper() + line["who"][1:],
                line["from"],
                line["to"],
                f"{line['due']:%H:%M %d/%m}" if line["due"] else "",
                line["result"],
            )
            for line in lines
        ]
        self.assertEqual(told, expected)
        # And none of them is told otherwise than the journal has it.
        rows = rows.with_context(lang="vi_VN").filtered(
            lambda row: not row.code.startswith("notice")
        )
        self.assertEqual(len(rows), len(lines))
        for row, line in zip(rows, lines, strict=True):
            self.assertEqual(line["moment"].replace(tzinfo=None).second, 0)
            self.assertEqual(line["who"], row.actor_label)
            self.assertTrue(line["what"].startswith(row.code_label))
            self.assertEqual(line["note"], row.reason or "")

    def test_it_is_printed_by_the_number_of_the_rule_set(self):
        dossier = self.lived()
        text = self.text("control_slip", dossier)
        self.assert_says(
            text,
            "Mẫu số 06",
            "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT",
            f"Mã hồ sơ: {dossier.code}",
            "Tiếp nhận lúc: 09 giờ 00 phút, ngày 09/03/2026",
            "Quá hạn",
            "Trước hạn",
            "Đúng hạn",
        )
        # It travels with the paper: whose the dossier is does not stand on it.
        self.assertNotIn("Owner T", text)
        dossier.rule_set_id._form("control_slip").number = "55"
        self.assertIn("Mẫu số 55", self.text("control_slip", dossier))

    def test_where_it_stood_still_and_since_when_stands_on_it(self):
        dossier = self.to_processing()
        with freeze_time("2026-03-10 02:00:00"):
            self.act("department_officer", dossier, "request_supplement", "A page.")
        with freeze_time("2026-03-12 02:00:00"):
            self.act("portal", dossier, "supplement", "Here it is.")
        lines = [
            (f"{line['moment']:%d/%m}", line["what"])
            for line in self.sheet(dossier)["lines"]
        ]
        self.assertEqual(
            lines[-3:],
            [
                ("10/03", "Yêu cầu bổ sung"),
                ("10/03", "Chuyển yêu cầu cho người nộp"),
                ("12/03", "Nộp bổ sung"),
            ],
        )

    def test_what_came_back_for_redrafting_stands_on_it_with_its_reason(self):
        dossier = self.paper()
        self.act("department_officer", dossier, "complete_step")
        first = dossier.process_id.step_ids[0]
        self.act(
            *("department_head", dossier, "complete_step", "Sai căn cứ."),
            send_back_to=first.id,
        )
        line = self.sheet(dossier)["lines"][-1]
        self.assertEqual(
            (line["note"], line["to"], line["result"]), ("Sai căn cứ.", "Sở T", "")
        )

    def coming(self, dossier):
        """What is to come, as a tuple each."""
        return [
            (
                step["department"],
                step["role"],
                step["what"],
                step["hours"],
                f"{step['due']:%H:%M %d/%m}" if step["due"] else "",
                step["sure"],
            )
            for step in self.sheet(dossier)["coming"]
        ]

    @pytest.mark.article("Decree 61/2018", "19.6")
    def test_who_does_what_in_how_many_hours_stands_on_it_before_it_is_done(self):
        dossier = self.paper()
        # The steps of STEPS, by hand; sixteen hours from Monday 09:00.
        expected = [
            ("Sở T", "cán bộ thụ lý", "Appraise", "16", "09:00 11/03", True),
            ("Sở T", "lãnh đạo cơ quan", "Decide", "8", "", True),
            ("Sở T", "văn thư", "Number and seal", "4", "", True),
            ("Trung tâm T", "cán bộ quầy", "Return", "", "", True),
        ]
        self.assertEqual(self.coming(dossier), expected)
        with freeze_time("2026-03-10 02:00:00"):
            self.act("department_officer", dossier, "complete_step")
        # Eight hours from Tuesday 09:00.
        decide = ("Sở T", "lãnh đạo cơ quan", "Decide", "8", "09:00 11/03", True)
        self.assertEqual(self.coming(dossier), [decide, *expected[2:]])
        text = self.text("control_slip", dossier)
        self.assert_says(
            text,
            "Các bước tiếp theo theo quy trình nội bộ:",
            "Đơn vị thực hiện Nội dung công việc",
            "Decide (đang thực hiện)",
            "Number and seal",
        )

    def test_a_step_of_another_agency_and_one_that_may_be_chosen_are_told(self):
        self.version = self.make_version(
            "9.900061",
            steps=(
                ("Draft", "work", "competent", "department_officer", 1.5),
                ("Visit", "work", self.other, "department_officer", 8),
                ("Decide", "decision", "competent", "department_head", 4),
                ("Return", "return", "received", "counter_officer", 0),
            ),
            ways={
                "Draft": [
                    {"code": "complete_step", "outcome": "visit", "to": "Visit"},
                    {"code": "complete_step", "outcome": "simple", "to": "Decide"},
                ]
            },
        )
        dossier = self.paper()
        told = [(row[0], row[2], row[3], row[5]) for row in self.coming(dossier)]
        self.assertEqual(
            told,
            [
                ("Sở T", "Draft", "1,5", True),
                (self.other.name, "Visit", "8", False),
                ("Sở T", "Decide", "4", True),
                ("Trung tâm T", "Return", "", True),
            ],
        )
        self.assertIn("Visit (nếu có)", self.text("control_slip", dossier))
        self.act("department_officer", dossier, "complete_step", outcome="simple")
        told = [row[2] for row in self.coming(dossier)]
        self.assertEqual(told, ["Decide", "Return"])

    def test_nothing_is_to_come_of_what_has_ended(self):
        dossier = self.lived()
        self.assertEqual([row[2] for row in self.coming(dossier)], ["Return"])
        with freeze_time("2026-03-12 07:00:00"):
            self.act("counter_officer", dossier, "return")
        self.assertEqual(self.coming(dossier), [])
        self.assertNotIn("Các bước tiếp theo", self.text("control_slip", dossier))
        other = self.paper()
        self.act("counter_officer", other, "withdraw", "Đơn ngày 09/03.")
        self.act("department_officer", other, "stop", "Theo đề nghị.")
        self.assertEqual(self.coming(other), [])

    def test_before_it_is_received_there_is_none(self):
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        with self.assertRaisesRegex(UserError, "no such form to print"):
            self.sheet(dossier)

    def test_only_who_reads_the_dossier_prints_it(self):
        dossier = self.paper()
        stranger = self.make_user("stranger", ("department_officer", self.other))
        with self.assertRaises(AccessError):
            self.print_report(SLIP, dossier, stranger)
