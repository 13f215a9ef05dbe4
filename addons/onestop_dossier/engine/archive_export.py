import hashlib
import json
import zipfile

from markupsafe import Markup

from odoo import fields

from ..core.archive_index import entry_name, sums
from .archive_index import LANGUAGE

FORMAT = "onestop-archive-1"
# What was filed, by the names of the fields.
FILED = (
    *("code", "tracking_number", "outside_code", "channel", "content", "state"),
    *("outcome", "owner_kind", "owner_name", "owner_identity_kind"),
    *("owner_identity_number", "owner_tax_code", "owner_birthdate", "owner_address"),
    *("owner_commune", "owner_phone", "owner_email", "submitter_name"),
    *("submitter_identity_number", "submitter_phone", "submitter_email"),
    *("submitter_relation", "submitter_evidence", "answers", "delivery"),
    *("delivery_address", "date_submitted", "date_accepted", "date_due_legal"),
    *("date_due_promised", "date_due", "date_resolved", "date_returned"),
    "due_derivation",
)
_PAGE = Markup(
    """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"/><title>Mục lục hồ sơ {code}</title>
<style>body{{font-family:sans-serif;margin:2em}}table{{border-collapse:collapse}}
td,th{{border:1px solid #888;padding:.3em .6em;text-align:left}}
code{{font-size:.8em;word-break:break-all}}</style></head><body>
<h1>Mục lục văn bản trong hồ sơ</h1>
<p>Mã hồ sơ: <b>{code}</b><br/>Thủ tục hành chính: {procedure}<br/>
Cơ quan giải quyết: {department}<br/>Nơi lưu trữ: {centre}<br/>
Kết thúc: {ended}. Đóng hồ sơ: {closed}.<br/>Thời hạn bảo quản: {kept}</p>
<table><thead><tr><th>STT</th><th>Số, ký hiệu</th><th>Ngày tháng</th><th>Tác giả</th>
<th>Tên văn bản</th><th>Số trang</th><th>Tệp</th><th>SHA-256</th></tr></thead>
<tbody>{rows}</tbody></table>
<p>Kiểm tra: <code>sha256sum -c SHA256SUMS</code>. Mã số mục lục: <code>{digest}</code></p>
</body></html>
"""
)
_ROW = Markup("<tr>{}</tr>")
_CELL = Markup("<td>{}</td>")
_CODE = Markup("<td><code>{}</code></td>")


class ArchiveExport:
    """A closed dossier as one zip that needs nothing of this house to be read: its
    documents, an index for people and one for programs, what was filed, the journal with
    its proofs, and a list of checksums that `sha256sum -c` takes.

    One document is in memory at a time.

    :param file: of `onestop.archive.file`, read by the system; whoever calls has looked
        at the right to it, and written it down
    """

    def __init__(self, file):
        self.file = file.with_context(lang=LANGUAGE)
        self.env = self.file.env
        self.dossier = self.file.dossier_id
        self.sums = []

    def name(self):
        """The name of the zip: of a code, and nothing that people typed."""
        return f"{entry_name(0, self.file.code or 'ho_so')[4:]}.zip"

    def write(self, stream):
        """Write the zip to a binary stream that can seek."""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            self.archive = archive
            documents = [self._document(one) for one in self.file.document_ids]
            self._put("muc_luc.html", self._page(documents).encode())
            self._put("index.json", self._json(self._index(documents)))
            self._put("ho_so.json", self._json(self._filed()))
            self._put("nhat_ky.json", self._json(self._journal()))
            archive.writestr("SHA256SUMS", sums(self.sums))

    def _put(self, name, content):
        checksum = hashlib.sha256(content).hexdigest()
        self.archive.writestr(name, content)
        self.sums.append((checksum, name))
        return checksum

    @staticmethod
    def _json(value):
        return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()

    def _document(self, line):
        """Put the file of a line of the index in, and say whether it is what it was."""
        file = line.attachment_id
        found = bool(line.checksum and file)
        told = {
            "number": line.number,
            "document_number": line.document_number or "",
            "date": fields.Date.to_string(line.date) or "",
            "author": line.author or "",
            "title": line.title,
            "pages": line.pages,
            "on_paper": line.on_paper,
            "sha256": line.checksum or "",
            "name": "",
            "found": found,
            "as_closed": not line.checksum,
        }
        if found:
            told["name"] = entry_name(line.number, line.title, file.name or "")
            checksum = self._put(told["name"], file.raw or b"")
            file.invalidate_recordset(["raw", "datas"])
            told["as_closed"] = checksum == line.checksum
        return told

    def _about(self):
        file = self.file
        return {
            "code": file.code,
            "procedure": f"{file.procedure_id.code} {file.procedure_id.name}",
            "department": file.department_id.name or "",
            "centre": file.centre_id.name or "",
            "ended": fields.Datetime.to_string(file.date_ended),
            "closed": fields.Datetime.to_string(file.closed_at),
            "kept": file.retention_words or "",
            "digest": file.index_digest,
        }

    def _index(self, documents):
        return {"format": FORMAT, **self._about(), "documents": documents}

    def _page(self, documents):
        rows = Markup().join(
            _ROW.format(
                Markup().join(
                    [
                        *(
                            _CELL.format(told)
                            for told in (
                                *(one["number"], one["document_number"]),
                                *(one["date"], one["author"], one["title"]),
                                *(one["pages"] or "", self._where(one)),
                            )
                        ),
                        _CODE.format(one["sha256"]),
                    ]
                )
            )
            for one in documents
        )
        return _PAGE.format(**self._about(), rows=rows)

    @staticmethod
    def _where(one):
        """Where a document is, and whether it is the one that was closed."""
        if one["name"]:
            differs = "" if one["as_closed"] else " (KHÁC với khi đóng hồ sơ)"
            return one["name"] + differs
        return "Bản giấy" if one["on_paper"] else "Không còn tệp"

    def _filed(self):
        return {name: self.dossier[name] or None for name in FILED}

    def _journal(self):
        """The rows of the journal, each with what shows that it stands under a published
        root (docs/journal.md); the days that are not closed yet have none."""
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", self.dossier.id)],
            order="id",
        )
        roots = self.env["onestop.journal.root"]
        return [
            {
                "moment": fields.Datetime.to_string(row.moment),
                "actor": row.actor,
                "role": row.role,
                "code": row.code,
                "label": row.code_label,
                "state_from": row.state_from or "",
                "state_to": row.state_to or "",
                "reason": row.reason or "",
                "proof": roots._proof(row),
            }
            for row in rows
        ]
