from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.database_time import legal_date


class Issuing:
    """Drafts of results become results: each gets a number of its own from the results
    book of who issues it, a date and its validity, and is printed where it has a text.

    :param dossier: in sudo; the caller bounds who may issue for `department`
    :param now: naive, UTC
    """

    def __init__(self, dossier, department, now):
        self.env = dossier.env
        self.dossier = dossier
        self.department = department
        self.day = legal_date(now)

    def run(self, drafts, signer, validity=None):
        """:param dict validity: as `read_validity` gives it"""
        if not drafts:
            return
        books = self.env["onestop.result.book"]
        book = books._of(self.department, self.day.year)
        for result in drafts:
            result.write(
                {
                    "number": book._give(result, signer),
                    "date": self.day,
                    "department_id": self.department.id,
                    "signer": signer,
                    "state": "issued",
                    "valid_from": self.day,
                    **(validity or {}),
                }
            )
            result._print()

    def read_validity(self, values):
        """Values of `valid_from` and `valid_to`, ISO text or dates, those that are named.

        :raises UserError: for what is no date, or no time in which it could hold
        """
        named = {}
        for name in ("valid_from", "valid_to"):
            if values.get(name):
                try:
                    named[name] = fields.Date.to_date(values[name])
                except (ValueError, TypeError) as error:
                    raise UserError(
                        self.env._("Name the day as year-month-day: 2026-12-31.")
                    ) from error
        last = named.get("valid_to")
        if last and last < max(self.day, named.get("valid_from", self.day)):
            raise UserError(
                self.env._(
                    "The last day on which the result holds lies before its first, or "
                    "before today."
                )
            )
        return named
