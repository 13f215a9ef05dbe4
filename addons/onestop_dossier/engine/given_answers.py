def given_answers(record):
    """The answers among the Properties of a record, by name: codes of choices, and
    nothing for what nobody filled in, which is False there; so is a box not ticked."""
    # Odoo gives the labels of choices unless it is told so.
    properties = record.with_context(property_selection_get_key=True).properties
    return {
        name: value
        for name, value in dict(properties or {}).items()
        if value is not None and value is not False and value != ""
    }
