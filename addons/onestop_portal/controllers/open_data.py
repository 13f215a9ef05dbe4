import json
from math import ceil

from odoo import http
from odoo.http import request

from ..engine import words
from ..engine.open_catalogue import MIMETYPES
from .page import render

KEPT = 600  # seconds that a cache may keep a file without asking again
RETRY_AFTER = 300  # seconds, until the files were written for the first time
UNAVAILABLE = 503
KILOBYTE = 1024
#: Formats in which one procedure is there too; a table of one line helps nobody.
OF_ONE = ("json", "jsonld", "ttl")


class OnestopOpenDataFiles(http.Controller):
    """The published catalogue for other programs: a page, and a file a format."""

    @http.route(
        "/opendata",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
    )
    def page(self, **kw):
        open_data = request.env["onestop.open.data"]
        files = open_data._public_files()
        catalogue = open_data._open_catalogue()
        return render(
            "onestop_portal.open_data",
            {
                "title": request.env._("Open data"),
                "rows": [
                    {
                        "form": form,
                        "mimetype": mimetype,
                        "size": self._size(files[form]),
                        "since": words.moment(files[form], files[form].written_at),
                    }
                    for form, mimetype in MIMETYPES.items()
                    if form in files
                ],
                "total": max((file.procedures for file in files.values()), default=0),
                "base": catalogue.base,
                "licence": catalogue.licence,
            },
            private=False,
        )

    # No pages of the site: a cache keeps no answer that sets a cookie of the language.

    @http.route(
        [f"/opendata/procedures.{form}" for form in MIMETYPES],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def all_procedures(self, **kw):
        form = self._form()
        file = request.env["onestop.open.data"]._public_files().get(form)
        if not file:
            return self._not_yet()
        stream = self._stream(file)
        stream.last_modified = file.written_at
        response = stream.get_response(
            as_attachment=form == "csv", mimetype=MIMETYPES[form]
        )
        return self._open(response)

    @http.route(
        [f"/opendata/procedures/<string:code>.{form}" for form in OF_ONE],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def one_procedure(self, code, **kw):
        files = request.env["onestop.open.data"]
        file = files._public_files().get("json")
        if not file:
            return self._not_yet()
        place = (file.places or {}).get(code)
        if not place:
            raise request.not_found()
        form = self._form()
        sheet = json.loads(self._cut(file, *place))
        response = request.make_response(
            files._open_catalogue().of_one(form, sheet),
            {"Content-Type": f"{MIMETYPES[form]}; charset=utf-8"},
        )
        response.last_modified = file.written_at
        response.add_etag()
        return self._open(response.make_conditional(request.httprequest.environ))

    def _size(self, file):
        return f"{ceil(file.attachment_id.file_size / KILOBYTE)}\N{NO-BREAK SPACE}KB"

    def _form(self):
        """The format, which is how the address ends."""
        return request.httprequest.path.rsplit(".", 1)[-1]

    def _stream(self, file):
        return request.env["ir.binary"]._get_stream_from(file.attachment_id)

    def _cut(self, file, first, length):
        """Some bytes of a file, which is not read whole where it lies on the disk."""
        stream = self._stream(file)
        if stream.type != "path":
            return stream.read()[first : first + length]
        with open(stream.path, "rb") as content:
            content.seek(first)
            return content.read(length)

    def _open(self, response):
        """Let caches keep it, and pages of others read it: no cookie goes along."""
        response.headers["Cache-Control"] = f"public, max-age={KEPT}"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _not_yet(self):
        headers = {"Retry-After": str(RETRY_AFTER)}
        return request.make_response("", headers=headers, status=UNAVAILABLE)
