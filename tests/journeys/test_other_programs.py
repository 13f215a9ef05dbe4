"""Programs from outside that we did not write, and those of roles that the examples of
docs/api.md do not name: each may what its person may.
"""

import json
import re
from urllib.parse import urlsplit

import pytest
from program import call, key_of
from test_from_outside import EXAMPLES

import scene as at
from centre import password_of
from paper import SIGNED_PDF
from scene import publish, rows

CITIZEN, OTHER_CITIZEN = "j_client", "j_client_2"
POST, MANAGER, DIRECTOR = "j_post", "j_catalogue", "j_director"
TREASURER, TECHNICIAN, ADMINISTRATOR = "j_treasurer", "j_technician", "j_setting_up"
STRANGER = "j_stranger"
BY_POST_CODE, NEW_CODE = "9.902705", "9.902706"
PAPER = "Đơn gửi qua bưu chính"
OWNER = {"name": "Trần Thị Gửi Thư", "phone": "0912000705"}
COLLECTED = {
    "collector": "owner",
    "identity_checked": True,
    "unsigned_reason": "Giao tại nhà",
}
SEEING = '{"domain": [["id", "=", %d]], "fields": ["state"]}'
REFUSED = (403, 422)
# The browsers of the journeys are Vietnamese: the log tells whose refusals are meant.
ENGLISH = {"lang": "en_US"}


@pytest.fixture(scope="module")
def staff(scene):
    """The roles that have no part in the examples; a stranger of another department."""
    for login, name, role, code in (
        (POST, "Bưu Tá Chương Trình", "postal_clerk", at.CENTRE_CODE),
        (MANAGER, "Kiểm Soát Chương Trình", "catalogue_manager", at.CENTRE_CODE),
        (DIRECTOR, "Giám Đốc Chương Trình", "director", at.CENTRE_CODE),
        (TREASURER, "Thủ Quỹ Chương Trình", "treasurer", at.CENTRE_CODE),
        (TECHNICIAN, "Kỹ Thuật Chương Trình", "it_technician", at.CENTRE_CODE),
        (ADMINISTRATOR, "Quản Trị Chương Trình", "administrator", at.CENTRE_CODE),
    ):
        scene.appoint(login, name, role, code)
    with scene.centre.env() as env:
        env["onestop.department"].create(
            {"name": "Sở Láng Giềng", "code": "J-7-NEXT", "kind": "provincial"}
        )
    scene.appoint(STRANGER, "Láng Giềng Chương Trình", "department_officer", "J-7-NEXT")
    return scene


@pytest.fixture(scope="module")
def program(server, centre, staff):
    """`program(login)` calls with the key of that person."""
    keys = {}

    def of(login):
        if login not in keys:
            keys[login] = key_of(centre, login)

        def send(path, **body):
            return call(server, f"/json/2/{path}", keys[login], json.dumps(body))

        return send

    return of


@pytest.fixture(scope="module")
def citizens(centre):
    for login in (CITIZEN, OTHER_CITIZEN):
        centre.make_user(login, "base.group_portal", name="Người Dân Chương Trình")


def test_a_client_of_others_does_what_the_page_says(server, centre, scene, citizens):
    [text] = re.findall(r"```python\n(.*?)```", EXAMPLES.read_text(), re.DOTALL)
    people = {
        "citizen": ("KEY_OF_CITIZEN", CITIZEN),
        "counter": ("KEY_OF_COUNTER_OFFICER", at.COUNTER),
        "officer": ("KEY_OF_DEPARTMENT_OFFICER", at.OFFICER),
        "head": ("KEY_OF_DEPARTMENT_HEAD", at.HEAD),
        "clerk": ("KEY_OF_CLERK", at.CLERK),
    }
    for name, (key, login) in people.items():
        asked = f'dossiers("{name}", "{key}")'
        assert asked in text
        text = text.replace(asked, f'dossiers("{login}", "{key_of(centre, login)}")')
    address = urlsplit(server)
    for printed, ours in (
        ('"centre.example"', f'"{address.hostname}"'),
        ("port=443", f"port={address.port}"),
        ("jsonrpc+ssl", "jsonrpc"),
        ('"onestop"', f'"{centre.settings.database}"'),
    ):
        assert printed in text
        text = text.replace(printed, ours)
    done = {}
    exec(text, done)
    assert done["progress"] == "Đã trả kết quả"

    from odoorpc.error import RPCError

    for person, code in (("citizen", "accept"), ("counter", "decide")):
        with pytest.raises(RPCError):
            done[person].action_transition(done["dossier"], code, context=ENGLISH)
    with pytest.raises(RPCError, match="401|Wrong login"):
        done["dossiers"](CITIZEN, "0" * 40)


