"""Two procedures filed as one from home; received and paid as one at the counter."""

import pathlib

import pytest

import scene as at
from acts import TO_CHECK
from paper import Paper, pdf

CODES = ("9.902731", "9.902732")
NAMES = ("Đăng ký trạm cân thử nghiệm", "Gắn mã trạm cân thử nghiệm")
GROUP = "Mở trạm cân thử nghiệm trọn gói"
COMMON, OWN = "Tờ khai chung về trạm cân", "Ảnh chụp trạm cân"
OWNER_OF, MADE_BY = "Tên trạm cân", "Nơi sản xuất cân"
FEES = (150_000, 30_000)


@pytest.fixture
def group(scene):
    """Both are of one department, which collects fees; the second asks for a picture
    more."""
    with scene.centre.env() as env:
        env = env(context={"lang": "vi_VN"})
        if env["onestop.procedure"].search([("code", "=", CODES[0])]):
            return
        find = env["onestop.department"].search
        department = find([("code", "=", at.DEPARTMENT_CODE)])
        trade = env["onestop.field"].search([("code", "=", "J-7")])
        asked = ((COMMON,), (COMMON, OWN))
        for code, name, papers, question, fee in zip(
            CODES, NAMES, asked, (OWNER_OF, MADE_BY), FEES, strict=True
        ):
            at.publish(
                *(env, code, name, department, at.STEPS, "online"),
                online_filing=True,
                field_id=trade.id,
                component_ids=at.rows(
                    *({"name": paper, "originals": 1} for paper in papers)
                ),
                eform_field_ids=at.rows(
                    {"name": "told", "label": question, "required": True}
                ),
                fee_ids=at.rows({"kind": "fee", "name": f"Phí {code}", "amount": fee}),
            )
        counter = env["onestop.counter.group"].search([("name", "=", "Quầy Đo lường")])
        env["onestop.fee.book"].create(
            {
                "series": "LT/26J",
                "department_id": department.id,
                "counter_group_id": counter.id,
                "last_number": 50,
            }
        )
        procedures = env["onestop.procedure"].search([("code", "in", CODES)])
        env["onestop.bundle"].create(
            {
                "name": GROUP,
                "decision_number": "J-7/QĐ-LT",
                "decision_date": at.LAST_YEAR,
                "valid_from": at.NEW_YEAR,
                "part_ids": at.rows(
                    *({"procedure_id": one.id} for one in procedures.sorted("code"))
                ),
            }
        )


def test_a_group(scene, group, portal_of, desk_of, width):
    portal = portal_of()
    portal.go(f"/procedures/{CODES[1]}", "procedure of a group")
    portal.click("link", GROUP, "group")
    portal.says(*NAMES, COMMON, OWN, "5 ngày làm việc", "180.000 đ")
    portal.click("link", "Nộp hồ sơ trực tuyến", "group filing: an account")
    portal.sign_up("Lý Thị Chín", f"chin_{width}@example.com", "mot-mat-khau-dai-39")
    file_group(portal, width)
    numbers = portal.page.locator(".os-card .os-hint").all_inner_texts()
    assert len(numbers) == 2

    counter = desk_of(at.COUNTER)
    counter.menu(TO_CHECK).open(numbers[1])
    receipt = counter.print("Tiếp nhận tất cả thủ tục")
    receipt.says(GROUP, *NAMES, COMMON, OWN, "180.000 đ")
    sheet = take_fees(counter)
    sheet.says(*NAMES, "150.000 đ", "30.000 đ", "Một trăm tám mươi nghìn đồng")

    portal.go("/my/dossiers", "my dossiers with a group")
    portal.says(GROUP, *NAMES)
    portal.click("link", GROUP, "my group, received")
    assert "H98.07-" in portal.number()
    assert portal.page.get_by_text(NAMES[1]).first.is_visible()
    portal.print("Giấy tiếp nhận của cả nhóm").says(GROUP, *NAMES)


def take_fees(counter):
    """Take what both parts owe in one act; the sheet."""
    counter.tab_says(
        "Phí, lệ phí", "Còn phải thu của tất cả hồ sơ liên quan", "180.000"
    )
    counter.look(counter.page, "staff: fees of a group")
    with counter.page.expect_download() as download:
        counter.page.get_by_role("button", name="ghi một biên lai").click()
    return Paper(pathlib.Path(download.value.path()).read_bytes())


def file_group(portal, width):
    """From the first page to the last, each paper once."""
    portal.page.get_by_role("button", name="Bắt đầu").wait_for()
    portal.look(portal.page, "group filing: begin")
    portal.click("button", "Bắt đầu", "group filing: people")
    portal._fill({"Điện thoại": f"091239{width:04d}"})
    portal._next("group filing: first procedure")
    portal._fill({OWNER_OF: "Trạm cân Bến Tre Xanh"})
    portal._next("group filing: second procedure")
    portal._next("group filing: something is missing")
    portal.says(MADE_BY)
    portal._fill({MADE_BY: "Xưởng cân Sông Hậu"})
    portal._next("group filing: papers")
    assert portal.page.locator("input[type=file]").count() == 2
    for paper in (COMMON, OWN):
        portal.page.get_by_label(paper).set_input_files(pdf("giay.pdf"))
    portal._next("group filing: return")
    portal.page.get_by_label("Bản điện tử, trên cổng này").check()
    portal._next("group filing: check")
    portal.says("Trạm cân Bến Tre Xanh", "Xưởng cân Sông Hậu", "giay.pdf")
    portal.page.get_by_label("Tôi cam đoan").check()
    portal.click("button", "Nộp hồ sơ", "my group, filed")
