"""Somebody asks at the counter what to bring; the officer asks back, prints a sheet in
large letters, and finds case and answers again when the person comes.

The counter and its people are those of scene.py; the procedure is made here.
"""

import pathlib
import re

import pytest
from counter import DESK, board, card, received, scan
from playwright.sync_api import expect

import scene as at
from backend import Desk
from paper import A4, Paper
from scene import publish, rows

PROCEDURE, CODE = "Cấp phép trạm cân có nhà điều hành", "9.902711"
APPLICATION, PLAN, LAND = "Đơn xin phép trạm cân", "Bản vẽ nhà", "Giấy tờ đất"
HOUSE, WHOSE = "Có xây nhà điều hành không?", "Đất của ai?"


@pytest.fixture(scope="session")
def guidance_scene(centre, scene):
    """The scene, with a procedure whose papers depend on two questions."""
    with centre.env() as env:
        env = env(context={"lang": "vi_VN"})
        department = env["onestop.department"].search([("name", "=", at.DEPARTMENT)])
        poor = env.ref("onestop_procedure.fee_ground_poor").id
        publish(
            *(env, CODE, PROCEDURE, department, at.STEPS),
            receiving_address="Quầy số 5, tầng 1",
            eform_field_ids=rows(
                {"name": "house", "label": HOUSE, "type": "boolean"},
                {
                    "name": "whose",
                    "label": WHOSE,
                    "type": "selection",
                    "options": "own|Đất của tôi\nrent|Đất thuê",
                },
            ),
            component_ids=rows(
                {"name": APPLICATION, "originals": 1},
                {
                    "name": PLAN,
                    "copies": 2,
                    "asked_if": {"field": "house", "operator": "=", "value": True},
                },
                {
                    "name": LAND,
                    "copies": 1,
                    "asked_if": {"field": "whose", "operator": "=", "value": "own"},
                },
            ),
            fee_ids=rows(
                {
                    "name": "Phí cấp phép",
                    "amount": 80_000,
                    "exemption_ids": rows({"ground_id": poor, "legal_basis": "Luật M"}),
                }
            ),
        )
    return scene


@pytest.fixture
def counter(guidance_scene, page_as, look):
    return Desk(page_as(at.COUNTER, width=DESK), look)


def test_from_a_question_to_a_sheet_and_from_the_sheet_to_the_intake(
    centre, counter, width
):
    page = counter.page
    page.goto("/odoo/guide")
    chosen = page.locator("[name=version_id] input")
    chosen.fill(CODE)
    page.locator(".o-autocomplete--dropdown-item").filter(has_text=CODE).click()
    told = page.locator("[name=checklist_html]")
    expect(told).to_contain_text(APPLICATION)
    expect(told).to_contain_text(f"“{WHOSE}”: Đất của tôi")
    expect(told).not_to_contain_text(PLAN)
    asked = page.locator(".o_property_field").filter(has_text=HOUSE)
    asked.get_by_role("checkbox").check()
    expect(told).to_contain_text(PLAN)
    counter.look(page, "staff: guiding a person")
    with page.expect_download() as download:
        counter.press("In danh mục giấy tờ")
    sheet = Paper(pathlib.Path(download.value.path()).read_bytes())
    assert sheet.size == A4
    sheet.says(PROCEDURE, PLAN, "80.000 đ", "Quầy số 5, tầng 1")
    number = page.locator(".alert-success [name=number]")
    expect(number).to_have_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{3}$"))
    number = number.inner_text()
    sheet.says(number)
    assert sheet.qr.endswith(f"/procedures/{CODE}#{number}")

    identity, name = f"09519001{width:04d}", "Trần Văn Hỏi Mẫu"
    board(counter)
    scan(page, card(identity, name))
    expect(page.locator("[name=owner_name] input")).to_have_value(name)
    scan(page, sheet.qr)
    expect(page.locator(".alert-info [name=guidance_html]")).to_contain_text(number)
    papers = page.locator("[name=component_ids]")
    expect(papers).to_contain_text(PLAN)
    page.get_by_label("Đủ các giấy tờ bắt buộc").check()
    counter.look(page, "staff: intake after guidance")
    with page.expect_download():
        counter.press("Tiếp nhận và in giấy tiếp nhận")
    code = received(counter)
    with centre.env() as env:
        guidance = env["onestop.guidance"].search([("number", "=", number)])
        assert guidance.dossier_id.code == code
        assert guidance.dossier_id.answers["house"] is True
        assert not guidance.person_name
