# Those who hand papers out; of several roles the journal names the first.
HAND_OUT = ("counter_officer", "postal_clerk")


def hand_out_role(dossier):
    """In which role the user hands papers of a dossier out; None for whoever does not.

    :param dossier: as the user
    """
    if not dossier.has_access("read"):
        return None
    # sudo: bounded to where it was received, and whether the post returns it.
    dossier = dossier.sudo()
    roles = dossier.env.user._onestop_roles_at(dossier.received_department_id)
    if not dossier.version_id.postal_listed:
        roles.discard("postal_clerk")
    return next((one for one in HAND_OUT if one in roles), None)
