"""Texts in cells of a CSV file, which a spreadsheet must not take for formulas."""

#: With which a spreadsheet begins a formula, or which it passes over before one.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def neutral(text):
    """The text as it stands in a cell: marked where a spreadsheet would reckon."""
    return f"{MARK}{text}" if text.lstrip(MARK).startswith(STARTS) else text


def neutral_cell(text):
    """The same for a writer of spreadsheets that takes "{=…}" for a formula too."""
    return f"{MARK}{text}" if text.startswith("{=") else neutral(text)


def meant(cell):
    """The text that ``neutral`` wrote into a cell."""
    marked = cell.startswith(MARK) and cell.lstrip(MARK).startswith(STARTS)
    return cell[len(MARK) :] if marked else cell
