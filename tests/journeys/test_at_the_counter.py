"""Someone without an account, at the counter: a card, papers, money, a receipt; then a
result and a signature. What is resolved at once needs one screen.

The counter and its people are those of scene.py; its procedures are made here.
"""

import base64
import pathlib
import re

import pytest
from counter import DESK, board, card, choose, received, scan, sign
from gestures import Gestures
from playwright.sync_api import expect

import scene as at
from backend import Desk
from paper import A5, PDF, Paper, pdf
from scene import publish, rows

PROCEDURE, PROCEDURE_CODE = "Kiểm định cân tại quầy", "9.902703"
AT_ONCE, AT_ONCE_CODE = "Xác nhận số đo tại quầy", "9.902704"
ORDINARY, ORDINARY_CODE = "Cấp giấy chứng nhận đo lường tại quầy", "9.902712"
# After the person is identified, with a scan of each of five papers.
MOST_GESTURES = 12
APPLICATION = "Đơn đề nghị kiểm định"
FEE = 150_000
SERIES = "HT/26J"
STEPS_AT_ONCE = (
    ("Đối chiếu số đo", "work", "received", "counter_officer", 1),
    ("Ký xác nhận", "decision", "received", "counter_officer", 1),
    ("Trả kết quả tại quầy", "return", "received", "counter_officer", 0),
)


@pytest.fixture(scope="session")
def counter_scene(centre, scene):
    """The scene, with a procedure of several days, one that is resolved at once, and a
    book of receipts of each agency that collects."""
    with centre.env() as env:
        env = env(context={"lang": "vi_VN"})
        group = env["onestop.counter.group"].search([("name", "=", "Quầy Đo lường")])
        department = env["onestop.department"].search([("name", "=", at.DEPARTMENT)])
        house = group.department_id
        papers = rows({"name": APPLICATION, "originals": 1})
        fee = rows({"kind": "fee", "name": "Phí kiểm định", "amount": FEE})
        publish(
            *(env, PROCEDURE_CODE, PROCEDURE, department, at.STEPS),
            component_ids=papers,
            fee_ids=fee,
        )
        publish(
            *(env, AT_ONCE_CODE, AT_ONCE, house, STEPS_AT_ONCE),
            component_ids=papers,
            fee_ids=fee,
            channel_ids=rows({"channel": "in_person", "term_unit": "working_days"}),
            immediate=True,
            four_eyes=False,
        )
        publish(
            *(env, ORDINARY_CODE, ORDINARY, department, at.STEPS),
            component_ids=rows(
                *({"name": f"Giấy tờ số {n}", "originals": 1} for n in range(1, 6))
            ),
            fee_ids=fee,
        )
        for agency in (department, house):
            env["onestop.fee.book"].create(
                {
                    "series": SERIES,
                    "department_id": agency.id,
                    "counter_group_id": group.id,
                    "last_number": 50,
                }
            )
    return scene


@pytest.fixture
def counter(counter_scene, page_as, look):
    """The desk of the counter officer: a scanner stands beside a screen, never a
    telephone."""
    return Desk(page_as(at.COUNTER, width=DESK), look)


def begin(counter, number, name, code):
    """Scan a card on the first screen, choose the procedure, tick off the papers and the
    money."""
    page = counter.page
    choose(counter, number, name, code, APPLICATION)
    page.get_by_label("Đã thu tiền mặt").check()
    counter.look(page, f"staff: intake, {code}")


def resolve(scene, code):
    """What the department does meanwhile; its screens have journeys of their own."""
    with scene.centre.env() as env:
        dossier = env["onestop.dossier"].search([("code", "=", code)])
    scene.open_the_office_again(dossier.id)
    file = {"name": "kq.pdf", "content": base64.b64encode(PDF).decode()}
    result = {"name": "Giấy kiểm định", "file": file}
    for login, code_of_act, values in (
        (at.OFFICER, "complete_step", {}),
        (at.OFFICER, "complete_step", {"results": [result]}),
        (at.HEAD, "decide", {}),
        (at.CLERK, "seal", {}),
    ):
        with scene.centre.env() as env:
            user = env["res.users"].search([("login", "=", login)])
            acted = env["onestop.dossier"].with_user(user).browse(dossier.id)
            acted.action_transition(code_of_act, None, values)
    return dossier.id


