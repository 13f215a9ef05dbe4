"""Whether a configuration opens the centre to the world.

A demonstration has accounts whose passwords are printed: it stays on this machine.
"""

import configparser

LOOPBACK = ("127.0.0.1", "::1", "localhost")
# Of an interface that is named nowhere: Odoo then listens on all of them.
ALL = "0.0.0.0"


def opens_to_the_world(text, interface=None):
    """Tell whether a configuration file (its text) is one of production.

    It is where it says so (`production = True` in a section `[onestop]`), or where
    Odoo listens on more than loopback.

    :param interface: that of the command line, which goes before the file's
    """
    # Odoo's own files have %-signs that are none of ours.
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    if parser.getboolean("onestop", "production", fallback=False):
        return True
    named = interface or parser.get("options", "http_interface", fallback=ALL)
    return named.strip() not in LOOPBACK
