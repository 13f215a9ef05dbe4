from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.core.database_time import legal_date

from ..engine.house import of_house
from ..engine.right import ENGINE

# What a custodian may set by hand; the rest follows from actions.
BY_HAND = frozenset({"keeper_id", "place"})


class OnestopDenouncerEnvelope(models.Model):
    """A sealed, numbered envelope, marked Mật, in which a denouncer's letter lies.

    It says where the envelope is and who opened it; never who denounced.
    """

    _name = "onestop.denouncer.envelope"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Sealed envelope of a denouncer"
    _written_with = ENGINE
    _order = "date desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True)
    date = fields.Date("Sealed on", required=True, readonly=True)
    keeper_id = fields.Many2one("res.users", "Kept by", ondelete="restrict")
    place = fields.Char(help="Safe and shelf; no name.")
    complaint_id = fields.Many2one(
        "onestop.complaint",
        "Denunciation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    opening_ids = fields.One2many(
        "onestop.denouncer.opening", "envelope_id", "Openings", readonly=True
    )

    _number_unique = models.UniqueIndex(
        "(number)", "Another envelope has this number already."
    )

    def unlink(self):
        raise AccessError(self.env._("An envelope is never removed from the register."))

    def _typed(self):
        return BY_HAND

    def _refusal(self):
        return self.env._("An envelope is entered with its denunciation only.")

    @api.model
    def _seal(self, complaint, number):
        """Enter the envelope `number` (text) of a complaint.

        :raises UserError: where another one has the number
        """
        number = str(number).strip()[:40]
        if self.search_count([("number", "=", number)]):
            raise UserError(
                self.env._("Another envelope has the number “%s” already.", number)
            )
        return self.create(
            {
                "number": number,
                "date": legal_date(fields.Datetime.now()),
                "complaint_id": complaint.id,
            }
        )

    def open_envelope(self, reason, handed_to):
        """Enter that the envelope was opened, by the custodian who calls.

        :param str reason: why; `handed_to`: office and person it was handed to
        :raises UserError: where either is missing
        """
        self.ensure_one()
        self.check_access("write")
        reason, handed_to = (reason or "").strip(), (handed_to or "").strip()
        if not reason or not handed_to:
            raise UserError(
                self.env._("Say why the envelope is opened, and to whom it is handed.")
            )
        # The house writes, after the right to write the envelope was checked.
        with ENGINE.held():
            of_house(self.env)["onestop.denouncer.opening"].create(
                {
                    "envelope_id": self.id,
                    "opened_by_id": self.env.uid,
                    "moment": fields.Datetime.now(),
                    "reason": reason,
                    "handed_to": handed_to,
                }
            )
        complaint = self.complaint_id
        self.env["onestop.journal"]._append(
            complaint,
            "open_envelope",
            "custodian",
            complaint.state,
            complaint.state,
            data={"envelope": self.id},
        )
        self.invalidate_recordset(["opening_ids"])
        return True
