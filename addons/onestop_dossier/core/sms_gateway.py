"""A gateway for short messages that speaks HTTP, as its provider describes it.

All that is particular to a provider is a file: addresses, headers with the secret, how
the body looks, and where the answer says what. Only that file names hosts, and only its
owner may read it: nobody sends anything elsewhere by way of the system.
"""

import json
import os
import re
import stat
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

import urllib3

from .http_answer import TooLong, whole

# A gateway that does not answer in so many seconds has not taken the message.
TIMEOUT = 10
ANSWER_BYTES = 16_384
MESSAGE_ID_LENGTH = 128
METHODS = ("POST", "PUT")
# Its name stands in place of the id in the address that is asked for a status.
ID_MARK = "{message_id}"
COUNTRY = "84"
MARK = re.compile(r"\{(number|international|text|reference)\}")
LOCAL = ("127.0.0.1", "localhost")
# First digits of a status of HTTP.
TAKEN, REFUSED = 2, 4
# Refusals that pass: time-out, too early, too many.
PASSING = (408, 425, 429)


class SmsError(Exception):
    """The gateway did not take a message, or does not say what became of it.

    The text is a code without anybody's data; `final` where the same message would be
    refused again.
    """

    def __init__(self, code, final=False):
        super().__init__(code)
        self.final = final


@dataclass(frozen=True)
class SmsGateway:
    """What a provider wants to be asked, and how it answers.

    :param url: where messages are sent; its secrets are in `headers`
    :param body: names and values, in which `{number}` (0…), `{international}` (84…),
        `{text}` and `{reference}` (alike at each try of a message) are filled in
    :param form: whether the body is a form, not JSON
    :param message_id: where the answer says its name of the message, as `data.id`
    :param status_url: where a status is asked for, with `{message_id}`; empty where
        the provider tells none
    :param status: where that answer says the status
    :param delivered, failed: the words that say so; any other is "not yet"
    """

    url: str
    headers: dict = field(repr=False)
    body: dict
    message_id: str
    method: str = "POST"
    form: bool = False
    status_url: str = ""
    status: str = ""
    delivered: tuple = ()
    failed: tuple = ()

    def __post_init__(self):
        for url in filter(None, (self.url, self.status_url)):
            parts = urlsplit(url)
            # The secret and the number travel in the request.
            if parts.scheme != "https" and parts.hostname not in LOCAL:
                raise SmsError("GatewayNotHttps")
        if self.method not in METHODS or (
            self.status_url and ID_MARK not in urlsplit(self.status_url).path
        ):
            raise SmsError("GatewayFileWrong")

    def send(self, number, text, reference):
        """Hand a message over.

        :return: the provider's name of it
        :raises SmsError: where it was not taken
        """
        values = {
            "number": number,
            "international": COUNTRY + number.removeprefix("0"),
            "text": text,
            "reference": reference,
        }
        answer = self._ask(self.method, self.url, _filled(self.body, values))
        name = _found(answer, self.message_id)
        if not isinstance(name, str | int) or isinstance(name, bool):
            raise SmsError("AnswerWithoutId")
        if not 0 < len(str(name)) <= MESSAGE_ID_LENGTH:
            raise SmsError("AnswerWithoutId")
        return str(name)

    def ask_status(self, message_id):
        """What became of a message: `delivered`, `failed`, or None where it is under way.

        :raises SmsError: where the gateway does not say
        """
        url = self.status_url.replace(ID_MARK, quote(message_id, safe=""))
        word = _found(self._ask("GET", url), self.status)
        if word in self.delivered:
            return "delivered"
        return "failed" if word in self.failed else None

    def _ask(self, method, url, body=None):
        headers, data = dict(self.headers), None
        if body is not None:
            kind = "x-www-form-urlencoded" if self.form else "json"
            headers["Content-Type"] = f"application/{kind}"
            data = urlencode(body) if self.form else json.dumps(body)
        try:
            # Never elsewhere: no redirect, no proxy of the environment.
            with urllib3.PoolManager(retries=False) as pool:
                response = pool.request(
                    method,
                    url,
                    body=data,
                    headers=headers,
                    redirect=False,
                    preload_content=False,
                    timeout=urllib3.Timeout(total=TIMEOUT),
                )
                text = whole(response, ANSWER_BYTES, TIMEOUT)
                response.close()
        except TooLong:
            raise SmsError("AnswerTooLong") from None
        except TimeoutError:
            raise SmsError("GatewayTimeout") from None
        except urllib3.exceptions.HTTPError as error:
            # urllib3 counts a refused connection among the time-outs.
            refused = isinstance(error, urllib3.exceptions.NewConnectionError)
            if isinstance(error, urllib3.exceptions.TimeoutError) and not refused:
                raise SmsError("GatewayTimeout") from None
            raise SmsError("GatewayUnreachable") from None
        return _read(response.status, text)


def read_gateway(path):
    """The gateway that a file of JSON describes, in the names of `SmsGateway`.

    :raises SmsError: where there is none, others than its owner may read it, or it
        describes none
    """
    try:
        mode = stat.S_IMODE(os.stat(path).st_mode)
        with open(path, encoding="utf-8") as stream:
            described = json.load(stream)
    except OSError:
        raise SmsError("GatewayFileMissing") from None
    except ValueError:
        raise SmsError("GatewayFileWrong") from None
    if mode & 0o077:
        raise SmsError("GatewayFileOpen")
    try:
        return SmsGateway(**described)
    except (TypeError, AttributeError, ValueError):
        raise SmsError("GatewayFileWrong") from None


def _read(status, text):
    """What an answer says. :raises SmsError: where it is a refusal or no JSON"""
    kind = status // 100
    if kind != TAKEN:
        final = kind == REFUSED and status not in PASSING
        raise SmsError(f"GatewayRefused {status}", final)
    try:
        return json.loads(text)
    except ValueError:
        raise SmsError("AnswerUnreadable") from None


def _filled(template, values):
    """`template` with the marks in its texts filled in; what is filled in is no mark."""
    if isinstance(template, dict):
        return {name: _filled(one, values) for name, one in template.items()}
    if isinstance(template, list):
        return [_filled(one, values) for one in template]
    if isinstance(template, str):
        return MARK.sub(lambda mark: values[mark[1]], template)
    return template


def _found(answer, path):
    """The value at `path`, names with points between; None where there is none."""
    for name in path.split("."):
        if not isinstance(answer, dict):
            return None
        answer = answer.get(name)
    return answer
