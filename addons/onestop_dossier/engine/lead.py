from .actor import Actor


class Lead(Actor):
    """The agency that leads, to the linked dossiers that it opened elsewhere: it is
    their applicant, and nothing else there.

    Whoever makes one has checked that the user acts for the lead agency, or that what
    happened to the dossier of the lead agency means this to those it is linked to.
    """

    def roles_at(self, departments):
        return set()

    def roles_on(self, dossier, departments):
        return {"applicant"}

    def absent_at(self, department):
        return self.env["res.users"].browse()
