from . import onestop_dossier_action
