from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.notice_contacts import CHANNELS, SEPARATOR, read_order
from ..engine.actor import Actor
from ..engine.right import ENGINE

# Who may say later how the person wants to be told: they, and who sits before them.
CHANGERS = ("applicant", "counter_officer", "postal_clerk", "supervisor")


class OnestopTold(models.AbstractModel):
    """A file whose person is told what happens to it, by the channels that they chose.

    What they chose when they filed stays as it was; `notice_channels_now` is what they
    said later. Both are codes of `core.notice_contacts.CHANNELS` with commas between.
    """

    _name = "onestop.told"
    _inherit = ["onestop.reachable"]
    _description = "Whose person is told"

    notice_channels = fields.Char("Channels as filed", copy=False)
    notice_channels_now = fields.Char("Channels as changed", readonly=True, copy=False)
    notice_order = fields.Char(
        "Told by",
        compute="_compute_notice_order",
        help="Where one does not reach the person, the next is taken.",
    )
    notice_missing = fields.Char(
        "Wished for, but not known",
        compute="_compute_notice_missing",
        help="The person wants to be told so, and gave no contact for it.",
    )

    @api.depends_context("lang")
    @api.depends("notice_channels", "notice_channels_now")
    def _compute_notice_order(self):
        labels = dict(self._notice_channel_labels())
        for file in self:
            order = read_order(file._notice_wanted())
            file.notice_order = " → ".join(labels[one] for one in order)

    @api.depends_context("lang")
    @api.depends(
        *("notice_channels", "notice_channels_now"),
        *("notice_email", "notice_phone", "notice_address"),
    )
    def _compute_notice_missing(self):
        labels = dict(self._notice_channel_labels())
        for file in self:
            # sudo: bounded to which contacts this file lacks; its account is hidden
            # from the staff.
            contacts = file.sudo()._notice_contacts()
            wanted = read_order(file._notice_wanted())
            file.notice_missing = ", ".join(
                labels[one] for one in wanted if not contacts.gives(one)
            )

    @api.constrains("notice_channels")
    def _check_notice_channels(self):
        for file in self:
            try:
                read_order(file.notice_channels or "")
            except ValueError as error:
                raise ValidationError(file._unknown_channels()) from error

    def set_notice_channels(self, channels):
        """Say how the person wants to be told from now on.

        :param list channels: codes of `email`, `sms`, `phone`, `post`, in order; what is
            not named comes behind
        :return: True
        :raises AccessError: but for the applicant and who serves them
        :raises UserError: for what is no order
        """
        self.ensure_one()
        self.check_access("read")
        role = self._notice_role()
        text = self._prepare_notice_channels(channels)
        if not text:
            raise UserError(self.env._("Choose at least one way to be told."))
        # sudo: bounded to the order of channels of this one file, which people have no
        # right to write but here; read and role were checked above.
        file = self.sudo()
        wait_for(file)
        before = file._notice_wanted()
        if text == before:
            return True
        with ENGINE.held():
            file.notice_channels_now = text
        self.env["onestop.journal"]._append(
            file,
            "tell_by",
            role,
            file.state,
            file.state,
            data={"before": before, "after": text},
        )
        return True

    def _notice_role(self):
        # sudo: bounded to where this file was received, and by whom it was filed.
        file = self.sudo()
        held = Actor(self.env).roles_on(file, file.received_department_id)
        role = next((one for one in CHANGERS if one in held), None)
        if not role:
            raise AccessError(
                self.env._(
                    "Only the applicant, and the counter that received the dossier, "
                    "say how the applicant is told."
                )
            )
        return role

    @api.model
    def _prepare_notice_channels(self, channels):
        """The text of an order of channels. :raises UserError: for what is none"""
        try:
            return SEPARATOR.join(read_order(channels or []))
        except ValueError as error:
            raise UserError(self._unknown_channels()) from error

    @api.model
    def _unknown_channels(self):
        return self.env._(
            "The ways to be told are: %s.",
            ", ".join(label for _code, label in self._notice_channel_labels()),
        )

    def action_open_contact(self):
        """Open the form of how the person is told: the order, and other contacts."""
        return self.env["onestop.notice.contact"]._open(self)

    @api.model
    def _notice_channel_labels(self):
        """(code, label) of each channel that a person can choose."""
        field = self.env["onestop.notice"]._fields["channel"]
        labels = dict(field._description_selection(self.env))
        return [(code, labels[code]) for code in CHANNELS]

    @api.model
    def _notice_choices(self):
        """(code, label) of those by which this centre tells people."""
        serves = self.env["onestop.notice"]._serves
        return [one for one in self._notice_channel_labels() if serves(one[0])]

    def _notice_first_two(self):
        """The first two channels that the person chose, of those that there are here;
        empty where they chose fewer."""
        here = dict(self._notice_choices())
        order = [one for one in read_order(self._notice_wanted()) if one in here]
        return (*order, "", "")[:2]

    def _notice_wanted(self):
        return self.notice_channels_now or self.notice_channels or ""

    def _notify(self, event, journal_row=None):
        """Tell the person what happened, by their channels, in a job.

        :param int journal_row: the row of the journal that has just been written of it
        """
        self.ensure_one()
        self.env["onestop.notice"]._queue(self, event, journal_row)
