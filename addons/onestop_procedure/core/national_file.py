"""Reading of one procedure file of the national database.

A file is a JSON object with ``metadata``, ``content`` and ``tables``, whose keys
are Vietnamese. It becomes an immutable ``Draft``. Every key is taken out of the
parsed object when it is read, and what is left at the end becomes a remark: so
nothing can be dropped in silence. Texts are kept as written (in NFC, without
blanks around them); what was read out of them stands beside their ``raw`` text.
"""

import hashlib
import json
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property

from . import wild_text
from .translatable import _
from .wild_text import Fee, Term, flat, is_nothing, tidy

#: National code, with the agency's own digits after it where it has them.
CODE_PATTERN = r"[0-9]\.[0-9]{6}(?:\.[0-9A-Z]{2,4})*"

#: Sentence of each kind of remark, to be filled with the remark's parameters.
REMARKS = {
    **wild_text.FLAGS,
    "unknown_key": _("The file holds '%(key)s', which is not known; it was not read."),
    "row_not_understood": _("The row is not a set of named cells; it was not read."),
    "row_duplicate": _("The row is the same as row %(first)s; it was read once."),
    "row_merged": _(
        "All cells of the row hold the same text; it was read as one cell."
    ),
    "value_not_text": _("'%(key)s' is not a text; it was not read."),
    "text_repeated": _(
        "The text stands %(times)s times in the cell; it was kept once."
    ),
    "text_escaped": _(
        "'%(key)s' holds signs that cannot be stored; they are written as escapes."
    ),
    "code_differs": _(
        "The file names the code '%(other)s' too; '%(taken)s' was taken."
    ),
    "part_empty": _("This part is empty."),
    "channel_unknown": _("The way of filing is not known."),
    "fee_file_named": _(
        "The fee names the file “%(files)s”, which is not in the export: read it where it "
        "is, and write what it says into the condition of the fee."
    ),
    "channel_repeated": _(
        "'%(channel)s' has %(count)s rows: say which case each row is for."
    ),
    "term_note_differs": _("The note names other durations than the term."),
    "component_case": _(
        "The row is the heading of a case; the rows after it were read as its papers."
    ),
    "component_holds_case": _(
        "The row lists the papers of a whole case in one cell; split it by hand."
    ),
    "component_several_papers": _(
        "The row lists several papers in one cell; split it by hand."
    ),
    "component_counts_missing": _("The number of originals and copies is not given."),
    "component_no_copies": _(
        "Neither an original nor a copy is asked for; the paper may only have to be shown."
    ),
    "component_count_differs": _(
        "The name asks for %(named)s, the counts say %(originals)s original(s) and %(copies)s cop(ies)."
    ),
    "component_counts_twice": _(
        "The two cells give different counts; those of '%(key)s' were taken."
    ),
    "component_note": _("Words beside counts and forms were kept as a note."),
    "name_missing": _("The row has no name."),
    "number_from_title": _(
        "The number '%(given)s' is not complete; '%(number)s' was taken from the title."
    ),
    "date_missing": _("No date is given."),
    "date_not_understood": _("The date could not be read."),
    "date_differs": _("The title names the date %(other)s."),
    "date_year_differs": _("The number names the year %(year)s, the date another."),
}

#: Sentence of each reason for which a file is refused.
ERRORS = {
    "unreadable": _(
        "the file cannot be opened (%(reason)s). Check that it is there and may be read."
    ),
    "too_large": _(
        "the file has more than %(limit)s bytes. Take it out of the folder, or raise the limit."
    ),
    "empty": _("the file is empty. Export it again from the national database."),
    "not_json_but": _(
        "this is %(what)s, not JSON. Convert it first; renaming is not enough."
    ),
    "not_utf8": _("the text is not UTF-8 (byte %(at)s). Save the file as UTF-8."),
    "not_json": _(
        "this is not JSON: line %(line)s, column %(column)s. Export the file again."
    ),
    "too_deep": _(
        "objects lie in one another more than %(limit)s deep. This is not a procedure file."
    ),
    "duplicate_key": _(
        "'%(key)s' stands twice in one object. Delete the one that is wrong."
    ),
    "wrong_type": _(
        "%(wanted)s was expected and %(found)s was found. This is not a procedure file."
    ),
    "no_code": _("the code of the procedure is missing. Fill in 'mã_thủ_tục'."),
    "bad_code": _(
        "'%(given)s' is not the code of a procedure. Correct 'mã_thủ_tục', or the pattern of codes."
    ),
    "no_name": _("the name of the procedure is missing. Fill in 'tên_thủ_tục'."),
}