def test_a_postal_clerk_files_receives_and_returns_what_is_listed(
    centre, staff, program
):
    with centre.env() as env:
        env = env(context={"lang": "vi_VN"})
        department = env["onestop.department"].search(
            [("code", "=", at.DEPARTMENT_CODE)]
        )
        house = env["onestop.department"].search([("code", "=", at.CENTRE_CODE)])
        post = env["res.users"].search([("login", "=", POST)])
        env["onestop.counter.group"].create(
            {
                "name": "Quầy Bưu chính",
                "department_id": house.id,
                "user_ids": [(4, post.id)],
            }
        )
        publish(
            *(env, BY_POST_CODE, "Cấp lại giấy qua bưu chính", department, at.STEPS),
            channel="post",
            postal_listed=True,
            component_ids=rows({"name": PAPER, "originals": 1}),
        )
    post, officer, head = program(POST), program(at.OFFICER), program(at.HEAD)
    filing = {
        "procedure": BY_POST_CODE,
        "channel": "post",
        "owner": OWNER,
        "components": [{"component": PAPER, "originals": 1}],
    }
    status, filed = post("onestop.dossier/submit", values=filing)
    assert status == 200, filed

    def act(who, code, **more):
        return who(
            "onestop.dossier/action_transition", ids=[filed["id"]], code=code, **more
        )

    assert act(program(STRANGER), "accept")[0] in REFUSED
    assert act(post, "accept") == (200, True)
    assert act(post, "decide")[0] == 422
    staff.open_the_office_again(filed["id"])
    assert act(officer, "complete_step") == (200, True)
    result = {"name": "Giấy", "file": {"name": "giay.pdf", "content": "JVBERi0xLjQK"}}
    given = {"results": [result]}
    assert act(officer, "complete_step", values=given) == (200, True)
    assert act(post, "decide")[0] == 422
    assert act(head, "decide") == (200, True)
    sealed = {"signer": "Hoàng Văn Lãnh Đạo"}
    assert act(program(at.CLERK), "seal", values=sealed) == (200, True)
    assert act(program(TREASURER), "return")[0] in REFUSED
    assert act(post, "return", values={"collection": COLLECTED}) == (200, True)
    # What is not on the list of the post is not filed by it.
    filing["procedure"] = at.PROCEDURE_CODE
    assert post("onestop.dossier/submit", values=filing)[0] == 422


def test_a_catalogue_manager_writes_and_publishes_a_procedure(program, citizens):
    manager, citizen = program(MANAGER), program(CITIZEN)
    status, [decision] = manager(
        "onestop.publication.decision/create",
        vals_list=[
            {
                "number": "9/QĐ-HT",
                "date": "2025-12-01",
                "effect_date": "2026-01-01",
                "signer": "Người ký",
                "issuer": "Ủy ban nhân dân tỉnh",
                "attachment": SIGNED_PDF,
            }
        ],
    )
    assert status == 200
    _status, [procedure] = manager(
        "onestop.procedure/create", vals_list=[{"code": NEW_CODE}]
    )
    [department] = program(DIRECTOR)(
        "onestop.department/search", domain=[["code", "=", at.DEPARTMENT_CODE]]
    )[1]
    draft = {
        "procedure_id": procedure,
        "name": "Xác nhận bảng giá cân thuê",
        "decision_id": decision,
        "steps_text": "Nộp, chờ, nhận.",
        "subject_ids": [[0, 0, {"name": "Người cho thuê cân"}]],
        "competent_department_ids": [[4, department]],
        "component_ids": [[0, 0, {"name": "Bảng giá", "originals": 1}]],
        "channel_ids": [
            [
                0,
                0,
                {"channel": "in_person", "term_value": 3, "term_unit": "working_days"},
            ]
        ],
    }
    writing = {"vals_list": [draft], "context": {"lang": "vi_VN"}}
    for who in (citizen, program(DIRECTOR), program(POST)):
        assert who("onestop.procedure.version/create", **writing)[0] == 403
    _status, [version] = manager("onestop.procedure.version/create", **writing)
    asked = {"query": "bang gia can thue", "limit": 1}
    assert NEW_CODE not in str(citizen("onestop.procedure/find", **asked))
    publishing = ("onestop.procedure.version/action_publish",)
    assert citizen(*publishing, ids=[version])[0] in (403, 404)
    assert manager(*publishing, ids=[version])[0] == 200
    [found] = citizen("onestop.procedure/find", **asked)[1]
    assert (found["code"], found["name"]) == (NEW_CODE, draft["name"])
    # Published is published.
    change = {"ids": [version], "vals": {"name": "Tên khác"}}
    assert manager("onestop.procedure.version/write", **change)[0] in REFUSED


