from odoo.tools import SQL

from .archive_index import ArchiveIndex

# What stands in the place of a file that was destroyed, and of a text that has to be
# something.
GONE = "–"
# Kinds of fields in which people are told of.
_TOLD = ("char", "text", "html", "json", "properties")
# Numbers by which papers are known, and what says what a row is: of nobody.
_KEPT = frozenset(
    {
        *("code", "tracking_number", "outside_code", "number", "label", "series"),
        *("state_before", "lang", "form", "checksum", "token_hash", "digest"),
    }
)
# Of the dossier besides: whose account it was, and when they were born.
_LINKS = ("partner_id", "owner_birthdate")


class Destroying:
    """What is left of a dossier when its term is over: its codes and dates, its journal
    with every row, and the index with the checksum of each document. All else that was
    written or filed goes, by a decision that somebody else than its proposer confirmed.

    :param dossier: read by the system, locked; whoever calls has the decision
    """

    def __init__(self, dossier):
        self.dossier = dossier
        self.env = dossier.env

    def run(self):
        self._files()
        messages = self.env["mail.message"].search(
            [("model", "=", self.dossier._name), ("res_id", "=", self.dossier.id)]
        )
        messages.unlink()
        self.env.flush_all()
        for model, column in self._tables():
            self._empty(model, column)
        self.env.invalidate_all()

    def _files(self):
        """The rows stay, for other rows name them; what was in them goes, and their
        names: people write their own into those."""
        for file in ArchiveIndex(self.dossier).files():
            file.write({"raw": GONE.encode(), "name": f"{GONE}.txt"})

    def _tables(self):
        """Whatever stands behind the wall of the dossier; see
        security/onestop_restricted_rules.xml."""
        yield self.dossier, "id"
        wall = [
            ("domain_force", "like", "restricted_request_ids"),
            ("groups", "=", False),
        ]
        rules = self.env["ir.rule"].search(wall)
        for name in rules.model_id.mapped("model"):
            if name != self.dossier._name and "dossier_id" in self.env[name]._fields:
                yield self.env[name], "dossier_id"

    def _empty(self, model, column):
        sets = [
            self._set(field)
            for field in model._fields.values()
            if field.store
            and field.column_type
            and not field.translate
            and field.name not in _KEPT
            and (field.type in _TOLD or (column == "id" and field.name in _LINKS))
        ]
        if sets:
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(sets)s WHERE %(column)s = %(id)s",
                    table=SQL.identifier(model._table),
                    sets=SQL(", ").join(sets),
                    column=SQL.identifier(column),
                    id=self.dossier.id,
                )
            )

    @staticmethod
    def _set(field):
        if field.required and field.type in ("char", "text", "html"):
            return SQL("%s = %s", SQL.identifier(field.name), GONE)
        return SQL("%s = NULL", SQL.identifier(field.name))
