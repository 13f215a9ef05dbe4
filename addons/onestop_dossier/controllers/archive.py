import tempfile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import request

from ..engine.archive_export import ArchiveExport


class OnestopArchive(http.Controller):
    """A closed dossier as a file, for whoever has just taken it out."""

    @http.route(
        "/onestop/archive/<int:number>/dossier.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def dossier(self, number, **kw):
        # sudo: bounded to what this very user took out a moment ago, with a reason.
        access = request.env["onestop.archive.access"].sudo()
        file = access._taken_out(number, request.env.user)
        if not file:
            raise request.not_found()
        export = ArchiveExport(file)
        # On a disk: a dossier may be larger than what a worker has.
        stream = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the response)
        export.write(stream)
        size = stream.tell()
        stream.seek(0)
        response = request.make_response(
            wrap_file(request.httprequest.environ, stream),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Length", str(size)),
                ("Content-Disposition", http.content_disposition(export.name())),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
        response.direct_passthrough = True
        response.call_on_close(stream.close)
        return response
