"""The demonstration, whose passwords are printed, and production: never both."""

import importlib.util

from cli.database import DEMONSTRATION
from cli.postgres import Postgres
from cli.refusal import Refusal


def is_configured(settings):
    """Whether odoo.conf is one of production; see core/production.py for what that is."""
    text = (settings.repository / "odoo.conf").read_text()
    return _core(settings).opens_to_the_world(text)


def check(settings):
    """:raises Refusal: where the world would be let in to the demonstration"""
    if is_configured(settings) and Postgres(settings).query(
        DEMONSTRATION, settings.database
    ):
        raise Refusal(
            f"The database {settings.database} holds the demonstration, whose passwords "
            "are printed, and odoo.conf is a configuration of production. Give the "
            "production a database of its own by ONESTOP_DB, or drop this one with "
            "./onestop reset. See docs/operations/production.md."
        )


def _core(settings):
    """The pure module that the addon uses too; importing the addon would need Odoo."""
    path = settings.repository / "addons/onestop_procedure/core/production.py"
    spec = importlib.util.spec_from_file_location("onestop_production", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
