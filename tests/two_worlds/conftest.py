"""Two worlds that differ in one secret alone: whoever must not know it sees one world."""

from odoo.tests import BaseCase

# Odoo gives these to the tests of addons only; cases here need them all the same.
BaseCase.test_tags = {"standard", "at_install"}
BaseCase.test_module = "onestop"
