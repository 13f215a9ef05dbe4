from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from .right import SEALING
from .sealed_result import digest_of

# The forms of the law that leave the house, and by which actions they are issued.
FORMS = ("receipt", "supplement", "rejection", "apology", "stop")
CODES = (
    *("accept", "request_supplement", "pass_on", "reject", "apologise", "stop"),
    *("seal", "resolve", "correct"),
)
CLOSING = ("close_register",)
# By which results are issued.
ISSUES = ("seal", "resolve", "correct")
# Longer than any request or job runs: a row of the journal may be seen after one that
# has a higher number.
SETTLED = timedelta(minutes=15)
# What could not be sealed is tried again after this.
AGAIN = timedelta(minutes=10)
MOST_AGAIN = 200
# Rows that are looked at anew rather than write to the seals, which jobs refer to.
LAG = 200


class SealingRound:
    """Every minute: what was issued since is put down for sealing.

    It reads the journal, so that no action of anybody waits for it or asks a query more.
    """

    def __init__(self, env):
        self.env = env
        self.papers = env["onestop.sealed.paper"]
        self.seals = env["onestop.seal"].search([("phase", "=", "in_force")])

    def run(self):
        self._again()
        if self.seals:
            self._new()._call_job()
            self._advance()

    def _again(self):
        waiting = self.papers.search(
            Domain("state", "=", "waiting")
            & Domain("write_date", "<", fields.Datetime.now() - AGAIN),
            order="write_date",
            limit=MOST_AGAIN,
        )
        waiting._call_job()

    def _new(self):
        """The papers that nobody has asked for yet, made."""
        made = self.papers
        for row, dossier_id, code in self._rows():
            dossier = self.env["onestop.dossier"].browse(dossier_id)
            with SEALING.held():
                made |= self.papers.create(self._wanted(row, dossier, code))
        with SEALING.held():
            return made | self.papers.create(self._closed_registers())

    def _rows(self, table="onestop_dossier", codes=CODES):
        """(number, record, code) of what happened since to records of a table, and led
        to no paper yet."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT j.id, j.res_id, j.code
                  FROM onestop_journal j
                  JOIN %s d ON d.id = j.res_id
                 WHERE j.id > %s AND j.res_model = %s
                       AND j.code IN %s
                       AND NOT EXISTS (
                           SELECT FROM onestop_sealed_paper p WHERE p.row = j.id)
                 ORDER BY j.id
                """,
                SQL.identifier(table),
                min(self.seals.mapped("seen_row")),
                table.replace("_", "."),
                codes,
            )
        )
        return self.env.cr.fetchall()

    def _closed_registers(self):
        """Values of the papers of registers that were closed."""
        registers = self.env["onestop.register"]
        return [
            {"register_id": number, "form": "register", "row": row}
            for row, number, _code in self._rows("onestop_register", CLOSING)
            if self._sealed_by(row, registers.browse(number).department_id, "forms")
        ]

    def _wanted(self, row, dossier, code):
        """Values of the papers that what happened there issued."""
        if code in ISSUES:
            return [self._of_result(row, one) for one in self._results(row, dossier)]
        return [
            {"dossier_id": dossier.id, "form": form, "row": row}
            for form in FORMS
            if self._issued(row, dossier, form)
        ]

    def _issued(self, row, dossier, form):
        report = self.env[f"report.onestop_dossier.form_{form}"]
        return self._sealed_by(row, report._issuer(dossier), "forms") and (
            report._stands_on(dossier, row)
        )

    def _sealed_by(self, row, department, kind):
        return any(
            seal.department_id == department
            and seal[f"seals_{kind}"]
            and seal.seen_row < row
            for seal in self.seals
        )

    def _results(self, row, dossier):
        """Those that our report printed; a file that was handed in is not ours."""
        had = self.papers.search([("result_id", "in", dossier.result_ids.ids)])
        return (dossier.result_ids - had.result_id).filtered(
            lambda one: (
                one.state == "issued"
                and one.body
                and self._sealed_by(row, one.department_id, "results")
            )
        )

    def _of_result(self, row, result):
        return {
            "dossier_id": result.dossier_id.id,
            "result_id": result.id,
            "form": "result",
            "row": row,
            "digest": digest_of(result),
        }

    def _advance(self):
        """Look no more at what is so old that all of it was seen."""
        self.env.cr.execute(
            SQL(
                "SELECT max(id) FROM onestop_journal WHERE id > %s AND moment < %s",
                min(self.seals.mapped("seen_row")),
                fields.Datetime.now() - SETTLED,
            )
        )
        (last,) = self.env.cr.fetchone()
        behind = self.seals.filtered(lambda seal: last and seal.seen_row < last - LAG)
        if behind:
            with SEALING.held():
                behind.write({"seen_row": last})
