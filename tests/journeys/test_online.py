"""From a search without accents to the result: everybody's part, on one dossier.

The people are those of scene.py, one role each; what day and hour it is decides only
when the department gets the dossier and what the due date is, and both are reckoned
here by hand.
"""

import re

import pytest

import scene as at
from acts import TO_CHECK, TO_DO, complete_step, receive
from office import CLOSES
from paper import A5, pdf

LICENCE = pdf("giay-phep.pdf")
# Of the results book of the department, whose code is its symbol.
SYMBOL = "/J-7-DEPARTMENT"


@pytest.fixture
def citizen(width):
    return {
        "name": "Võ Thị Tám",
        "address": f"tam_{width}@example.com",
        "person": {
            "Số định danh cá nhân": f"09519900{width:04d}",
            "Số nhà, đường, ấp": "Số 36 đường Rạch Ông Cò",
            "Điện thoại": f"091234{width:04d}",
        },
        "answers": {at.PLACE: "Bến đò Cây Mắm", at.LOAD: "36"},
    }


def test_online(scene, letterbox, portal_of, desk_of, citizen):
    portal = portal_of()
    number = find_read_and_file(portal, citizen)
    letterbox.letter(citizen["address"], f"Hồ sơ {number} đã được nộp")

    counter = desk_of(at.COUNTER)
    dossier, code, received = check_and_accept(scene, counter, number)
    due = scene.office.due(received, at.TERM)
    explain_and_print(scene, counter, code, received, due)
    letter = letterbox.letter(citizen["address"], f"Hồ sơ {code} đã được tiếp nhận")
    assert f"17:00, {due:%d/%m/%Y}" in letter
    portal.open(dossier, "received")
    portal.says(code, f"{due:%d/%m/%Y} 17:00", scene.office.holiday_name)
    portal.print("Giấy tiếp nhận").says(code, f"17 giờ 00 phút, ngày {due:%d/%m/%Y}")

    hand_on(scene, desk_of, portal, dossier, code, received)
    complete_step(desk_of(at.OFFICER), code)
    assert portal.open(dossier, "being resolved").state() == "Đang giải quyết"
    portal.says(at.DEPARTMENT, f"Bước tiếp theo {at.DECIDE}")
    draft_but_not_decide(desk_of(at.ACTING), dossier, code)
    decide(desk_of(at.HEAD), code)
    seal(desk_of(at.CLERK), code)
    # What is wanted electronically is returned as it is issued.
    letterbox.letter(citizen["address"], f"Đã có kết quả hồ sơ {code}")
    download_and_rate(portal, dossier)


def find_read_and_file(portal, citizen):
    """The citizen's first half hour, until the number stands on the screen."""
    portal.go("/", "front page")
    portal.page.get_by_label("Ông/bà muốn làm thủ tục gì?").fill("mo tram can")
    portal.click("button", "Tìm kiếm", "found")
    portal.click("link", at.PROCEDURE, "procedure")
    portal.says("5 ngày làm việc", at.APPLICATION, at.PLAN, at.DEPARTMENT)
    portal.click("link", "Nộp hồ sơ trực tuyến", "filing: an account")
    portal.sign_up(citizen["name"], citizen["address"], "mot-mat-khau-dai-36")
    papers = {at.APPLICATION: pdf("don.pdf"), at.PLAN: pdf("ban-ve.pdf")}
    number = portal.file(citizen["person"], citizen["answers"], papers)
    assert portal.state() == "Đã nộp"
    return number


def check_and_accept(scene, counter, number):
    dossier = counter.menu(TO_CHECK).open(number)
    counter.tab_says("Thành phần hồ sơ", "don.pdf", "ban-ve.pdf")
    code = receive(counter)
    received = scene.moment(dossier, "date_accepted")
    # Circular 03/2025: largest unit first, day of reception, sequence of the day.
    assert re.fullmatch(rf"H98\.07-{received:%y%m%d}-\d{{4}}", code)
    return dossier, code, received


def explain_and_print(scene, counter, code, received, due):
    """Every date explains itself, on the screen as on the receipt."""
    assert due.time() == CLOSES
    counter.says("date_due", f"{due:%d/%m/%Y} 17:00")
    counter.tab_says(
        "Vì sao là ngày này?", scene.office.holiday_name, f"{due:%d/%m/%Y}"
    )
    assert counter.lit_by(scene.office.holiday_name) == [scene.office.holiday.day]
    assert counter.lit_by("Hạn trả kết quả") == [due.day]
    receipt = counter.print("In giấy tiếp nhận")
    assert receipt.size == A5
    receipt.says(
        "Mẫu số 01",
        f"Mã hồ sơ: {code}",
        f"{received:%H giờ %M phút}, ngày {received:%d/%m/%Y}",
        f"17 giờ 00 phút, ngày {due:%d/%m/%Y}",
        scene.office.holiday_name,
        at.APPLICATION,
        at.PLAN,
    )
    assert "/check/" in receipt.qr and code not in receipt.qr


def hand_on(scene, desk_of, portal, dossier, code, received):
    """The department has it the same working day, or when it opens next."""
    handed_on = scene.office.handed_on(received)
    if handed_on == received:
        assert portal.state() == "Đang giải quyết"
        return
    assert scene.moment(dossier, "date_forward") == handed_on
    assert portal.state() == "Đã tiếp nhận"
    desk_of(at.OFFICER).menu(TO_DO).lists(code, times=0)
    scene.open_the_office_again(dossier)


def draft_but_not_decide(acting, dossier, code):
    """Who worked on it stands in for the head elsewhere, but not here."""
    complete_step(acting, code, texts={"Tên kết quả": "Giấy phép"}, file=LICENCE)
    acting.menu(TO_DO).open(code)
    assert "Phê duyệt" not in acting.actions()
    assert acting.try_to("decide", dossier) == (
        "Người đã xử lý hồ sơ không được quyết định hồ sơ đó."
    )


def decide(head, code):
    head.menu(TO_DO).open(code)
    head.act("Phê duyệt")


def seal(clerk, code):
    clerk.menu(TO_DO).open(code)
    clerk.act("Vào số và đóng dấu", {"Người ký": "Giám đốc"})
    clerk.wait_for_state("Đã trả kết quả")


def download_and_rate(portal, dossier):
    portal.open(dossier, "returned")
    assert portal.state() == "Đã trả kết quả"
    portal.says(SYMBOL)
    assert portal.download("Tải về") == LICENCE["buffer"]
    portal.page.get_by_label("Rất hài lòng").check()
    portal.click("button", "Gửi ý kiến", "rated")
    portal.page.get_by_text("Cảm ơn ông/bà. Không ai biết được").wait_for()
