"""How a person wants to be told, in plain words."""

from odoo.addons.onestop_dossier.core.notice_contacts import read_order


def ways(env, contacts):
    """{channel: how that reads}, of those by which this centre tells people.

    :param contacts: the `NoticeContacts` of the person, who reads this
    """
    _ = env._
    words = {
        "email": _("By e-mail to %s", contacts.email)
        if contacts.email
        else _("By e-mail (you gave no e-mail address)"),
        "sms": _("By text message (SMS) to %s", contacts.mobile)
        if contacts.mobile
        else _("By text message (SMS) (you gave no mobile number)"),
        "phone": _("By a call to %s", contacts.phone)
        if contacts.phone
        else _("By a call (you gave no telephone number)"),
        "post": _("By a letter to %s", contacts.address)
        if contacts.address
        else _("By a letter (you gave no address)"),
    }
    here = env["onestop.dossier"]._notice_choices()
    return {channel: words[channel] for channel, _label in here}


def options(env, contacts):
    """(code, label) of what can be chosen; the first is to choose nothing."""
    return [("", env._("However you reach me")), *ways(env, contacts).items()]


def of_dossier(dossier):
    """How the person of a dossier, read by the system, is told."""
    contacts = dossier._notice_contacts()
    wanted = read_order(dossier._notice_wanted())
    words = ways(dossier.env, contacts)
    first, second = dossier._notice_first_two()
    return {
        "ways": [words[one] for one in contacts.order(wanted) if one in words],
        "missing": [
            words[one] for one in wanted if one in words and not contacts.gives(one)
        ],
        "options": options(dossier.env, contacts),
        "first": first,
        "second": second,
        "can_change": dossier.is_open or dossier.state == "resolved",
    }
