from odoo.fields import Domain

from ..core.form_words import short_day

#: How results come back, as it stands on a wall.
RETURNS = {
    "together": "Một lần, khi xong tất cả thủ tục",
    "part": "Từng thủ tục, khi xong",
}


def printed_groups(versions):
    """The groups in force to which procedures of a posted list belong, as rows: a list
    of dict (decision 0048).

    :param versions: of `onestop.procedure.version`, read by the system, in Vietnamese
    """
    groups = versions.env["onestop.bundle"].search(
        Domain("phase", "=", "in_force")
        & Domain("part_ids.procedure_id", "in", versions.procedure_id.ids)
    )
    return [
        {
            "name": group.name,
            "decision": f"{group.decision_number}, {short_day(group.decision_date)}",
            "parts": [
                f"{part.procedure_id.code} {part.name}" for part in group.part_ids
            ],
            "returns": RETURNS[group.returns],
        }
        for group in groups
    ]
