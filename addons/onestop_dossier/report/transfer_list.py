from types import SimpleNamespace

from odoo import api, fields, models

from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Biên bản giao nhận hồ sơ giấy", page="A4")
ARCHIVE_PAGE = SimpleNamespace(
    title="Biên bản giao nhận hồ sơ, tài liệu lưu trữ", page="A4"
)


class TransferList(models.AbstractModel):
    """The list that goes with paper dossiers: whoever gives, carries and takes them signs
    it. It names codes and no persons, for it lies about."""

    _name = "report.onestop_dossier.transfer_list"
    _description = "List of a paper transfer"

    @api.model
    def _get_report_values(self, docids, data=None):
        transfers = self.env["onestop.transfer"].browse(docids)
        transfers.check_access("read")
        # sudo: bounded to lists that the user reads, and to what stands on them.
        transfers = transfers.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {"sheets": [self._sheet(transfer) for transfer in transfers]}

    @api.model
    def _sheet(self, transfer):
        forms = self.env["onestop.form"]
        now = to_legal(transfer.date_handed or fields.Datetime.now())
        items = transfer.item_ids
        labels = {
            name: dict(items._fields[name]._description_selection(transfer.env))
            for name in ("state", "what")
        }
        return {
            "form": ARCHIVE_PAGE if transfer.direction == "archive" else PAGE,
            "department": transfer.from_id,
            "number": transfer.number,
            "place_and_day": forms._place_and_day(transfer.from_id, now),
            "transfer": transfer,
            "qr": forms._qr(transfer.number),
            "leaves": to_legal(transfer.date_handed or transfer.date_planned),
            "rows": [
                {
                    "code": item.code,
                    "procedure": item.procedure_id.code,
                    "what": labels["what"][item.what],
                    "state": ""
                    if item.is_open
                    else ": ".join(
                        filter(None, [labels["state"][item.state], item.note])
                    ),
                }
                for item in items
            ],
            "signers": [
                signer
                for signer in (
                    self._signer("BÊN GIAO", transfer, "handed"),
                    transfer.carrier_id
                    and self._signer("BÊN VẬN CHUYỂN", transfer, "carried"),
                    self._signer("BÊN NHẬN", transfer, "received"),
                )
                if signer
            ],
        }

    @api.model
    def _signer(self, title, transfer, act):
        """Who signs where, with name and hour where it is done."""
        return {
            "title": title,
            "name": transfer[f"{act}_user_id"].name or "",
            "moment": to_legal(transfer[f"date_{act}"]),
        }
