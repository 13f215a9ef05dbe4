"""Paper leaves the centre on a list and arrives at the agency, scan by scan."""

import pytest
from counter import DESK, scan
from playwright.sync_api import expect

import scene as at
from backend import Desk
from paper import SIGNED_PDF
from scene import publish, rows

PROCEDURE, PROCEDURE_CODE = "Kiểm định cân có hồ sơ giấy", "9.902715"
APPLICATION = "Đơn đề nghị kiểm định"


@pytest.fixture(scope="session")
def paper_scene(centre, scene):
    """The scene, with a procedure filed on paper and a route from house to house."""
    with centre.env() as env:
        env = env(context={"lang": "vi_VN"})
        departments = env["onestop.department"]
        house = departments.search([("code", "=", at.CENTRE_CODE)])
        department = departments.search([("code", "=", at.DEPARTMENT_CODE)])
        publish(
            *(env, PROCEDURE_CODE, PROCEDURE, department, at.STEPS),
            component_ids=rows({"name": APPLICATION, "originals": 1}),
        )
        env["onestop.transfer.route"].create(
            {"centre_id": house.id, "department_id": department.id}
        )
    return scene


@pytest.fixture
def codes(paper_scene, centre):
    """The codes of two dossiers that were received on paper, and wait to leave."""
    file = {"name": "don.pdf", "content": SIGNED_PDF}
    values = {
        "procedure": PROCEDURE_CODE,
        "channel": "in_person",
        "owner": {"name": "Quách Thị Giấy", "phone": "0914000500"},
        "components": [{"component": APPLICATION, "files": [file]}],
    }
    with centre.env(at.COUNTER) as env:
        dossiers = env["onestop.dossier"]
        made = dossiers.browse(dossiers.submit(values)["id"] for _number in range(2))
        made.action_transition("accept")
        return made.mapped("code")


@pytest.fixture
def desk_of(page_as, look):
    """A scanner stands beside a screen, never a telephone."""
    return lambda login: Desk(page_as(login, width=DESK), look)


def board(desk):
    desk.page.goto("/odoo/paper")
    desk.page.locator(".o_onestop_transfers section").first.wait_for()
    desk.look(desk.page, "staff: board of paper")
    return desk.page


def column(page, title):
    return page.get_by_role("region", name=title, exact=True)


def item(page, code):
    found = page.locator(
        "[name=item_ids] .o_data_row, [name=item_ids] .o_kanban_record"
    )
    return found.filter(has_text=code)


def says(page, text):
    """Wait for a word about a scan, and close it: many lie over the buttons."""
    told = page.locator(".o_notification").filter(has_text=text)
    expect(told).to_be_visible()
    told.locator(".o_notification_close").click()
    expect(told).to_have_count(0)


def test_paper_leaves_and_arrives_scan_by_scan(codes, desk_of):
    good, missing = codes
    counter, officer = desk_of(at.COUNTER), desk_of(at.OFFICER)
    page = board(counter)
    waiting = column(page, "Chờ giao").locator(".list-group-item")
    waiting.filter(has_text=at.DEPARTMENT).click()
    counter.wait_for_state("Đang lập")
    # What waited is on the list; one is taken off, and scanned on again.
    item(page, good).get_by_role("button", name="Bỏ ra").click()
    expect(item(page, good)).to_have_count(0)
    scan(page, good)
    says(page, f"{good}: đã vào danh sách.")
    scan(page, good)
    says(page, f"{good} đã có trong danh sách này.")
    scan(page, "H98.07-000000-9999")
    says(page, "Không nhận được")
    expect(item(page, missing)).to_have_count(1)
    counter.look(page, "staff: list of paper, being filled")
    number = page.locator(".oe_title [name=number]").inner_text()
    counter.press("Giao hồ sơ")
    page.get_by_role("dialog").get_by_role("button", name="Giao hồ sơ").click()
    counter.wait_for_state("Đã giao")

    page = board(officer)
    expect(column(page, "Chờ nhận")).to_contain_text(number)
    # A dossier in the hand opens its list; a second scan takes it over.
    scan(page, good)
    officer.wait_for_state("Đã giao")
    # Other journeys may have left paper for the same house.
    left = int(page.locator("[name=left_count]").inner_text()) - 1
    scan(page, good)
    says(page, f"{good}: đã nhận. Còn phải kiểm nhận: {left}.")
    expect(item(page, good)).to_contain_text("Đã nhận")
    scan(page, good)
    says(page, f"{good} đã được nhận.")
    officer.press("Kết thúc kiểm nhận")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(missing)
    dialog.get_by_label("Sai ở đâu", exact=True).fill("Không có trong bì.")
    officer.look(page, "dialog: paper that was not found")
    dialog.get_by_role("button", name="Ghi nhận", exact=True).click()
    dialog.wait_for(state="hidden")
    officer.wait_for_state("Đã nhận xong")
    expect(item(page, missing)).to_contain_text("Không có trong bì.")
    officer.look(page, "staff: list of paper, all looked through")
