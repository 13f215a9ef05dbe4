"""A citizen tells that their dossier is late, and is answered: by their account, and by a
code alone. Whoever denounces is seen by nobody.

The person holds what the run says, a telephone or a screen; the staff sits at screens.
"""

import re

import pytest
from playwright.sync_api import expect

import scene as at
from acts import accept, file_online
from backend import Desk
from paper import pdf

SCREEN = 1280
RECEIPT = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}-[0-9A-Z]{5}")
NUMBER = re.compile(r"PAKN(-[0-9A-Z]{4}){2}-[0-9A-Z]{3}")
LATE = "Hồ sơ trạm cân của tôi quá hẹn mà không ai báo. Xin cho biết vì sao."
EXPLAINED = "Hồ sơ nằm ở phòng chuyên môn bốn ngày. Sở xin lỗi ông/bà."
ANSWERED = "Phản ánh của ông/bà đúng. Sở trả kết quả trong tuần này."
QUESTION = f"Cho biết trả lời về “{LATE}” có giúp được ông/bà không"
BETWEEN_DESKS = "Đề nghị nêu rõ ai giữ hồ sơ."


@pytest.fixture
def staff(centre, scene, page_as, look):
    """`staff(login)`: the screen of a member of the staff.

    Whoever follows up does so at each centre: which one speaks for the portal depends on
    what other journeys have made.
    """
    with centre.env() as env:
        user = env["res.users"].search([("login", "=", at.SUPERVISOR)])
        held = env["onestop.role.assignment"].search([("user_id", "=", user.id)])
        centres = env["onestop.department"].search([("kind", "=", "centre")])
        for one in centres - held.department_id:
            scene._assign(env, at.SUPERVISOR, "supervisor", one)
    return lambda login: Desk(page_as(login, width=SCREEN), look)


def test_by_ones_account(scene, staff, new_citizen, desk_of):
    citizen = new_citizen("Trịnh Thị Chờ", "waits")
    number, dossier = file_online(citizen)
    code = accept(scene, desk_of(at.COUNTER), number)
    citizen.open(dossier, "late")
    citizen.click("link", "Phản ánh về hồ sơ này", "grievance: form, of a dossier")
    page = citizen.page
    assert page.get_by_label("Phản ánh, kiến nghị").is_checked()
    assert code in page.get_by_label("Hồ sơ của tôi").locator(":checked").inner_text()
    assert page.get_by_label("Họ và tên").input_value() == "Trịnh Thị Chờ"
    page.get_by_label("Sự việc thế nào?").fill(LATE)
    page.get_by_label("Ảnh chụp, giấy tờ").set_input_files(pdf("anh-chup.pdf"))
    citizen.click("button", "Gửi đi", "grievance: receipt")
    assert RECEIPT.fullmatch(citizen.number())
    grievance = NUMBER.search(citizen.text())[0]

    citizen.click("link", "Phản ánh, khiếu nại của tôi", "grievance: list of mine")
    citizen.click("link", LATE, "grievance: registered")
    citizen.says(grievance, "Trung tâm đã nhận và đang đọc.", "Vì sao là ngày này?")
    assert citizen.download("anh-chup.pdf") == pdf("")["buffer"]

    answer(staff, grievance, "Trên trang của người gửi tại cổng dịch vụ công")
    citizen.go("/my", "my page with a question")
    citizen.click("link", QUESTION, "grievance: answered")
    citizen.says(at.DEPARTMENT, EXPLAINED, ANSWERED, "Có cơ sở", code)
    assert BETWEEN_DESKS not in citizen.text()
    rate(citizen, "Có, giúp được", "Cảm ơn Sở.")
    citizen.go("/my", "my page without a question")
    assert QUESTION not in citizen.text()
    desk = staff(at.SUPERVISOR)
    find(desk, grievance)
    desk.tab_says("Trả lời", "Có giúp được", "Cảm ơn Sở.")


