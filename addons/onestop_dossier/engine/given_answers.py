def given_answers(record):
    """The answers among the Properties of a record, by name: codes of choices, and
    nothing for what nobody filled in, which is False there; so is a box not ticked.
    0 is an answer."""
    # Read as a mapping, Properties give False for a 0 and labels for choices.
    rows = record._fields["properties"].convert_to_read(
        record.properties, record, use_display_name=False
    )
    values = {row["name"]: row.get("value") for row in rows}
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != ""
    }
