"""The catalogue manager takes over the national database's files and publishes one.

Through the screens alone: the wizard, the draft, its internal process, the decision,
and at the end the page that citizens read.
"""

import io
import pathlib
import re
import zipfile

import pytest
from playwright.sync_api import expect

from backend import ROW
from paper import SIGNED_PDF

HERE = pathlib.Path(__file__).parent
OURS = HERE / "national_files"
# The real files lie beside the repository where it is developed.
REAL = sorted((HERE.parents[2] / "shared/data/national-procedures").glob("*.json"))
PHONE = 768  # pixels below which menus and buttons fold away


@pytest.fixture
def code(width):
    """The procedure's code: each width takes over one of its own."""
    return f"9.96{width:04}"


@pytest.fixture
def desk(centre, page_as, width, code):
    """The web client of a catalogue manager; department, decision and field are there."""
    login = f"catalogue_{width}"
    centre.make_user(
        login,
        name="Người kiểm soát thủ tục",
        groups="onestop_procedure.group_onestop_catalogue_manager",
    )
    with centre.env() as env:
        if not env["onestop.department"].search([("code", "=", "J-LANTERN")]):
            env["onestop.department"].create(
                {"name": "Sở Đèn lồng", "code": "J-LANTERN", "kind": "provincial"}
            )
        env["onestop.publication.decision"].create(
            {
                "number": f"{width}/QĐ-LỒNG",
                "date": "2026-01-05",
                "effect_date": "2026-02-01",
                "signer": "Người ký",
                "issuer": "Ủy ban nhân dân tỉnh",
                "attachment": SIGNED_PDF,
            }
        )
    page = page_as(login)
    page.goto("/odoo")
    return page


def files(code):
    """Our files, one of them cut off, and the real ones in a zip where they are there."""
    other = code.replace("9.96", "9.97")
    whole = (OURS / "9.960101.json").read_text().replace("9.960101", code)
    odd = (OURS / "9.960102.json").read_text().replace("9.960102", other)
    found = [
        _file(f"{code}.json", whole.encode()),
        _file(f"{other}.json", odd.encode()),
        _file("cut-off.json", whole.encode()[:500]),
    ]
    if REAL:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in REAL:
                packed.write(path, path.name)
        found.append(_file("national.zip", buffer.getvalue()))
    return found


def _file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_become_drafts_and_one_is_published(desk, page_as, axe, code, width):
    _take_over(desk, code)
    _see_what_was_read(desk, code)
    _give_it_a_process(desk, code)
    _publish(desk, code, f"{width}/QĐ-LỒNG")
    _sees_what_an_amendment_changes(desk)
    _citizens_read_it(page_as(), axe, code)


def _take_over(page, code):
    """The wizard takes what it can, and says why it did not take the rest."""
    _menu(page, "Nhập thủ tục", below="Nhập và xuất")
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(files(code))
    expect(dialog.locator(".o_attachment")).to_have_count(len(files(code)))
    dialog.get_by_role("button", name="Nhập", exact=True).click()
    read = len(REAL) + 3
    expect(dialog.locator("[name=read_count]")).to_have_text(str(read), timeout=60_000)
    expect(dialog.locator("[name=refused_count]")).to_have_text("1")
    expect(dialog.locator("[name=refused_text]")).to_contain_text("cut-off.json")
    refused = dialog.locator(".o_data_row").filter(has_text="cut-off.json")
    expect(refused).to_contain_text("Từ chối")
    dialog.get_by_role("button", name="Mở các bản nháp", exact=True).click()
    dialog.wait_for(state="hidden")
    _find(page, code).click()
    page.locator(".o_form_view").wait_for()


def _see_what_was_read(page, code):
    form = page.locator(".o_form_view")
    expect(form.locator("[name=name] textarea, [name=name] input").first).to_have_value(
        "Cấp giấy phép trưng bày đèn lồng"
    )
    expect(_tab(page, "Chung")).to_contain_text("Công dân Việt Nam")
    channels = _tab(page, "Kênh và thời hạn").locator(ROW)
    expect(channels.nth(0)).to_contain_text(re.compile("Trực tiếp.*5.*Ngày làm việc"))
    expect(channels.nth(1)).to_contain_text(re.compile("Trực tuyến.*3.*Ngày làm việc"))
    papers = _tab(page, "Trường hợp và thành phần").locator(ROW)
    expect(papers.nth(0)).to_contain_text("Tờ khai trưng bày")
    expect(papers.nth(0)).to_contain_text("ToKhaiDenLong.docx")
    fees = _tab(page, "Phí, lệ phí").locator(ROW)
    expect(fees.nth(0)).to_contain_text(re.compile("Lệ phí.*30.000"))
    bases = _tab(page, "Căn cứ pháp lý").locator(ROW)
    expect(bases.nth(0)).to_contain_text("01/2026/NQ-MAU")
    remarks = _tab(page, "Lưu ý khi nhập")
    expect(remarks).to_contain_text("Cách thức nộp, dòng 2")


