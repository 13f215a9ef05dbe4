"""What somebody tries with the wrong role: by every method and route that a client
calls, on a dossier that is none of theirs, or that they may read and not change."""

import base64
import itertools
import json
from contextlib import suppress
from functools import partial

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from .common import MONDAY, PDF, DossierCase
from .test_guards import CONTEXTS

# Of these a stranger reads no row.
FAMILY = (
    "onestop.dossier",
    "onestop.dossier.component",
    "onestop.dossier.step",
    "onestop.dossier.result",
    "onestop.dossier.supplement",
    "onestop.dossier.clock.event",
    "onestop.dossier.fee",
    "onestop.dossier.grant",
    "onestop.dossier.collection",
    "onestop.notice",
    "onestop.journal",
)
# A word of each table, and a change of it that would pay.
CHANGES = {
    "onestop.dossier": {"state": "returned"},
    "onestop.dossier.component": {"received": False},
    "onestop.dossier.step": {"outcome": "granted"},
    "onestop.dossier.result": {"number": "13/GP"},
    "onestop.dossier.supplement": {"reason": "None."},
    "onestop.dossier.clock.event": {"reason": "None."},
    "onestop.dossier.fee": {"amount": 0},
    "onestop.dossier.grant": {"date_until": "2030-01-01 00:00:00"},
    "onestop.dossier.collection": {"name": "Somebody else"},
    "onestop.notice": {"state": "delivered"},
    "onestop.journal": {"actor": "Somebody else"},
}
# Not for everybody who reads a row.
SELDOM = ("copy_data", "export_data")
REFUSED = (UserError, ValueError, KeyError, TypeError)
SECRETS = ("Owner T", "001099000001", "0900000001", "owner@example.invalid")


