import base64
import binascii
import json
from urllib.parse import quote

import urllib3

from ..core.exchange_message import LARGEST
from ..core.http_answer import TooLong, whole
from .exchange_line import ExchangeLine, LineDown

# Seconds until the line has to begin to answer, and to have done so.
PATIENCE, LONGEST = 20, 120
# Bytes of an answer: base64 makes four of three.
MOST = 2 * LARGEST
TAKEN = (200, 201, 204)
# Names that would lead out of the folder of messages.
PATHS = ("", ".", "..")


class ExchangeHttp(ExchangeLine):
    """A line over HTTP: `GET messages?limit=` gives {"messages": [{name, content in
    base64}]}, `POST messages/<name>/taken` takes one, `PUT messages/<name>` sends one.
    """

    def __init__(self, url, token=None):
        self.url = url.rstrip("/")
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        # A line is one address: no redirect, no proxy of the environment.
        self.pool = urllib3.PoolManager(retries=False)

    def arrived(self, limit):
        answer = self._ask("GET", f"messages?limit={int(limit)}")
        try:
            rows = json.loads(answer)["messages"]
            return [
                (self._name(row), base64.b64decode(row["content"], validate=True))
                for row in rows[:limit]
            ]
        except (
            *(ValueError, KeyError, TypeError),
            *(RecursionError, binascii.Error),
        ) as error:
            raise LineDown("its answer is not as agreed") from error

    def taken(self, name):
        self._ask("POST", f"messages/{quote(name, safe='')}/taken")

    def send(self, name, content):
        self._ask("PUT", f"messages/{quote(name, safe='')}", content)

    @staticmethod
    def _name(row):
        if row["name"] in PATHS or not isinstance(row["name"], str):
            raise ValueError(row["name"])
        return row["name"]

    def _ask(self, method, path, content=None):
        """The body of the answer. :raises LineDown: where it is none that was agreed"""
        headers = dict(self.headers)
        if content is not None:
            headers["Content-Type"] = "application/json"
        try:
            answer = self.pool.request(
                method,
                f"{self.url}/{path}",
                body=content,
                headers=headers,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=PATIENCE, read=PATIENCE),
            )
            try:
                if answer.status not in TAKEN:
                    raise LineDown(f"HTTP {answer.status}")
                return whole(answer, MOST, LONGEST)
            finally:
                answer.close()
        except TooLong:
            raise LineDown("its answer is too large") from None
        except (TimeoutError, urllib3.exceptions.HTTPError) as error:
            raise LineDown(type(error).__name__) from error
