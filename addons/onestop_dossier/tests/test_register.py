import base64
import hashlib
import io
from unittest.mock import patch

import psycopg2
import pytest
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from ..models import onestop_register
from .common import MONDAY
from .test_forms import ATTACK, FormCase

NEXT_YEAR = "2027-01-04 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRegister(FormCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.make_user("test_keeper", ("clerk", cls.centre))
        cls.keeper.name = "Văn thư T"
        cls.register = cls.open_register(2026)

    @classmethod
    def open_register(cls, year):
        return cls.env["onestop.register"]._of(cls.centre, year)

    def print_it(self, register=None):
        """Have it printed; what it says, in one line."""
        register = register or self.register
        register.with_user(self.keeper).action_print()
        self.run_cron("_cron_print", "onestop.register")
        return self.said(register)

    def close(self, register=None):
        register = register or self.register
        register.with_user(self.keeper).action_close()
        self.run_cron("_cron_print", "onestop.register")
        return self.said(register)

    def reader(self, register=None):
        register = register or self.register
        return PdfReader(io.BytesIO(base64.b64decode(register.file)))

    def said(self, register=None):
        pages = self.reader(register).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def numbers(self, register=None):
        """{dossier: its number} of a register."""
        lines = self.env["onestop.register.line"].search(
            [("register_id", "=", (register or self.register).id)]
        )
        return {line.dossier_id: line.number for line in lines}

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_a_line_says_all_that_the_form_wants(self):
        owner = {**self.values()["owner"], "address": "Ấp 3", "commune": "Xã T"}
        dossier = self.to_resolved(owner=owner)
        self.act("counter_officer", dossier, "return")
        with freeze_time("2026-03-10 02:00:00"):
            text = self.print_it()
        self.assert_says(
            text,
            "Mẫu số 07 – Thông tư 03/2025/TT-VPCP",
            "SỔ THEO DÕI HỒ SƠ",
            "Năm 2026",
            "Bản in khi chưa khóa sổ",
            "STT",
            "Mã hồ sơ",
            "Tên thủ tục hành chính",
            "Số bộ",
            "Cơ quan chủ trì giải quyết",
            "Ký nhận",
            "Ghi chú",
            "Procedure 9.900001",
            "Owner T",
            "Ấp 3, Xã T",
            "0900000001",
            "Department T",
            # Received and passed on, due, resolved and returned.
            "09/03/2026 16/03/2026 09/03/2026 09/03/2026 09/03/2026 Trực tiếp Owner T",
            "Trước hạn",
            "Số thứ tự trên trang: 1 – 1 · Cộng dồn đến hết trang: 1 hồ sơ, 1 bộ",
            "ghi từ số thứ tự 1 đến số thứ tự 1, không bỏ trống số nào",
            "Hồ sơ tiếp nhận trong năm 1",
            "Nộp trực tuyến 1",
            "Giải quyết trước hạn 1",
            "Đã trả kết quả 1",
        )
        # A code is broken over two lines of its cell.
        self.assertIn("H99.01-260309-0001", text.replace(" ", ""))

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_numbers_are_given_in_the_order_of_reception_and_have_no_gap(self):
        with freeze_time("2026-03-10 02:00:00"):
            later = self.to_processing()
        sooner = self.to_processing()
        refused = self.file()
        self.act("counter_officer", refused, "reject", "Không thuộc thẩm quyền.")
        with freeze_time("2026-03-11 02:00:00"):
            self.print_it()
        self.assertEqual(self.numbers(), {sooner: 1, later: 2})

    def test_a_number_that_was_printed_stays_when_something_earlier_turns_up(self):
        with freeze_time("2026-03-10 02:00:00"):
            first = self.to_processing()
        with freeze_time("2026-03-11 02:00:00"):
            self.print_it()
        # Received by hand the day before, and entered afterwards.
        earlier = self.to_processing()
        with freeze_time("2026-03-12 02:00:00"):
            self.print_it()
        self.assertEqual(self.numbers(), {first: 1, earlier: 2})

    def test_a_code_that_no_dossier_has_is_named_with_the_reason(self):
        self.to_processing()
        self.env["onestop.code.counter"]._next(self.centre, MONDAY[:10])
        self.to_processing()
        with freeze_time(NEXT_YEAR):
            text = self.close()
        self.assert_says(
            text,
            "Mã hồ sơ đã cấp mà không ghi trong sổ này: 1 mã.",
            "H99.01-260309-0002 09/03/2026 Số đã cấp nhưng việc tiếp nhận không hoàn tất",
            "ghi từ số thứ tự 1 đến số thứ tự 2, không bỏ trống số nào",
        )

    def test_of_what_another_system_runs_it_names_that_system(self):
        self.version = self.make_version(
            "9.900072", operator="ministry", operator_system="System M"
        )
        dossier = self.file(self.users["counter_officer"], channel="in_person")
        self.act("counter_officer", dossier, "accept", identity_seen=True)
        with freeze_time("2026-03-10 02:00:00"):
            self.assertIn("System M", self.print_it())

    def test_a_code_that_went_to_another_place_is_said_to_be_there(self):
        dossier = self.to_processing()
        with ENGINE.held():
            dossier.sudo().received_department_id = self.other
        with freeze_time(NEXT_YEAR):
            self.assertIn("Theo dõi tại sổ của Department U", self.close())

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_it_is_closed_after_its_year_only(self):
        for moment in (MONDAY, "2026-12-31 16:59:00"):
            with freeze_time(moment), self.assertRaisesRegex(UserError, "end of its"):
                self.register.with_user(self.keeper).action_close()
        # Midnight in Việt Nam.
        with freeze_time("2026-12-31 17:00:00"):
            self.register.with_user(self.keeper).action_close()
        self.assertEqual(self.register.state, "closing")

    def test_a_closed_one_keeps_its_file_and_says_by_whom_and_when(self):
        self.to_processing()
        with freeze_time(NEXT_YEAR):
            text = self.close()
        self.assert_says(
            text, "XÁC NHẬN KHÓA SỔ", "NGƯỜI KHÓA SỔ", "Văn thư T", "Chuyển sổ năm 2027"
        )
        content = base64.b64decode(self.register.file)
        self.assertEqual(
            (self.register.state, self.register.closed_by, self.register.digest),
            ("closed", "Văn thư T", hashlib.sha256(content).hexdigest()),
        )
        self.assertEqual(str(self.register.closed_at), NEXT_YEAR)
        self.assertEqual(self.register.pages, len(self.reader().pages))
        row = self.env["onestop.journal"].search(
            [
                ("res_model", "=", "onestop.register"),
                ("res_id", "=", self.register.id),
            ]
        )
        self.assertEqual((row.actor, row.role), ("Văn thư T", "clerk"))
        self.assertIn(self.register.digest, row.data)

    def test_a_closed_one_changes_no_more(self):
        with freeze_time(NEXT_YEAR):
            self.close()
            for act in ("action_print", "action_close"):
                with self.assertRaisesRegex(UserError, "Closed"):
                    getattr(self.register.with_user(self.keeper), act)()
        with ENGINE.held(), self.assertRaises(AccessError):
            self.register.pages = 9
        with self.assertRaises(AccessError):
            self.register.unlink()
        for statement in (
            "UPDATE onestop_register SET last_number = 9 WHERE id = %s",
            "DELETE FROM onestop_register WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [self.register.id])

    def test_a_file_that_was_changed_afterwards_is_found(self):
        with freeze_time(NEXT_YEAR):
            self.close()
        as_keeper = self.register.with_user(self.keeper)
        self.assertEqual(as_keeper.action_verify()["params"]["type"], "success")
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "onestop.register"),
                ("res_id", "=", self.register.id),
                ("res_field", "=", "file"),
            ]
        )
        attachment.raw += b"\n%"
        self.assertEqual(as_keeper.action_verify()["params"]["type"], "danger")

    def test_what_is_open_at_the_end_goes_on_in_the_next_register(self):
        open_one, done = self.to_processing(), self.to_resolved()
        self.act("counter_officer", done, "return")
        with freeze_time(NEXT_YEAR):
            self.close()
            self.assertEqual(self.numbers(), {open_one: 1, done: 2})
            following = self.open_register(2027)
            new = self.to_processing()
        with freeze_time("2027-01-05 02:00:00"):
            text = self.print_it(following)
        self.assertEqual(self.numbers(following), {open_one: 0, new: 1})
        self.assert_says(
            text,
            "1/2026 ",
            "Hồ sơ của các năm trước chuyển sang: 1/2026 – 1/2026",
            "Hồ sơ tiếp nhận trong năm 1",
            "Hồ sơ của các năm trước chuyển sang 1",
        )

    def test_what_is_entered_after_the_closing_goes_into_the_next_register(self):
        with freeze_time(NEXT_YEAR):
            self.close()
        late = self.to_processing()
        following = self.open_register(2027)
        with freeze_time(NEXT_YEAR):
            text = self.print_it(following)
        self.assertEqual(self.numbers(following), {late: 1})
        self.assertIn("Tiếp nhận năm 2026, ghi sau khi sổ năm đó đã khóa", text)

    def test_the_register_of_a_year_of_the_former_rules_is_their_form(self):
        former = self.open_register(2024)
        text = self.print_it(former)
        self.assertEqual(former.rule_set_id.code, "2018")
        self.assert_says(text, "Mẫu số 06", "SỔ THEO DÕI HỒ SƠ", "chưa ghi hồ sơ nào")
        self.assertNotIn("03/2025", text)

    def test_pages_go_on_through_the_parts_and_numbers_with_them(self):
        dossiers = [self.to_processing() for _number in range(5)]
        with (
            patch.object(onestop_register, "TOGETHER", 2),
            freeze_time("2026-03-10 02:00:00"),
        ):
            self.print_it()
        pages = [" ".join(one.extract_text().split()) for one in self.reader().pages]
        # Cover, three parts of two lines each, and the last page.
        self.assertEqual(len(pages), 5)
        self.assertEqual(self.numbers()[dossiers[-1]], 5)
        for number, totals in enumerate(("1 – 2", "3 – 4", "5 – 5"), 2):
            self.assert_says(
                pages[number - 1],
                f"Số thứ tự trên trang: {totals}",
                f"hết trang: {totals[-1]} hồ sơ, {totals[-1]} bộ",
                f"Trang {number}",
            )
        self.assert_says(pages[4], "Sổ này có 5 trang", "Trang 5")

    def test_a_job_that_was_cut_off_goes_on_where_it_was(self):
        for _number in range(3):
            self.to_processing()
        printed = []
        part = type(self.env["onestop.register.part"])
        real = part._print

        def once(record):
            printed.append(record.id)
            return real(record)

        progress = type(self.env["ir.cron"])._commit_progress
        left = iter([True, True, False])

        def ends(record, *args, **kwargs):
            progress(record, *args, **kwargs)
            return next(left, True)

        with (
            patch.object(onestop_register, "TOGETHER", 1),
            patch.object(part, "_print", once),
            freeze_time("2026-03-10 02:00:00"),
        ):
            self.register.with_user(self.keeper).action_print()
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", ends):
                self.run_cron("_cron_print", "onestop.register")
            self.assertEqual((self.register.state, len(printed)), ("printing", 1))
            self.run_cron("_cron_print", "onestop.register")
        self.assertEqual(self.register.state, "open")
        self.assertEqual((len(printed), len(set(printed))), (3, 3))

    def test_how_far_it_is_does_not_cost_more_for_more_lines(self):
        register = self.register
        made = self.env["onestop.register.part"].create(
            [{"register_id": register.id, "lines": [1, 2, 3]} for _part in range(4)]
        )
        made[0].pages = 2
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.assertEqual(register.read(["progress"])[0]["progress"], 25)
        # The numbers of the lines stay where they are.
        self.assertNotIn("lines", made[1]._cache)

    def test_a_second_click_is_told_that_the_first_is_at_work(self):
        as_keeper = self.register.with_user(self.keeper)
        as_keeper.action_print()
        with self.assertRaisesRegex(UserError, "Being printed"):
            as_keeper.action_print()

    def test_only_whoever_keeps_it_reads_and_prints_it(self):
        director = self.users["director"]
        self.register.with_user(director).action_print()
        other_clerk = self.make_user("test_other_clerk", ("clerk", self.department))
        for user in (
            other_clerk,
            self.users["counter_officer"],
            self.users["administrator"],
            self.portal,
            self.plain,
        ):
            as_user = self.register.with_user(user)
            for attempt in (
                as_user.action_print,
                as_user.action_close,
                as_user.action_verify,
                lambda one=as_user: one.read(["file"]),
            ):
                with freeze_time(NEXT_YEAR), self.assertRaises(AccessError):
                    attempt()

    def test_nobody_makes_or_writes_one_by_hand(self):
        as_keeper = self.register.with_user(self.keeper)
        for attempt in (
            lambda: as_keeper.write({"state": "closed"}),
            lambda: as_keeper.sudo().write({"state": "closed"}),
            lambda: as_keeper.create({"year": 2030}),
            lambda: as_keeper.sudo().create({"year": 2030}),
            lambda: as_keeper.copy(),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertFalse(as_keeper.load(["year"], [["2030"]])["ids"])

    def test_its_lines_are_read_by_nobody(self):
        self.to_processing()
        with freeze_time("2026-03-10 02:00:00"):
            self.print_it()
        for model in ("onestop.register.line", "onestop.register.part"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.keeper).search([])

    def test_what_people_typed_is_text(self):
        self.to_processing(owner={**self.values()["owner"], "name": ATTACK})
        with freeze_time("2026-03-10 02:00:00"):
            text = self.print_it()
        self.assertIn(ATTACK.replace(" ", ""), text.replace(" ", ""))
        self.assertNotIn("root:", text)

    def test_each_place_that_receives_has_one_a_year(self):
        registers = self.env["onestop.register"]
        with freeze_time("2028-01-01 02:00:00"):
            registers._cron_open()
            registers._cron_open()
        found = registers.search(
            [("year", "=", 2028), ("department_id", "=", self.centre.id)]
        )
        self.assertEqual(len(found), 1)
        self.assertFalse(
            registers.search(
                [("year", "=", 2028), ("department_id", "=", self.department.id)]
            )
        )
