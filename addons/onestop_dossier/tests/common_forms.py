"""A dossier that comes to each form of the law, told twice: under either rule set."""

import base64
import io
from contextlib import contextmanager
from unittest.mock import patch

import pypdfium2
from freezegun import freeze_time
from pypdf import PdfReader

from ..engine.right import ENGINE
from .common import MONDAY
from .test_forms import FormCase

FORMS = {
    "2025": {
        "receipt": ("01", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        "supplement": ("02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"),
        "rejection": ("03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"),
        "apology": ("04", "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN"),
        "stop": ("05", "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"),
        "control_slip": ("06", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT"),
        "register": ("07", "SỔ THEO DÕI HỒ SƠ"),
    },
    "2018": {
        "receipt": ("01", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        "supplement": ("02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"),
        "rejection": ("03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"),
        "apology": ("04", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
        "control_slip": ("05", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT"),
        "register": ("06", "SỔ THEO DÕI HỒ SƠ"),
    },
}
ADDRESS = "https://mot-cua.example.invalid"
TOKEN = "0123456789abcdefghijklmnopqrstuv"
MARK = "0123 4567 89AB CDEF 0123 4567 89AB CDEF"


class FormsOfLaw(FormCase):
    """`self.pdf_of(form, rules)`: the PDF (bytes) of a form under a rule set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = {}
        cls.department.write({"name": "Sở T", "commune": "Phường U"})
        cls.other.name = "Ủy ban nhân dân tỉnh T"
        for role, name in (
            ("department_officer", "Chuyên viên T"),
            ("department_head", "Lãnh đạo T"),
            ("clerk", "Văn thư T"),
        ):
            cls.users[role].name = name
        cls.portal.name = "Công dân T"
        cls.version = cls.make_version(
            "9.900003",
            fee_ids=[
                (0, 0, {"kind": "charge", "name": "Lệ phí T", "amount": 150000}),
                (0, 0, {"kind": "fee", "name": "Phí T", "amount": 1250000}),
            ],
        )
        cls.keeper = cls.make_user("test_keeper", ("clerk", cls.centre))
        cls.keeper.name = "Văn thư TT"

    # What people type: a test that attacks says something else.
    typed = "Xin cấp phép T"
    # The number under which it is followed, where it may not differ from print to print.
    tracking = None

    def person(self):
        return {
            "owner": {
                **self.values()["owner"],
                "name": f"Nguyễn Văn {self.typed}",
                "address": "Ấp 3",
                "commune": "Xã T",
            },
            "content": self.typed,
        }

    def under(self, rules, dossier):
        """The dossier as one that was received under a rule set."""
        with ENGINE.held():
            dossier.sudo().rule_set_id = self.env["onestop.rule.set"].search(
                [("code", "=", rules), ("matter", "=", "one_stop")]
            )
        return dossier

    def dossier_for(self, form):
        """A dossier that has come to a form."""
        if form == "rejection":
            return self.act(
                *("counter_officer", self.file(**self.person()), "reject"),
                f"Không thuộc thẩm quyền. {self.typed}",
            )
        if form == "supplement":
            dossier = self.file(**self.person())
            application, plan = dossier.component_ids
            application.sudo().defect = f"Chưa ký. {self.typed}"
            return self.act(
                *("counter_officer", dossier, "request_supplement"),
                "1. Ký đơn.\n2. Nộp bản vẽ.",
                component_ids=[application.id, plan.id],
            )
        if form == "control_slip":
            return self.to_resolved(**self.person())
        dossier = self.to_processing(**self.person())
        if form == "apology":
            with freeze_time("2026-03-13 03:00:00"):
                self.act(
                    *("department_head", dossier, "apologise"),
                    f"Phải đo lại thửa đất. {self.typed}",
                    until="2026-03-20 10:00:00",
                    words="Sở T xin lỗi Ông/Bà.",
                )
        if form == "stop":
            self.act("portal", dossier, "withdraw", f"Đổi ý. {self.typed}")
            self.act("counter_officer", dossier, "stop", "Theo đề nghị.")
        return dossier

    @contextmanager
    def always_alike(self):
        """What differs from one print to the next is the same in here."""
        journal = type(self.env["onestop.journal"])
        tokens = type(self.env["onestop.check.token"])
        dossiers = type(self.env["onestop.dossier"])
        with (
            patch.object(journal, "_mark", lambda row: MARK if row else ""),
            patch.object(tokens, "_issue", lambda *args, **kwargs: TOKEN),
            patch.object(dossiers, "get_base_url", lambda one: ADDRESS),
        ):
            yield

    def pdf_of(self, form, rules="2025"):
        """The PDF (bytes) of a form under a rule set: printed once for all tests of the
        class, each time from the first code of the day on."""
        key = form, rules, self.typed
        if key not in self.kept:
            with self.env.cr.savepoint() as savepoint:
                self.kept[key] = self.print_of(form, rules)
                savepoint.rollback()
            self.env.invalidate_all()
        return self.kept[key]

    def print_of(self, form, rules):
        if form == "register":
            return self.register_of(rules)
        dossier = self.under(rules, self.dossier_for(form))
        if self.tracking:
            with ENGINE.held():
                dossier.sudo().tracking_number = self.tracking
        with self.always_alike():
            reports = self.env["ir.actions.report"].with_user(
                self.users["counter_officer"]
            )
            return reports._render_qweb_pdf(
                f"onestop_dossier.form_{form}", dossier.ids
            )[0]

    def register_of(self, rules):
        """A closed register of three dossiers and a code that nobody has."""
        self.to_processing(**self.person())
        done = self.to_resolved(**self.person())
        for fee in done.sudo().fee_ids:
            fee.state = "paid"
        self.act("counter_officer", done, "return")
        self.env["onestop.code.counter"]._next(self.centre, MONDAY[:10])
        self.to_processing(**self.person(), delivery="post", delivery_address="Ấp 9")
        register = self.env["onestop.register"]._of(self.centre, 2026)
        with ENGINE.held():
            self.under(rules, register)
        with freeze_time("2027-01-04 02:00:00"):
            register.with_user(self.keeper).action_close()
            self.run_cron("_cron_print", "onestop.register")
        return base64.b64decode(register.file)

    @staticmethod
    def words(pdf):
        """What a PDF says, in one line."""
        pages = PdfReader(io.BytesIO(pdf)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    @staticmethod
    def pictures(pdf, scale):
        """A picture of each page, in greys."""
        return [
            page.render(scale=scale, grayscale=True).to_pil().convert("L")
            for page in pypdfium2.PdfDocument(pdf)
        ]