@pytest.fixture(scope="module")
def filed(program, citizens):
    """A dossier that waits to be checked; its id."""
    file = {"name": "don.pdf", "content": "JVBERi0xLjQKJSVFT0YK"}
    status, answer = program(CITIZEN)(
        "onestop.dossier/submit",
        values={
            "procedure": at.PROCEDURE_CODE,
            "owner": OWNER,
            "answers": {"place": "Chợ Cây Bàng"},
            "components": [
                {"component": name, "files": [file]}
                for name in (at.APPLICATION, at.PLAN)
            ],
        },
    )
    assert status == 200, answer
    return answer["id"]


# Whoever leads the centre is its head, who alone may ask for a new item.
@pytest.mark.parametrize(
    "login, may", [(DIRECTOR, ["request_supplement"]), (at.SUPERVISOR, [])]
)
def test_who_watches_reads_every_dossier_and_acts_on_none(program, filed, login, may):
    watcher = program(login)
    body = json.loads(SEEING % filed)
    assert watcher("onestop.dossier/search_read", **body)[1][0]["state"] == "submitted"
    offered = watcher("onestop.dossier/available_transitions", ids=[filed])
    assert (offered[0], [one["code"] for one in offered[1]]) == (200, may)
    for code in ("accept", "reject", "withdraw", "decide"):
        asked = {"ids": [filed], "code": code, "reason": "Thử."}
        assert watcher("onestop.dossier/action_transition", **asked)[0] == 422
    assert watcher("onestop.dossier/write", ids=[filed], vals={"state": "returned"})[
        0
    ] in (403, 422)


@pytest.mark.parametrize(
    "login", [OTHER_CITIZEN, MANAGER, TREASURER, TECHNICIAN, ADMINISTRATOR, STRANGER]
)
def test_who_has_no_part_in_a_dossier_neither_reads_nor_moves_it(program, filed, login):
    other = program(login)
    body = json.loads(SEEING % filed)
    status, answer = other("onestop.dossier/search_read", **body)
    assert status == 403 or (status, answer) == (200, [])
    for method, more in (
        ("explain_due", {}),
        ("available_transitions", {}),
        ("action_transition", {"code": "withdraw"}),
        ("read", {"fields": ["owner_name"]}),
    ):
        status, answer = other(f"onestop.dossier/{method}", ids=[filed], **more)
        assert status in (403, 404), (method, answer)
        assert OWNER["name"] not in str(answer)


def test_a_treasurer_hands_a_book_out_and_nobody_else_does(centre, program):
    with centre.env() as env:
        group = env["onestop.counter.group"].search([("name", "=", "Quầy Đo lường")])
        book = {
            "series": "HT/26P",
            "department_id": group.department_id.id,
            "counter_group_id": group.id,
            "last_number": 50,
        }
    path = "onestop.fee.book/create"
    for login in (POST, DIRECTOR, CITIZEN):
        assert program(login)(path, vals_list=[book])[0] == 403
    status, answer = program(TREASURER)(path, vals_list=[book])
    assert status == 200, answer


def test_a_citizen_gives_their_program_a_key_and_takes_it_back(
    server, centre, scene, portal_of, width
):
    login = f"j_key_{width}"
    centre.make_user(login, "base.group_portal", name="Trần Văn Chương Trình")
    person = portal_of(login)
    page = person.page
    person.go("/my/security", "security").click(
        "link", "Khóa của tôi", "keys for programs"
    )
    page.get_by_label("Tên khóa").fill("Phần mềm kế toán")
    page.get_by_label("Mật khẩu tài khoản").fill(password_of(login))
    person.click("button", "Tạo khóa", "a new key")
    key = page.locator(".os-key").inner_text().strip()
    path, asked = "/json/2/onestop.dossier/track", '{"code": "H98.07-1"}'
    assert call(server, path, key, asked) == (200, {"found": False})
    page.get_by_role("button", name="Thu hồi “Phần mềm kế toán”").click()
    page.get_by_text("Khóa “Phần mềm kế toán” không còn dùng được nữa.").wait_for()
    assert call(server, path, key, asked)[0] == 401