#: How files begin that somebody renamed, and what they are.
SIGNATURES = {
    b"%PDF": _("a PDF"),
    b"PK\x03\x04": _("a zip, DOCX or XLSX file"),
    b"\xd0\xcf\x11\xe0": _("an old Word or Excel file"),
    b"{\\rtf": _("an RTF file"),
}


class NationalFileError(ValueError):
    """One file that cannot be read: which, where in it, and what to do.

    ``code`` and ``params`` fill ``ERRORS``, for a translated sentence.
    """

    def __init__(self, code, file_name, place="", **params):
        self.code, self.place, self.params = code, place, params
        self.file_name = _storable(file_name)
        where = f"{self.file_name}, {place}" if place else self.file_name
        super().__init__(f"{where}: {ERRORS[code] % params}")


@dataclass(frozen=True)
class Settings:
    """How files are read.

    ``bare_day``: unit of "N Ngày" (``calendar_days`` or ``working_days``);
    ``code_pattern``: regular expression of a whole code.
    """

    bare_day: str = wild_text.CALENDAR_DAYS
    code_pattern: str = CODE_PATTERN
    max_bytes: int = 5_000_000
    max_depth: int = 12


DEFAULTS = Settings()


@dataclass(frozen=True)
class Remark:
    """What was not understood, or should be looked at.

    ``part`` is the key of the text or table, ``row`` counts from 1 (0: no row),
    ``raw`` is the text as it stands in the file.
    """

    code: str
    part: str
    row: int = 0
    raw: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def message(self):
        return REMARKS[self.code] % dict(self.params)


@dataclass(frozen=True)
class Channel:
    """One row of the ways of filing; a channel has a row for each case.

    ``channel``: in_person, online, post, or "" when not known.
    """

    channel: str
    channel_raw: str
    term: Term
    fees: tuple[Fee, ...]
    fees_raw: str
    note: str


@dataclass(frozen=True)
class Case:
    """A case (trường hợp) under which the table groups papers."""

    name: str
    raw: str
    form_names: tuple[str, ...]
    quantity_raw: str
    note_raw: str
    row: int


@dataclass(frozen=True)
class Component:
    """One paper to bring; ``case`` is the name of its case, or "".

    ``originals`` and ``copies`` are None when not said. ``optional``: the name
    says "(nếu có…)" or "(không bắt buộc…)". ``quantity_raw`` and ``note_raw``
    are the cells ``so_luong`` and ``ghi_chu`` as written.
    """

    name: str
    name_raw: str
    originals: int | None
    copies: int | None
    form_names: tuple[str, ...]
    note: str
    quantity_raw: str
    note_raw: str
    case: str
    optional: bool
    row: int


@dataclass(frozen=True)
class LegalBasis:
    """One legal document; ``number`` is without the kind of the document."""

    number: str
    number_raw: str
    title: str
    date: date | None
    date_raw: str
    issuer: str


