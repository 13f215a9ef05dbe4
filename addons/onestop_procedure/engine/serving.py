import pathlib

from odoo.tools import config

from ..core.production import opens_to_the_world


def configuration():
    """The file that Odoo was configured by."""
    return pathlib.Path(config["config"] or "")


def serves_the_world():
    """Whether this server's configuration is one of production."""
    file = configuration()
    text = file.read_text() if file.is_file() else ""
    return opens_to_the_world(text, config["http_interface"])
