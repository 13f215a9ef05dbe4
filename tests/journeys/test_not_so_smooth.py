"""What goes another way than hoped: a supplement, two kinds of refusal, a withdrawal."""

import scene as at
from acts import (
    ALL,
    TO_CHECK,
    TO_DO,
    accept,
    complete_step,
    file_online,
    receive,
)
from paper import A5, PDF, pdf

REASON = "Lý do"
WRONG = "Sai hoặc chưa đủ"


def test_a_supplement_is_asked_for_and_answered(scene, letterbox, new_citizen, desk_of):
    citizen, counter = new_citizen("Bùi Văn Thiếu", "short"), desk_of(at.COUNTER)
    number, dossier = file_online(citizen)
    counter.menu(TO_CHECK).open(number)
    wanted = "Bản vẽ chưa ghi kích thước bàn cân: vẽ lại và ghi đủ."
    counter.ask(at.PLAN, WRONG, wanted)
    counter.wait_for_state("Đang yêu cầu bổ sung")

    asked = scene.asked(dossier)
    until = scene.office.due(asked, at.SUPPLEMENT_TERM)
    form = counter.print("In phiếu yêu cầu bổ sung")
    assert form.size == A5
    form.says(
        "Mẫu số 02",
        f"Mã theo dõi: {number}",
        f"{at.PLAN} – {WRONG}: {wanted}",
        f"17 giờ 00 phút, ngày {until:%d/%m/%Y}",
        at.CENTRE_PHONE,
    )
    assert at.APPLICATION not in form.text
    letter = letterbox.letter(citizen.address, f"Hồ sơ {number} cần bổ sung")
    assert wanted in letter

    citizen.go("/my", "my page with a task")
    citizen.page.get_by_role("link", name="Bổ sung hồ sơ").click()
    citizen.look(citizen.page, "dossier: supplement requested")
    citizen.says(wanted, f"Xin trả lời trước {until:%d/%m/%Y} 17:00")
    citizen.print("Yêu cầu bổ sung").says(number, wanted)
    send_better_plan(citizen)
    assert citizen.state() == "Đã nộp"
    letterbox.letter(citizen.address, f"Đã nhận bổ sung hồ sơ {number}")

    counter.menu(TO_CHECK).open(number)
    counter.tab_says("Thành phần hồ sơ", "ban-ve-moi.pdf")
    receive(counter)
    citizen.open(dossier, "received")
    due = scene.office.due(scene.moment(dossier, "date_accepted"), at.TERM)
    citizen.says(f"{due:%d/%m/%Y} 17:00")


def test_on_appraisal_the_term_is_counted_again(scene, new_citizen, desk_of):
    citizen, counter = new_citizen("Bùi Thị Thừa", "again"), desk_of(at.COUNTER)
    number, dossier = file_online(citizen)
    code = accept(scene, counter, number)
    officer = desk_of(at.OFFICER)
    officer.menu(TO_DO).open(code)
    wanted = "Bản vẽ không khớp thực địa: đo lại."
    officer.ask(at.PLAN, WRONG, wanted)
    # The applicant hears of it from the centre.
    citizen.open(dossier, "what the department asks is not told yet")
    assert wanted not in citizen.page.content()
    counter.menu(ALL).open(code)
    counter.press("Chuyển yêu cầu cho người nộp")
    counter.wait_for_state("Đang yêu cầu bổ sung")

    citizen.open(dossier, "the term stands still")
    citizen.says(wanted, "Hẹn trả kết quả Thời hạn đang tạm dừng.")
    send_better_plan(citizen)
    assert citizen.state() == "Đang giải quyết"
    due = scene.office.due(scene.answered(dossier), at.TERM)
    citizen.says(
        f"Hẹn trả kết quả {due:%d/%m/%Y} 17:00", "Thời hạn được tính lại từ đầu"
    )


def send_better_plan(citizen):
    # Another plan: the same file twice is kept once.
    plan = {**pdf("ban-ve-moi.pdf"), "buffer": PDF + b"% new\n"}
    citizen.page.get_by_label(at.PLAN).set_input_files(plan)
    citizen.click("button", "Gửi bổ sung", "dossier: supplemented")
    citizen.page.get_by_text("Trung tâm đã nhận phần bổ sung").wait_for()


