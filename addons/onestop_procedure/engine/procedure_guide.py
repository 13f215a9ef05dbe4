from ..core.procedure_sheets import GUIDE, GUIDE_HEADINGS, SHEETS

#: Widths of the columns of the sheet of explanations, in signs.
_WIDTHS = (18, 28, 10, 60, 44, 24)


def guide_rows(env):
    """The explanations of the table, in the language of the environment.

    :return: first (title, list of (heading, width)), then a list of texts a column of
        the table
    """
    yield GUIDE, list(zip(GUIDE_HEADINGS, _WIDTHS, strict=True))
    for sheet in SHEETS:
        for column in sheet.columns:
            yield [
                sheet.title,
                column.heading,
                "x" if column.required else "",
                env._(column.help) if column.help else "",
                " · ".join(column.words),
                column.example,
            ]
