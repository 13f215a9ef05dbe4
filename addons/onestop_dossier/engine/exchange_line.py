import abc


class LineDown(Exception):
    """The line does not answer, or not as agreed; what waits is tried again later.

    Its text names a kind of trouble and never what was sent, which may be about people.
    """


class ExchangeLine(abc.ABC):
    """A line to a system that runs dossiers: three methods, whatever carries them.

    A message is taken only after it was kept here: until `taken` is called for it, the
    line gives it again.
    """

    @abc.abstractmethod
    def arrived(self, limit):
        """At most `limit` pairs (name, bytes) of messages that are not taken yet.

        :raises LineDown:
        """

    @abc.abstractmethod
    def taken(self, name):
        """The message of this name is kept here: give it no more. :raises LineDown:"""

    @abc.abstractmethod
    def send(self, name, content):
        """Send bytes under a name; twice is as once. :raises LineDown:"""
