from contextlib import suppress

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRefused(DossierCase):
    """What is refused is refused before anything is written: no savepoint rolls back
    here what was."""

    def refuse(self, role, dossier, code, reason=None, **values):
        rows = self.journal(dossier)
        # Not assertRaises: Odoo's takes back what was written.
        with suppress(UserError):
            self.act(role, dossier, code, reason, **values)
        self.assertEqual(self.journal(dossier), rows)

    def test_of_two_documents_one_of_which_is_empty_neither_is_kept(self):
        dossier = self.to_processing()
        good = {"name": "Licence", "file": self.pdf("licence.pdf")}
        empty = {"name": "Map", "file": self.pdf("map.pdf", b"")}
        self.refuse(
            *("department_officer", dossier, "complete_step"), results=[good, empty]
        )
        self.assertFalse(dossier.result_ids)

    def test_what_the_clerk_numbers_by_hand_is_not_kept(self):
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.refuse("clerk", dossier, "seal", results=[result], number="12/GP")
        self.assertFalse(dossier.result_ids)

    def test_an_obligation_of_no_amount_lets_no_term_stand_still(self):
        dossier = self.to_processing()
        self.refuse("department_officer", dossier, "suspend", "Tax.", amount="much")
        self.assertFalse(dossier.clock_event_ids)

    def test_where_there_is_no_code_to_give_nothing_is_received(self):
        self.centre.national_code = False
        dossier = self.file()
        self.refuse("counter_officer", dossier, "accept")
        self.assertFalse(dossier.department_id)
        self.assertFalse(dossier.date_accepted)
