"""What tests/access_matrix.yaml needs of each model: records to try its cells on.

A model's `Factory` stands in `tests/factories.py` of its addon, in a dict FACTORIES by
the model's name. A *place* is where a record stands as seen by the user who tries: in
their own department, at their own counter, anywhere (`all`, for models whose records
are all alike), … A record of one place stands in none of the others, so that each
place is tried for itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Factory:
    """How to make records of a model.

    - `places`: the names that the matrix uses; `("all",)` where records are all alike.
    - `values(case, user, place)`: what `create` takes, or None where that user can
      have no record there (a citizen has no department).
    - `make(case, user, place)`: a record, made by the superuser. Without it:
      `create` with `values`, in the name of `user` where the place is "own".
    - `change(case)`: what `write` is tried with: harmless, and of right values.
    - `creates`: the places in which `create` is tried; None for all.
    - `reader(case, record)`: a user who reads it, in a place where the matrix names
      nobody: its owner. Else a wall could not be told from a record that is not there.
    - `frozen`: places whose records nobody changes: there a refusal need not be one of
      rights.
    """

    values: Callable = lambda case, user, place: {}
    change: Callable = lambda case: {}
    make: Callable | None = None
    reader: Callable | None = None
    places: tuple[str, ...] = ("all",)
    creates: tuple[str, ...] | None = None
    frozen: tuple[str, ...] = field(default=())

    def record(self, case, model, user, place):
        """A record of `model` (a name) in `place`, as the superuser; or None.

        Made once for each user and place: whoever tries leaves it as it was.
        """
        records = case.__dict__.setdefault("matrix_records", {})
        key = (model, place, user.id if place.startswith("own") else None)
        if key not in records:
            records[key] = self._record(case, model, user, place)
        return records[key]

    def _record(self, case, model, user, place):
        if self.make:
            return self.make(case, user, place)
        values = self.values(case, user, place)
        if values is None:
            return None
        owner = owner_of(case, user, place)
        return case.env[model].with_user(owner).sudo().create(values).sudo()


def owner_of(case, user, place):
    """In whose name a record is made: their own, or somebody else's."""
    return user if place == "own" else case.colleague
