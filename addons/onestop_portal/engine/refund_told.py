from odoo.addons.onestop_procedure.core.database_time import legal_date

from . import words


def refunds_told(dossier):
    """What becomes of money of a dossier, read by the system, that is to be given back,
    in sentences, the last first.

    What was turned down or called off stands in what happened, with its reason.

    :return: dicts with `text` and `kind`: `ok` or `wait`
    """
    told = (_told(refund) for refund in dossier.refund_ids)
    return [one for one in told if one]


def _told(refund):
    _ = refund.env._
    facts = {
        "amount": words.amount(refund.amount),
        "agency": refund.department_id.name,
        "day": refund.paid_at and words.day(refund, legal_date(refund.paid_at)),
    }
    if refund.state == "paid":
        return {
            "kind": "ok",
            "text": _("%(amount)s was given back to you on %(day)s.", **facts),
        }
    if refund.state == "proposed":
        text = _(
            "It was proposed to give %(amount)s back to you. %(agency)s decides, and you "
            "are told.",
            **facts,
        )
        return {"kind": "wait", "text": text}
    if refund.state not in ("decided", "sent"):
        return None
    text = {
        "cash": _(
            "You get %(amount)s back, in cash at the counter. Please bring your identity "
            "card.",
            **facts,
        ),
        "transfer": _(
            "You get %(amount)s back, by transfer to the account that was named.",
            **facts,
        ),
        "provider": _("You get %(amount)s back, the way you paid it online.", **facts),
    }[refund.way]
    return {"kind": "wait", "text": text}
