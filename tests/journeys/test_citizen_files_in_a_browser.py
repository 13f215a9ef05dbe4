"""A visitor becomes a citizen and files a dossier, in a browser with scripts."""

import pytest

from paper import SIGNED_PDF

CODE = "9.902601"
# Without a process nobody could receive it, so nobody files it.
STEPS = (
    {
        "name": "Ký duyệt",
        "kind": "decision",
        "hours": 8,
        "place": "competent",
        "role": "department_head",
    },
    {
        "name": "Trả kết quả",
        "kind": "return",
        "place": "received",
        "role": "counter_officer",
    },
)


@pytest.fixture
def procedure(centre):
    """A published procedure whose form asks one question only of some."""
    with centre.env() as env:
        if env["onestop.procedure"].search([("code", "=", CODE)]):
            return CODE
        procedure = env["onestop.procedure"].create({"code": CODE})
        department = env["onestop.department"].create(
            {"name": "Sở Hành trình", "code": "J-FILES", "kind": "provincial"}
        )
        if not env["onestop.counter.group"]._for_field(env["onestop.field"]):
            office = env["onestop.department"].create(
                {"name": "Trung tâm Hành trình", "code": "J-CENTRE", "kind": "centre"}
            )
            env["onestop.counter.group"].create(
                {"name": "Quầy Hành trình", "department_id": office.id}
            )
        decision = env["onestop.publication.decision"].create(
            {
                "number": "J-FILES/QĐ",
                "date": "2025-12-01",
                "effect_date": "2026-01-01",
                "signer": "Người ký",
                "issuer": "Ủy ban",
                "attachment": SIGNED_PDF,
            }
        )
        env["onestop.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "name": "Cấp giấy phép hành trình",
                "steps_text": "Nộp, chờ, nhận.",
                "online_filing": True,
                "subject_ids": [(0, 0, {"name": "Người hành trình"})],
                "competent_department_ids": [(4, department.id)],
                "channel_ids": [
                    (
                        0,
                        0,
                        {
                            "channel": "online",
                            "term_value": 5,
                            "term_unit": "working_days",
                        },
                    )
                ],
                "component_ids": [(0, 0, {"name": "Đơn đề nghị", "originals": 1})],
                "eform_field_ids": [
                    (0, 0, {"name": "has_car", "label": "Có xe", "type": "boolean"}),
                    (
                        0,
                        0,
                        {
                            "name": "plate",
                            "label": "Biển số",
                            "required": True,
                            "visible_if": {
                                "field": "has_car",
                                "operator": "=",
                                "value": True,
                            },
                        },
                    ),
                ],
                "decision_id": decision.id,
            }
        ).action_publish()
        env["onestop.process"].create(
            {
                "procedure_id": procedure.id,
                "decision_number": "J-FILES/QĐ-NB",
                "decision_date": "2025-12-01",
                "decision_signer": "Người ký",
                "valid_from": "2026-01-01",
                "step_ids": [
                    (0, 0, {"sequence": number, **step})
                    for number, step in enumerate(STEPS, 1)
                ],
            }
        ).action_approve()
    return CODE


def test_a_visitor_signs_up_and_files(centre, page_as, axe, width, procedure):
    page = page_as(None)
    page.goto("/")
    axe(page)
    page.get_by_label("Ông/bà muốn làm thủ tục gì?").fill("giay phep hanh trinh")
    page.get_by_role("button", name="Tìm kiếm").click()
    axe(page)
    page.get_by_role("link", name="Cấp giấy phép hành trình").click()
    axe(page)
    page.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    axe(page)
    page.locator("#wrap").get_by_role("link", name="Đăng ký").click()
    axe(page)
    page.locator("#name").fill("Trần Thị Bé")
    page.locator("#login").fill(f"be_{width}@example.com")
    page.locator("#password").fill("mot-mat-khau-dai-1")
    page.locator("#confirm_password").fill("mot-mat-khau-dai-1")
    page.get_by_role("button", name="Đăng ký").click()

    page.get_by_role("button", name="Bắt đầu").click()
    axe(page)
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    plate = page.get_by_label("Biển số")
    plate.wait_for(state="hidden")
    page.get_by_label("Có xe").check()
    plate.wait_for(state="visible")
    axe(page)
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_role("link", name="Biển số: Cần khai mục này.").wait_for()
    axe(page)
    plate.fill("94A-123.45")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    page.get_by_label("Đơn đề nghị").set_input_files(
        {"name": "don.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
    )
    axe(page)
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label("Bản điện tử, trên cổng này").check()
    axe(page)
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_text("94A-123.45").wait_for()
    page.get_by_label("Tôi cam đoan").check()
    axe(page)
    page.get_by_role("button", name="Nộp hồ sơ").click()

    page.get_by_text("Đã nộp hồ sơ. Số của hồ sơ là").wait_for()
    axe(page)
    number = page.locator(".os-code").inner_text()
    page.goto("/my/dossiers")
    axe(page)
    page.goto("/my")
    axe(page)

    stranger = page_as(None)
    stranger.goto("/track")
    axe(stranger)
    stranger.get_by_label("Mã hồ sơ").fill(number.lower())
    stranger.get_by_role("button", name="Tra cứu").click()
    stranger.get_by_text("Đã nộp", exact=True).first.wait_for()
    assert "Trần Thị Bé" not in stranger.content()
    axe(stranger)
