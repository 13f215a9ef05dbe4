"""A citizen whose browser runs no scripts: pages, links, plain forms."""

from urllib.parse import urljoin

from freezegun import freeze_time
from lxml import html

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from odoo.addons.onestop_dossier.tests.common import MONDAY, PDF, DossierCase

EFORM = (
    # name, type, heading, required, more
    ("purpose", "char", "Purpose", True, {}),
    (
        "has_house",
        "boolean",
        "Purpose",
        False,
        {},
    ),
    (
        "house_area",
        "integer",
        "Purpose",
        True,
        {
            "visible_if": {"field": "has_house", "operator": "=", "value": True},
            "max": "1000",
        },
    ),
    ("kind", "selection", "Details", True, {"options": "new|New one\nold|Old one"}),
    ("since", "date", "Details", False, {}),
    ("drawing", "file", "Details", False, {}),
)


class PortalCase(DossierCase, HttpCase):
    """`self.log_in(user)`, then `self.get(path)` and `self.send(page, …)`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.other_citizen = new_test_user(
            cls.env, "test_other_citizen", "base.group_portal"
        )
        cls.form_version = cls.make_version(
            "9.900002",
            eform_field_ids=[
                (
                    0,
                    0,
                    {
                        "sequence": number,
                        "name": name,
                        "label": f"Question {name}",
                        "type": kind,
                        "group_name": heading,
                        "required": required,
                        **more,
                    },
                )
                for number, (name, kind, heading, required, more) in enumerate(EFORM)
            ],
        )

    def setUp(self):
        super().setUp()
        frozen = freeze_time(MONDAY)
        frozen.start()
        self.addCleanup(frozen.stop)
        self.speak("en_US")

    def speak(self, lang):
        """What the browser asks for: English, so that sentences are known."""
        self.lang = lang

    def log_in(self, user=None):
        user = user or self.portal
        self.authenticate(user.login, user.login)
        return user

    def _browse(self, url, **options):
        self.opener.cookies.set("frontend_lang", self.lang)
        return self.opener.request(url=urljoin(self.base_url(), url), **options)

    def get(self, path, follow=True):
        """The answer to a link."""
        self.env.flush_all()
        return self._browse(path, method="GET", allow_redirects=follow, timeout=60)

    def page(self, path):
        """The page of a link, which has to be there: an lxml tree with `.answer`."""
        answer = self.get(path)
        self.assertEqual(answer.status_code, 200, path)
        return self.tree(answer)

    def queries(self, path):
        """Queries of a page of a server that has warmed up."""
        self.page(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.page(path)
        return self.env.cr.sql_log_count - before

    def tree(self, answer):
        tree = html.fromstring(answer.content, base_url=answer.url)
        self.answer = answer
        return tree

    def text(self, tree):
        """What a page says, without scripts and with single blanks."""
        for script in tree.xpath("//script | //style"):
            script.drop_tree()
        return " ".join(tree.text_content().split())

    def form_of(self, tree, button):
        """The form that a button belongs to; `button` is its value or its words."""
        for form in tree.forms:
            for one in form.xpath(".//button"):
                if button in (one.get("value"), " ".join(one.text_content().split())):
                    return form, one
        raise AssertionError(f"no button “{button}” on {tree.base_url}")

    def send(self, tree, button, files=None, **typed):
        """Press a button of a page's form, having typed something; the next page.

        A field that is hidden or switched off cannot be typed into.
        """
        answer = self.post_form(tree, button, files, **typed)
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        return self.tree(answer)

    def post_form(self, tree, button, files=None, **typed):
        form, pressed = self.form_of(tree, button)
        data = [
            (name, value)
            for name, value in form.form_values()
            if not form.xpath(f".//fieldset[@disabled]//*[@name='{name}']")
        ]
        names = {
            element.get("name")
            for element in form.xpath(".//*[@name]")
            if not element.xpath("ancestor::fieldset[@disabled]")
        }
        self.assertFalse(set(typed) - names, "there is no such field")
        boxes = {
            element.get("name") for element in form.xpath(".//input[@type='checkbox']")
        }
        data = [pair for pair in data if pair[0] not in typed or pair[0] in boxes]
        data += list(typed.items())
        if pressed.get("name"):
            data.append((pressed.get("name"), pressed.get("value")))
        self.env.flush_all()
        answer = self._browse(
            form.get("action") or tree.base_url,
            method="POST",
            data=data,
            files=files,
            timeout=60,
        )
        self.env.invalidate_all()
        return answer

    def post_without_token(self, path, **data):
        self.env.flush_all()
        with mute_logger("odoo.http"):
            return self._browse(path, method="POST", data=data, timeout=60)

    def raw_post(self, path, files=None, follow=True, **data):
        """A form that somebody made up, with a sound CSRF token."""
        if not self.session:
            self.authenticate(None, None)
        self.env.flush_all()
        answer = self._browse(
            path,
            method="POST",
            data={"csrf_token": Request.csrf_token(self), **data},
            files=files,
            allow_redirects=follow,
            timeout=60,
        )
        self.env.invalidate_all()
        return answer

    def call_program(self, model, method, args, kwargs=None):
        """The answer to a call as the web client makes it: `result` or `error`."""
        params = {
            "model": model,
            "method": method,
            "args": args,
            "kwargs": kwargs or {},
        }
        # Refusals are logged, and expected here.
        with mute_logger("odoo.http"):
            answer = self.call(f"/web/dataset/call_kw/{model}/{method}", params)
        return answer.json()

    def call(self, path, params):
        """The answer to JSON-RPC."""
        self.env.flush_all()
        answer = self._browse(
            path,
            method="POST",
            json={"jsonrpc": "2.0", "params": params},
            timeout=60,
        )
        self.env.invalidate_all()
        return answer

    # --------------------------------------------------------------- ways through

    def upload(self, name="application.pdf", content=PDF, kind="application/pdf"):
        return name, content, kind

    def begin(self, version=None):
        """The first page of the form of a version, begun by the logged-in citizen."""
        version = version or self.version
        return self.send(self.page(f"/procedures/{version.code}/file"), "start")

    def paper_field(self, version, name="Application"):
        paper = version.component_ids.filtered(lambda one: one.name == name)
        return f"paper_{paper.id}"

    def fill(self, version=None):
        """The last page of the form of `self.version`, all filled in."""
        version = version or self.version
        page = self.begin(version)
        page = self.send(page, "next", owner_name="Trần Thị Bé")
        page = self.send(
            page, "next", files=[(self.paper_field(version), self.upload())]
        )
        return self.send(page, "next", delivery="electronic")

    def file_by_pages(self):
        """A dossier that the logged-in citizen filed page by page."""
        self.send(self.fill(), "send", declared="1")
        return self.env["onestop.dossier"].search(
            [("partner_id", "!=", False)], order="id desc", limit=1
        )

    def my_page(self, dossier):
        return self.page(f"/my/dossiers/{dossier.id}")

    def given(self):
        """A result of a dossier whose card an officer saw."""
        dossier = self.file(delivery="electronic")
        self.act("counter_officer", dossier, "accept", identity_seen=True)
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, "decide")
        return self.act("clerk", dossier, "seal").result_ids

    def to_returned(self, **vals):
        return self.act("counter_officer", self.to_resolved(**vals), "return")