def test_intake_is_refused_with_reasons(letterbox, new_citizen, desk_of):
    citizen, counter = new_citizen("Phan Thị Sai", "wrong"), desk_of(at.COUNTER)
    number, dossier = file_online(citizen)
    counter.menu(TO_CHECK).open(number)
    reason = "Trạm cân đặt ngoài địa giới của tỉnh. Xin nộp tại tỉnh nơi đặt trạm."
    counter.act("Từ chối tiếp nhận", {REASON: reason})
    counter.wait_for_state("Từ chối tiếp nhận")
    assert counter.actions() == ["In phiếu từ chối"]

    form = counter.print("In phiếu từ chối")
    assert form.size == A5
    form.says("Mẫu số 03", number, "Phan Thị Sai", "không tiếp nhận", reason)
    letter = letterbox.letter(citizen.address, f"Hồ sơ {number} không được tiếp nhận")
    assert reason in letter
    citizen.open(dossier, "intake refused")
    assert citizen.state() == "Từ chối tiếp nhận"
    citizen.says("Trung tâm từ chối tiếp nhận", f"Lý do: {reason}")


def test_what_is_asked_for_is_refused_and_returned(
    scene, letterbox, new_citizen, desk_of
):
    citizen, counter = new_citizen("Huỳnh Văn Tiếc", "refused"), desk_of(at.COUNTER)
    number, dossier = file_online(citizen)
    code = accept(scene, counter, number)
    officer = desk_of(at.OFFICER)
    for _step in (at.APPRAISE, at.DRAFT):
        complete_step(officer, code)
    head = desk_of(at.HEAD)
    head.menu(TO_DO).open(code)
    reason = "Nền đất không chịu được tải trọng đề nghị."
    answer = {REASON: reason, "Tên kết quả": "Văn bản từ chối"}
    head.act("Từ chối giải quyết", answer, file=pdf("tu-choi.pdf"))
    clerk = desk_of(at.CLERK)
    clerk.menu(TO_DO).open(code)
    clerk.act("Vào số và đóng dấu")
    clerk.wait_for_state("Đã trả kết quả")
    clerk.says("outcome", "Từ chối")
    citizen.open(dossier, "refused and returned")
    citizen.says("Cơ quan giải quyết từ chối đề nghị", f"Lý do: {reason}")
    assert citizen.download("Tải về") == pdf("")["buffer"]
    letterbox.letter(citizen.address, f"Đã có kết quả hồ sơ {code}")


def test_a_citizen_withdraws(scene, letterbox, new_citizen, desk_of):
    citizen, counter = new_citizen("Lâm Thị Thôi", "withdrawn"), desk_of(at.COUNTER)
    number, dossier = file_online(citizen)
    code = accept(scene, counter, number)
    officer = desk_of(at.OFFICER)
    officer.menu(TO_DO).lists(code)

    citizen.open(dossier, "to be withdrawn")
    citizen.page.locator("summary", has_text="Rút hồ sơ").click()
    why = "Gia đình không mở trạm cân nữa."
    citizen.page.get_by_label("Vì sao?").fill(why)
    citizen.click("button", "Rút hồ sơ", "dossier: withdrawal asked for")
    assert citizen.state() == "Đang xin rút hồ sơ"
    letterbox.letter(citizen.address, f"Đã nhận đề nghị rút hồ sơ {code}")

    counter.menu(ALL).open(code)
    counter.act("Dừng giải quyết", {REASON: "Theo đề nghị của người nộp hồ sơ."})
    counter.wait_for_state("Đã dừng giải quyết")
    form = counter.print("In thông báo dừng")
    assert form.size == A5
    form.says("Mẫu số 05", code, why, at.APPRAISE, "Theo đề nghị của người nộp hồ sơ.")
    letterbox.letter(citizen.address, f"Hồ sơ {code} đã dừng giải quyết")
    citizen.open(dossier, "stopped")
    assert citizen.state() == "Đã dừng giải quyết"
    officer.menu(TO_DO).lists(code, times=0)
