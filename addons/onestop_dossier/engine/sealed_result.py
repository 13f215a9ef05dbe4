import hashlib
import json

from ..core.seal_error import SealError
from .sealed_form import SealedForm

# What a result says; it is fixed when it is issued.
SAID = ("name", "number", "date", "signer", "state", "body")


def digest_of(result):
    """Of what a result says (SHA-256, hexadecimal)."""
    said = [str(result[name] or "") for name in SAID]
    text = json.dumps([*said, result.department_id.id])
    return hashlib.sha256(text.encode()).hexdigest()


class SealedResult(SealedForm):
    """A result that our report prints, as what is sealed."""

    @property
    def _result(self):
        return self.paper.result_id

    def moved_on(self):
        return None if digest_of(self._result) == self.paper.digest else "changed"

    def seals(self):
        found = self.env["onestop.seal"]._of(self._result.department_id, "results")
        if found and not self._may_be_sealed():
            raise SealError("no_delegation")
        return found

    def _may_be_sealed(self):
        """The centre's seal goes on a result by a written delegation alone."""
        department = self._result.department_id
        if department.kind != "centre":
            return True
        day = self._result.date
        decisions = self.env["onestop.delegation"]._of_procedure(
            self.record.procedure_id, department
        )
        return any(
            one.valid_from <= day and (not one.valid_to or day <= one.valid_to)
            for one in decisions
        )

    def pdf(self):
        return self._printed("result_draft", self._result)