@dataclass(frozen=True)
class Draft:
    """One procedure as the file gives it. Lists keep the order of the file."""

    code: str
    name: str
    source_id: str
    source_file: str
    decision_number: str
    decision_raw: str
    levels: tuple[str, ...]
    levels_raw: str
    kind: str
    field_name: str
    steps: str
    ways: str
    conditions: str
    no_conditions: bool
    description: str
    subjects: tuple[str, ...]
    implementing_agencies: tuple[str, ...]
    competent_agencies: tuple[str, ...]
    authorised_agencies: tuple[str, ...]
    coordinating_agencies: tuple[str, ...]
    receiving_addresses: tuple[str, ...]
    results: tuple[str, ...]
    keywords: tuple[str, ...]
    channels: tuple[Channel, ...]
    cases: tuple[Case, ...]
    components: tuple[Component, ...]
    legal_bases: tuple[LegalBasis, ...]
    remarks: tuple[Remark, ...]

    @property
    def fees(self):
        """The fee lines of all channels, each once per channel."""
        return tuple(
            dict.fromkeys(fee for channel in self.channels for fee in channel.fees)
        )

    @cached_property
    def fingerprint(self):
        """SHA-256 (hex) of what the file says, apart from its own name.

        The same for another layout or order of keys; changes too when only an
        unread text changes.
        """
        content = self.as_dict()
        for key in ("source_id", "source_file", "fees"):
            del content[key]
        content["remarks"] = [[r.part, r.row, r.raw] for r in self.remarks]
        text = json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def as_dict(self):
        """Plain dicts, lists, texts, numbers; dates in ISO 8601."""
        plain = _plain(self)
        plain["fees"] = _plain(self.fees)
        for remark, row in zip(self.remarks, plain["remarks"], strict=True):
            row["message"] = remark.message
            row["params"] = dict(remark.params)
        return plain


def _plain(value):
    # Not `dataclasses.asdict`: it copies each text, which is half of an import's time.
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value.isoformat() if isinstance(value, date) else value


# --- from bytes to a plain object --------------------------------------------


def read_path(path, settings=DEFAULTS):
    """Read a file of the disk. Returns a ``Draft``, raises ``NationalFileError``."""
    name = os.path.basename(path)
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise NationalFileError("unreadable", name, reason=_("not a file"))
            data = file.read(settings.max_bytes + 1)
    except NationalFileError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NationalFileError("unreadable", name, reason=reason) from None
    return read_bytes(data, name, settings)


def _open_without_waiting(path, flags):
    # A named pipe in the folder would block the import for ever.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_bytes(data, file_name, settings=DEFAULTS):
    """Read the bytes of one file; ``file_name`` is only for messages.

    Returns a ``Draft``. Raises ``NationalFileError``, and nothing else, for any
    bytes. Source of the format: detail sheets of the national database.
    """
    tree = _parse(_decode(data, file_name, settings), file_name, settings)
    return _Reader(file_name, settings).draft(tree)


def _decode(data, file_name, settings):
    if len(data) > settings.max_bytes:
        raise NationalFileError("too_large", file_name, limit=settings.max_bytes)
    for signature, what in SIGNATURES.items():
        if data.startswith(signature):
            raise NationalFileError("not_json_but", file_name, what=what)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NationalFileError("not_utf8", file_name, at=error.start) from None
    if not text.strip():
        raise NationalFileError("empty", file_name)
    return text


def _parse(text, file_name, settings):
    def no_duplicates(pairs):
        result = {}
        for key, value in pairs:
            key = unicodedata.normalize("NFC", key)
            if key in result:
                shown = _storable(key)
                raise NationalFileError("duplicate_key", file_name, key=shown)
            result[key] = value
        return result

    try:
        # Numbers stay as written: 01 and 1.50 are texts to us, never sums.
        tree = json.loads(
            text,
            object_pairs_hook=no_duplicates,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise NationalFileError("not_json", file_name, **where) from None
    except RecursionError:
        limit = settings.max_depth
        raise NationalFileError("too_deep", file_name, limit=limit) from None
    _check_depth(tree, file_name, settings)
    return tree


def _check_depth(tree, file_name, settings):
    level = [tree]
    for _depth in range(settings.max_depth + 1):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return
    raise NationalFileError("too_deep", file_name, limit=settings.max_depth)


def _storable(text):
    """Text without NUL, control signs and half characters: written as escapes."""
    return re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]",
        lambda match: f"\\u{ord(match[0]):04x}",
        text,
    )


def _raw(value):
    """A value of the file as text that can be stored."""
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False)
    return _storable(value)


# --- from a plain object to a draft ------------------------------------------

