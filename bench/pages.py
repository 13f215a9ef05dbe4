"""How long public pages take, beside a blank one of the same layout in the same run."""

import http.client
import statistics
import time

from bench import place
from bench.figure import tell
from bench.serving import serve

TIMES = 100
TIMES_OF_BLANK, MORE = 1.2, 10  # ms
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
        with serve(self.database) as port:
            blank, detail, listed = [], [], []
            for number in range(TIMES):
                detail_page = self.details[number * 7 % len(self.details)]
                for page, seconds in (
                    (BLANK, blank),
                    (detail_page, detail),
                    ("/procedures", listed),
                ):
                    seconds.append(_get(port, page))
        # The first ones warm the workers up.
        blank, detail, listed = (
            1000 * statistics.median(seconds[TIMES // 5 :])
            for seconds in (blank, detail, listed)
        )
        tell("blank page", blank, "ms")
        tell("page of a procedure", detail, "ms", TIMES_OF_BLANK * blank + MORE)
        tell("list of procedures", listed, "ms")


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
