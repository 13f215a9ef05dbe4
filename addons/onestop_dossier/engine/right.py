from odoo.addons.onestop_procedure.core.private_right import PrivateRight

# Held by a transition and by filing while they write; the guards of the records ask it.
ENGINE = PrivateRight("onestop_dossier_engine")

# Held by the job that seals and by what looks at keys; see models/onestop_seal.py.
SEALING = PrivateRight("onestop_dossier_sealing")
# Held while a form is shown as a specimen: its code leads to nothing.
SPECIMEN = PrivateRight("onestop_form_specimen")
# Held by what closes a dossier, and by the few acts that come after.
ARCHIVE = PrivateRight("onestop_archive")
