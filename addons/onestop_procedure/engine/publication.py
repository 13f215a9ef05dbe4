from odoo import fields
from odoo.exceptions import UserError

from ..models.onestop_frozen_mixin import MAY_CHANGE_FROZEN


class Publication:
    """All that one decision does to the catalogue: at once, or not at all.

    What it published before stays; what was put on it since is published with it.
    """

    def __init__(self, decision):
        decision.ensure_one()
        self.decision = decision
        self.env = decision.env
        self.versions = decision.version_ids.filtered(lambda one: one.state == "draft")
        self.endings = decision.ending_ids.filtered(lambda one: not one.published_at)

    def run(self):
        """Publish the drafts and end the procedures from the day of effect on.

        :raises UserError: with everything that stands against it, a sentence each
        """
        for records in (self.decision, self.versions, self.endings):
            records.check_access("write")
        if obstacles := self.obstacles():
            raise UserError(
                self.env._(
                    "%(decision)s cannot be published yet:\n%(list)s",
                    decision=self.decision.display_name,
                    list="\n".join(f"• {sentence}" for sentence in obstacles),
                )
            )
        with MAY_CHANGE_FROZEN.held():
            self._write(fields.Datetime.now())
        (self.versions.procedure_id | self.endings.procedure_id)._apply_dates()

    def _write(self, now):
        decision, first_day = self.decision, self.decision.effect_date
        withdrawn = self.endings.filtered("version_id")
        for ending in withdrawn:
            ending.version_id._withdraw(decision)
        for version in self.versions:
            version.procedure_id._end_versions(first_day, decision)
            version.write(
                {
                    "state": "published",
                    "valid_from": first_day,
                    "published_at": now,
                    **version._prepare_definitions(),
                }
            )
        for procedure in (self.endings - withdrawn).procedure_id:
            procedure._end_versions(first_day, decision)
        self.endings.write({"published_at": now})
        decision.write({"published_at": now})

    def obstacles(self):
        """What stands against it, as sentences that name the procedure; [] if nothing."""
        return [
            *self.decision._missing_parts(),
            *self._obstacles_of_rows(),
            *self._obstacles_of(self.versions),
            *self._obstacles_of(self.endings),
        ]

    def _obstacles_of_rows(self):
        _ = self.env._
        if not self.versions and not self.endings:
            return [_("It holds nothing to publish: no draft, no procedure that ends.")]
        # What is withdrawn makes room for another version of the same decision.
        ended = self.endings.filtered(lambda one: not one.version_id)
        procedures = [one.procedure_id for one in (*self.versions, *ended)]
        return [
            _(
                "%(procedure)s stands on it more than once.",
                procedure=procedure.display_name,
            )
            for procedure in dict.fromkeys(procedures)
            if procedures.count(procedure) > 1
        ]

    def _obstacles_of(self, rows):
        for row in rows.sorted("procedure_id"):
            if sentences := row._obstacles():
                yield f"{row.display_name}: {' '.join(sentences)}"
