"""Two at one dossier, each in a browser: they see each other, and of two writes the
second is told what the first changed."""

import pytest
from playwright.sync_api import expect

import scene as at
from acts import TO_DO
from backend import Desk
from paper import SIGNED_PDF

COLLEAGUE, NEIGHBOUR, CITIZEN = "j_colleague", "j_neighbour", "j_two_citizen"
OFFICER_NAME = at.PEOPLE[at.OFFICER][0]
COLLEAGUE_NAME, NEIGHBOUR_NAME = "Vũ Thị Đồng Nghiệp", "Lý Thị Bàn Bên"
SUSPEND, COMPLETE = "Tạm dừng thời hạn", "Hoàn thành bước"
LOAD = "Tải trạng thái mới"


@pytest.fixture(scope="module")
def colleagues(centre, scene):
    scene.appoint(
        *(COLLEAGUE, COLLEAGUE_NAME, "department_officer", at.DEPARTMENT_CODE)
    )
    scene.appoint(*(NEIGHBOUR, NEIGHBOUR_NAME, "counter_officer", at.CENTRE_CODE))
    centre.make_user(CITIZEN, groups="base.group_portal", name="Tô Văn Hai Người")
    with centre.env() as env:
        users = env["res.users"]
        counter = env["onestop.counter.group"].search([("name", "=", "Quầy Đo lường")])
        counter.user_ids |= users.search([("login", "=", NEIGHBOUR)])


@pytest.fixture
def in_process(centre, scene, colleagues):
    """A dossier that waits for its first step; (id, code)."""
    file = {"name": "don.pdf", "content": SIGNED_PDF}
    with centre.env(CITIZEN) as env:
        made = env["onestop.dossier"].submit(
            {
                "procedure": at.PROCEDURE_CODE,
                "channel": "online",
                "owner": {"name": "Tô Văn Hai Người", "phone": "0914000400"},
                "answers": {"place": "Ngã ba Cây Da", "load": 40},
                "components": [
                    {"component": name, "files": [file]}
                    for name in (at.APPLICATION, at.PLAN)
                ],
            }
        )
    with centre.env(at.COUNTER) as env:
        dossier = env["onestop.dossier"].browse(made["id"])
        dossier.action_transition("accept")
        code = dossier.code
    scene.open_the_office_again(made["id"])
    return made["id"], code


def others(desk):
    return desk.page.locator(".o_onestop_viewers")


def open_by_address(desk, dossier):
    desk.page.goto(f"/odoo/dossiers/{dossier}")
    desk.page.locator(".o_form_view .oe_title").wait_for()
    return desk


def test_two_at_one_dossier_see_each_other(in_process, desk_of):
    _dossier, code = in_process
    officer, colleague = desk_of(at.OFFICER), desk_of(COLLEAGUE)
    officer.menu(TO_DO).open(code)
    expect(others(officer)).to_have_count(0)
    colleague.menu(TO_DO).open(code)
    expect(others(colleague)).to_contain_text(f"{OFFICER_NAME}, {at.DEPARTMENT}, từ ")
    expect(others(officer)).to_contain_text(f"{COLLEAGUE_NAME}, {at.DEPARTMENT}, từ ")
    expect(others(officer)).not_to_contain_text("đang thao tác")
    colleague.press(SUSPEND)
    dialog = colleague.page.get_by_role("dialog")
    dialog.wait_for()
    expect(others(officer)).to_contain_text("đang thao tác")
    officer.look(officer.page, "staff: somebody else is at the dossier")
    dialog.get_by_role("button", name="Hủy", exact=True).click()
    expect(others(officer)).not_to_contain_text("đang thao tác")
    colleague.menu(TO_DO)
    expect(others(officer)).to_have_count(0)


def test_the_second_of_two_who_act_is_told_what_the_first_did(in_process, desk_of):
    _dossier, code = in_process
    officer, colleague = desk_of(at.OFFICER), desk_of(COLLEAGUE)
    for desk in (officer, colleague):
        desk.menu(TO_DO).open(code)
    # One writes in the dialog, and is overtaken.
    colleague.press(SUSPEND)
    dialog = colleague.page.get_by_role("dialog")
    typed = "Chờ thông báo thuế của cơ quan thuế."
    dialog.get_by_label("Lý do", exact=True).fill(typed)
    officer.act(COMPLETE)
    dialog.get_by_role("button", name="Xác nhận", exact=True).click()
    told = dialog.get_by_role("alert")
    expect(told).to_contain_text(f"{OFFICER_NAME}: {COMPLETE} “{at.APPRAISE}”")
    expect(dialog.get_by_label("Lý do", exact=True)).to_have_value(typed)
    colleague.look(colleague.page, "dialog: overtaken by somebody else")
    dialog.get_by_role("button", name=LOAD, exact=True).click()
    dialog.wait_for(state="hidden")
    colleague.tab_says("Nhật ký hồ sơ", OFFICER_NAME)
    # Now the other way about: the first one's form is the old one.
    colleague.act(COMPLETE)
    officer.page.wait_for_timeout(500)
    officer.press(COMPLETE)
    stale = officer.page.locator(".o_onestop_stale")
    expect(stale).to_contain_text(f"{COLLEAGUE_NAME}: {COMPLETE} “{at.DRAFT}”")
    officer.look(officer.page, "dialog: the form was old")
    stale.get_by_role("button", name=LOAD, exact=True).click()
    expect(stale).to_have_count(0)
    officer.tab_says("Nhật ký hồ sơ", COLLEAGUE_NAME)


def test_what_was_typed_is_put_back_on_what_somebody_else_saved(
    centre, colleagues, desk_of
):
    with centre.env(at.COUNTER) as env:
        version = env["onestop.procedure.version"].search(
            [("procedure_id.code", "=", at.PROCEDURE_CODE), ("state", "=", "published")]
        )
        draft = env["onestop.dossier"].create(
            {
                "version_id": version.id,
                "owner_name": "Tô Thị Nháp",
                "owner_phone": "0914000401",
            }
        )
        number = draft.id
    first = open_by_address(desk_of(at.COUNTER), number)
    second = open_by_address(desk_of(NEIGHBOUR), number)
    fill(first, "owner_phone", "0914000402")
    save(first)
    expect(first.page.locator(".o_form_button_save")).to_be_hidden()
    fill(second, "owner_email", "to.thi.nhap@example.com")
    save(second)
    stale = second.page.locator(".o_onestop_stale")
    expect(stale).to_contain_text("Điện thoại: “0914000401” đổi thành “0914000402”")
    second.look(second.page, "dialog: somebody else saved first")
    stale.get_by_role("button", name=LOAD, exact=True).click()
    expect(stale).to_have_count(0)
    expect(box(second, "owner_phone")).to_have_value("0914000402")
    expect(box(second, "owner_email")).to_have_value("to.thi.nhap@example.com")
    save(second)
    expect(second.page.locator(".o_form_button_save")).to_be_hidden()
    with centre.env() as env:
        draft = env["onestop.dossier"].browse(number)
        assert (draft.owner_phone, draft.owner_email) == (
            "0914000402",
            "to.thi.nhap@example.com",
        )


def box(desk, name):
    return desk.page.locator(f".o_form_view [name={name}] input")


def fill(desk, name, text):
    box(desk, name).fill(text)
    box(desk, name).press("Tab")


def save(desk: Desk):
    desk.page.locator(".o_form_button_save").click()
