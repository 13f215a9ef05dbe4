"""A citizen pays from home, by the stand-in of a provider; the counter sees it."""

import pytest

import scene as at
from acts import TO_CHECK
from paper import pdf

CODE = "9.902741"
NAME = "Kiểm định cân trực tuyến thử nghiệm"
PAPER = "Tờ khai kiểm định cân"


@pytest.fixture
def paid(scene):
    """A procedure that costs 150.000 đ."""
    with scene.centre.env() as env:
        env = env(context={"lang": "vi_VN"})
        if env["onestop.procedure"].search([("code", "=", CODE)]):
            return
        department = env["onestop.department"].search(
            [("code", "=", at.DEPARTMENT_CODE)]
        )
        at.publish(
            *(env, CODE, NAME, department, at.STEPS, "online"),
            online_filing=True,
            field_id=env["onestop.field"].search([("code", "=", "J-7")]).id,
            component_ids=at.rows({"name": PAPER, "originals": 1}),
            fee_ids=at.rows(
                {"kind": "fee", "name": "Phí kiểm định", "amount": 150_000}
            ),
        )


def test_paying_online(scene, paid, portal_of, desk_of, width):
    portal = portal_of()
    portal.begin(CODE)
    portal.sign_up("Lâm Thị Mười", f"muoi_{width}@example.com", "mot-mat-khau-dai-41")
    portal.page.get_by_role("button", name="Bắt đầu").wait_for()
    number = file(portal, width)

    portal.click("link", "Nộp trực tuyến", "pay online")
    portal.says("Phí kiểm định", "Tổng cộng: 150.000 đ")
    # It fails first, and nothing is paid.
    pay(portal, "error")
    portal.look(portal.page, "dossier: paying did not go through")
    portal.says("không thành công", "Nộp trực tuyến")
    portal.click("link", "Nộp trực tuyến", "pay online again")
    pay(portal, "done")
    portal.look(portal.page, "dossier: paid online")
    portal.says("Ông/bà đã nộp trực tuyến 150.000 đ")
    assert not portal.page.get_by_role("link", name="Nộp trực tuyến").count()

    counter = desk_of(at.COUNTER)
    counter.menu(TO_CHECK).open(number)
    counter.tab_says("Phí, lệ phí", "Đã nộp")
    counter.look(counter.page, "staff: a fee that was paid online")


def file(portal, width):
    """Fill the form in and send it; its number."""
    portal.click("button", "Bắt đầu", "filing: people")
    portal._fill({"Điện thoại": f"091241{width:04d}"})
    portal._next("filing: papers")
    portal.page.get_by_label(PAPER).set_input_files(pdf("to-khai.pdf"))
    portal._next("filing: return")
    portal.page.get_by_label("Bản điện tử, trên cổng này").check()
    portal._next("filing: check")
    portal.page.get_by_label("Tôi cam đoan").check()
    portal.click("button", "Nộp hồ sơ", "filed")
    return portal.number()


def pay(portal, outcome):
    """Let the stand-in say this of it; then one is at the dossier again."""
    page = portal.page
    page.locator("#simulated_payment_state").select_option(outcome)
    page.locator("button[name=o_payment_submit_button]").click()
    page.wait_for_url("**/my/dossiers/*")
