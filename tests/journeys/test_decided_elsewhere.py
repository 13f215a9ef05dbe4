"""What other systems decide: received here with their code, followed, handed out here.

A ministry's system has a line of files, the national portal one over HTTP. The counter
and its people are those of scene.py; what the rounds on the lines do every five minutes
is done when the journey says so.
"""

import base64
import os
import pathlib
import re
import tempfile
from datetime import datetime, timedelta, timezone

import pytest
from counter import DESK, board, card, choose, received, scan, sign
from elsewhere import FolderSystem, HttpSystem
from playwright.sync_api import expect

import scene as at
from backend import Desk
from office import to_legal
from paper import A5, PDF, Paper
from scene import publish, rows

MINISTRY, PORTAL = "Hệ thống Đo lường quốc gia", "Cổng Dịch vụ công quốc gia thử"
FOLLOWED, FOLLOWED_CODE = "Phê duyệt mẫu cân thử nghiệm", "9.902707"
APPLICATION = "Đơn đề nghị phê duyệt mẫu"
FOLDER = "ONESTOP_EXCHANGE_FOLDER"
# Where a list lies, and what it is called to those who look at it.
DIFFERENCES, FOLLOW_LIST = ("differences", "differences"), ("followed", "followed")
ASKED = "Đã gọi điện hỏi cán bộ phụ trách hệ thống."
FILE = {"name": "giay-to.pdf", "content": base64.b64encode(PDF).decode()}
SUBMITTED, ACCEPTED, IN_PROCESS, RESOLVED, RETURNED = 1, 2, 4, 9, 10


class Lines:
    """Both lines, and the rounds on them."""

    def __init__(self, centre, folder):
        self.centre = centre
        self.ministry = FolderSystem(folder / "do-luong")
        self.portal = HttpSystem()

    def go_round(self, times=1):
        """What is done every five minutes: take in, do, send."""
        for _round in range(times):
            with self.centre.env() as env:
                env["onestop.exchange.message"]._cron_exchange()

    def journal(self, code):
        """What happened to a dossier, by the codes of the actions."""
        with self.centre.env() as env:
            dossier = env["onestop.dossier"].search([("code", "=", code)])
            rows = env["onestop.journal"].search([("res_id", "=", dossier.id)])
            rows = rows.filtered(lambda row: row.res_model == dossier._name)
            return rows.sorted("id").mapped("code")


@pytest.fixture(scope="session")
def lines(centre, scene):
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        lines = Lines(centre, pathlib.Path(folder))
        with centre.env() as env:
            env = env(context={"lang": "vi_VN"})
            # The server's own rounds know no folder, and would meet with ours.
            env.ref("onestop_dossier.ir_cron_exchange").active = False
            exchange = env["onestop.exchange.line"]
            exchange.search([]).active = False
            exchange.create(
                [
                    {"name": MINISTRY, "code": "do-luong"},
                    {
                        "name": PORTAL,
                        "code": "cong-dvc",
                        "operator": "national_portal",
                        "adapter": "http",
                        "url": lines.portal.url,
                    },
                ]
            )
            department = env["onestop.department"].search(
                [("name", "=", at.DEPARTMENT)]
            )
            trade = env["onestop.field"].search([("code", "=", "J-7")])
            publish(
                *(env, FOLLOWED_CODE, FOLLOWED, department, ()),
                field_id=trade.id,
                operator="ministry",
                operator_system=MINISTRY,
                component_ids=rows({"name": APPLICATION, "originals": 1}),
            )
        yield lines
        lines.portal.close()
        del os.environ[FOLDER]


@pytest.fixture
def staff(page_as, look):
    """`staff(login)`: the screen of a member of the staff."""
    return lambda login: Desk(page_as(login, width=DESK), look)


def said_at(moment):
    """A moment as a message has it."""
    return moment.astimezone(timezone.utc).isoformat(timespec="seconds")


def now():
    return datetime.now(timezone.utc)


