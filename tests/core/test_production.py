"""Which configurations let the world in: those never serve the demonstration."""

import pathlib

import pytest
from onestop_procedure_core.production import opens_to_the_world

ROOT = pathlib.Path(__file__).parents[2]


@pytest.mark.parametrize(
    "text, world",
    [
        ("[options]\nhttp_interface = 127.0.0.1\n", False),
        ("[options]\nhttp_interface = ::1\n", False),
        ("[options]\nhttp_interface = 0.0.0.0\n", True),
        ("[options]\nhttp_interface = 192.0.2.7\n", True),
        # Odoo listens everywhere where it is told nothing.
        ("[options]\nworkers = 2\n", True),
        ("[options]\nhttp_interface =\n", True),
        ("", True),
        # Behind a web server on the same machine only the file can say it.
        (
            "[options]\nhttp_interface = 127.0.0.1\n[onestop]\nproduction = True\n",
            True,
        ),
        (
            "[options]\nhttp_interface = 127.0.0.1\n[onestop]\nproduction = False\n",
            False,
        ),
    ],
)
def test_what_opens_to_the_world(text, world):
    assert opens_to_the_world(text) is world


def test_the_command_line_goes_before_the_file():
    text = "[options]\nhttp_interface = 127.0.0.1\n"
    assert opens_to_the_world(text, "0.0.0.0")
    assert not opens_to_the_world("[options]\n", "127.0.0.1")


def test_the_configuration_of_the_demonstration_stays_on_this_machine():
    assert not opens_to_the_world((ROOT / "odoo.conf").read_text())
