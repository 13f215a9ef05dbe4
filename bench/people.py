"""Invented applicants: plainly fictional, numbered, the same for the same number."""

from dataclasses import dataclass
from datetime import date, timedelta

from bench.draw import Draw


@dataclass(frozen=True)
class Applicant:
    """A person or an organisation as a dossier has it filed."""

    kind: str
    name: str
    identity_number: str | None
    tax_code: str | None
    birthdate: date | None
    address: str
    commune: str
    phone: str
    email: str | None


def applicant(figures, communes, seed, number):
    """The applicant of a number: no identity number begins with 999 in Việt Nam."""
    draw = Draw(f"{seed}/applicant/{number}")
    person = draw.chance(figures["persons"])
    names = figures["names"]
    if person:
        parts = (draw.choice(names[part]) for part in ("family", "middle", "given"))
        name = " ".join(parts)
    else:
        name = f"{draw.choice(names['firm'])} {number}"
    commune = draw.choice(communes)
    street = f"Số {draw.randrange(1, 400)} đường {draw.choice(names['street'])}"
    born = date(1945, 1, 1) + timedelta(days=draw.randrange(22_000))
    return Applicant(
        kind="person" if person else "organisation",
        name=name,
        identity_number=f"999{number:09d}" if person else None,
        tax_code=None if person else f"99{number:08d}",
        birthdate=born if person else None,
        address=f"{street}, {commune}",
        commune=commune,
        phone=f"0999{number:06d}",
        email=f"nguoi.{number}@congdan.invalid" if draw.chance(0.8) else None,
    )
