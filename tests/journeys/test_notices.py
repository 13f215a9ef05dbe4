"""Notices that do not arrive: a telephone and nothing else, an e-mail that is broken, and
nobody to write to. Officers call, post a letter, write down another contact; the digest
of the night names what failed.

The counter and its people are those of scene.py.
"""

import base64
import pathlib

import pytest
from playwright.sync_api import expect

import scene as at
from acts import ANSWERS
from paper import PDF, Paper

A4 = (210, 297)
# Lists that stand in a menu of their own, which folds.
BY_HAND, LETTERS, WITHOUT, DIGESTS = (
    f"action-onestop_dossier.onestop_notice_{one}"
    for one in (
        *("action_by_hand", "action_letters"),
        *("action_without_contact", "digest_action"),
    )
)
REASON = "Theo thông báo nộp tiền của cơ quan thuế."


@pytest.fixture
def told(scene, centre, width):
    """`told(name, …)`: the code of a dossier of somebody who came to the counter without
    an account, and who is owed a notice now."""

    def make(name, number, **owner):
        values = {
            "procedure": at.PROCEDURE_CODE,
            "channel": "online",
            "answers": {"place": ANSWERS[at.PLACE], "load": ANSWERS[at.LOAD]},
            "owner": {"name": name, "identity_number": number, **owner},
            "components": [
                {
                    "component": paper,
                    "files": [
                        {"name": "x.pdf", "content": base64.b64encode(PDF).decode()}
                    ],
                }
                for paper in (at.APPLICATION, at.PLAN)
            ],
        }
        with centre.env(at.COUNTER) as env:
            made = env["onestop.dossier"].submit(values)
        for login, act, reason in (
            (at.COUNTER, "accept", None),
            (at.OFFICER, "suspend", REASON),
        ):
            with centre.env(login) as env:
                dossier = env["onestop.dossier"].browse(made["id"])
                dossier.action_transition(act, reason)
            scene.open_the_office_again(made["id"])
        with centre.env() as env:
            return env["onestop.dossier"].browse(made["id"]).code

    return lambda name, number, **owner: make(name, f"{number}{width:04d}", **owner)


def give_up(centre, code):
    """As if the tries of five hours had passed in vain: an address that nobody has."""
    with centre.env() as env:
        notice = env["onestop.notice"].search(
            [("dossier_id.code", "=", code), ("channel", "=", "email")]
        )
        notice = notice.filtered(lambda one: one.event == "payment_due")
        notice.error = "SMTPRecipientsRefused"
        notice._fail()


def states(centre, code):
    """(channel, state) of the tries to tell of what is owed, in their order."""
    with centre.env() as env:
        notices = env["onestop.notice"].search(
            [("dossier_id.code", "=", code), ("event", "=", "payment_due")], order="id"
        )
        return [(one.channel, one.state) for one in notices]


def act_on(desk, code, label):
    """Open the notice of a dossier from the list, and press its button."""
    desk._rows(code).first.click()
    desk.page.locator(".o_form_view [name=event]").first.wait_for()
    desk.look(desk.page, "staff: notice")
    desk.press(label)
    dialog = desk.page.get_by_role("dialog")
    dialog.wait_for()
    desk.look(desk.page, f"dialog: {label}")
    return dialog


def confirm(dialog, label):
    dialog.get_by_role("button", name=label, exact=True).click()
    dialog.wait_for(state="hidden")


def test_who_has_a_telephone_only_is_called_and_the_call_is_kept(centre, told, desk_of):
    code = told("Lê Thị Điện Thoại", "09519200", phone="02913 824 175")
    counter = desk_of(at.COUNTER)
    counter.go(BY_HAND, "people to tell").lists(code)
    dialog = act_on(counter, code, "Ghi cuộc gọi")
    dialog.get_by_role("radio", name="Không liên lạc được").check()
    confirm(dialog, "Xác nhận")
    assert states(centre, code) == [("phone", "by_hand")]

    counter.press("Ghi cuộc gọi")
    dialog = counter.page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Đã liên lạc được và báo tin").check()
    dialog.get_by_label("Nội dung trao đổi").fill("Thứ hai đến nộp tiền.")
    confirm(dialog, "Xác nhận")
    expect(counter.page.locator("[name=call_ids]")).to_contain_text(
        "Thứ hai đến nộp tiền."
    )
    assert states(centre, code) == [("phone", "delivered")]
    assert "Ghi cuộc gọi" not in counter.actions()
    counter.go(BY_HAND, "people to tell").lists(code, times=0)