_CHANNELS = {
    "in_person": re.compile(r"trực\s+tiếp", re.IGNORECASE),
    "online": re.compile(r"trực\s+tuyến|điện\s+tử", re.IGNORECASE),
    "post": re.compile(r"bưu\s+(?:chính|điện)", re.IGNORECASE),
}
_LISTS = {
    "subjects": "đối_tượng_thực_hiện",
    "implementing_agencies": "cơ_quan_thực_hiện",
    "competent_agencies": "cơ_quan_có_thẩm_quyền",
    "authorised_agencies": "cơ_quan_được_ủy_quyền",
    "coordinating_agencies": "cơ_quan_phối_hợp",
    "keywords": "từ_khóa",
}
_LINES = {
    # A comma belongs to an address, and to the sentence that names a result.
    "receiving_addresses": "địa_chỉ_tiếp_nhận_hs",
    "results": "kết_quả_thực_hiện",
}
_TEXTS = {
    "steps": "trình_tự_thực_hiện",
    "ways": "cách_thức_thực_hiện",
    "conditions": "yêu_cầu_điều_kiện_thực_hiện",
    "description": "mô_tả",
}
#: What has to be there to publish (Decree 63/2010, art. 8), level and legal basis.
_WANTED = {
    "levels": "cấp_thực_hiện",
    "steps": "trình_tự_thực_hiện",
    "subjects": "đối_tượng_thực_hiện",
    "implementing_agencies": "cơ_quan_thực_hiện",
    "channels": "hinh_thuc_nop",
    "components": "thanh_phan_ho_so",
    "legal_bases": "can_cu_phap_ly",
}
_NO_CONDITION = re.compile(
    r"không(?:\s+(?:có|quy\s+định|yêu\s+cầu))?\.?", re.IGNORECASE
)
_FORM_FILE = re.compile(
    r".*\.(?:docx?|pdf|xlsx?|rtf|od[st]|zip|rar|jpe?g|png|html?|txt)", re.IGNORECASE
)
_BULLET = re.compile(r"^(?:[-+*•–]\s*)+")
_NUMBERING = re.compile(r"^(?:[0-9]{1,2}[.)]|[a-zđ]\))\s*", re.IGNORECASE)
_CASE_HEADING = re.compile(r"trường\s+hợp\s*[0-9]*\b", re.IGNORECASE)
_WHOLE_CASE = re.compile(
    r"(?P<case>trường\s+hợp\s+[0-9]+\b.*?|đối\s+với\s.*?,\s*(?=hồ\s+sơ)|hồ\s+sơ\s.*?)"
    r"(?:,?\s*(?:hồ\s+sơ\s+)?(?:bao\s+)?gồm\s*)?:\s*(?:a\)|-|\+|(?<=gồm:\s))",
    re.IGNORECASE,
)
_FIRST_PAPER = re.compile(r"\ba\)|:\s*[-+]\s")
_NEXT_PAPER = re.compile(r"\bb\)|[;.]\s*[-+]\s")
_OPTIONAL = re.compile(r"\(\s*(?:nếu\s+có|không\s+bắt\s+buộc)", re.IGNORECASE)
_LEADING_COUNT = re.compile(r"^([0-9]{2})\s*(?:\([^\W\d]+\)\s*)?(?=[^\W\d])")


def channel_code(text):
    """Code of a way of filing (in_person, online, post); "" where it is not known."""
    codes = [code for code, known in _CHANNELS.items() if known.search(text)]
    return codes[0] if len(codes) == 1 else ""


