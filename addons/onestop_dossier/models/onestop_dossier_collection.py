from odoo import fields, models

COLLECTORS = [
    ("owner", "The owner"),
    ("submitter", "Who filed it"),
    ("authorised", "Somebody else who is authorised"),
]


class OnestopDossierCollection(models.Model):
    """Who collected a result at the counter, or what an agency made good, or originals
    that were kept, and signed for it.

    Written by the return, and by the handing over of what was corrected, once each, and
    whenever originals are given back (Decree 61/2018, art. 6.2, 20, 21).
    """

    _name = "onestop.dossier.collection"
    _description = "Collection of a result"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, ondelete="cascade"
    )
    correction_id = fields.Many2one(
        "onestop.correction",
        "What was made good",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    originals = fields.Text(
        "Originals given back",
        readonly=True,
        help="Which, and how many of each.",
    )
    only_originals = fields.Boolean(
        readonly=True, help="No result was collected with them."
    )
    collector = fields.Selection(
        COLLECTORS, "Collected by", required=True, readonly=True
    )
    name = fields.Char(required=True, readonly=True)
    identity_number = fields.Char(readonly=True)
    authorisation = fields.Char(
        readonly=True, help="The paper by which somebody else collects it."
    )
    # In the file store, behind the wall of this row.
    authorisation_file = fields.Binary(
        "Scan of the authorisation", attachment=True, readonly=True
    )
    authorisation_name = fields.Char(readonly=True)
    without_receipt = fields.Boolean(
        "Without the receipt",
        readonly=True,
        help="The receipt is lost: a signed statement was handed in.",
    )
    statement = fields.Text(
        readonly=True, help="What was signed instead of the receipt being handed in."
    )
    signature = fields.Binary(attachment=True, readonly=True)
    unsigned_reason = fields.Char("Why there is no signature", readonly=True)
    collected_at = fields.Datetime("Collected on", required=True, readonly=True)
    # A name, not a link: it outlives the account.
    handed_out_by = fields.Char(required=True, readonly=True)

    _dossier_unique = models.UniqueIndex(
        "(dossier_id) WHERE correction_id IS NULL AND only_originals IS NOT TRUE",
        "The result of this dossier was collected before.",
    )
    _correction_unique = models.UniqueIndex(
        "(correction_id) WHERE correction_id IS NOT NULL",
        "What was made good was handed out before.",
    )
