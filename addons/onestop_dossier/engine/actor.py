from functools import cached_property

from ..core.workflow import SYSTEM
from .delegation import Delegation


class Actor:
    """The one who acts on a dossier: which roles, in which of its departments."""

    def __init__(self, env, system=False):
        self.env = env
        self.is_system = system
        self._delegations = {}

    @cached_property
    def _held(self):
        return self.env.user._held_assignments()

    def roles_at(self, departments):
        """Codes of roles held today in any of `departments`."""
        if self.is_system:
            return {SYSTEM}
        return self.env.user._onestop_roles_at(departments, self._held)

    def delegation(self, dossier):
        """What the decisions on the procedure of a dossier say of this actor."""
        if dossier.id not in self._delegations:
            self._delegations[dossier.id] = Delegation(dossier, self)
        return self._delegations[dossier.id]

    def signature(self, department):
        """In which capacity, and by whom, is signed for a department: “KT. GIÁM ĐỐC,
        Nguyễn Văn A”. A head signs for the units below too."""
        above = [int(part) for part in department.parent_path.split("/") if part]
        held = self._held.filtered(
            lambda one: one.capacity and one.department_id.id in above
        )
        # Of several, the one that is nearest.
        nearest = held.sorted(lambda one: above.index(one.department_id.id))[-1:]
        return ", ".join(filter(None, (nearest.capacity, self.env.user.name)))

    def on_behalf_of(self, role, departments):
        """In whose stead the user has a role there; nobody, where it is their own too."""
        user = self.env.user
        own = [one for one in self._held if not one.absence_id]
        if self.is_system or len(own) == len(self._held):
            return user.browse()
        if role in user._onestop_roles_at(departments, own):
            return user.browse()
        for one in self._held:
            if one.absence_id and role in user._onestop_roles_at(departments, one):
                return one.absence_id.user_id
        return user.browse()

    def absent_at(self, department):
        """The colleagues of a department in whose stead the user is there today."""
        if self.is_system:
            return self.env["res.users"].browse()
        absences = self._standing_in.filtered(
            lambda one: one.department_id == department
        )
        return absences.user_id

    @cached_property
    def _standing_in(self):
        return self.env.user._standing_in()

    def roles_on(self, dossier, departments):
        """The same, and `applicant` for the person who filed."""
        roles = self.roles_at(departments)
        partner = self.env.user.partner_id
        if dossier.partner_id and dossier.partner_id == partner and not self.is_system:
            roles.add("applicant")
        return roles
