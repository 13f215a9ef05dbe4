from odoo import http
from odoo.http import request

from ..engine import words
from .page import PER_PAGE, pager_of, render, whole_number

# Files are saved, never opened in the site's own name.
DOWNLOAD_POLICY = "sandbox; default-src 'none'"


class OnestopProcedures(http.Controller):
    """The catalogue for everybody: search, list, one page a procedure."""

    @http.route(
        ["/procedures", "/procedures/page/<int:page>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
    )
    def procedures(self, page=1, q="", field=None, department="", event=None, **kw):
        q = q.strip()
        procedures = request.env["onestop.procedure"]
        fields = procedures._public_fields()
        chosen = next((one for one, _count in fields if str(one.id) == field), None)
        department = request.env["onestop.department"]._public_one(department)
        events = procedures._public_events()
        lived = events.filtered(lambda one: str(one.id) == event)
        values = {"title": request.env._("Administrative procedures"), "q": q}
        bundles = request.env["onestop.bundle"]
        if q:
            found = procedures.find(q, PER_PAGE)
            bundles = bundles._public_found(q, [one["code"] for one in found])
            values["found"] = found
        else:
            which = {
                "field": chosen and chosen.id,
                "department": department.id,
                "event": lived.id,
            }
            which = {key: one for key, one in which.items() if one}
            total = procedures._public_count(**which)
            pages = pager_of("/procedures", total, page, **which)
            versions = procedures._public_versions(pages["offset"], PER_PAGE, **which)
            values.update(versions=versions, total=total, pager=pages)
            if lived:
                bundles = bundles._public_in(lived)
            values["announced"] = len(procedures._upcoming_versions())
        values["groups"] = [(one.id, one.name) for one in bundles]
        values.update(fields=fields, chosen=chosen, department=department)
        values.update(events=events, lived=lived)
        return render("onestop_portal.procedures", values, private=False)

    @http.route(
        "/procedures/search.json",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
        readonly=True,
    )
    def search(self, q="", limit="", **kw):
        limit = whole_number(limit, PER_PAGE)
        return request.make_json_response(
            request.env["onestop.procedure"].find(q, limit)
        )

    @http.route(
        "/procedures/<string:code>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
    )
    def procedure(self, code, case=None, **kw):
        in_force, upcoming = request.env["onestop.procedure"]._published_versions(code)
        if not in_force:
            return self._shown(upcoming, case) if upcoming else self._ended(code)
        cases = in_force.env["onestop.procedure.case"]
        text = in_force._public_text(in_force._public_case(case) if case else cases)
        values = {
            "title": in_force.name,
            "text": text,
            "groups": request.env["onestop.bundle"]._public_links(in_force),
            "code": code,
            "newer_from": words.day(upcoming, upcoming.valid_from),
        }
        return render("onestop_portal.procedure", values, private=False)

    @http.route(
        "/procedures/<string:code>/upcoming",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
    )
    def upcoming(self, code, case=None, **kw):
        """The version that takes effect next."""
        _in_force, version = request.env["onestop.procedure"]._published_versions(code)
        if not version:
            raise request.not_found()
        return self._shown(version, case)

    @http.route(
        "/procedures/upcoming",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
    )
    def all_upcoming(self, **kw):
        """What is published and takes effect later, by day."""
        versions = request.env["onestop.procedure"]._upcoming_versions()
        values = {
            "title": request.env._("Soon in effect"),
            "days": [
                (words.day(versions, day), those)
                for day, those in versions.grouped("valid_from").items()
            ],
        }
        return render("onestop_portal.procedures_upcoming", values, private=False)

    def _shown(self, version, case):
        """The page of a version that takes effect later."""
        text = version._public_text(version._public_case(case or ""), upcoming=True)
        values = {"title": version.name, "text": text, "code": version.code}
        return render("onestop_portal.procedure", values, private=False)

    def _ended(self, code):
        """The page of a procedure that has ended: sheets on walls still lead to it."""
        version = request.env["onestop.procedure"]._ended_version(code)
        if not version:
            raise request.not_found()
        successor = version._ending().successor_id
        in_force, upcoming = successor._published_versions(successor.code)
        values = {
            "title": version.name,
            "version": version,
            "ended_on": words.day(version, version.valid_to),
            "successor": in_force or upcoming,
        }
        return render("onestop_portal.procedure_ended", values, private=False)

    @http.route(
        "/procedures/<string:code>/forms/<int:component>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
        readonly=True,
    )
    def form(self, code, component, **kw):
        """The blank form that belongs to a paper of the procedure."""
        return self._file_of_paper(code, component, "form_attachment_id")

    @http.route(
        "/procedures/<string:code>/samples/<int:component>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
        readonly=True,
    )
    def sample(self, code, component, **kw):
        """A form of the procedure as somebody filled it in."""
        return self._file_of_paper(code, component, "sample_attachment_id")

    def _file_of_paper(self, code, component, link):
        versions = request.env["onestop.procedure"]._published_versions(code)
        papers = (versions[0] | versions[1]).component_ids
        file = papers.filtered(lambda one: one.id == component)[link]
        if not file:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(file)
        return stream.get_response(
            as_attachment=True, content_security_policy=DOWNLOAD_POLICY
        )
