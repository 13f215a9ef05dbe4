"""What every part of the tests shares: `--all`, its profiles, and the count at the end."""

import datetime
import inspect
import json
import os
import pathlib

import pytest

WIDE, NARROW = 1280, 390  # pixels, the two widths that pages are looked at


def pytest_addoption(parser):
    group = parser.getgroup("onestop")
    group.addoption(
        "--all",
        action="store_true",
        help="long tests too, hypothesis at length, browsers at both widths",
    )
    group.addoption(
        "--narrow",
        action="store_true",
        help="only Odoo's browser tests, in a browser as narrow as a telephone",
    )
    group.addoption("--outcome", help="file that gets the counts of this run (JSON)")


def pytest_configure(config):
    _choose_profile(config.getoption("--all"))
    _make_a_certificate()


def _choose_profile(long):
    try:
        from hypothesis import HealthCheck, settings
    except ImportError:
        return
    # The same examples on every machine and day: what passed once lands again.
    settings.register_profile("default", derandomize=True, deadline=None)
    settings.register_profile(
        "long",
        derandomize=True,
        deadline=None,
        max_examples=2000,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("long" if long else "default")


def _make_a_certificate():
    """`cryptography` keeps the class of moments that it first meets: the real one, and
    not that of a test whose time stands still."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    moment = datetime.datetime(2026, 1, 1)
    (
        x509.CertificateBuilder(x509.Name([]), x509.Name([]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment)
        .not_valid_after(moment)
        .sign(key, hashes.SHA256())
    )


def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if _belongs(config, item)]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[i for i in items if i not in kept])
        items[:] = kept
    if config.getoption("--narrow"):
        _narrow()


def _belongs(config, item):
    if config.getoption("--narrow"):
        return _is_browser_test(item)
    return config.getoption("--all") or not item.get_closest_marker("long")


def _is_browser_test(item):
    """Whether it opens a browser of Odoo's and leaves the size to us."""
    owner = getattr(item, "cls", None)
    if owner is None or not hasattr(owner, "browser_size"):
        return False
    own_size = any(
        "browser_size" in vars(base)
        for base in owner.__mro__
        if base.__module__ != "odoo.tests.common"
    )
    text = inspect.getsource(item.function)
    return not own_size and ("start_tour(" in text or "browser_js(" in text)


def _narrow():
    from odoo.tests import HttpCase

    HttpCase.browser_size = f"{NARROW}x844"
    HttpCase.touch_enabled = True


def pytest_generate_tests(metafunc):
    """Browser tests of pages: one width, both with --all."""
    if "width" in metafunc.fixturenames:
        both = metafunc.config.getoption("--all")
        metafunc.parametrize("width", [WIDE, NARROW] if both else [WIDE])


def pytest_sessionfinish(session, exitstatus):
    """Leave the counts in a file: ./onestop test adds up its parts."""
    path = session.config.getoption("--outcome")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not path or reporter is None:
        return
    stats = reporter.stats
    count = {name: len(stats.get(name, [])) for name in stats}
    outcome = {
        "passed": count.get("passed", 0) + count.get("xfailed", 0),
        "failed": sum(
            count.get(name, 0)
            for name in ("failed", "error", "xpassed", "subtests failed")
        ),
        "skipped": [_skip(report) for report in stats.get("skipped", [])],
        "status": int(exitstatus),
        # The rules of law that these tests hold: docs/legal/articles.csv lists them.
        "articles": [
            [*mark.args[:2], item.nodeid]
            for item in session.items
            for mark in item.iter_markers("article")
        ],
    }
    partial = pathlib.Path(f"{path}.partial")
    partial.write_text(json.dumps(outcome))
    os.replace(partial, path)


def _skip(report):
    """(test, reason) of a skipped test."""
    reason = report.longrepr
    if isinstance(reason, tuple):
        reason = reason[2]
    return [report.nodeid, str(reason).removeprefix("Skipped: ")]


@pytest.fixture(scope="session")
def repository():
    return pathlib.Path(__file__).parent