class _Reader:
    """Takes one parsed file apart, and remembers what it could not read."""

    def __init__(self, file_name, settings):
        self.file_name = file_name
        self.settings = settings
        self.remarks = []

    def remark(self, code, part, row=0, raw="", **params):
        values = tuple((key, _storable(str(value))) for key, value in params.items())
        self.remarks.append(Remark(code, part, row, _storable(raw), values))

    def flags(self, value, part, row=0):
        for code in value.flags:
            self.remark(code, part, row, value.raw)

    def fail(self, code, place="", **params):
        raise NationalFileError(code, self.file_name, place, **params)

    # Taking apart

    def branch(self, tree, key, wanted):
        """Take an object or list out of the tree; missing or null is an empty one."""
        value = tree.pop(key, None)
        if value is None:
            return wanted()
        if not isinstance(value, wanted):
            names = {dict: _("an object"), list: _("a list")}
            found = names.get(type(value), _("a single value"))
            self.fail("wrong_type", f"'{key}'", wanted=names[wanted], found=found)
        return value

    def text(self, holder, key, part=None, row=0):
        """Take a text; "" when there is nothing. Repeated text is kept once."""
        value = holder.pop(key, None)
        part = part or key
        if value is None:
            return ""
        if not isinstance(value, str):
            self.remark("value_not_text", part, row, _raw(value), key=key)
            return ""
        text = tidy(_storable(value))
        if _storable(value) != value:
            self.remark("text_escaped", part, row, text, key=key)
        once, times = _once(text)
        if times > 1:
            self.remark("text_repeated", part, row, text, times=times)
        return "" if is_nothing(once) else once

    def leftovers(self, holder, part, row=0):
        for key, value in holder.items():
            self.remark("unknown_key", part, row, _raw(value), key=key)

    def rows(self, tables, part):
        """The rows of a table that can be read, as ``(row number, cells)``."""
        seen = {}
        for number, cells in enumerate(self.branch(tables, part, list), 1):
            if not isinstance(cells, dict):
                self.remark("row_not_understood", part, number, _raw(cells))
                continue
            first = seen.setdefault(json.dumps(cells, sort_keys=True), number)
            if first != number:
                self.remark("row_duplicate", part, number, _raw(cells), first=first)
                continue
            texts = {tidy(text) for text in cells.values() if isinstance(text, str)}
            if len(cells) > 2 and len(texts) == 1 and not is_nothing(*texts):
                self.remark("row_merged", part, number, _raw(cells))
                cells = dict([next(iter(cells.items()))])
            yield number, cells

    # The parts of a procedure

    def draft(self, tree):
        if not isinstance(tree, dict):
            found = _("a list") if isinstance(tree, list) else _("a single value")
            self.fail("wrong_type", wanted=_("an object"), found=found)
        metadata = self.branch(tree, "metadata", dict)
        content = self.branch(tree, "content", dict)
        tables = self.branch(tree, "tables", dict)
        values = {
            **self.identity(tree, metadata),
            **self.texts(content),
            "channels": tuple(self.channels(tables)),
            **self.components(tables),
            "legal_bases": tuple(self.legal_bases(tables)),
        }
        for part, key in _WANTED.items():
            if not values[part]:
                self.remark("part_empty", key)
        self.leftovers(tables, "tables")
        self.leftovers(content, "content")
        self.leftovers(metadata, "metadata")
        self.leftovers(tree, "file")
        return Draft(**values, remarks=tuple(self.remarks))

    def identity(self, tree, metadata):
        source_id = self.text(tree, "thu_tuc_id")
        code = self.text(metadata, "mã_thủ_tục") or source_id
        if not code:
            self.fail("no_code", "'metadata'")
        if not re.fullmatch(self.settings.code_pattern, code):
            self.fail("bad_code", "'mã_thủ_tục'", given=code[:80])
        if source_id and source_id != code:
            self.remark(
                "code_differs", "thu_tuc_id", raw=source_id, other=source_id, taken=code
            )
        name = self.text(metadata, "tên_thủ_tục")
        if not name:
            self.fail("no_name", "'metadata'")
        decision = wild_text.parse_document_number(self.text(metadata, "số_quyết_định"))
        self.flags(decision, "số_quyết_định")
        levels_raw = self.text(metadata, "cấp_thực_hiện")
        levels, flags = wild_text.parse_levels(levels_raw)
        for flag in flags:
            self.remark(flag, "cấp_thực_hiện", raw=levels_raw)
        return {
            "code": code,
            "name": name,
            "source_id": source_id,
            "source_file": self.text(tree, "source_file"),
            "decision_number": decision.number,
            "decision_raw": decision.raw,
            "levels": levels,
            "levels_raw": levels_raw,
            "kind": self.text(metadata, "loại_thủ_tục"),
            "field_name": self.text(metadata, "lĩnh_vực"),
        }

    def texts(self, content):
        values = {name: self.text(content, key) for name, key in _TEXTS.items()}
        values["no_conditions"] = bool(_NO_CONDITION.fullmatch(values["conditions"]))
        for name, key in _LISTS.items():
            raw = self.text(content, key)
            values[name], flags = wild_text.split_list(raw)
            for flag in flags:
                self.remark(flag, key, raw=raw)
        for name, key in _LINES.items():
            lines = self.text(content, key).split("\n")
            values[name] = tuple(line.strip() for line in lines if line.strip())
        return values

    def channels(self, tables):
        part, found = "hinh_thuc_nop", {}
        for row, cells in self.rows(tables, part):
            channel = self.channel(cells, part, row)
            found.setdefault(channel.channel, []).append(row)
            yield channel
        for code, rows in found.items():
            if code and len(rows) > 1:
                self.remark(
                    "channel_repeated", part, rows[0], channel=code, count=len(rows)
                )

    def channel(self, cells, part, row):
        name = self.text(cells, "hinh_thuc", part, row)
        code = channel_code(name)
        if not code:
            self.remark("channel_unknown", part, row, name)
        term_raw = self.text(cells, "thoi_han_giai_quyet", part, row)
        term = wild_text.parse_term(term_raw, self.settings.bare_day)
        self.flags(term, part, row)
        fees_raw = self.text(cells, "phi_le_phi", part, row)
        fees = tuple(
            replace(fee, channel=code) for fee in wild_text.parse_fees(fees_raw)
        )
        for fee in fees:
            self.flags(fee, part, row)
            if fee.attachments:
                names = "; ".join(fee.attachments)
                self.remark("fee_file_named", part, row, fee.raw, files=names)
        if not fees:
            self.remark("fee_missing", part, row, fees_raw)
        note = self.text(cells, "mo_ta", part, row)
        self.compare_note(term, note, part, row)
        self.leftovers(cells, part, row)
        return Channel(code, name, term, fees, fees_raw, note)

    def compare_note(self, term, note, part, row):
        named = wild_text.find_durations(note, self.settings.bare_day)
        if term.kind == "number" and named and (term.value, term.unit) not in named:
            self.remark("term_note_differs", part, row, note)

    def components(self, tables):
        part, case = "thanh_phan_ho_so", ""
        cases, components = [], []
        for row, cells in self.rows(tables, part):
            component = self.component(cells, part, row)
            if heading := _case_heading(component):
                case = heading.name
                cases.append(heading)
                self.remark("component_case", part, row, component.name_raw)
                continue
            component = replace(component, case=component.case or case)
            self.check_component(component, part, row)
            components.append(component)
        return {"cases": tuple(cases), "components": tuple(components)}

    def component(self, cells, part, row):
        name_raw = self.text(cells, "ten_giay_to", part, row)
        if not name_raw:
            self.remark("name_missing", part, row)
        given = {
            key: self.text(cells, key, part, row) for key in ("so_luong", "ghi_chu")
        }
        self.leftovers(cells, part, row)
        forms, note, originals, copies = self.quantities(given, part, row)
        name = _BULLET.sub("", name_raw).rstrip("; ") or name_raw
        whole = _WHOLE_CASE.match(_NUMBERING.sub("", flat(name)))
        return Component(
            name=name,
            name_raw=name_raw,
            originals=originals,
            copies=copies,
            form_names=forms,
            note=note,
            quantity_raw=given["so_luong"],
            note_raw=given["ghi_chu"],
            case=whole["case"].rstrip(", ") if whole else "",
            optional=bool(_OPTIONAL.search(name)),
            row=row,
        )

    def quantities(self, given, part, row):
        """``(form names, note, originals, copies)`` out of both cells.

        Forms stand in the cell of counts and counts in the cell of notes, as a
        rule; so each cell is searched for each.
        """
        forms, notes, counts = [], [], {}
        for key, text in given.items():
            lines = [line.strip() for line in text.split("\n")]
            forms += [line for line in lines if _FORM_FILE.fullmatch(line)]
            rest = "\n".join(line for line in lines if not _FORM_FILE.fullmatch(line))
            found = wild_text.parse_counts(rest)
            if found.words:
                notes.append(found.words)
                self.remark("component_note", part, row, rest)
            if found.originals is not None or found.copies is not None:
                counts.setdefault((found.originals, found.copies), key)
        if len(counts) > 1:
            used, raw = next(iter(counts.values())), "\n".join(given.values())
            self.remark("component_counts_twice", part, row, raw, key=used)
        originals, copies = next(iter(counts), (None, None))
        return tuple(dict.fromkeys(forms)), "\n".join(notes), originals, copies

    def check_component(self, component, part, row):
        name, raw = component.name, component.name_raw
        originals, copies = component.originals, component.copies
        if _WHOLE_CASE.match(_NUMBERING.sub("", flat(name))):
            self.remark("component_holds_case", part, row, raw)
        elif _lists_papers(flat(name)):
            self.remark("component_several_papers", part, row, raw)
        if originals is None and copies is None:
            self.remark("component_counts_missing", part, row, raw)
        elif not originals and not copies:
            self.remark("component_no_copies", part, row, raw)
        named = _LEADING_COUNT.match(name)
        sums = (originals, copies, (originals or 0) + (copies or 0))
        if named and any(sums) and int(named[1]) not in sums:
            self.remark(
                "component_count_differs",
                part,
                row,
                raw,
                named=int(named[1]),
                originals=originals or 0,
                copies=copies or 0,
            )

    def legal_bases(self, tables):
        part = "can_cu_phap_ly"
        for row, cells in self.rows(tables, part):
            given = self.text(cells, "so_ky_hieu", part, row)
            title = self.text(cells, "trich_yeu", part, row)
            date_raw = self.text(cells, "ngay_ban_hanh", part, row)
            issuer = self.text(cells, "co_quan_ban_hanh", part, row)
            self.leftovers(cells, part, row)
            if not given and not title:
                self.remark("name_missing", part, row)
            number = self.basis_number(given, title, part, row)
            day = self.basis_date(date_raw, number, title, part, row)
            yield LegalBasis(number, given, title, day, date_raw, issuer)

    def basis_number(self, given, title, part, row):
        found = wild_text.parse_document_number(given)
        if "number_incomplete" in found.flags:
            for number in wild_text.find_document_numbers(title):
                if number.startswith(found.number + "/"):
                    self.remark(
                        "number_from_title",
                        part,
                        row,
                        given,
                        given=given,
                        number=number,
                    )
                    return number
        self.flags(found, part, row)
        return found.number

    def basis_date(self, text, number, title, part, row):
        day = wild_text.parse_date(text)
        if not day:
            code = "date_not_understood" if text else "date_missing"
            self.remark(code, part, row, text)
            return None
        after = flat(title).partition(number)[2] if number else ""
        named = re.match(r"\s?,?\s?ngày\s.{1,30}", after, re.IGNORECASE)
        other = wild_text.find_date(named[0]) if named else None
        if other and other != day:
            self.remark("date_differs", part, row, title, other=other.isoformat())
        year = re.search(r"/([0-9]{4})/", number)
        if year and int(year[1]) != day.year:
            self.remark("date_year_differs", part, row, text, year=year[1])
        return day


def _once(text):
    """``(text, times)`` with a text that repeats itself cut down to once."""
    words = text.split()
    for times in (4, 3, 2):
        length, rest = divmod(len(words), times)
        # Below three words ("01 01") it may well be meant.
        if length >= 3 and not rest and words == words[:length] * times:
            return _first_words(text, length), times
    return text, 1


def _first_words(text, count):
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[count - 1]]


def _lists_papers(name):
    first = _FIRST_PAPER.search(name)
    return bool(first and _NEXT_PAPER.search(name, first.end()))


def _case_heading(component):
    """The ``Case`` when a row is only the heading of the rows after it."""
    name = _NUMBERING.sub("", flat(component.name))
    lone = not component.quantity_raw and not component.note_raw
    if component.originals or component.copies or not _CASE_HEADING.match(name):
        return None
    if not (lone or name.endswith(":")):
        return None
    return Case(
        name=re.sub(r",?\s?(?:hồ sơ )?(?:bao )?gồm$", "", name.rstrip(" :")),
        raw=component.name_raw,
        form_names=component.form_names,
        quantity_raw=component.quantity_raw,
        note_raw=component.note_raw,
        row=component.row,
    )
