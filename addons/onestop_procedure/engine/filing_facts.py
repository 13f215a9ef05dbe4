from ..core.form_words import as_lines

#: More names than these nobody reads.
NAMED = 2


class FilingFacts:
    """What decides a trip, as everybody is told it: where one files, who may, and who
    resolves it. The public page, all that is printed and the sheet of the counter say
    it alike (Decree 63/2010, art. 8).

    :param version: one `onestop.procedure.version`; words are in its language
    """

    def __init__(self, version):
        self.version = version
        self.env = version.env

    @property
    def only_online(self):
        """Whether nobody files it on paper."""
        return set(self.version.channel_ids.mapped("channel")) == {"online"}

    def where(self):
        """Where it is filed: at least one line."""
        lines = as_lines(self.version.receiving_address)
        if lines and self.version.any_centre and not self.only_online:
            lines.append(
                self.env._(
                    "It is not bound to territory: every Public Administrative Service "
                    "Centre of the province receives it."
                )
            )
        return lines or [self.places()]

    def places(self):
        """At which centres it is filed, in a few words."""
        _ = self.env._
        if self.only_online:
            return _("It is filed online only.")
        if self.version.any_centre:
            return _("Any Public Administrative Service Centre of the province")
        competent = self.version.competent_department_ids
        communes = competent.filtered(lambda one: one.kind == "commune")
        places = []
        if not communes or communes < competent:
            places.append(_("The Public Administrative Service Centre of the province"))
        if len(communes) > NAMED:
            places.append(_("Public Administrative Service Centres of the communes"))
        else:
            places += communes.mapped("name")
        return "; ".join(places)

    def mandate(self):
        """That nobody files it for another, where the law says so; else ""."""
        if self.version.authorised_filing:
            return ""
        return self.env._(
            "Not filed by mandate: only by the owner, or who stands for the owner by "
            "law."
        )

    def agencies(self):
        """Who resolves it, and with whom: list of (part, names)."""
        _ = self.env._
        parts = {
            "competent": _("Competent agency"),
            "implementing": _("Implementing agency"),
            "authorised": _("Authorised agency"),
            "coordinating": _("Coordinating agencies"),
        }
        named = {part: self._agencies_of(part) for part in parts}
        return [(parts[part], names) for part, names in named.items() if names]

    def _agencies_of(self, part):
        departments = self.version[f"{part}_department_ids"]
        return "; ".join(departments.mapped("name")) or self.version[f"{part}_text"]
