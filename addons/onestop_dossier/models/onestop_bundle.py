from odoo import models
from odoo.exceptions import UserError


class OnestopBundle(models.Model):
    _inherit = "onestop.bundle"

    def _versions(self):
        """{part: version in force today, or an empty one} in the order of the group."""
        self.ensure_one()
        return {
            one: one.procedure_id._current_version().filtered("procedure_id.active")
            for one in self.part_ids
        }

    def _receiving_departments(self):
        """The centres at which a person may file all of its parts online."""
        versions = list(self._versions().values())
        places = self.env["onestop.department"]
        if not all(versions):
            return places
        first, *others = (version._receiving_departments() for version in versions)
        return first.filtered(lambda one: all(one in places for places in others))

    def _chosen_place(self, wanted):
        """The centre at which somebody files a group online.

        :param int wanted: id of one of `_receiving_departments`, where there are several
        :raises UserError: where none receives all parts, or it is not said which
        """
        places = self._receiving_departments()
        if not places:
            raise UserError(
                self.env._("No centre receives all parts of this group at the moment.")
            )
        return places._chosen(wanted)
