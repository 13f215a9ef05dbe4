from ..core.agencies import AGENCIES
from ..core.plain_text import plain
from ..core.procedure_sheets import AS_DESCRIBED, LEVELS, NO_TERM, SHEETS, UNITS, YES_NO
from ..core.table_file import BookWriter, csv_bytes, zip_bytes
from ..core.wild_text import parse_levels
from .procedure_guide import guide_rows

_WORDS = {said: word for word, said in YES_NO.items()}
#: Field of each sheet's rows on the version.
PARTS = {
    "cases": "case_ids",
    "channels": "channel_ids",
    "fees": "fee_ids",
    "components": "component_ids",
    "results": "result_ids",
    "bases": "legal_basis_ids",
}
_CURRENCIES = {"VND": "đồng"}
#: Parts of a foreign currency that an amount is written with.
_DIGITS = 2


class ProcedureTable:
    """Versions as the table that the import takes back.

    :param known: the ``KnownRecords`` that the import would look names up in
    """

    def __init__(self, env, known):
        self.env = env["onestop.procedure.version"]._in_catalogue_language().env
        self._known = known

    def rows(self, versions):
        """Rows of texts, in the order of the columns, by key of the sheet."""
        found = {sheet.key: [] for sheet in SHEETS}
        for version in versions.with_env(self.env):
            found["procedures"].append(self._row(SHEETS[0], version, version))
            for sheet in SHEETS[1:]:
                for part in version[PARTS[sheet.key]]:
                    found[sheet.key].append(self._row(sheet, version, part))
        return found

    def book(self, versions, name):
        """The table as one XLSX, with a sheet of explanations in front."""
        rows, book = self.rows(versions), BookWriter(name)
        headings, *guide = guide_rows(self.env)
        book.add_plain(*headings, guide)
        for sheet in SHEETS:
            columns = [
                (column.heading, column.width, column.required, column.words)
                for column in sheet.columns
            ]
            book.add(sheet.title, columns, rows[sheet.key])
        return book.close()

    def csv_files(self, versions):
        """The same as a zip of CSV files, one a sheet."""
        rows = self.rows(versions)
        (_title, headings), *guide = guide_rows(self.env)
        files = {"0-huong-dan.csv": csv_bytes([one for one, _w in headings], guide)}
        for number, sheet in enumerate(SHEETS, 1):
            name = plain(sheet.title).replace(",", "").replace(" ", "-")
            files[f"{number}-{name}.csv"] = csv_bytes(
                [column.heading for column in sheet.columns], rows[sheet.key]
            )
        return zip_bytes(files)

    # One row

    def _row(self, sheet, version, record):
        return [
            version.code if column.key == "code" else self._cell(column, record)
            for column in sheet.columns
        ]

    def _cell(self, column, record):
        own = getattr(self, f"_cell_{column.key}", None)
        if own:
            return own(column, record)
        if column.key in AGENCIES:
            return self._agencies(column.key, record)
        name = {"part_code": "code", "field": "field_id"}.get(column.key, column.key)
        value = record[name]
        if column.kind == "yes_no":
            return _WORDS[value]
        if column.kind in ("whole", "count"):
            return str(value)
        if column.choices:
            return self._word(column, value)
        if column.kind == "date":
            return f"{value:%d/%m/%Y}" if value else ""
        if record._fields[name].relational:
            return value.name or ""
        return value or ""

    def _word(self, column, value):
        words = {code: word for word, code in column.choices.items()}
        return words.get(value, "")

    def _cell_levels(self, _column, version):
        # As it was written, as long as it says what the version says.
        codes = version.level_ids.mapped("code")
        if set(parse_levels(version.level_text or "")[0]) == {*codes}:
            return version.level_text or ""
        return ", ".join(word for word, code in LEVELS.items() if code in codes)

    def _cell_subjects(self, _column, version):
        return "\n".join(version.subject_ids.mapped("name"))

    def _agencies(self, role, version):
        lines = (version[f"{role}_text"] or "").split("\n")
        named = {self._known.department(line) for line in lines}
        for department in version[f"{role}_department_ids"]:
            if department.id not in named:
                unique = self._known.department(department.name) == department.id
                lines.append(department.name if unique else department.code)
        return "\n".join(filter(None, lines))

    def _cell_case(self, _column, part):
        return self._case_word(part.case_id)

    def _cell_cases(self, _column, component):
        return "\n".join(map(self._case_word, component.case_ids))

    def _case_word(self, case):
        """By what the table names a case: its name, where that names it alone."""
        if not case:
            return ""
        others = case.version_id.case_ids - case
        taken = {plain(word or "") for one in others for word in (one.name, one.code)}
        alone = plain(case.name) not in taken and not {";", "\n"} & {*case.name}
        return case.name if alone else case.code

    def _cell_channel(self, column, part):
        return self._word(column, part.channel) or (
            part.raw or "" if part._name == "onestop.procedure.channel" else ""
        )

    def _cell_term(self, _column, channel):
        value, unit = channel.term_value, channel.term_unit
        if not unit:
            return channel.term_raw or ""
        if unit == "none":
            return NO_TERM
        if not value and unit in ("working_days", "working_hours"):
            return "Trong ngày" if unit == "working_days" else "Ngay"
        minutes = round(value * 60)
        if unit == "working_hours" and value != round(value, _DIGITS):
            return f"{minutes} phút"
        return f"{_number(value)} {UNITS[unit]}"

    def _cell_amount(self, _column, fee):
        if fee.amount_kind == "described":
            return AS_DESCRIBED
        name = fee.currency_id.name
        return f"{_amount(fee.amount)} {_CURRENCIES.get(name, name)}"


def _number(value):
    return f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".").replace(".", ",")


def _amount(value):
    """150000 as 150.000; what has parts, without groups: 1234,5."""
    whole = value == int(value)
    return f"{int(value):,}".replace(",", ".") if whole else _number(value)
