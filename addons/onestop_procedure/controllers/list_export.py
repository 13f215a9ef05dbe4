from odoo.addons.web.controllers.export import (
    CSVExport,
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)

from ..core.cell_text import neutral


class TextCells:
    """Writes every text as a text: Odoo's writer makes a formula of "=1+1".

    A cell that is a text is harmless as it is, and is read again as it was.
    """

    def write(self, row, column, cell_value, style=None):
        if isinstance(cell_value, str):
            self.worksheet.write_string(row, column, cell_value, style)
        else:
            super().write(row, column, cell_value, style)


class TextXlsxWriter(TextCells, ExportXlsxWriter):
    """A list."""


class TextGroupXlsxWriter(TextCells, GroupExportXlsxWriter):
    """A list in groups."""


class OnestopExcelExport(ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(number, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with TextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value


class OnestopCsvExport(CSVExport):
    def from_data(self, fields, columns_headers, rows):
        # Odoo thinks of = + and - only; what is neutral already it leaves alone.
        rows = ([_neutral(value) for value in row] for row in rows)
        return super().from_data(fields, columns_headers, rows)


def _neutral(value):
    return neutral(value) if isinstance(value, str) else value