class AttackCase(DossierCase):
    """`self.dossier`: resolved, with a row of everything; `self.stranger`: a head of a
    department that has nothing to do with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.make_user("stranger", ("department_head", cls.other))

    def make_dossier(self):
        dossier = self.file(components=[])
        self.act("counter_officer", dossier, "request_supplement", "No application.")
        paper = {"component": "Application", "files": [self.pdf()]}
        self.act("portal", dossier, "supplement", components=[paper])
        self.act("counter_officer", dossier, "accept")
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        rows = {
            "onestop.dossier.clock.event": {
                "kind": "pause",
                "ground": "other",
                "start": MONDAY,
            },
            "onestop.dossier.fee": {
                "kind": "fee",
                "name": "Fee",
                "amount": 1000,
                "currency_id": self.env.ref("base.VND").id,
            },
            "onestop.dossier.grant": {"department_id": self.centre.id},
            "onestop.dossier.collection": {
                "collector": "owner",
                "name": "Owner T",
                "unsigned_reason": "Cannot write.",
                "collected_at": MONDAY,
                "handed_out_by": "Somebody",
            },
        }
        with ENGINE.held():
            for model, values in rows.items():
                self.env[model].create({"dossier_id": dossier.id, **values})
        return dossier

    def rows_of(self, dossier, model):
        """The rows of a table that belong to the dossier."""
        if model == "onestop.dossier":
            return dossier.sudo()
        link = {"onestop.journal": [("res_model", "=", "onestop.dossier")]}
        name = "res_id" if model in link else "dossier_id"
        return (
            self.env[model]
            .sudo()
            .search([(name, "=", dossier.id), *link.get(model, ())])
        )

    def fingerprint(self, dossier):
        """All that the tables hold of the dossier, as text."""
        self.env.flush_all()
        found = {}
        for model in FAMILY:
            table = self.env[model]._table
            ids = self.rows_of(dossier, model).ids
            self.env.cr.execute(
                f"SELECT row_to_json(one)::text FROM {table} one"
                " WHERE id = ANY(%s) ORDER BY id",
                [ids],
            )
            found[model] = [row for (row,) in self.env.cr.fetchall()]
        return found


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAttacks(AttackCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.make_dossier()
        self.before = self.fingerprint(self.dossier)

    def everybody(self):
        return [*self.users.values(), self.stranger, self.portal, self.plain]

    # ----------------------------------------------------------------------- writing

    def harmless(self, attack):
        """Try it, and see that nothing of the dossier is another afterwards.

        What is refused leaves nothing: that is what a transaction is for.
        """
        savepoint = self.env.cr.savepoint()
        try:
            with suppress(*REFUSED):
                attack()
                self.assertEqual(self.fingerprint(self.dossier), self.before)
        finally:
            self.env.transaction.clear()
            savepoint.close(rollback=True)

    def test_no_row_of_a_dossier_is_written_in_any_context(self):
        for user in self.everybody():
            for model, change in CHANGES.items():
                row = self.rows_of(self.dossier, model)[:1].with_user(user)
                for context in CONTEXTS:
                    mine = row.with_context(**context)
                    with self.subTest(user=user.login, model=model, context=context):
                        for attack in (
                            partial(mine.write, change),
                            partial(mine.web_save, change, {}),
                            mine.unlink,
                        ):
                            self.harmless(attack)

    def test_no_command_reaches_a_dossier_through_another_model(self):
        for user in self.everybody():
            for model, name, comodel in self.pointing():
                theirs = self.env[model].with_user(user)
                if not theirs.has_access("create"):
                    continue
                row = self.rows_of(self.dossier, comodel)[:1]
                step = self.rows_of(self.dossier, "onestop.dossier.step")[:1]
                needed = {"version_id": self.version.id}
                needed |= {"run_id": step.id, "offer": "open"}
                if "code" in theirs._fields and "dossier_id" in theirs._fields:
                    needed = {"dossier_id": self.dossier.id, "code": "stop"}
                needed = {key: needed[key] for key in needed.keys() & theirs._fields}
                for command in (
                    (1, row.id, CHANGES[comodel]),
                    (2, row.id),
                    (3, row.id),
                    (4, row.id),
                    (5,),
                    (6, 0, row.ids),
                ):
                    with self.subTest(user=user.login, field=f"{model}.{name}"):
                        values = {**needed, name: [command]}
                        self.harmless(partial(theirs.create, values))

    def pointing(self):
        """(model, field, comodel) of every x2many field to a dossier's rows."""
        found = [
            (model._name, name, field.comodel_name)
            for model in self.env.values()
            if not model._abstract
            for name, field in model._fields.items()
            if field.type in ("one2many", "many2many") and field.comodel_name in FAMILY
        ]
        steps = ("step_ids", "onestop.dossier.step")
        self.assertIn(("onestop.step.assignment", *steps), found)
        return found

    def test_no_import_reaches_what_the_engine_writes(self):
        dossiers = self.as_role("counter_officer", self.env["onestop.dossier"])
        number = str(self.dossier.id)
        for names, row in (
            (["version_id/.id", "state"], [str(self.version.id), "returned"]),
            (["version_id/.id", "code"], [str(self.version.id), "H99.01-260309-0009"]),
            ([".id", "state"], [number, "returned"]),
            ([".id", "owner_name"], [number, "Somebody else"]),
            ([".id", "component_ids/name"], [number, "Another paper"]),
            ([".id", "step_ids/outcome"], [number, "granted"]),
        ):
            with self.subTest(names=names):
                self.harmless(partial(dossiers.load, names, [row]))
                self.assertFalse(dossiers.load(names, [row])["ids"])

    def test_answers_and_their_definition_stay_as_they_were_filed(self):
        question = {"name": "floors", "label": "Floors", "type": "integer"}
        self.version = self.make_version(
            "9.900011",
            eform_field_ids=[(0, 0, question)],
            component_ids=[(0, 0, {"name": "Plan", "copies": 1, "required": False})],
        )
        dossier = self.file(answers={"floors": 2}, components=[])
        self.act("counter_officer", dossier, "accept")
        self.dossier, self.before = dossier, self.fingerprint(dossier)
        definition = self.version.dossier_properties_definition
        self.assertEqual(dict(dossier.properties), {"floors": 2})
        lie = [{**definition[0], "value": 9, "definition_changed": True}]
        more = {"name": "more", "type": "char", "string": "More", "value": "x"}
        for user in self.everybody():
            mine = dossier.with_user(user)
            for change in (
                {"properties": {"floors": 9}},
                {"properties": lie},
                {"properties": [*lie, more]},
                {"properties": [{**lie[0], "definition_deleted": True}]},
                {"properties.floors": 9},
                {"answers": {"floors": 9}},
            ):
                with self.subTest(user=user.login, change=change):
                    self.harmless(partial(mine.write, change))
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.version.with_user(user).write(
                    {"dossier_properties_definition": [more]}
                )
            self.assertEqual(self.version.dossier_properties_definition, definition)

    def test_a_paper_shows_no_file_of_another_dossier(self):
        mine = self.file(self.users["counter_officer"], channel="in_person")
        theirs = self.env["ir.attachment"].create(
            {
                "name": "theirs.pdf",
                "raw": PDF,
                "res_model": "onestop.dossier.result",
                "res_id": self.dossier.result_ids.id,
            }
        )
        far = self.env["onestop.counter.group"].create(
            {"name": "Counter U", "department_id": self.centre.id}
        )
        with ENGINE.held():
            self.dossier.counter_group_id = far
        papers = self.as_role("counter_officer", mine).component_ids
        for command in (
            (4, theirs.id),
            (6, 0, theirs.ids),
            (1, theirs.id, {"name": "x"}),
        ):
            with self.subTest(command=command):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    papers[0].write({"attachment_ids": [command]})

    def test_before_it_is_received_a_counter_writes_down_what_it_sees_and_no_more(self):
        dossier = self.file()
        papers = self.as_role("counter_officer", dossier).component_ids
        file = papers[0].sudo().attachment_ids
        papers[0].write({"received": True, "originals": 2, "defect": "Unsigned."})
        for attack in (
            partial(papers[0].write, {"attachment_ids": [(5,)]}),
            partial(papers[0].write, {"attachment_ids": [(2, file.id)]}),
            partial(papers[0].write, {"required": False, "received": True}),
            partial(papers[0].write, {"name": "Another paper"}),
            partial(papers.create, {"dossier_id": dossier.id, "name": "One more"}),
            papers[0].unlink,
            file.with_user(self.users["counter_officer"]).unlink,
        ):
            with self.subTest(attack=attack), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    attack()
        self.assertEqual((papers[0].defect, file.raw), ("Unsigned.", PDF))

    def test_the_files_of_a_received_dossier_are_changed_by_none(self):
        mine = self.file(self.users["counter_officer"], channel="in_person")
        result = self.dossier.result_ids.attachment_id
        files = self.dossier.component_ids.attachment_ids | result
        scan = self.env["ir.attachment"].create(
            {
                "name": "scan.pdf",
                "raw": PDF,
                "res_model": "onestop.dossier.component",
                "res_id": self.dossier.component_ids[0].id,
            }
        )
        files |= scan
        for user, file in itertools.product(self.everybody(), files):
            theirs = file.with_user(user)
            for attack in (
                partial(theirs.write, {"raw": b"%PDF-1.4 forged"}),
                partial(theirs.write, {"datas": base64.b64encode(b"%PDF-1.4 forged")}),
                partial(theirs.write, {"name": "forged.pdf"}),
                partial(theirs.write, {"res_id": mine.id}),
                partial(theirs.write, {"public": True}),
                theirs.unlink,
                theirs.generate_access_token,
            ):
                with self.subTest(user=user.login, file=file.name, attack=attack):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        attack()
        self.assertEqual(files.mapped("raw"), [PDF, PDF, PDF])

    # ----------------------------------------------------------------------- reading

    def strangers(self):
        """Who reads nothing of the dossier: of other places, and of other roles."""
        roles = ("administrator", "it_technician", "catalogue_manager", "custodian")
        return [self.stranger, self.plain, *(self.users[role] for role in roles)]

    def told(self, ask):
        """What is said; nothing where it is refused."""
        try:
            with self.env.cr.savepoint():
                return ask()
        except (AccessError, UserError):
            return None

    def test_no_way_of_asking_shows_a_dossier_to_a_stranger(self):
        # The director reads it all: the questions are such that they have answers.
        for user in [self.users["director"], *self.strangers()]:
            for model in FAMILY:
                rows = self.rows_of(self.dossier, model)
                (word,) = CHANGES[model]
                if model == "onestop.notice" and user == self.users["it_technician"]:
                    # Who looks after the lines sees what does not go out on them.
                    continue
                theirs = rows.with_user(user)
                for name, ask in self.questions(theirs, word).items():
                    with self.subTest(user=user.login, model=model, by=name):
                        if user != self.users["director"]:
                            self.assertFalse(self.told(ask))
                        elif name not in SELDOM:
                            self.assertTrue(self.told(ask))

    def questions(self, rows, word):
        """By its name, every method that a client calls to read the rows."""
        domain, model = [("id", "in", rows.ids)], rows.browse()
        return {
            "search": lambda: model.search(domain).ids,
            "search_count": lambda: model.search_count(domain),
            "search_read": lambda: model.search_read(domain),
            "web_search_read": lambda: model.web_search_read(domain, {})["records"],
            "name_search": lambda: model.name_search("", domain),
            "read_group": lambda: model.formatted_read_group(
                domain, ["id"], ["__count"]
            ),
            "read": lambda: rows.read(),
            "web_read": lambda: rows.web_read({word: {}}),
            "export_data": lambda: rows.export_data([word]),
            "copy_data": lambda: rows.copy_data(),
        }

    def test_nobody_guesses_at_a_dossier_through_another_model(self):
        links = [
            (model._name, name)
            for model in self.env.values()
            if not model._abstract and model._auto
            for name, field in model._fields.items()
            if field.comodel_name == "onestop.dossier" and field._description_searchable
        ]
        self.assertIn(("onestop.dossier.step", "dossier_id"), links)
        for user in [*self.strangers(), self.users["treasurer"]]:
            for model, name in links:
                theirs = self.env[model].with_user(user)
                if not theirs.has_access("read"):
                    continue
                with self.subTest(user=user.login, field=f"{model}.{name}"):
                    guess = [(f"{name}.owner_name", "=", "Owner T")]
                    self.assertFalse(self.told(partial(theirs.search_count, guess)))

    def test_nobody_talks_about_a_dossier_that_is_none_of_theirs(self):
        file = self.dossier.component_ids.attachment_ids
        note = self.dossier.message_post(body="Talk of the staff")
        for user in self.strangers():
            theirs = self.dossier.with_user(user)
            for attack in (
                lambda theirs=theirs: theirs.message_post(body="x"),
                lambda theirs=theirs: theirs.message_subscribe(
                    self.portal.partner_id.ids
                ),
                lambda user=user: note.with_user(user).read(["body"]),
                lambda user=user: note.with_user(user).write({"body": "x"}),
                lambda user=user: note.with_user(user).unlink(),
                lambda user=user: file.with_user(user).read(["raw"]),
                lambda user=user: file.with_user(user).write({"name": "x"}),
                lambda user=user: file.with_user(user).unlink(),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    with self.env.cr.savepoint():
                        attack()
            # Nor do they follow it themselves, of which nothing is said.
            theirs.message_subscribe(user.partner_id.ids)
            self.assertFalse(self.dossier.message_follower_ids)
            found = (
                self.env["mail.message"].with_user(user).search([("id", "=", note.id)])
            )
            self.assertFalse(found)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAttackRoutes(AttackCase, HttpCase):
    def test_no_route_shows_a_dossier_to_a_stranger(self):
        dossier = self.make_dossier()
        dossier.message_post(body="Talk of the staff")
        file = dossier.component_ids.attachment_ids
        paper, thread = dossier.component_ids[0], {"thread_id": dossier.id}
        thread["thread_model"] = dossier._name
        paths = [
            *(
                f"/report/{kind}/onestop_dossier.{form}/{dossier.id}"
                for kind in ("html", "pdf", "text")
                for form in ("form_receipt", "form_supplement", "form_rejection")
            ),
            f"/web/content/{file.id}",
            f"/web/content/{file.id}?download=1",
            f"/web/content?model=ir.attachment&id={file.id}&field=raw",
            f"/web/image/{file.id}",
            f"/web/content/{paper._name}/{paper.id}/name",
            f"/web/content/{dossier._name}/{dossier.id}/owner_name",
            f"/mail/view?model={dossier._name}&res_id={dossier.id}",
        ]
        asked = [
            ("/mail/thread/messages", thread),
            (
                "/mail/data",
                {
                    "fetch_params": [
                        [
                            "mail.thread",
                            {
                                **thread,
                                "request_list": [
                                    "attachments",
                                    "followers",
                                    "suggestedRecipients",
                                ],
                            },
                        ]
                    ]
                },
            ),
            ("/mail/thread/recipients", {**thread, "thread_model": dossier._name}),
            ("/mail/message/post", {**thread, "post_data": {"body": "Broken in"}}),
            (
                "/mail/thread/subscribe",
                {
                    "res_model": dossier._name,
                    "res_id": dossier.id,
                    "partner_ids": self.plain.partner_id.ids,
                },
            ),
            *(
                (
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": args, "kwargs": {}},
                )
                for model, method, args in (
                    (dossier._name, "read", [dossier.ids]),
                    (dossier._name, "web_read", [dossier.ids, {"owner_name": {}}]),
                    (dossier._name, "search_read", [[]]),
                    (dossier._name, "export_data", [dossier.ids, ["owner_name"]]),
                    (dossier._name, "message_post", [dossier.ids]),
                    (dossier._name, "action_transition", [dossier.ids, "return"]),
                    (dossier._name, "explain_due", [dossier.ids]),
                    ("ir.attachment", "read", [file.ids]),
                    ("ir.actions.report", "render_document", [dossier.ids]),
                )
            ),
        ]
        officer = self.users["counter_officer"]
        self.authenticate(officer.login, officer.login)
        self.assertEqual(self.url_open(f"/web/content/{file.id}").content, PDF)
        self.assertIn("Owner T", self.url_open(paths[0]).text)
        messages = dossier.message_ids
        for user in (
            self.stranger,
            self.users["treasurer"],
            self.users["administrator"],
            self.plain,
        ):
            self.authenticate(user.login, user.login)
            for path in paths:
                with self.subTest(user=user.login, path=path), mute_logger("odoo.http"):
                    self.assert_silent(self.url_open(path), dossier)
            for path, params in asked:
                with self.subTest(user=user.login, path=path), mute_logger("odoo.http"):
                    answer = self.url_open(
                        path, json={"jsonrpc": "2.0", "params": params}
                    )
                    self.assert_silent(answer, dossier)
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                self.url_open(
                    "/mail/attachment/upload",
                    data={
                        **thread,
                        "is_pending": "",
                        "csrf_token": Request.csrf_token(self),
                    },
                    files={"ufile": ("x.pdf", PDF, "application/pdf")},
                )
        dossier.invalidate_recordset()
        self.assertEqual(dossier.message_ids, messages)
        self.assertFalse(dossier.message_follower_ids)
        uploaded = [("res_model", "=", dossier._name), ("name", "=", "x.pdf")]
        self.assertFalse(self.env["ir.attachment"].search(uploaded))

    def test_no_export_tells_a_stranger_of_a_dossier(self):
        dossier = self.make_dossier()
        words = {model: next(iter(of)) for model, of in CHANGES.items()}
        words["onestop.dossier"] = "owner_name"
        exporting = self.env.ref("base.group_allow_export")
        officer = self.users["department_officer"]
        people = [
            self.stranger,
            self.plain,
            *(self.users[role] for role in ("treasurer", "administrator")),
        ]
        for user in [officer, *people]:
            user.group_ids += exporting
            self.authenticate(user.login, user.login)
            for kind in ("csv", "xlsx"):
                for model in FAMILY:
                    rows = self.rows_of(dossier, model)
                    answer = self.export(kind, rows, words[model])
                    with self.subTest(user=user.login, kind=kind, model=model):
                        if user != officer:
                            self.assert_silent(answer, dossier)
                            self.assertNotEqual(answer.status_code, 200)
                        elif model == "onestop.dossier" and kind == "csv":
                            self.assertIn("Owner T", answer.text)

    def export(self, kind, rows, word):
        asked = {
            "model": rows._name,
            "fields": [{"name": word, "label": "Word", "type": "char"}],
            "ids": rows.ids,
            "domain": [],
            "groupby": [],
            "import_compat": False,
        }
        data = {"data": json.dumps(asked), "csrf_token": Request.csrf_token(self)}
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            return self.url_open(f"/web/export/{kind}", data=data)

    def assert_silent(self, answer, dossier):
        for said in (*SECRETS, dossier.code, "Talk of the staff"):
            self.assertNotIn(said, answer.text)
        self.assertFalse(answer.content.startswith(b"%PDF"))
