from centre import password_of


def test_a_person_logs_in_through_the_form(centre, page_as, axe, width):
    login = f"form_{width}"
    centre.make_user(login, name="Người thử nghiệm")
    page = page_as(None)
    page.goto("/web/login")
    axe(page)
    page.get_by_label("Email").fill(login)
    page.get_by_label("Mật khẩu", exact=True).fill(password_of(login))
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_selector(".o_main_navbar")


def test_a_user_opens_the_web_client_in_vietnamese(centre, page_as, width):
    login = f"client_{width}"
    centre.make_user(login)
    page = page_as(login)
    page.goto("/odoo")
    page.wait_for_selector(".o_main_navbar")
    assert _session(page)["user_context"]["lang"] == "vi_VN"


def test_what_a_test_writes_is_seen_by_the_server(centre, page_as, width):
    login = f"renamed_{width}"
    user = centre.make_user(login)
    page = page_as(login)
    with centre.env() as env:
        env["res.users"].browse(user).name = "Renamed Meanwhile"
    assert _session(page)["name"] == "Renamed Meanwhile"


def _session(page):
    answer = page.request.post("/web/session/get_session_info", data={"params": {}})
    return answer.json()["result"]
