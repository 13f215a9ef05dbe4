from odoo.exceptions import UserError

from ..core.receipt_link import token_of


class TransferScan:
    """What a scan at the screen of a list means.

    Looks the dossier up as the system: who scans holds it in hand. Told of it is only
    what helps them to put it where it belongs.
    """

    def __init__(self, transfer):
        self.env = transfer.env
        self.transfer = transfer

    def read(self, text):
        text = str(text or "").strip()
        if other := self._list(text):
            return self._told("success", "", action=other.action_open())
        if not self.transfer:
            raise UserError(
                self.env._("No list, and no dossier on one, has the code “%s”.", text)
            )
        filling = self.transfer.state == "open"
        act, states = (
            ("give", ("open",)) if filling else ("take", ("handed", "carried"))
        )
        transfer = self.transfer._locked(act, states)
        dossier = self._dossier(text, transfer)
        return (self._put if filling else self._find)(transfer, dossier)

    def _list(self, text):
        """The list that is meant, of those that the user may see: by its number, or at
        the board by a dossier that is on its way."""
        found = self.env["onestop.transfer"].search([("number", "=", text.upper())])
        if found or self.transfer:
            return found
        items = self.env["onestop.transfer.item"].search(
            [("dossier_id", "in", self._by_code(text).ids), ("is_open", "=", True)]
        )
        return items.transfer_id

    def _by_code(self, text):
        # sudo: bounded to an exact code; who scans it holds the paper.
        dossiers = self.env["onestop.dossier"].sudo()
        if token := token_of(text):
            # sudo: bounded to the dossier of a receipt that somebody holds.
            return self.env["onestop.check.token"]._dossier(token).sudo()
        return dossiers.search(dossiers._typed_domain(text), limit=1)

    def _dossier(self, text, transfer):
        """The dossier that was scanned, of the list's own centre.

        :raises UserError: where there is none, or it is another centre's
        """
        found, _ = self._by_code(text), self.env._
        if not found:
            raise UserError(_("No dossier has the code “%s”. Scan it again.", text))
        if found.received_department_id != transfer.route_id.centre_id:
            raise UserError(
                _(
                    "%s was received at another centre: it goes back there, and on no "
                    "list of this one.",
                    found.display_name,
                )
            )
        if not found.date_accepted:
            raise UserError(
                _("%s is not received yet: it has no code.", found.display_name)
            )
        return found

    # ------------------------------------------------------------------ being filled

    def _put(self, transfer, dossier):
        _ = self.env._
        open_item = dossier.paper_item_ids.filtered("is_open")
        if open_item.transfer_id == transfer:
            return self._told("warning", _("%s is on this list already.", dossier.code))
        if open_item:
            raise UserError(
                _(
                    "%(code)s is on the list %(number)s to %(place)s. Take it off there, "
                    "or take that list over, first.",
                    code=dossier.code,
                    number=open_item.transfer_id.number,
                    place=open_item.transfer_id.to_id.name,
                )
            )
        self._check_belongs(transfer, dossier)
        at = dossier.paper_at_id
        if at and at != transfer.from_id:
            raise UserError(
                _(
                    "By the last list the paper of %(code)s is at %(place)s. It comes "
                    "back by a list from there.",
                    code=dossier.code,
                    place=at.name,
                )
            )
        transfer._add(dossier)
        return self._told("success", _("%s: on the list.", dossier.code))

    def _check_belongs(self, transfer, dossier):
        if not transfer.route_id._takes(dossier):
            raise UserError(
                self.env._(
                    "%(code)s is resolved by %(department)s, not by %(place)s.",
                    code=dossier.code,
                    department=dossier.department_id.name,
                    place=transfer.route_id.department_id.name,
                )
            )
        if transfer.direction == "archive":
            file = dossier.archive_file_id
            if not dossier.closed or file.paper_state != "here":
                raise UserError(
                    self.env._(
                        "%s is not closed, or its paper is not here: it goes on no "
                        "list to an archive.",
                        dossier.code,
                    )
                )
        elif dossier.closed:
            raise UserError(
                self.env._(
                    "%s is closed: its paper goes to the archive of its agency, by a "
                    "list of its own.",
                    dossier.code,
                )
            )
        if transfer.direction == "out" and not dossier.is_open:
            raise UserError(
                self.env._(
                    "%s is finished: its paper goes to no agency any more.",
                    dossier.code,
                )
            )

    # -------------------------------------------------------------------- taken over

    def _find(self, transfer, dossier):
        _ = self.env._
        item = transfer.item_ids.filtered(lambda one: one.dossier_id == dossier)
        if not item:
            transfer._add(dossier, state="extra").with_env(self.env)._found("extra")
            return self._told(
                "warning",
                _("%s is not on the list: written down as one more.", dossier.code),
            )
        if item.state not in ("under_way", "missing"):
            return self._told("warning", _("%s was taken over already.", dossier.code))
        item.with_env(self.env)._found("good")
        left = len(transfer.item_ids.filtered(lambda one: one.state == "under_way"))
        return self._told(
            "success",
            _(
                "%(code)s: taken over. Still to find: %(left)s.",
                code=dossier.code,
                left=left,
            ),
        )

    @staticmethod
    def _told(kind, message, **rest):
        return {"type": kind, "message": message, **rest}