def test_from_a_card_to_a_receipt_and_from_a_receipt_to_a_signature(
    counter_scene, centre, counter, width
):
    number, name = f"09519000{width:04d}", "Nguyễn Thị Quầy Mẫu"
    page = counter.page
    begin(counter, number, name, PROCEDURE_CODE)
    expect(page.locator("[name=fee_receipt]")).to_have_text(re.compile(SERIES))
    with page.expect_download() as download:
        counter.press("Tiếp nhận và in giấy tiếp nhận")
    code = received(counter)
    receipt = Paper(pathlib.Path(download.value.path()).read_bytes())
    assert receipt.size == A5
    receipt.says(f"Mã hồ sơ: {code}", name, APPLICATION)

    dossier = resolve(counter_scene, code)
    board(counter)
    ready = page.locator("section", has_text="Kết quả chờ trả")
    ready.get_by_text(code).wait_for()
    scan(page, receipt.qr)
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=code] input")).to_have_value(code)
    scan(page, card(number, name))
    expect(dialog.locator("[name=identity_checked] input")).to_be_checked()
    sign(page)
    counter.look(page, "staff: handing out")
    dialog.get_by_role("button", name="Trả kết quả", exact=True).click()
    dialog.wait_for(state="detached")
    expect(page.locator("section", has_text=code)).to_have_count(0)

    with centre.env() as env:
        dossier = env["onestop.dossier"].browse(dossier)
        assert dossier.state == "returned"
        assert (dossier.identity_verified, dossier.payment_state) == (True, "paid")
        assert dossier.fee_ids.receipt_label.startswith(SERIES)
        collected = dossier.collection_ids
        assert (collected.collector, collected.name) == ("owner", name)
        assert collected.identity_number == number
        assert collected.signature


def test_an_ordinary_dossier_of_five_papers_takes_few_gestures_and_no_mouse(
    counter_scene, centre, counter, width
):
    number, name = f"09519300{width:04d}", "Lý Thị Ít Thao Tác"
    page = counter.page
    board(counter)
    scan(page, card(number, name))
    expect(page.locator("[name=owner_name] input")).to_have_value(name)
    # Identified: from here on every gesture counts.
    officer = Gestures(page)
    procedure = page.locator("[name=version_id] input")
    expect(procedure).to_be_focused()
    officer.type(ORDINARY_CODE)
    found = page.locator(".o-autocomplete--dropdown-item")
    found.filter(has_text=ORDINARY).wait_for()
    officer.press("Enter")
    papers = page.locator("[name=component_ids] .o_data_row")
    expect(papers).to_have_count(5)
    for place in range(5):
        scans = papers.nth(place).locator("td[name=file_ids]")
        name = f"giay-{place + 1}.pdf"
        officer.put_file(scans.locator("input[type=file]"), pdf(name))
        expect(scans).to_contain_text(name)
    officer.press("Alt+e")
    handed_in = page.locator("[name=component_ids] td[name=received] input:checked")
    expect(handed_in).to_have_count(5)
    officer.press("Alt+g")
    expect(page.get_by_label("Đã thu tiền mặt")).to_be_checked()
    counter.look(page, "staff: intake of five papers")
    with page.expect_download() as download:
        officer.press("Alt+q")
    code = received(counter)
    Paper(pathlib.Path(download.value.path()).read_bytes()).says(code, "Giấy tờ số 5")
    assert officer.count <= MOST_GESTURES, f"{officer.count} gestures"
    with centre.env() as env:
        dossier = env["onestop.dossier"].search([("code", "=", code)])
        assert len(dossier.component_ids.attachment_ids) == 5
        assert (dossier.payment_state, dossier.identity_verified) == ("paid", True)


def test_what_is_resolved_at_once_needs_one_screen(
    counter_scene, centre, counter, width
):
    number, name = f"09519100{width:04d}", "Trần Thị Làm Ngay"
    page = counter.page
    begin(counter, number, name, AT_ONCE_CODE)
    page.locator("[name=result_file] input[type=file]").set_input_files(pdf("kq.pdf"))
    sign(page)
    counter.press("Tiếp nhận, giải quyết và trả ngay")
    code = received(counter)
    expect(page.locator(".alert-success [name=state]")).to_have_text("Đã trả kết quả")
    with centre.env() as env:
        dossier = env["onestop.dossier"].search([("code", "=", code)])
        assert (dossier.outcome, dossier.payment_state) == ("granted", "paid")
        assert dossier.collection_ids.name == name
        assert dossier.result_ids.attachment_id