def _give_it_a_process(page, code):
    """Three steps within the shortest term of three days, approved; the return of the
    result takes none of it."""
    page.get_by_role("button", name="Quy trình nội bộ", exact=True).click()
    expect(page.locator(".o_breadcrumb")).to_contain_text("Quy trình nội bộ")
    _press_new(page)
    page.get_by_label("Phê duyệt theo").fill("7/QĐ-LỒNG")
    page.get_by_label("Người ký").fill("Người ký")
    _write_date(page, "Ký ngày", "06/01/2026")
    _write_date(page, "Hiệu lực từ", "01/02/2026")
    _add_step(page, "10", "Thẩm định hồ sơ", "12")
    _add_step(page, "20", "Ký duyệt", "4", kind="Quyết định")
    _add_step(page, "30", "Trả giấy phép", "4", kind="Trả kết quả")
    page.locator(".o_form_button_save").click()
    expect(page.locator("[name=total_hours]")).to_contain_text("16")
    _see_the_map(page)
    _confirm(page, "Phê duyệt")
    expect(_state(page)).to_have_text("Đã phê duyệt")


def _see_the_map(page):
    """The picture of the process: its steps, their hours, and all of them against the
    term."""
    drawing = _tab(page, "Sơ đồ")
    cards = drawing.get_by_role("listitem")
    expect(cards).to_have_count(3)
    expect(cards.nth(0)).to_contain_text(re.compile("1.*Thẩm định hồ sơ.*12", re.S))
    expect(drawing).to_contain_text("16 giờ làm việc, thời hạn cho phép 24")


def _publish(page, code, decision):
    _menu(page, "Bản nháp chờ công bố")
    _find(page, code).click()
    field = page.locator(".o_form_view [name=decision_id] input")
    if _is_narrow(page):
        # On a telephone one chooses from a page of cards.
        field.click()
        offered = page.get_by_role("dialog").locator(ROW)
    else:
        field.fill(decision)
        offered = page.locator(".o-autocomplete--dropdown-item")
    # The others offer to make one of this name.
    offered.filter(has_text=decision).first.click()
    _confirm(page, "Công bố")
    expect(_state(page)).to_have_text("Đã công bố")
    # Frozen from now on.
    expect(field).to_have_count(0)


def _sees_what_an_amendment_changes(page):
    """A newer version, side by side with the one before, in words."""
    _press(page, "Phiên bản mới")
    expect(_state(page)).to_have_text("Bản nháp")
    name = page.locator(".o_form_view [name=name]").locator("textarea, input").first
    name.fill("Cấp giấy phép trưng bày đèn hoa")
    page.locator(".o_form_button_save").click()
    _press(page, "Những điểm thay đổi")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("del").first).to_contain_text("lồng")
    expect(dialog.locator("ins").first).to_contain_text("hoa")
    dialog.get_by_role("button", name="Đóng", exact=True).last.click()
    dialog.wait_for(state="hidden")


def _citizens_read_it(page, axe, code):
    page.goto(f"/procedures/{code}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("trưng bày đèn lồng")
    expect(page.locator("main, #wrap").first).to_contain_text("Tờ khai trưng bày")
    axe(page)


# The web client, wide and narrow


def _is_narrow(page):
    return page.viewport_size["width"] < PHONE


def _menu(page, name, below=None):
    if _is_narrow(page):
        page.locator(".o_menu_toggle").click()
        menu = page.locator(".o_app_menu_sidebar")
        menu.get_by_text(name, exact=True).click()
    else:
        menu = page.locator(".o_menu_sections")
        if below:
            menu.get_by_text(below, exact=True).click()
            menu = page.locator(".o-dropdown--menu")
        menu.get_by_role("menuitem", name=name, exact=True).click()


def _find(page, code):
    """The row of a list, or the card, with this code."""
    return page.locator(ROW).filter(has=page.get_by_text(code, exact=True))


def _tab(page, name):
    page.get_by_role("tab", name=name, exact=True).click()
    return page.locator(".o_notebook .tab-pane.active")


def _press_new(page):
    page.locator(".o_control_panel").get_by_role(
        "button", name="Mới", exact=True
    ).click()
    page.locator(".o_form_view [name=step_ids]").wait_for()


def _write_date(page, label, text):
    """Write a date and see its calendar go: one that opens late takes the focus away from
    whatever is written next."""
    page.get_by_label(label).fill(text)
    calendar = page.locator(".o_datetime_picker")
    calendar.wait_for()
    page.keyboard.press("Escape")
    calendar.wait_for(state="hidden")


def _add_step(page, number, name, hours, kind=None):
    steps = page.locator("[name=step_ids]")
    rows = steps.locator(".o_data_row")
    there = rows.count()
    steps.get_by_text("Thêm một dòng", exact=True).click()
    expect(rows).to_have_count(there + 1)
    row = rows.nth(there)
    row.locator("[name=sequence] input").fill(number)
    row.locator("[name=name] input").fill(name)
    if kind:
        row.locator("[name=kind] .o_select_menu_toggler").click()
        page.locator(".o_select_menu_item").get_by_text(kind, exact=True).click()
    row.locator("[name=hours] input").fill(hours)


def _press(page, label):
    """Press a button of the form's head, folded away or not."""
    head = page.locator(".o_statusbar_buttons")
    button = head.get_by_text(label, exact=True)
    more = head.locator(".dropdown-toggle")
    button.or_(more).first.wait_for()
    if not button.is_visible():
        more.click()
        button = page.locator(".o-dropdown--menu").get_by_text(label, exact=True)
    button.click()


def _confirm(page, label):
    """Press a button of the form's head and say yes to its question."""
    _press(page, label)
    question = page.get_by_role("dialog").filter(has_text="Xác nhận")
    question.locator("footer .btn-primary").click()


def _state(page):
    status = page.locator(".o_statusbar_status")
    return status.locator(
        "button[aria-checked=true]:visible, button.dropdown-toggle:visible"
    )