def test_where_the_e_mail_is_broken_another_contact_is_written_down(
    centre, letterbox, told, desk_of, width
):
    broken, right = f"sai-{width}@example.com", f"dung-{width}@example.com"
    code = told(
        *("Phạm Văn Thư Hỏng", "09519300"), email=broken, address="Số 9, Ấp Hai"
    )
    give_up(centre, code)
    assert states(centre, code) == [("email", "failed"), ("post", "by_hand")]

    counter = desk_of(at.COUNTER)
    counter.go(LETTERS, "letters to post").lists("Số 9, Ấp Hai")
    dialog = act_on(counter, code, "Gửi đến liên lạc khác")
    dialog.get_by_label("Thư điện tử", exact=True).fill(right)
    confirm(dialog, "Lưu và gửi lại")
    letter = letterbox.letter(right, f"Hồ sơ {code} chờ thực hiện nghĩa vụ tài chính")
    assert REASON in letter
    assert states(centre, code)[1] == ("post", "replaced")

    the_digest_of_the_night_names_what_failed(centre, desk_of, code)


def the_digest_of_the_night_names_what_failed(centre, desk_of, code):
    with centre.env() as env:
        env["onestop.notice.digest"]._cron_digest()
    supervisor = desk_of(at.SUPERVISOR)
    supervisor.go(DIGESTS, "digests")
    supervisor._rows("SMTPRecipientsRefused").first.click()
    listed = supervisor.page.locator("[name=notice_ids]")
    expect(listed).to_contain_text(code)
    supervisor.look(supervisor.page, "staff: digest")


def test_who_has_no_contact_gets_a_letter_once_they_gave_an_address(
    centre, told, desk_of, width
):
    code = told("Võ Thị Không Máy", "09519400")
    assert states(centre, code) == [("counter", "by_hand")]
    counter = desk_of(at.COUNTER)
    counter.go(WITHOUT, "without contact").lists(code)
    dialog = act_on(counter, code, "Gửi đến liên lạc khác")
    dialog.get_by_label("Địa chỉ", exact=True).fill(f"Số {width}, Ấp Ba")
    confirm(dialog, "Lưu và gửi lại")

    counter.go(LETTERS, "letters to post").lists(f"Số {width}, Ấp Ba")
    dialog = act_on(counter, code, "Gửi thư")
    letter = printed(counter, dialog, "In các thư")
    assert letter.size == A4
    letter.says("THÔNG BÁO", "Võ Thị Không Máy", f"Số {width}, Ấp Ba", code, REASON)
    number = dialog.locator("[name=number] input").input_value()
    rows = printed(counter, dialog, "In danh sách giao bưu điện")
    rows.says(number, "Võ Thị Không Máy", f"Số {width}, Ấp Ba", code)
    confirm(dialog, "Đã giao cho bưu điện")
    counter.says("posting_number", number)
    assert states(centre, code) == [("counter", "replaced"), ("post", "sent")]
    journal_names_no_contact(centre, code, f"Số {width}")


def printed(counter, dialog, label):
    with counter.page.expect_download() as download:
        dialog.get_by_role("button", name=label).click()
    return Paper(pathlib.Path(download.value.path()).read_bytes())


def journal_names_no_contact(centre, code, secret):
    with centre.env() as env:
        dossier = env["onestop.dossier"].search([("code", "=", code)])
        rows = env["onestop.journal"].search([("res_id", "=", dossier.id)])
        codes = rows.mapped("code")
        assert {"contact", "notice_posted"} <= set(codes)
        assert secret not in str(rows.read(["reason", "data"]))
