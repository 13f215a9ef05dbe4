"""What a certificate says of whose seal it is; and which are of no value."""

from asn1crypto import pem, x509

from .seal_error import SealError

#: Unit in the name of every authority that set-up makes: its keys lie about on disks, so
#: that a production refuses them and every page says what they are.
TEST_UNIT = "Onestop - chi de thu nghiem"
#: More than any chain of authorities has.
MOST = 6


def read_chain(text):
    """The certificates (asn1crypto) of a PEM text: that of the seal, then its issuers.

    :raises SealError: `no_certificate`, `certificate_unreadable`
    """
    found = []
    try:
        for kind, _headers, der in pem.unarmor((text or "").encode(), multiple=True):
            if kind == "CERTIFICATE":
                found.append(x509.Certificate.load(der, strict=True))
        for one in found:
            # Read now what is asked later; a damaged one fails here.
            _ = (one.subject.native, one.issuer.native, one.public_key.native)
            _ = (one.not_valid_before, one.not_valid_after, one.serial_number)
    except (ValueError, TypeError, KeyError):
        found = None
    if not (text or "").strip():
        raise SealError("no_certificate")
    if not found or len(found) > MOST:
        raise SealError("certificate_unreadable")
    return found


def facts_of(certificate):
    """What people are told of a certificate: dict of `subject`, `issuer` (str), `serial`
    (hexadecimal), `not_before`, `not_after` (aware), `fingerprint` (SHA-256, hexadecimal),
    `is_test`."""
    return {
        "subject": name_of(certificate.subject),
        "issuer": name_of(certificate.issuer),
        "serial": f"{certificate.serial_number:X}",
        "not_before": certificate.not_valid_before,
        "not_after": certificate.not_valid_after,
        "fingerprint": certificate.sha256.hex(),
        "is_test": is_test(certificate),
    }


def name_of(name):
    """Whom a certificate names, in a line."""
    parts = name.native
    for key in ("common_name", "organization_name"):
        if value := parts.get(key):
            return value if isinstance(value, str) else ", ".join(value)
    return name.human_friendly


def is_test(certificate):
    """Whether an authority of a set-up issued it."""
    units = []
    for name in (certificate.issuer, certificate.subject):
        unit = name.native.get("organizational_unit_name") or ()
        units += [unit] if isinstance(unit, str) else list(unit)
    return TEST_UNIT in units


def same_key(certificate, public_key):
    """Whether a certificate is that of a public key (asn1crypto)."""
    return certificate.public_key.dump() == public_key.dump()
