"""Fixtures of the journeys: a running centre, people's browsers, accessibility.

A journey is written as

    def test_…(centre, page_as):
        with centre.env() as env:
            …make what it needs, as the superuser…
        centre.make_user("officer", groups="onestop_dossier.group_onestop_officer")
        page = page_as("officer")
        page.goto("/odoo")

It makes its own data under names of its own: all journeys share one database.
"""

import re
import sys

import pytest
from playwright.sync_api import Error, sync_playwright

from backend import Desk
from centre import Centre, password_of
from cli import browser as chromium
from letterbox import Letterbox
from portal import Portal
from scene import Scene

HEIGHT = {1280: 800, 390: 844}
PATIENCE = 15_000  # milliseconds that a page may take
SERIOUS = ("serious", "critical")
# What the web client shows of our own making, not out of Odoo's widgets.
OURS = (".o_field_html", ".o_onestop_why")


@pytest.fixture(scope="session")
def centre():
    centre = Centre()
    try:
        centre.start()
        yield centre
    finally:
        centre.stop()


@pytest.fixture(scope="session")
def server(centre):
    """Address of the running centre."""
    return centre.url


@pytest.fixture(scope="session")
def letterbox(centre):
    """Where the centre's letters to the citizens arrive."""
    with Letterbox().open() as letterbox:
        with centre.env() as env:
            env.company.email = "trung-tam@example.com"
            env["ir.mail_server"].create(
                {
                    "name": "The journeys' letterbox",
                    "smtp_host": "127.0.0.1",
                    "smtp_port": letterbox.port,
                    "smtp_encryption": "none",
                }
            )
        yield letterbox


@pytest.fixture(scope="session")
def scene(centre, letterbox):
    """The small province that the journeys of dossiers play in."""
    return Scene(centre).make()


@pytest.fixture
def admin_env(centre):
    """`with admin_env() as env:` to make and look at data; committed at the end."""
    return centre.env


@pytest.fixture(scope="session")
def chrome():
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium.path(), args=list(chromium.FLAGS)
        )
        yield chrome
        chrome.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.stash[CALL_FAILED] = outcome.get_result().failed


CALL_FAILED = pytest.StashKey[bool]()


@pytest.fixture
def page_as(request, centre, chrome, width):
    """`page_as("login")` opens a page in a browser of that user's own; None: a visitor.

    The width is that of the run (both widths with --all) unless one is given. A page
    fails its test when a script of it breaks, when an answer is a server error, and
    when it asks anything of another host.
    """
    people = []

    def open_page(login=None, width=width, lang="vi_VN"):
        person = _Person(centre, chrome, login, width, lang)
        people.append(person)
        return person.page

    yield open_page
    troubles = [trouble for person in people for trouble in person.troubles]
    if troubles or request.node.stash.get(CALL_FAILED, False):
        for number, person in enumerate(people):
            person.photograph(f"{request.node.name}-{number}")
    for person in people:
        person.context.close()
    assert not troubles, "\n".join(troubles)


class _Person:
    def __init__(self, centre, chrome, login, width, lang):
        self.centre = centre
        self.troubles = []
        self.context = chrome.new_context(
            base_url=centre.url,
            viewport={"width": width, "height": HEIGHT.get(width, 800)},
            locale=lang.replace("_", "-"),
            # A machine that is set to another zone: what people read is legal time.
            timezone_id="Europe/Paris",
            has_touch=width < 600,
            is_mobile=width < 600,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.route(self._is_outside, self._refuse)
        self.context.add_cookies(
            [{"name": "frontend_lang", "value": lang, "url": centre.url}]
        )
        if login:
            self._log_in(login)
        self.page = self.context.new_page()
        self.context.on("weberror", self._note_error)
        self.context.on("response", self._note_answer)

    def _log_in(self, login):
        answer = self.context.request.post(
            "/web/session/authenticate",
            data={
                "jsonrpc": "2.0",
                "params": {
                    "db": self.centre.settings.database,
                    "login": login,
                    "password": password_of(login),
                },
            },
        ).json()
        assert answer.get("result", {}).get("uid"), f"{login} cannot log in: {answer}"

    def _is_outside(self, url):
        return not url.startswith(
            (self.centre.url, "data:", "blob:", "about:", "chrome")
        )

    def _refuse(self, route):
        self.troubles.append(f"a page asked another host: {route.request.url}")
        route.abort()

    def _note_error(self, error):
        self.troubles.append(f"a script broke: {error.error}")

    def _note_answer(self, response):
        if response.status >= 500:
            self.troubles.append(f"{response.status} from {response.url}")

    def photograph(self, name):
        for number, page in enumerate(self.context.pages):
            path = photograph(page, self.centre, f"{name}-{number}")
            print(f"\n{page.url} looked like {path}", file=sys.stderr)


def photograph(page, centre, name):
    """Keep a picture of a page beside the logs; its path."""
    folder = centre.settings.logs / "journeys"
    folder.mkdir(exist_ok=True)
    words = re.findall(r"\w+", name)
    path = folder / f"{'-'.join(words)}.png"
    page.screenshot(path=path, full_page=True)
    return path


@pytest.fixture
def axe():
    """`axe(page)` fails on serious violations of accessibility (WCAG, by axe-core).

    :param allow: {rule: reason} for what is not ours to repair
    :param within: CSS selectors of the parts to look at; those that are not there do
        not count
    """
    from axe_playwright_python.sync_playwright import Axe

    def run(page, parts):
        try:
            return Axe().run(page, parts).response
        except Error as error:
            # A click returns before the page that it leads to has come.
            if "context was destroyed" not in str(error):
                raise
            page.wait_for_load_state()
            return Axe().run(page, parts).response

    def check(page, allow=None, within=()):
        parts = [part for part in within if page.locator(part).count()]
        if within and not parts:
            return
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in violation["nodes"][:5])
            for violation in run(page, parts or None)["violations"]
            if violation["impact"] in SERIOUS and violation["id"] not in (allow or {})
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture(scope="session")
def seen():
    """Names of the pages that were looked at, with the width."""
    return set()


@pytest.fixture
def look(centre, axe, seen):
    """`look(page, name)`: a picture of each page that a journey comes to, and whether
    it is accessible. Of the web client only the parts that are ours are asked."""

    def look_at(page, name):
        width = page.viewport_size["width"]
        if (name, width) in seen:
            return
        photograph(page, centre, f"{name}-{width}")
        axe(page, within=OURS if "/odoo" in page.url else ())
        seen.add((name, width))

    return look_at


@pytest.fixture
def desk_of(page_as, look):
    """`desk_of("login")`: the web client of a member of the staff."""
    return lambda login: Desk(page_as(login), look)


@pytest.fixture
def portal_of(page_as, look):
    """`portal_of("login")`: the portal of a citizen, or of a visitor without a log-in."""
    return lambda login=None: Portal(page_as(login), look)


@pytest.fixture
def new_citizen(centre, scene, portal_of, width):
    """`new_citizen("Name", "login")`: the portal of one in the scene who has an account
    already."""

    def make(name, login):
        login = f"{login}_{width}"
        centre.make_user(login, groups="base.group_portal", name=name)
        portal = portal_of(login)
        portal.address = f"{login}@example.com"
        return portal

    return make
