import base64

from .sealed_form import SealedForm


class SealedRegister(SealedForm):
    """The register of a year as it was closed, as what is sealed."""

    def __init__(self, paper):
        super().__init__(paper)
        self.record = paper.register_id

    def moved_on(self):
        return None if self.record._is_intact() else "changed"

    def seals(self):
        return self.env["onestop.seal"]._of(self.record.department_id, "forms")

    def pdf(self):
        """The file that was closed: it was printed once, and never is again."""
        return base64.b64decode(self.record.with_context(bin_size=False).file)
