"""What nobody of good will asks for: every address of ours answers it, and no trace of
an error stays behind."""

import inspect
import logging
import re
from unittest.mock import patch
from urllib.parse import urlencode

from odoo.http import Request
from odoo.tests import tagged

from ..models.onestop_throttle import OnestopThrottle
from .common import PortalCase

OURS = "odoo.addons.onestop_"
#: Odoo's own, of which we change a little.
NOT_OURS = ("/report/", "/web/")
PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
#: In the place of a part of an address, already written as addresses are.
PARTS = {
    "int": ("0", "2147483648", "9" * 30, "9" * 5000),
    "string": (
        *("%00", "a%00b", "%27%22", "%C3%28", "%ED%B2%80", "..", "0", "-1"),
        *("x" * 3000, "%F0%9F%98%80"),
    ),
}
#: What a form or a question mark brings.
VALUES = ("\0", "a\0b", "2", "-1", "²", "٣", "9" * 30, "9" * 5000, "x", "'\"<>%")


class Traces(logging.Handler):
    """What was logged as an error, or with a trace."""

    def __init__(self):
        super().__init__()
        self.found = []

    def emit(self, record):
        if record.exc_info or record.levelno >= logging.ERROR:
            self.found.append(f"{record.name}: {record.getMessage()}")


@tagged("post_install", "-at_install")
class TestHostileAddresses(PortalCase):
    def setUp(self):
        super().setUp()
        # The language of the addresses themselves: none leads to another one first.
        self.speak("vi_VN")
        # Nobody is held back here: behind it is what is looked at.
        spent = patch.object(OnestopThrottle, "_is_spent", return_value=False)
        spent.start()
        self.addCleanup(spent.stop)

    def routes(self, *auth):
        """(address, endpoint) of ours for whoever is `auth`, from the registry."""
        rules = self.env["ir.http"]._generate_routing_rules(
            sorted(self.env.registry._init_modules), converters={}
        )
        return [
            (address, endpoint)
            for address, endpoint in rules
            if endpoint.__module__.startswith(OURS)
            and not address.startswith(NOT_OURS)
            and endpoint.routing["auth"] in auth
        ]

    def addresses(self, route):
        """The address of a route, then those with one hostile part each."""
        kinds = {part["name"]: part["kind"] for part in PART.finditer(route)}
        sound = {
            name: "1" if kind == "int" else self.version.code
            for name, kind in kinds.items()
        }
        yield self.address(route, sound)
        for name, kind in kinds.items():
            for part in PARTS[kind]:
                yield self.address(route, {**sound, name: part})

    def address(self, route, parts):
        return PART.sub(lambda part: parts[part["name"]], route)

    def requests(self, route, endpoint):
        """(method, address, what is typed) of all that is asked of a route."""
        known = inspect.signature(endpoint.original_endpoint).parameters
        names = dict.fromkeys([*known, "page", "debug"])
        del names["self"]
        addresses = list(self.addresses(route))
        typed = [dict.fromkeys(names, value) for value in VALUES]
        for method in endpoint.routing["methods"] or ("GET", "POST"):
            for address in addresses:
                yield method, address, {}
            for one in (*typed, {"self": "x"}):
                yield method, addresses[0], one

    def ask(self, method, address, typed):
        if method == "GET":
            return self.get(f"{address}?{urlencode(typed)}")
        token = Request.csrf_token(self)
        data = {"csrf_token": token, **typed}
        return self._browse(address, method="POST", data=data, timeout=60)

    def assert_answered(self, routes):
        traces, root = Traces(), logging.getLogger()
        root.addHandler(traces)
        self.addCleanup(root.removeHandler, traces)
        for route, endpoint in routes:
            with self.subTest(route):
                failed = []
                for method, address, typed in self.requests(route, endpoint):
                    traces.found.clear()
                    answer = self.ask(method, address, typed)
                    if (
                        answer.status_code >= 500
                        or traces.found
                        or "Traceback" in answer.text
                    ):
                        failed.append(
                            f"{method} {address[:80]} {str(typed)[:80]}: "
                            f"{answer.status_code} {traces.found}"
                        )
                self.assertFalse(failed)

    def test_no_address_of_everybody_breaks(self):
        self.authenticate(None, None)
        routes = self.routes("public", "none")
        self.assertGreater(len(routes), 20)
        self.assert_answered(routes)

    def test_no_address_of_citizens_breaks(self):
        self.log_in()
        routes = self.routes("user")
        self.assertGreater(len(routes), 20)
        self.assert_answered(routes)

    def test_a_page_of_a_list_that_there_is_not_is_one_that_there_is(self):
        for address in ("?page=2", "/page/0", "/page/999999999", "?page=²"):
            with self.subTest(address):
                page = self.page(f"/procedures{address}")
                self.assertTrue(page.xpath("//ul[hasclass('os-list')]/li"))

    def test_a_department_whose_code_is_a_number_is_rated_too(self):
        self.department.code = "15"
        page = self.page(f"/rate/{self.version.code}/15")
        self.assertIn(self.department.name, self.text(page))