def test_without_logging_in(staff, portal_of):
    visitor = portal_of()
    visitor.go("/", "front page")
    visitor.click("link", "Gửi phản ánh, khiếu nại", "grievance: form")
    page = visitor.page
    page.get_by_label("Phản ánh, kiến nghị").check()
    page.get_by_label("Sự việc thế nào?").fill("   ")
    page.get_by_label("Cán bộ", exact=True).fill("Quầy số 3, buổi sáng")
    page.get_by_label("Điện thoại").fill("0912000300")
    visitor.click("button", "Gửi đi", "grievance: something is missing")
    visitor.says("Nội dung ông/bà đã viết vẫn còn.")
    # Nothing was lost.
    assert (
        page.get_by_label("Cán bộ", exact=True).input_value() == "Quầy số 3, buổi sáng"
    )
    page.get_by_label("Sự việc thế nào?").fill(LATE)
    visitor.click("button", "Gửi đi", "grievance: receipt")
    receipt = visitor.number()
    assert RECEIPT.fullmatch(receipt)
    grievance = NUMBER.search(visitor.text())[0]

    answer(staff, grievance, "Qua điện thoại", "Đã gọi 0912 000 300 lúc 9 giờ.")
    # Another day, another machine: the code on a slip of paper.
    visitor = portal_of()
    look_up(visitor, receipt.lower().replace("-", " "), "grievance: answered, by code")
    visitor.says(grievance, EXPLAINED, ANSWERED)
    for hidden in (BETWEEN_DESKS, LATE, "0912000300"):
        assert hidden not in visitor.text()
    rate(visitor, "Giúp được một phần", "Vẫn còn chậm.")
    look_up(visitor, receipt, "grievance: rated, by code")
    visitor.says("Ông/bà đã đánh giá câu trả lời.")
    look_up(visitor, grievance, "grievance: wrong code")
    visitor.says("Không tìm thấy gì với mã này.")


def test_whoever_denounces_is_seen_by_nobody(staff, new_citizen):
    citizen = new_citizen("Lý Văn Kín", "unseen")
    citizen.go("/complaints/new", "grievance: form, logged in")
    page = citizen.page
    page.get_by_label("Tố cáo", exact=True).check()
    citizen.look(page, "grievance: form of a denunciation")
    # Who they are is not even asked.
    expect(page.get_by_label("Họ và tên")).to_be_hidden()
    page.get_by_label("Sự việc thế nào?").fill("Cán bộ đòi tiền ngoài quy định.")
    citizen.click("button", "Gửi đi", "grievance: receipt of a denunciation")
    number = citizen.number()
    assert NUMBER.fullmatch(number)
    assert not RECEIPT.search(citizen.text())
    citizen.go("/my/complaints", "grievance: nothing of mine")
    assert "Cán bộ đòi tiền" not in citizen.text()
    desk = staff(at.SUPERVISOR)
    desk.go("complaints", "grievances").lists(number, times=0)
    assert desk.page.get_by_text("Cán bộ đòi tiền").count() == 0


def answer(staff, grievance, way, proof=None):
    """The centre's part and the department's, from reading it to its end."""
    desk, officer, head = map(staff, (at.SUPERVISOR, at.OFFICER, at.HEAD))
    find(desk, grievance)
    desk.act(
        "Phân loại",
        {"Lý do": "Phản ánh về việc chậm trễ."},
        choices={"Nhóm phản ánh, kiến nghị": "Về hành vi của cán bộ, công chức"},
    )
    desk.act("Thụ lý", choices={"Cơ quan giải quyết": at.DEPARTMENT})
    desk.wait_for_state("Đã thụ lý")
    desk.act("Yêu cầu giải trình", {"Lý do": BETWEEN_DESKS})
    find(officer, grievance)
    officer.act("Giải trình", {"Giải trình": EXPLAINED})
    find(desk, grievance)
    texts = {"Bằng chứng người gửi đã nhận": proof} if proof else {}
    desk.act("Chuyển giải trình cho người gửi", texts, picks=[way])
    desk.tab_says("Giải trình", EXPLAINED, way, "Tạ Văn Đôn Đốc")
    find(head, grievance)
    head.act(
        "Kết luận giải quyết",
        {"Trả lời": ANSWERED, "Lý do": "Đúng như phản ánh."},
        choices={"Kết quả": "Có cơ sở"},
    )
    head.wait_for_state("Đã giải quyết")
    find(desk, grievance)
    desk.act("Kết thúc")
    desk.wait_for_state("Đã kết thúc")


def find(desk, grievance):
    """Open a grievance from the list of all."""
    # Done or not.
    desk.go("complaints", "grievances").unfilter().open(grievance, "grievance")


def look_up(visitor, receipt, name):
    visitor.go("/complaints/track", "grievance: follow")
    visitor.page.get_by_label("Mã tra cứu").fill(receipt)
    visitor.click("button", "Tra cứu", name)


def rate(person, opinion, comment):
    person.page.get_by_label(opinion, exact=True).check()
    person.page.get_by_label("Ông/bà muốn nói thêm gì không?").fill(comment)
    person.click("button", "Gửi ý kiến", "grievance: rated")
    person.says("Trung tâm đã ghi nhận ý kiến")
