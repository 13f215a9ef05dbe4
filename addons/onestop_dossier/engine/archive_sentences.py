"""What keeps a dossier from being closed, in words."""


def hold_sentence(env, code):
    """What is still open about a dossier, and who ends it."""
    _ = env._
    return {
        "running": _("It has not ended yet."),
        "shelf": _(
            "Its result lies in the archive, and nobody has collected it: it is kept "
            "open for whoever comes."
        ),
        "paper_away": _(
            "Its papers are at another place: they go back to who filed them first."
        ),
        "originals": _(
            "Originals of it lie at the counter: they are given back first."
        ),
        "paper_list": _("Its papers are on a list that was not taken over yet."),
        "fee": _("A fee is to be paid, or to be waived by its agency."),
        "refund": _("It is not settled whether money of it is given back."),
        "receipt": _("An electronic receipt of it waits for its provider."),
        "order": _("A transfer of money for it is awaited."),
        "online": _("A payment online is not confirmed yet."),
        "correction": _("A correction of it is not done yet."),
        "revocation": _("A decision on its result is to be confirmed."),
        "post": _("Something of it is with the post, or about to be."),
        "seal": _("A paper of it waits for its seal."),
        "notice": _("Its applicant is still to be told something."),
        "opinion": _("Another agency has yet to give its opinion."),
        "visit": _("A site visit is still to come."),
        "linked": _("A linked dossier of it is open."),
        "matter": _("Another matter that is open at the centre concerns it."),
    }.get(code, code)
