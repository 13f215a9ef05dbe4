from functools import cached_property

from ..core.workflow import SYSTEM


class Actor:
    """The one who acts on a dossier: which roles, in which of its departments."""

    def __init__(self, env, system=False):
        self.env = env
        self.is_system = system

    @cached_property
    def _held(self):
        return self.env.user._held_assignments()

    def roles_at(self, departments):
        """Codes of roles held today in any of `departments`."""
        if self.is_system:
            return {SYSTEM}
        return self.env.user._onestop_roles_at(departments, self._held)

    def roles_on(self, dossier, departments):
        """The same, and `applicant` for the person who filed."""
        roles = self.roles_at(departments)
        partner = self.env.user.partner_id
        if dossier.partner_id and dossier.partner_id == partner and not self.is_system:
            roles.add("applicant")
        return roles
