"""A provider of electronic receipts that speaks HTTP, and the file that says where it is.

`<code>.receipts` in a folder that only the service reads: {"url": "https://…", "headers":
{…}}. The provider is asked with `PUT receipts/<reference>`, which asks for the same
receipt however often it is sent, and answers with what it issued; `PUT
receipts/<reference>/cancelled` cancels it.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from .http_answer import TooLong, whole
from .seal_error import SealError
from .seal_keys import SealKeys

# Seconds until it has to answer, and bytes that it may send: a receipt is a page.
PATIENCE, LONGEST = 20, 60
MOST = 4 * 1024 * 1024
LOCAL = ("127.0.0.1", "localhost", "::1")
DONE = (200, 201)
# What a receipt is called: printed, searched for, put into lists.
NAME = re.compile(r"[\w./-]{1,30}")
PDF = b"%PDF-"


class ReceiptProblem(Exception):
    """Why there is no receipt, as a word of ours without anybody's data.

    `final` where the provider would refuse the same again.
    """

    def __init__(self, word, final=False):
        super().__init__(word)
        self.word, self.final = word, final


@dataclass(frozen=True)
class Issued:
    """What a provider issued."""

    symbol: str
    number: int
    code: str
    file: bytes


class ReceiptFiles(SealKeys):
    """The folder with the files of providers, looked at as that of seals' keys is."""

    def provider(self, code):
        """The provider that a file describes.

        :param str code: names the file, and is no path
        :raises ReceiptProblem: where there is none, or others may read it
        """
        try:
            told = json.loads(self._read(self._place(code, "receipts")))
            return ReceiptProvider(str(told["url"]), dict(told.get("headers") or {}))
        except SealError as error:
            raise ReceiptProblem(f"file {error}") from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ReceiptProblem("file wrong") from None


class ReceiptProvider:
    """:raises ReceiptProblem: where it would be asked in the clear"""

    def __init__(self, url, headers):
        parts = urlsplit(url)
        # The secret and who paid what travel in the request.
        if parts.scheme != "https" and not (
            parts.scheme == "http" and parts.hostname in LOCAL
        ):
            raise ReceiptProblem("not https")
        self.url, self.headers = url.rstrip("/"), headers

    def issue(self, reference, asked):
        """Have a receipt issued; asked for again it is the same.

        :param str reference: ours, for this receipt alone
        :param dict asked: with `amount`, a whole number
        :return: `Issued`
        :raises ReceiptProblem: where it was not, or is not what was asked for
        """
        told = self._ask(f"receipts/{reference}", asked)
        try:
            if told["reference"] != reference or told["amount"] != asked["amount"]:
                raise ReceiptProblem("answer of another receipt")
            symbol, number, code = told["symbol"], told["number"], told["code"]
            file = base64.b64decode(told["file"], validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error):
            raise ReceiptProblem("answer not as agreed") from None
        if not (
            all(isinstance(one, str) and NAME.fullmatch(one) for one in (symbol, code))
            and type(number) is int
            and 0 < number < 10**9
            and file.startswith(PDF)
        ):
            raise ReceiptProblem("answer not as agreed")
        return Issued(symbol, number, code, file)

    def cancel(self, reference, reason):
        """Have a receipt cancelled; asked for again nothing happens.

        :raises ReceiptProblem: where it was not
        """
        told = self._ask(f"receipts/{reference}/cancelled", {"reason": reason})
        if not isinstance(told, dict) or told.get("reference") != reference:
            raise ReceiptProblem("answer of another receipt")

    def _ask(self, path, asked):
        try:
            # Never elsewhere: no redirect, no proxy of the environment.
            with urllib3.PoolManager(retries=False) as pool:
                answer = pool.request(
                    "PUT",
                    f"{self.url}/{path}",
                    body=json.dumps(asked, ensure_ascii=False).encode(),
                    headers={**self.headers, "Content-Type": "application/json"},
                    redirect=False,
                    preload_content=False,
                    timeout=urllib3.Timeout(connect=PATIENCE, read=PATIENCE),
                )
                try:
                    return self._read(answer)
                finally:
                    answer.close()
        except TooLong:
            raise ReceiptProblem("answer too long") from None
        except (TimeoutError, urllib3.exceptions.HTTPError):
            raise ReceiptProblem("no answer") from None

    @staticmethod
    def _read(answer):
        if answer.status not in DONE:
            # What it refuses it may refuse for ever; what is its own fault passes.
            refused = answer.status // 100 == 4 and answer.status not in (408, 425, 429)
            raise ReceiptProblem(f"refused {answer.status}", refused)
        try:
            return json.loads(whole(answer, MOST, LONGEST))
        except (ValueError, RecursionError):
            raise ReceiptProblem("answer not as agreed") from None
