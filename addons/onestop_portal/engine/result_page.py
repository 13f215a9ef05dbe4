from . import words
from .dossier_page import about_result, result_url, sealed_words

# What a person reads of a correction of theirs, by its state.
PROMISED = ("taken", "approved")


class ResultPage:
    """What a citizen sees of a result of theirs.

    `result` is read by the system, after access to it was checked for the person; what is
    shown of it is what this class names, and nothing else.
    """

    def __init__(self, result):
        self.result = result
        self.env = result.env

    def values(self):
        result = self.result
        corrections = self.env["onestop.correction"].search(
            [("result_id", "=", result.id)], order="id desc"
        )
        labels = dict(result._fields["standing"]._description_selection(self.env))
        return {
            "id": result.id,
            "name": result.name,
            "about": about_result(result),
            "standing": result.standing,
            "standing_label": labels[result.standing],
            "ended": result._ended_words(),
            "until": words.day(result, result.valid_to),
            "url": result_url(result),
            "sheet": f"{result_url(result)}/sheet"
            if result_url(result) and result._wants_sheet()
            else "",
            "sealed": sealed_words(result.sealed_paper_ids),
            "dossier": {
                "url": f"/my/dossiers/{result.dossier_id.id}",
                "name": result.dossier_id.version_id.name,
            },
            "corrections": [self._correction(one) for one in corrections],
            "can_correct": result.standing == "in_force"
            and not corrections.filtered(lambda one: one.state in ("asked", *PROMISED)),
        }

    def _correction(self, correction):
        """`text`: how far it is; `apology`, `reason`: as they were written for them."""
        _, state = self.env._, correction.state
        ours = correction.fault == "agency" and state in (*PROMISED, "done")
        if state == "asked":
            text = _(
                "You or the agency reported on %s that something is wrong. It is being "
                "looked into.",
                words.day(correction, correction.asked_at.date()),
            )
        elif state in PROMISED:
            text = _(
                "It is being made good by %s. You pay nothing.",
                words.day(correction, correction.date_promised),
            )
        elif state == "refused":
            text = _("It was looked into: nothing is corrected, for this reason:")
        else:
            text = _("It was made good.")
        return {
            "text": text,
            "apology": correction.apology if ours else "",
            "reason": correction.refused_for or "",
        }
