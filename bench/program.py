"""A program that calls a centre over `/json/2` with keys of several people."""

import http.client
import json
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor


class Refused(Exception):
    """What was asked was not done."""


class Program:
    """Calls, and remembers how long each kind of call took.

    :param int port: where it is served, on this machine
    :param dict keys: {person: API key}
    """

    def __init__(self, port, keys):
        self.port, self.keys = port, keys
        self.seconds = defaultdict(list)
        self._lock = threading.Lock()

    def call(self, kind, person, path, **body):
        """Call a method as a person; give its answer.

        :param str kind: under what its seconds are remembered
        :param str path: model and method, as after `/json/2/`
        :raises Refused: with the answer, where it is no success
        """
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(
            "POST",
            f"/json/2/{path}",
            json.dumps(body),
            {
                "Content-Type": "application/json",
                "Authorization": f"bearer {self.keys[person]}",
            },
        )
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200:
            raise Refused(f"{path}: {answer.status} {text.decode()[:500]}")
        with self._lock:
            self.seconds[kind].append(time.perf_counter() - started)
        return json.loads(text)

    def forget(self):
        """What was measured so far was for warming up."""
        self.seconds.clear()

    def live(self, life, count, clients):
        """Call `life(self, number)` so often, so many at once; give the seconds."""
        started = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            for _done in pool.map(lambda number: life(self, number), range(count)):
                pass
        return time.perf_counter() - started
