from odoo.addons.onestop_procedure.core.private_right import PrivateRight

# Held by filing and by a transition while they write; the guards of the records ask it.
ENGINE = PrivateRight("onestop_complaint_engine")
