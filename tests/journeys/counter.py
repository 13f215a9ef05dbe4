"""What a counter officer does: a scanner, a screen, a pad for signatures."""

import re

from playwright.sync_api import expect

# A scanner stands beside a screen, never a telephone.
DESK = 1280


def card(number, name):
    return f"{number}||{name}|05031990|Nữ|Số 7, Khóm Một, Phường Hành Trình|10052021"


def scan(page, text):
    """What a scanner sends: signs, and Enter, wherever the focus is."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def board(counter):
    counter.page.goto("/odoo/counter")
    counter.page.locator(".o_onestop_counter section").first.wait_for()
    counter.look(counter.page, "staff: at the counter")


def received(counter):
    """The code that the screen tells once the dossier is received."""
    told = counter.page.locator(".alert-success [name=code]")
    expect(told).to_have_text(re.compile(r"^H98\.07-\d{6}-\d{4}$"))
    return told.inner_text()


def sign(page):
    """Draw a line on the pad."""
    page.locator("[name=signature] .o_signature, [name=signature] img").first.click()
    pad = page.locator("canvas.o_web_sign_signature")
    pad.wait_for()
    box = pad.bounding_box()
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 10, steps=5)
    page.mouse.move(x + 80, y + 10, steps=5)
    page.mouse.up()
    page.locator(".modal-footer .btn-primary:not([name])").last.click()
    pad.wait_for(state="detached")


def choose(counter, number, name, code, paper):
    """Scan a card on the first screen, choose the procedure, tick off the papers."""
    page = counter.page
    board(counter)
    scan(page, card(number, name))
    expect(page.locator("[name=owner_name] input")).to_have_value(name)
    expect(page.locator("[name=owner_seen] input")).to_be_checked()
    chosen = page.locator("[name=version_id] input")
    chosen.fill(code)
    page.locator(".o-autocomplete--dropdown-item").filter(has_text=code).click()
    page.locator("[name=component_ids]").get_by_text(paper).wait_for()
    page.get_by_label("Đủ các giấy tờ bắt buộc").check()
