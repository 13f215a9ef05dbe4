"""How long public pages take, beside a blank one of the same layout in the same run."""

import http.client
import statistics
import time

from bench import place
from bench.figure import tell
from bench.serving import serve

TIMES = 100
# Procedures that were asked for before, so often that each worker knows them.
KNOWN, WARMING = 20, 10
TIMES_OF_BLANK, MORE = 1.2, 10  # ms
PAGE, FIRST = "page of a procedure", "the same, asked for the first time"
# A page of the site that is emptied for it.
BLANK, BLANK_VIEW = "/track", "onestop_portal.track"
EMPTY = '<t t-name="track"><t t-call="onestop_portal.page" /></t>'


class Pages:
    """Asked in turn over HTTP, in Vietnamese, by somebody who is not logged in."""

    def __init__(self, database, registry):
        self.database = database
        with place.environment(registry) as env:
            env.ref(BLANK_VIEW).with_context(lang=None).arch = EMPTY
            codes = env["onestop.procedure"].search([("code", "=like", "9.1%")])
            self.details = [f"/procedures/{code}" for code in codes.mapped("code")]

    def tell(self):
        known, unknown = self.details[:KNOWN], self.details[KNOWN:]
        with serve(self.database) as port:
            # Each worker puts the page of a procedure together once.
            for page in (BLANK, "/procedures", *known) * WARMING:
                _get(port, page)
            milliseconds = {}
            for number in range(TIMES):
                for name, pages in (
                    ("blank page", [BLANK]),
                    (PAGE, known),
                    (FIRST, unknown),
                    ("list of procedures", ["/procedures"]),
                ):
                    seconds = _get(port, pages[number % len(pages)])
                    milliseconds.setdefault(name, []).append(1000 * seconds)
        medians = {name: statistics.median(row) for name, row in milliseconds.items()}
        most = TIMES_OF_BLANK * medians["blank page"] + MORE
        bounds = dict.fromkeys((PAGE, FIRST), most)
        for name, median in medians.items():
            tell(name, median, "ms", bounds.get(name))


def _get(port, path):
    """Seconds until a page is there, whole."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": "frontend_lang=vi_VN"})
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - started
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return seconds
