from . import words
from .dossier_page import DossierPage, form_reports, tasks


class MyGroupPage:
    """What a citizen sees of a group of procedures that they filed as one: how far each
    part is, the one receipt, what they have to do.

    `head` is the first part, read by the system after access to it was checked for the
    person, who filed the others with it; what is shown of each is what the list of one's
    dossiers shows.
    """

    def __init__(self, head):
        self.env = head.env
        self.head = head
        own = head.partner_id
        self.parts = head._parts().filtered(lambda one: one.partner_id == own)
        self.bundle = head.bundle_id

    def row(self):
        """What the list shows: as `DossierPage.row`, with the `parts` as such rows."""
        rows = [DossierPage(one).row() for one in self.parts]
        return {
            "url": f"/my/groups/{self.head.id}",
            "name": self.bundle.name,
            "number": DossierPage(self.head).number(),
            "filed": words.moment(self.head, self.head.date_submitted),
            "state": "",
            "due": "",
            "parts": rows,
        }

    def values(self):
        pages = [DossierPage(one) for one in self.parts]
        receipt = self._receipt()
        return {
            "bundle": self.bundle,
            "number": DossierPage(self.head).number(),
            "tasks": [task for one in self.parts for task in tasks(one)],
            "parts": [{**page.row(), **page.progress()} for page in pages],
            "together": self.bundle.returns == "together",
            "receipt_url": receipt and f"/my/dossiers/{receipt.id}/forms/receipt",
        }

    def _receipt(self):
        """The part by which the one receipt is printed: the first that was received."""
        return self.parts.filtered(lambda one: "receipt" in form_reports(one))[:1]
