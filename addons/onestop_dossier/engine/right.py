from odoo.addons.onestop_procedure.core.private_right import PrivateRight

# Held by a transition and by filing while they write; the guards of the records ask it.
ENGINE = PrivateRight("onestop_dossier_engine")
