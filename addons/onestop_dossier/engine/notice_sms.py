import os
from functools import cached_property

from ..core.sms_gateway import SmsError, read_gateway

# Names the file that describes the gateway. Nothing in the database does: whoever may
# write there, or restores a copy of it elsewhere, sends nothing to anybody.
GATEWAY_VARIABLE = "ONESTOP_SMS_GATEWAY"


class NoticeSms:
    """Notices as short messages: what happened and where to look, and nobody's name."""

    errors = (SmsError,)

    def __init__(self, env):
        self.env = env
        # A gateway that does not answer is not asked again for the next message.
        self.down = None

    @staticmethod
    def is_set_up():
        return bool(os.environ.get(GATEWAY_VARIABLE))

    @cached_property
    def gateway(self):
        return read_gateway(os.environ.get(GATEWAY_VARIABLE) or "")

    def make(self, notices):
        """The messages of notices of one event: {id: (number, text, reference)}."""
        template = notices.env.ref(f"onestop_dossier.notice_{notices[0].event}")
        letters = template._generate_template(notices.ids, ("subject",))
        return {
            one.id: (
                # The house reads contacts, bounded to those of the dossier told of.
                one.dossier_id._notice_contacts().mobile,
                f"{letters[one.id]['subject']}. {one._track_url()}",
                # Alike at each try, so that a provider can see what it has had.
                f"onestop-{one.id}",
            )
            for one in notices
        }

    def send(self, message):
        """:return: the provider's name of the message, where it tells what became of it
        :raises SmsError: where it was not taken
        """
        number, _text, _reference = message
        if not number:
            raise SmsError("NoNumber", final=True)
        name = self._ask(lambda: self.gateway.send(*message))
        return name if self.gateway.status_url else None

    def became(self, notice):
        """`delivered`, `failed`, or None where it is under way.

        :raises SmsError: where the gateway does not say
        """
        return self._ask(lambda: self.gateway.ask_status(notice.message_id))

    def close(self):
        """Each message is a connection of its own."""

    def _ask(self, question):
        if self.down:
            raise self.down
        try:
            return question()
        except SmsError as error:
            if str(error) in ("GatewayTimeout", "GatewayUnreachable"):
                self.down = error
            raise