def test_a_ministry_decides_it(lines, staff, portal_of, width):
    number, name = f"09519200{width:04d}", "Hồ Thị Theo Dõi"
    theirs = f"DL.{width}-000017"
    counter, visitor = staff(at.COUNTER), portal_of()
    code, receipt = take_in(counter, number, name, theirs)
    receipt.says(
        f"Mã hồ sơ: {code}",
        f"Mã trên {MINISTRY}: {theirs}",
        f"Nơi giải quyết: {MINISTRY}",
        "theo thông báo của nơi giải quyết",
    )
    nothing_is_decided_here(staff(at.COUNTER), theirs, code)
    lines.go_round()
    told = [one for one in lines.ministry.heard() if one["our_code"] == code]
    assert [(one["code"], one["status"]) for one in told] == [(theirs, ACCEPTED)]
    assert name not in str(told) and number not in str(told)

    due = now() + timedelta(days=9)
    told_twice(lines, visitor, code, theirs, due)
    while_the_line_is_down(lines, staff(at.COUNTER), visitor, code, theirs)
    lines.ministry.say(**status(code, theirs, RESOLVED))
    lines.go_round()
    visitor.track(theirs).says("Đã có kết quả")
    hand_out(counter, receipt, code, number, name)
    lines.go_round()
    assert lines.ministry.heard()[-1]["status"] == RETURNED
    settle_a_difference(lines, staff(at.SUPERVISOR), code, theirs)
    visitor.track(code).says("Đã trả kết quả")


def test_what_one_side_has_and_the_other_lacks(lines, staff, width):
    counter = staff(at.COUNTER)
    theirs, unknown = f"DL.{width}-000021", f"DL.{width}-000099"
    code, _receipt = take_in(counter, f"09519300{width:04d}", "Đỗ Văn Đối Soát", theirs)
    entries = [{"code": unknown, "status": IN_PROCESS}]
    lines.ministry.say(kind="list", moment=said_at(now()), dossiers=entries)
    lines.go_round()
    desk = staff(at.SUPERVISOR).go(*DIFFERENCES)
    desk.lists(unknown)
    desk.lists("Thiếu ở đây")
    desk.lists("Thiếu ở bên kia")
    # They took it in meanwhile, and took back what was a mistake.
    entries = [{"code": theirs, "status": ACCEPTED}]
    lines.ministry.say(kind="list", moment=said_at(now()), dossiers=entries)
    lines.go_round()
    desk.go(*DIFFERENCES)
    desk.lists("", times=0)
    desk.look(desk.page, "staff: no difference")
    lines.ministry.say(**status(code, theirs, RETURNED))
    lines.go_round()


def test_filed_on_the_national_portal_and_decided_here(
    lines, scene, staff, portal_of, width
):
    theirs = f"000.00.00.G22-{width:06d}-0031"
    name = "Lâm Thị Nộp Xa"
    lines.portal.say(
        kind="filed",
        moment=said_at(now()),
        code=theirs,
        status=SUBMITTED,
        dossier={
            "procedure": at.PROCEDURE_CODE,
            "owner": {
                "name": name,
                "identity_number": f"09519400{width:04d}",
                "phone": "0913000400",
            },
            "answers": {"place": "Cảng cá Hành Trình"},
            "components": [
                {"component": paper, "files": [FILE]}
                for paper in (at.APPLICATION, at.PLAN)
            ],
        },
    )
    lines.go_round()
    desk = staff(at.COUNTER).menu("Hồ sơ trực tuyến chờ kiểm tra")
    desk.page.locator(".o_data_row").filter(has_text=name).click()
    desk.says("channel", "Trực tuyến")
    desk.says("outside_code", theirs)
    desk.says("filed_line_id", PORTAL)
    desk.press("Tiếp nhận")
    desk.page.get_by_role("tab", name="Vì sao là ngày này?").wait_for()
    code = desk.code()
    with scene.centre.env() as env:
        dossier = env["onestop.dossier"].search([("code", "=", code)])
        scene_id, received_at = dossier.id, to_legal(dossier.date_accepted)
    scene.open_the_office_again(scene_id)
    lines.go_round()
    due = scene.office.due(received_at, at.TERM)
    heard = [one for one in lines.portal.heard() if one["code"] == theirs]
    assert [one["status"] for one in heard] == [SUBMITTED, ACCEPTED, IN_PROCESS]
    assert [one["our_code"] for one in heard[1:]] == [code, code]
    last = datetime.fromisoformat(heard[-1]["due"]).replace(tzinfo=None)
    assert to_legal(last) == due
    visitor = portal_of().track(theirs)
    visitor.says("Đang giải quyết", f"{due:%d/%m/%Y} 17:00", scene.office.holiday_name)


def status(code, theirs, number, moment=None, **rest):
    return {
        "kind": "status",
        "moment": said_at(moment or now()),
        "code": theirs,
        "our_code": code,
        "status": number,
        **rest,
    }


