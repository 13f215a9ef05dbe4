"""Which items of a request to supplement are new (Decree 61/2018, art. 11.2 and 17.2),
and which are not what was published (art. 5.1)."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One thing that the applicant is asked for.

    `about`: the id of a paper, or in words what it is about. `cause`: code of why.
    `absent`: it was not there, so nobody could look at it.
    """

    about: int | str
    cause: str
    absent: bool = False


def about(words: str) -> str:
    """What a line without a paper is about, however its words are written."""
    return " ".join(words.casefold().split()).rstrip(".")


def is_outside(words: str, published: Collection[str]) -> bool:
    """Whether what is asked for in words, and is none of the papers, is nothing that was
    published either.

    `published`: names of the questions and fees of the dossier. Words that name nothing
    ask for something beside the list.
    """
    return about(words) not in {about(name) for name in published if name}


def new_items(asked: Collection[Item], before: Collection[Item]) -> list[Item]:
    """Return what is asked for the first time.

    Asking again for what is still missing or still wrong is no second request. What was
    not there could not be looked at: what is wrong with it, now that it came, is not new
    either.
    """
    known = {(item.about, item.cause) for item in before}
    absent = {item.about for item in before if item.absent}
    return [
        item
        for item in asked
        if (item.about, item.cause) not in known and item.about not in absent
    ]
