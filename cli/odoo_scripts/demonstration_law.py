# A change of the law in the demonstration: a newer version that is better for those whose
# dossiers are open, and a decision that waits to be published.
from datetime import timedelta

from odoo.addons.onestop_procedure.legal_day import legal_today

LANGUAGE = "vi_VN"
#: Of which dossiers are open, and one of another procedure.
AMENDED, TO_COME = "9.900034", "2.001955"


def decide(env, number, signed, effect):
    first = env.ref("onestop_procedure.demo_decision_0001")
    return first.copy(
        {
            "number": number,
            "date": signed,
            "effect_date": effect,
            "national_entered_on": False,
        }
    )


def amend(env, code, decision):
    """A draft of a newer version: a day less on each channel, and one copy at most."""
    procedure = env["onestop.procedure"].search([("code", "=", code)])
    version = procedure.current_version_id.with_context(lang=LANGUAGE)
    draft = version.copy({"name": version.name, "decision_id": decision.id})
    for channel in draft.channel_ids.filtered(lambda one: one.term_value > 1):
        channel.term_value -= 1
    draft.component_ids.filtered(lambda one: one.copies > 1).write({"copies": 1})
    # Its words name the terms of before; the channels say how one files.
    draft.ways_text = False
    return draft


today = legal_today()
signed = decide(env, "0003/QĐ-DEMO", today - timedelta(days=20), today)
amend(env, AMENDED, signed)
signed.action_publish()
signed.national_entered_on = today - timedelta(days=15)
coming = decide(
    env, "0004/QĐ-DEMO", today - timedelta(days=3), today + timedelta(days=21)
)
amend(env, TO_COME, coming)
env.cr.commit()
print("ok")
