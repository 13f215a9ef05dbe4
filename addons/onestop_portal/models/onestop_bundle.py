from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from odoo.addons.onestop_procedure.core.plain_text import plain
from odoo.addons.onestop_procedure.legal_day import legal_today


class OnestopBundle(models.Model):
    _name = "onestop.bundle"
    _inherit = ["onestop.bundle", "onestop.remembered.mixin"]

    @api.model
    def _public(self, more=Domain.TRUE):
        """The groups in force, or some of them, for anyone."""
        # sudo: bounded to groups in force, which a decision publishes.
        return self.sudo().search(Domain("phase", "=", "in_force") & more)

    @api.model
    def _public_one(self, number):
        """The group in force with this id, or none."""
        return self._public(Domain("id", "=", number)) if number < 2**31 else self

    @api.model
    def _public_in(self, event):
        """The groups in force with a procedure of a life event."""
        return self._public(
            Domain("part_ids.procedure_id.life_event_ids", "in", event.ids)
        )

    @api.model
    def _public_found(self, typed, codes):
        """The groups in force that people may mean: by their name, or by procedures that
        were found.

        :param str typed: what was typed
        :param codes: of the procedures that were found
        """
        wanted, codes = plain(typed).split(), set(codes)
        return self._public().filtered(
            lambda one: (
                codes & set(one.part_ids.procedure_id.mapped("code"))
                or all(word in plain(one.name) for word in wanted)
            )
        )

    @api.model
    def _public_links(self, version):
        """The groups of one procedure for its page: (id, name) of each."""
        return self._links_on(version.id, legal_today())

    @ormcache("version_id", "day", "self.env.lang")
    def _links_on(self, version_id, day):
        bundles = self._public(
            Domain("part_ids.procedure_id.version_ids", "in", [version_id])
        )
        return [(one.id, one.name) for one in bundles]

    def _why_not_online(self):
        """Why it cannot be filed on this portal today: a sentence; "" where it can."""
        self.ensure_one()
        if self.phase != "in_force":
            return self.env._("This group of procedures is in force no more.")
        versions = self._versions()
        for part, version in versions.items():
            if not version:
                return self.env._("“%s” is in force no more.", part.name)
            if not version._can_be_filed_here():
                return self.env._(
                    "“%s” cannot be filed online at the moment.", version.name
                )
        if not self._receiving_departments():
            return self.env._("No centre receives all parts of this group.")
        return ""
