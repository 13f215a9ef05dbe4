"""Seals on PDFs: PAdES signatures, made and looked at by pyhanko.

A signature is added behind the file, whose own bytes stay as they are; nothing may
follow it.
"""

import io
import logging
import math
from dataclasses import dataclass
from datetime import datetime, timezone

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    InnerScaling,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from .seal_certificate import facts_of
from .seal_error import SealError

# What is wrong with a file that somebody brings is said to them, and not to the log.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

FIELD = "Seal"
#: Name of the place in a document where its seal is put; the last page, where it is.
PLACE = "seal"
# Millimetres in points.
MM = 72 / 25.4
# The picture fills the box, which is as large as it is.
AS_IT_IS = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MIN,
    y_align=AxisAlignment.ALIGN_MIN,
    margins=Margins.uniform(0),
    inner_content_scaling=InnerScaling.NO_SCALING,
)
# From the corner of the last page, where a document names no place.
MARGIN = 10 * MM
# From the corner of the first page: over its heading.
HEAD = 3 * MM
# Seconds that an authority of time has to answer.
PATIENCE = 10
# A document of ours has one; whoever adds more wants to tire the reader.
MOST_SEALS = 8
# What a damaged file holds in the place of numbers and names is anything.
DAMAGED = (
    *(PdfError, SignatureValidationError, SigningError, ValueError, TypeError),
    *(KeyError, IndexError, AttributeError, NotImplementedError),
    *(RecursionError, OverflowError, AssertionError),
)


@dataclass(frozen=True)
class Seal:
    """What a signature in a file says, and what of it holds."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    is_test: bool
    not_before: datetime
    not_after: datetime
    # By its own word, unless the time was stamped by an authority that is trusted.
    signed_at: datetime | None
    is_timed: bool
    # The bytes are those that were signed; nothing was added; its authority is trusted.
    intact: bool
    whole: bool
    trusted: bool

    @property
    def valid(self):
        return self.intact and self.whole and self.trusted


class _Picture(ImportedPdfPage):
    """A page of a PDF that is in memory, as the picture of a seal."""

    def render(self):
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.file_name)))
        self.resources.xobject["/Seal"] = page
        left, low, right, high = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
        return b"/Seal Do"


def time_authority(url, headers=None):
    """Whoever stamps the time by RFC 3161, for `sign`."""
    return RequestsHTTPTimeStamper(url, timeout=PATIENCE, headers=headers)


def sign(pdf, signer, picture, authority=None, at_head=False):
    """Return the PDF (bytes) with a seal on it.

    :param bytes pdf: of ours, PDF/A; it stays so
    :param signer: of `SealKeys.signer`
    :param bytes picture: a PDF of one page as large as the seal, put where the document
        says (`PLACE`), else at the foot of its last page
    :param authority: of `time_authority`
    :param bool at_head: put it at the head of the first page, to the right
    :raises SealError: `time_away`, `signing_failed`
    """
    page, box = _place(pdf, picture, at_head)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    pdf_signer = signers.PdfSigner(
        meta,
        signer,
        timestamper=authority,
        stamp_style=StaticStampStyle(
            border_width=0,
            background=_Picture(picture),
            background_layout=AS_IT_IS,
        ),
        new_field_spec=fields.SigFieldSpec(FIELD, on_page=page, box=box),
    )
    try:
        out = pdf_signer.sign_pdf(writer)
    except TimestampRequestError:
        raise SealError("time_away") from None
    except DAMAGED:
        raise SealError("signing_failed") from None
    return out.getvalue()


def _place(pdf, picture, at_head):
    """(number of the page from 0, box in points) of a seal."""
    width, height = (float(side) for side in _size(picture))
    document = PdfReader(io.BytesIO(pdf))
    named = document.named_destinations.get(PLACE)
    pages = [page.indirect_reference for page in document.pages]
    if at_head:
        number = 0
        edge = document.pages[number].mediabox
        left = float(edge.right) - HEAD - width
        top = float(edge.top) - HEAD
    elif named:
        number = pages.index(named["/Page"].get_object().indirect_reference)
        right = float(document.pages[number].mediabox.right)
        left = max(0, min(float(named.left), right - width))
        top = float(named.top)
    else:
        number = len(pages) - 1
        left = float(document.pages[number].mediabox.right) - MARGIN - width
        top = MARGIN + height
    # Whole points: never smaller than the picture.
    left, low = math.floor(left), math.floor(top - height)
    return number, (left, low, left + math.ceil(width), low + math.ceil(height))


def _size(picture):
    box = PdfReader(io.BytesIO(picture)).pages[0].mediabox
    return box.width, box.height


def look(pdf, roots):
    """What the seals of a PDF say: list of `Seal`, the first made first.

    Nothing is fetched from anywhere. Its caller bounds how large the file is.

    :param roots: certificates (asn1crypto) of the authorities that are trusted
    :raises SealError: `unreadable` where it is no PDF that can be read
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = reader.embedded_regular_signatures
    except DAMAGED:
        raise SealError("unreadable") from None
    if len(found) > MOST_SEALS:
        raise SealError("unreadable")
    return [_look_at(one, roots) for one in found]


def _look_at(embedded, roots):
    try:
        certificate = embedded.signer_cert
        said = embedded.self_reported_timestamp
        status = validate_pdf_signature(
            embedded,
            signer_validation_context=_trust(roots, said),
            ts_validation_context=_trust(roots, said),
            # Our seals allow no change: whether there is one is all that is asked.
            skip_diff=True,
        )
        facts = facts_of(certificate)
    except DAMAGED:
        raise SealError("unreadable") from None
    stamp = status.timestamp_validity
    timed = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
    return Seal(
        **facts,
        signed_at=stamp.timestamp if timed else said,
        is_timed=timed,
        intact=bool(status.intact and status.valid),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        trusted=bool(status.trusted),
    )


def _trust(roots, moment):
    """Trust in these roots alone, at the hour of the signature: an authority's
    certificate may have ended since, and what was sealed stays sealed."""
    now = datetime.now(timezone.utc)
    if moment is None or moment > now:
        moment = now
    return ValidationContext(
        trust_roots=roots,
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
