"""Fixtures of the tests across addons that run inside Odoo."""

import contextlib
import os
import pathlib
import secrets
import shutil

import pytest

from odoo.tests import BaseCase
from odoo.tools import mute_logger

# Odoo gives these to the tests of addons only; cases here need them all the same.
BaseCase.test_tags = {"standard", "at_install"}
BaseCase.test_module = "onestop"


@pytest.fixture
def quiet():
    """For clicks that come together: Odoo's log names every query that comes across
    another before it is done anew."""
    with mute_logger("odoo.sql_db"):
        yield


@pytest.fixture(scope="module")
def own_database():
    """A database for tests that commit: copied from the template, dropped at the end.

    What a test commits stays, and of the journal nothing can be removed: so such tests
    get a database that no other test sees. It lasts as long as the test's file.

        def test_…(own_database):
            with own_database.env() as env:
                …
            # committed here
            with own_database.cursor() as cr:
                cr.execute("…")
    """
    with _own_database() as database:
        yield database


@pytest.fixture(scope="module")
def other_database():
    """A second one beside ``own_database``, for what goes from one to another."""
    with _own_database() as database:
        yield database


@contextlib.contextmanager
def _own_database():
    database = _OwnDatabase(os.environ["ONESTOP_TEST_TEMPLATE"])
    try:
        database.make()
        yield database
    finally:
        database.drop()


class _OwnDatabase:
    def __init__(self, template):
        self.template = template
        self.name = f"{template}_{secrets.token_hex(4)}"

    def make(self):
        from odoo.modules.registry import Registry
        from odoo.tools import config

        self._server(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        store = pathlib.Path(config["data_dir"], "filestore")
        if (store / self.template).exists():
            shutil.copytree(store / self.template, store / self.name)
        # With this option on, loading a registry would run the tests of its modules.
        enabled, config["test_enable"] = config["test_enable"], False
        try:
            self.registry = Registry(self.name)
        finally:
            config["test_enable"] = enabled

    def drop(self):
        import odoo.sql_db
        from odoo.modules.registry import Registry
        from odoo.tools import config

        Registry.delete(self.name)
        odoo.sql_db.close_db(self.name)
        self._server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        store = pathlib.Path(config["data_dir"], "filestore", self.name)
        shutil.rmtree(store, ignore_errors=True)

    @contextlib.contextmanager
    def env(self, login=None):
        """Odoo's environment of the superuser, or of a user; committed at the end."""
        from odoo import SUPERUSER_ID, api

        with self.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if login:
                user = env["res.users"].search([("login", "=", login)])
                env = env(user=user.id, context={"lang": user.lang, "tz": user.tz})
            yield env

    def cursor(self):
        """A cursor of its own connection, committed at the end of its `with`."""
        return self.registry.cursor()

    @staticmethod
    def _server(sql):
        import odoo.sql_db

        with contextlib.closing(odoo.sql_db.db_connect("postgres").cursor()) as cr:
            cr._cnx.autocommit = True
            cr.execute(sql)
