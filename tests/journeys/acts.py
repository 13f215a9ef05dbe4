"""What more than one journey does on its way to what it is about."""

import scene as at
from paper import pdf

TO_CHECK, TO_DO = "Hồ sơ trực tuyến chờ kiểm tra", "Hồ sơ chờ xử lý"
ALL = "Hồ sơ"
PHONE = {"Điện thoại": "0914000400"}
ANSWERS = {at.PLACE: "Ngã ba Cây Da", at.LOAD: "40"}


def file_online(citizen, person=PHONE, answers=ANSWERS):
    """File a dossier as one who has an account; (its number, its id)."""
    papers = {at.APPLICATION: pdf("don.pdf"), at.PLAN: pdf("ban-ve.pdf")}
    number = citizen.begin(at.PROCEDURE_CODE).file(person, answers, papers)
    return number, citizen.dossier_id


def receive(counter):
    """Take the dossier in that lies open on the counter's screen; its code."""
    counter.press("Tiếp nhận")
    counter.page.get_by_role("tab", name="Vì sao là ngày này?").wait_for()
    return counter.code()


def accept(scene, counter, number):
    """Find a dossier among those to check and take it in; the department has it then,
    whatever hour it is. Its code."""
    dossier = counter.menu(TO_CHECK).open(number)
    code = receive(counter)
    scene.open_the_office_again(dossier)
    return code


def complete_step(officer, code, **dialog):
    officer.menu(TO_DO).open(code)
    officer.act("Hoàn thành bước", **dialog)
