"""What a stranger learns of a dossier: its code, how far it is, the date and how it is
counted, and nothing else."""

import http.client
import re
from urllib.parse import quote, urlsplit

import pytest

import scene as at
from acts import accept, file_online

NAME = "Đặng Thị Kín Đáo"
PERSON = {
    "Số định danh cá nhân": "095199000513",
    "Số nhà, đường, ấp": "Số 513 hẻm Không Ai Biết",
    "Điện thoại": "0913000513",
}
# A number that no token and no address of the page holds by chance.
ANSWERS = {at.PLACE: "Vàm Bí Mật", at.LOAD: "51375913"}
UNKNOWN = ("H98.07-260105-9999", "7777-7777-77777", "khong phai ma so", "%00<b>")
MOST_WRONG = 10  # from one address, in ten minutes


class Stranger:
    """A program that asks from an address of its own, as a guesser does."""

    def __init__(self, server, address):
        self.server = urlsplit(server)
        self.address = address

    def ask(self, path):
        """(status, body) of a page; what is made anew for each answer is taken out."""
        connection = http.client.HTTPConnection(
            self.server.hostname, self.server.port, source_address=(self.address, 0)
        )
        connection.request("GET", path, headers={"Cookie": "frontend_lang=vi_VN"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, re.sub(r'csrf_token: "[^"]*"', "", body)

    def track(self, code):
        return self.ask(f"/track?code={quote(code)}")


@pytest.fixture
def stranger_at(server, width):
    return lambda part: Stranger(server, f"127.{part}.{width // 256}.{width % 256}")


@pytest.fixture
def receipt(scene, new_citizen, desk_of):
    """(code, receipt, id) of a dossier that the department is working on."""
    citizen, counter = new_citizen(NAME, "discreet"), desk_of(at.COUNTER)
    number, dossier = file_online(citizen, PERSON, ANSWERS)
    code = accept(scene, counter, number)
    return code, counter.print("In giấy tiếp nhận"), dossier


def test_without_login(centre, receipt, portal_of, stranger_at):
    code, paper, dossier = receipt
    paper.says(NAME, PERSON["Điện thoại"])
    visitor = portal_of()
    visitor.track(f" {code.lower()} ")
    visitor.unfold("Vì sao là ngày này?", "tracked")
    tells_code_and_progress_only(visitor, code)
    visitor.go(urlsplit(paper.qr).path, "scanned")
    visitor.unfold("Vì sao là ngày này?", "scanned: why this date")
    tells_code_and_progress_only(visitor, code)

    stranger = stranger_at(1)
    token = urlsplit(paper.qr).path
    assert code in stranger.ask(token)[1]
    take_back_the_receipts(centre, dossier)
    answers = {stranger.track(code) for code in UNKNOWN}
    answers |= {stranger.ask(path) for path in (token, "/check/nobodys")}
    ((status, body),) = answers
    assert status == 200
    assert "Không tìm thấy hồ sơ có mã này" in body
    assert not any(code in body for code in UNKNOWN)

    guesses_are_held_back(stranger_at(2), code)
    visitor.track(code)
    tells_code_and_progress_only(visitor, code)


def tells_code_and_progress_only(visitor, code):
    assert visitor.number() == code
    assert visitor.state() == "Đang giải quyết"
    visitor.says("Hẹn trả kết quả", "Nhận đủ hồ sơ lúc", "ngày thứ 1 của thời hạn")
    html = visitor.page.content()
    private = (NAME, *PERSON.values(), *ANSWERS.values(), at.PROCEDURE, at.DEPARTMENT)
    told = [text for text in private if text in html]
    assert not told, f"A stranger reads {told}."


def take_back_the_receipts(centre, dossier):
    """As if the receipt had been issued by mistake: its QR code leads nowhere."""
    with centre.env() as env:
        tokens = env["onestop.check.token"].search([("dossier_id", "=", dossier)])
        tokens.revoked = True


def guesses_are_held_back(guesser, code):
    """After ten wrong codes not even a right one is answered."""
    row, _, number = code.rpartition("-")
    for guess in range(MOST_WRONG):
        status, _body = guesser.track(f"{row}-{5000 + guess}")
        assert status == 200
    status, body = guesser.track(code)
    assert status == 429
    assert "Đã thử quá nhiều mã" in body
    assert "Đang giải quyết" not in body