def take_in(counter, number, name, theirs):
    """At the counter, with the code that it was given there; our code, the receipt."""
    page = counter.page
    choose(counter, number, name, FOLLOWED_CODE, APPLICATION)
    expect(page.locator("[name=outside_system]")).to_have_text(MINISTRY)
    page.get_by_label("Mã bên đó").fill(theirs)
    counter.look(page, "staff: intake, decided elsewhere")
    with page.expect_download() as download:
        counter.press("Tiếp nhận và in giấy tiếp nhận")
    code = received(counter)
    expect(page.locator(".alert-success [name=outside_source]")).to_contain_text(
        MINISTRY
    )
    counter.look(page, "staff: received, decided elsewhere")
    receipt = Paper(pathlib.Path(download.value.path()).read_bytes())
    assert receipt.size == A5
    return code, receipt


def nothing_is_decided_here(desk, theirs, code):
    """Their code finds it; of the actions only those of a hand-over are there."""
    desk.go(*FOLLOW_LIST).open(code)
    desk.says("outside_code", theirs)
    assert desk.actions() == [
        "In giấy tiếp nhận",
        "Báo mất giấy",
        "Nhập trạng thái bên ngoài",
    ]
    refused = desk.try_to("forward", int(re.search(r"/(\d+)$", desk.page.url)[1]))
    assert "hệ thống" in refused


def told_twice(lines, visitor, code, theirs, due):
    message = status(code, theirs, IN_PROCESS, due=said_at(due))
    lines.ministry.say(**message, id=f"S-{theirs}")
    lines.go_round()
    before = lines.journal(code)
    assert before[-1] == "follow"
    lines.ministry.say(**message, id=f"S-{theirs}")
    lines.go_round()
    assert lines.journal(code) == before
    day = to_legal(due.replace(tzinfo=None))
    for typed in (code, theirs.lower()):
        visitor.track(typed).says(
            "Đang giải quyết",
            f"{day:%d/%m/%Y %H:%M}",
            f"{MINISTRY} giải quyết hồ sơ này và đã ấn định ngày trả kết quả.",
        )
    visitor.look(visitor.page, "track: decided elsewhere")
    visitor.track(code).says(f"Mã trên {MINISTRY}: {theirs}")


def while_the_line_is_down(lines, desk, visitor, code, theirs):
    """An officer types what they see there; it says so until the line confirms it."""
    lines.ministry.break_down()
    lines.ministry.say(**status(code, theirs, ACCEPTED))
    lines.go_round()
    with lines.centre.env() as env:
        line = env["onestop.exchange.line"].search([("name", "=", MINISTRY)])
        assert "others may write" in line.trouble
    desk.go(*FOLLOW_LIST).open(code)
    desk.act(
        "Nhập trạng thái bên ngoài",
        {"Vì sao biết": "Xem trên trang của hệ thống."},
        choices={"Trạng thái": "Đang yêu cầu bổ sung"},
    )
    desk.wait_for_state("Đang yêu cầu bổ sung")
    desk.tab_says("Nhật ký hồ sơ", "Xem trên trang của hệ thống.")
    visitor.track(code).says("Tình trạng do cán bộ nhập tay")
    lines.ministry.come_back()
    # What it said while it was down is older than what was seen since.
    lines.go_round()
    visitor.track(code).says("Tình trạng do cán bộ nhập tay")


def hand_out(counter, receipt, code, number, name):
    """One scan, one screen, one signature: as any result."""
    page = counter.page
    board(counter)
    scan(page, receipt.qr)
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=code] input")).to_have_value(code)
    scan(page, card(number, name))
    sign(page)
    dialog.get_by_role("button", name="Trả kết quả", exact=True).click()
    dialog.wait_for(state="detached")


def settle_a_difference(lines, desk, code, theirs):
    """They say that it is in process still; it was handed out against a signature."""
    lines.ministry.say(**status(code, theirs, IN_PROCESS, now() + timedelta(minutes=1)))
    lines.go_round()
    desk.go(*DIFFERENCES).open(theirs, "difference")
    desk.says("theirs", "Đang giải quyết")
    desk.says("ours", "Đã trả kết quả")
    desk.page.locator("[name=reason] input").fill(ASKED)
    desk.press("Giữ như ở đây")
    desk.says("decision", "Giữ như ở đây")
    desk.says("settled_by", at.PEOPLE[at.SUPERVISOR][0])
    assert lines.journal(code)[-1] == "follow_kept"
