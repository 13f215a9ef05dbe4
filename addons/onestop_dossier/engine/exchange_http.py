import base64
import binascii

import requests

from ..core.exchange_message import LARGEST
from .exchange_line import ExchangeLine, LineDown

# Seconds to wait for an answer.
PATIENCE = 20


class ExchangeHttp(ExchangeLine):
    """A line over HTTP: `GET messages?limit=` gives {"messages": [{name, content in
    base64}]}, `POST messages/<name>/taken` takes one, `PUT messages/<name>` sends one.
    """

    def __init__(self, url, token=None):
        self.url = url.rstrip("/")
        self.session = requests.Session()
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def arrived(self, limit):
        answer = self._ask("GET", "messages", params={"limit": limit})
        try:
            rows = answer.json()["messages"]
            return [
                (str(row["name"]), base64.b64decode(row["content"], validate=True))
                for row in rows[:limit]
            ]
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise LineDown("its answer is not as agreed") from error

    def taken(self, name):
        self._ask("POST", f"messages/{self._quoted(name)}/taken")

    def send(self, name, content):
        self._ask(
            "PUT",
            f"messages/{self._quoted(name)}",
            data=content,
            headers={"Content-Type": "application/json"},
        )

    @staticmethod
    def _quoted(name):
        return requests.utils.quote(name, safe="")

    def _ask(self, method, path, **rest):
        try:
            answer = self.session.request(
                method,
                f"{self.url}/{path}",
                timeout=PATIENCE,
                # A line is one address: what it would lead on to is none of ours.
                allow_redirects=False,
                **rest,
            )
        except requests.RequestException as error:
            raise LineDown(type(error).__name__) from error
        if answer.status_code not in (200, 201, 204):
            raise LineDown(f"HTTP {answer.status_code}")
        if len(answer.content) > 2 * LARGEST:
            raise LineDown("its answer is too large")
        return answer
