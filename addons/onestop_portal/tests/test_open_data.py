"""The published catalogue as files, for anyone, written only when it has changed."""

import csv
import io
import json
import unittest
from datetime import date
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common import STEPS
from odoo.addons.onestop_procedure.models.onestop_bundle import ENTERING

from ..engine.open_catalogue import MIMETYPES
from .common import PortalCase

SHAPES = Path(__file__).parents[4] / "shared/conformance/cpsv-ap/cpsv-ap-SHACL.ttl"
CODE = "9.900030"
HIDDEN = "Nguyễn Văn Ẩn"
LATER = "2026-03-20 03:00:00"
MOST_QUERIES = 12  # of a request for a file


@tagged("post_install", "-at_install")
class TestOpenData(PortalCase):
    def setUp(self):
        super().setUp()
        self.version = self.make_version(CODE, name="=Cấp <b>giấy</b>")
        self.files = self.env["onestop.open.data"]
        self.files._refresh()

    def fetch(self, address, **headers):
        """An answer to a program, which has no cookie."""
        self.env.flush_all()
        url = f"{self.base_url()}/opendata/{address}"
        return self.opener.get(url, headers=headers, timeout=60)

    def file(self, form, **headers):
        return self.fetch(f"procedures.{form}", **headers)

    def told(self):
        """What is told of each procedure, by code."""
        procedures = json.loads(self.file("json").text)["procedures"]
        return {one["code"]: one for one in procedures}

    def queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    # For anyone

    def test_anyone_gets_each_format_by_its_name(self):
        for form, mimetype in MIMETYPES.items():
            answer = self.file(form)
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer.headers["Content-Type"].split(";")[0], mimetype)
            self.assertEqual(answer.headers["Cache-Control"], "public, max-age=600")
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
            self.assertNotIn("Set-Cookie", answer.headers)
            self.assertIn(CODE, answer.content.decode())
        for odd in ("xml", "json.exe", "%2e%2e", ""):
            self.assertEqual(self.file(odd).status_code, 404)

    def test_what_has_not_changed_is_not_sent_again(self):
        one = f"procedures/{CODE}"
        for address in (
            *(f"procedures.{form}" for form in MIMETYPES),
            *(f"{one}.{form}" for form in ("json", "jsonld", "ttl")),
        ):
            first = self.fetch(address)
            for headers in (
                {"If-None-Match": first.headers["ETag"]},
                {"If-Modified-Since": first.headers["Last-Modified"]},
            ):
                again = self.fetch(address, **headers)
                self.assertEqual((again.status_code, again.content), (304, b""))
                self.assertEqual(again.headers["Cache-Control"], "public, max-age=600")
            other = self.fetch(address, **{"If-None-Match": '"another"'})
            self.assertEqual(other.status_code, 200)

    def test_one_procedure_is_there_by_its_code(self):
        answer = self.fetch(f"procedures/{CODE}.json")
        self.assertEqual(
            answer.headers["Content-Type"], "application/json; charset=utf-8"
        )
        self.assertNotIn("Set-Cookie", answer.headers)
        [one] = json.loads(answer.text)["procedures"]
        self.assertEqual(one, self.told()[CODE])
        self.assertEqual(one["components"][0]["name"], {"vi": "Application"})
        linked = self.fetch(f"procedures/{CODE}.ttl").text
        self.assertIn(f"/procedures/{CODE}> a cpsv:PublicService ;", linked)
        self.assertNotIn("9.900002", linked)
        for odd in ("9.900777", "..%2f..%2fetc%2fpasswd", "' OR 1=1", "0"):
            self.assertEqual(self.fetch(f"procedures/{odd}.json").status_code, 404)
        self.assertEqual(self.fetch(f"procedures/{CODE}.csv").status_code, 404)

    def test_a_visit_reads_no_procedure_and_writes_no_file(self):
        addresses = [f"procedures.{form}" for form in MIMETYPES]
        addresses += [f"procedures/{CODE}.{form}" for form in ("json", "jsonld", "ttl")]
        sheets = "odoo.addons.onestop_portal.engine.open_catalogue.published_procedures"
        with patch(sheets, side_effect=AssertionError):
            for address in addresses:
                self.fetch(address)
                with self.subTest(address):
                    queries = self.queries(lambda one=address: self.fetch(one))
                    self.assertLessEqual(queries, MOST_QUERIES)

    def test_before_the_files_are_there_one_is_told_to_come_back(self):
        self.files.search([]).unlink()
        for address in ("procedures.ttl", f"procedures/{CODE}.json"):
            answer = self.fetch(address)
            self.assertEqual(answer.status_code, 503)
            self.assertEqual(answer.headers["Retry-After"], "300")
        self.assertIn("being written", self.text(self.page("/opendata")))

    def test_pages_lead_to_the_files_and_say_on_which_terms(self):
        self.assertTrue(self.page("/procedures").xpath("//a[@href='/opendata']"))
        page = self.page(f"/procedures/{CODE}")
        self.assertEqual(
            page.xpath("//a[@rel='alternate']/@href"),
            [f"/opendata/procedures/{CODE}.json", f"/opendata/procedures/{CODE}.ttl"],
        )
        page = self.page("/opendata")
        self.assertEqual(
            page.xpath("//ul[@class='os-list']//a/@href"),
            [f"/opendata/procedures.{one}" for one in ("csv", "json", "jsonld", "ttl")],
        )
        [terms] = page.xpath("//a[contains(@rel, 'license')]/@href")
        self.assertEqual(terms, "https://creativecommons.org/licenses/by/4.0/")

    def test_the_centre_sets_the_terms_and_no_script_is_an_address(self):
        parameters = self.env["ir.config_parameter"]
        for value, told in (
            ("https://example.org/terms", "https://example.org/terms"),
            ("javascript:alert(1)", None),
            ("", None),
        ):
            parameters.set_param("onestop_portal.open_data_licence", value)
            self.files._refresh()
            self.assertEqual(json.loads(self.file("json").text)["licence"], told)
            page = self.page("/opendata")
            self.assertEqual(
                page.xpath("//a[contains(@rel, 'license')]/@href"), [told] * bool(told)
            )

    # When the catalogue changes

    def test_a_change_is_in_the_files_once_the_job_has_run(self):
        etag = self.file("json").headers["ETag"]
        self.assertFalse(self.files._refresh())
        self.make_version("9.900031")
        self.assertNotIn("9.900031", self.told())
        self.assertTrue(self.files._refresh())
        self.assertIn("9.900031", self.told())
        self.assertNotEqual(self.file("json").headers["ETag"], etag)
        self.version.procedure_id.active = False
        self.assertTrue(self.files._refresh())
        self.assertNotIn(CODE, self.told())

    def test_a_change_that_began_before_the_last_one_and_ended_after_is_not_missed(
        self,
    ):
        subject = self.version.subject_ids
        self.assertFalse(self.files._refresh())
        # A savepoint is a transaction of its own to the database. Odoo writes down when
        # one began; the newest of all rows stays the newest.
        with self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE onestop_subject SET name = name || %s, write_date = %s "
                "WHERE id = %s",
                ['{"vi_VN": "Người khác"}', "2026-01-01", subject.id],
            )
        self.env.invalidate_all()
        self.assertTrue(self.files._refresh())
        self.assertEqual(self.told()[CODE]["subjects"][0]["name"]["vi"], "Người khác")
        self.assertFalse(self.files._refresh())

    def test_publishing_wakes_the_job_once_a_transaction(self):
        self.env.cr.precommit.run()
        self.triggers().unlink()
        self.make_version("9.900032")
        self.make_version("9.900037")
        self.env.cr.precommit.run()
        self.assertEqual(len(self.triggers()), 1)
        self.files._cron_refresh()
        self.assertIn("9.900032", self.told())

    def test_whoever_publishes_needs_no_right_on_jobs(self):
        self.env.cr.precommit.run()
        self.triggers().unlink()
        self.files.with_user(self.users["catalogue_manager"])._wake()
        self.env.cr.precommit.run()
        self.assertTrue(self.triggers())

    def triggers(self):
        cron = self.env.ref("onestop_portal.cron_open_data")
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def test_what_says_the_same_stays_as_old_as_it_is(self):
        before = self.file("json").headers
        with freeze_time(LATER):
            self.files.search([]).fingerprint = "another"
            self.assertTrue(self.files._refresh())
            after = self.file("json").headers
        for header in ("ETag", "Last-Modified"):
            self.assertEqual(after[header], before[header])

    def test_a_newer_version_leaves_every_address_as_it_was(self):
        before = self.addresses()
        draft = self.version._new_draft()
        draft.write(
            {
                "component_ids": [
                    Command.create({"name": "First", "copies": 1, "sequence": 1})
                ],
                "fee_ids": [
                    Command.create({"name": "First", "amount": 5, "sequence": 1})
                ],
                "result_ids": [Command.create({"name": "First", "sequence": 1})],
            }
        )
        draft.channel_ids[-1].sequence = 1
        draft.decision_id = self.version.decision_id.copy(
            {
                "number": "2/T",
                "effect_date": date(2026, 3, 9),
                "signer": "Signer T",
                "attachment": self.version.decision_id.attachment,
            }
        )
        draft.action_publish()
        self.files._refresh()
        self.assertEqual(self.told()[CODE]["version"], 2)
        self.assertLess(before, self.addresses())

    def addresses(self, code=CODE):
        graph = json.loads(self.fetch(f"procedures/{code}.jsonld").text)["@graph"]
        return {node["@id"] for node in graph}

    # What is told

    def test_what_is_not_public_is_not_there(self):
        version = self.make_version(
            "9.900033",
            steps=((f"{HIDDEN} step", *STEPS[0][1:]), *STEPS[1:]),
            online_filing=False,
            keywords=f"{HIDDEN} keywords",
            source_raw=f"{HIDDEN} source",
            level_text=f"{HIDDEN} level",
            result_ids=[Command.create({"name": "Giấy"})],
            channel_ids=[
                Command.create(
                    {
                        "channel": "in_person",
                        "term_unit": "none",
                        "raw": f"{HIDDEN} channel",
                        "term_raw": f"{HIDDEN} term",
                    }
                )
            ],
            component_ids=[
                Command.create(
                    {"name": "Tờ khai", "originals": 1, "raw": f"{HIDDEN} raw"}
                )
            ],
            fee_ids=[Command.create({"name": "Phí", "raw": f"{HIDDEN} fee"})],
            import_remark_ids=[
                Command.create(
                    {"part": "x", "code": "part_empty", "params": {"a": f"{HIDDEN} b"}}
                )
            ],
        )
        procedure = version.procedure_id
        procedure.keywords = f"{HIDDEN} words"
        manager = self.users["catalogue_manager"]
        version.decision_id.with_user(manager).action_enter_today()
        self.make_draft(procedure, f"{HIDDEN} draft")
        self.make_draft(self.procedure("9.900034"), f"{HIDDEN} other")
        self.files._refresh()
        self.assertIn("9.900033", self.told())
        self.assertNotIn("9.900034", self.told())
        for form in MIMETYPES:
            content = self.file(form).content.decode()
            for secret in (HIDDEN, "Signer T", *self.officers()):
                self.assertNotIn(secret, content)

    def officers(self):
        return [user.name for user in self.users.values()]

    def procedure(self, code):
        return self.env["onestop.procedure"].create({"code": code})

    def make_draft(self, procedure, name):
        return self.env["onestop.procedure.version"].create(
            {"procedure_id": procedure.id, "name": name}
        )

    def test_a_group_is_told_with_each_of_its_procedures_while_it_is_in_force(self):
        self.make_version("9.900037")
        parts = self.env["onestop.procedure"].search(
            [("code", "in", (CODE, "9.900037"))], order="code"
        )
        bundle = self.env["onestop.bundle"].create(
            {
                "name": "Group T",
                "decision_number": "8/QĐ-T",
                "decision_date": date(2026, 1, 2),
                "valid_from": date(2026, 2, 1),
                "valid_to": date(2026, 3, 10),
                "part_ids": [
                    Command.create({"procedure_id": part.id, "sequence": order})
                    for order, part in enumerate(parts, 1)
                ],
            }
        )
        with ENTERING.held():
            bundle.with_context(lang="vi_VN").name = "Nhóm T"
        self.assertTrue(self.files._refresh())
        told = self.told()
        [group] = told[CODE]["groups"]
        self.assertEqual(told["9.900037"]["groups"], [group])
        # sha256 of {"decision_date": "2026-01-02", "decision_number": "8/QĐ-T",
        # "name": "Nhóm T"}
        self.assertEqual(
            group,
            {
                "id": "c45dd41027a65157",
                "url": f"{self.files.get_base_url()}/groups/{bundle.id}",
                "name": {"vi": "Nhóm T", "en": "Group T"},
                "decision": {"number": "8/QĐ-T", "date": "2026-01-02"},
                "valid_from": "2026-02-01",
                "valid_to": "2026-03-10",
                "returns": "together",
                "parts": [
                    {"order": 1, "code": CODE},
                    {"order": 2, "code": "9.900037"},
                ],
            },
        )
        self.assertIn("Nhóm T", self.file("csv").text)
        address = f"{self.files.get_base_url()}/opendata#group-{group['id']}"
        self.assertIn(address, self.addresses())
        # It ends by its day, and nobody writes a row.
        with freeze_time("2026-03-11 03:00:00"):
            self.assertTrue(self.files._refresh())
        self.assertEqual(self.told()[CODE]["groups"], [])

    def test_no_address_is_a_number_of_this_database(self):
        law = {"number": "9/2025/QH15", "title": "Luật T"}
        field = self.env["onestop.field"].create({"name": "Field T"})
        self.make_version(
            "9.900036",
            field_id=field.id,
            legal_basis_ids=[Command.create(law)],
            subject_ids=[Command.create({"name": "People T", "code": "P/T"})],
        )
        self.files._refresh()
        told = self.told()["9.900036"]
        # sha256 of {"number": "9/2025/QH15", "title": "Luật T"} and {"name": "Field T"}
        self.assertEqual(told["legal_bases"][0]["id"], "8c6c5ab18297d68f")
        self.assertEqual(told["field"]["id"], "c4934b0397157b3e")
        self.assertEqual(told["subjects"][0]["id"], "P/T")
        addresses = self.addresses("9.900036")
        for key in ("law-8c6c5ab18297d68f", "field-c4934b0397157b3e", "subject-P%2FT"):
            self.assertIn(f"{self.files.get_base_url()}/opendata#{key}", addresses)
        # A code is better, and lasts when the name does not.
        field.code = "FT"
        self.files.search([]).fingerprint = "another"
        self.files._refresh()
        self.assertEqual(self.told()["9.900036"]["field"]["id"], "FT")

    def test_everything_a_citizen_needs_is_told_in_both_languages(self):
        register = self.env["onestop.database"].create({"name": "Register T"})
        self.make_version(
            "9.900035",
            conditions="Conditions T",
            coordinating_text="Police T",
            component_ids=[
                Command.create(
                    {"name": "Card", "copies": 2, "database_id": register.id}
                )
            ],
            fee_ids=[
                Command.create(
                    {
                        "name": "Fee T",
                        "amount": 8000,
                        "exemption_ids": [
                            Command.create(
                                {
                                    "ground_id": self.env.ref(
                                        "onestop_procedure.fee_ground_poor"
                                    ).id,
                                    "kind": "percent",
                                    "percent": 50,
                                    "legal_basis": "Law T, art. 2",
                                }
                            )
                        ],
                    }
                )
            ],
        )
        self.files._refresh()
        told = self.told()["9.900035"]
        self.assertEqual(told["conditions"], {"vi": "Conditions T"})
        self.assertEqual(told["coordinating_text"], "Police T")
        [paper] = told["components"]
        self.assertEqual((paper["copies"], paper["originals"]), (2, 0))
        self.assertEqual(paper["looked_up_in"], {"vi": "Register T"})
        [fee] = told["fees"]
        self.assertEqual((fee["amount"], fee["currency"]), (8000.0, "VND"))
        [exempt] = fee["exempt"]
        self.assertEqual(exempt["ground"]["en"], "Poor household")
        self.assertEqual((exempt["kind"], exempt["percent"]), ("percent", 50.0))
        self.assertEqual(exempt["legal_basis"], "Law T, art. 2")
        self.assertEqual(
            told["url"], f"{self.files.get_base_url()}/procedures/9.900035"
        )

    def test_the_table_for_spreadsheets_runs_nothing(self):
        answer = self.file("csv")
        self.assertTrue(answer.content.startswith(b"\xef\xbb\xbfcode,"))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        lines = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        [row] = [line for line in lines if line["code"] == CODE]
        self.assertEqual(row["name"], "'=Cấp <b>giấy</b>")

    # What it costs

    def test_the_queries_do_not_grow_with_every_procedure(self):
        def work():
            for _form, _content in self.files._open_catalogue().files(self.env):
                pass

        self.queries(work)
        few = self.queries(work)
        for number in range(5):
            self.make_version(f"9.90004{number}")
        self.assertLessEqual(self.queries(work), few)

    def test_its_words_are_not_kept_a_second_time(self):
        for file in self.files.search([]):
            self.assertFalse(file.attachment_id.index_content)

    def test_nobody_reads_or_writes_the_table_itself(self):
        public = self.env.ref("base.public_user")
        for user in (*self.users.values(), self.portal, public):
            with self.assertRaises(AccessError):
                self.files.with_user(user).search([])

    # By other people's rules

    @unittest.skipUnless(SHAPES.exists(), "shared data absent: the shapes of CPSV-AP")
    def test_the_whole_export_conforms_and_both_notations_say_the_same(self):
        import pyshacl
        import rdflib
        from rdflib.compare import isomorphic

        def graph(form, kind):
            return rdflib.Graph().parse(data=self.file(form).text, format=kind)

        data, other = graph("ttl", "turtle"), graph("jsonld", "json-ld")
        self.assertTrue(isomorphic(data, other))
        service = rdflib.URIRef(f"{self.files.get_base_url()}/procedures/{CODE}")
        kinds = rdflib.Namespace("http://purl.org/vocab/cpsv#")
        services = set(data.subjects(rdflib.RDF.type, kinds.PublicService))
        self.assertEqual(len(services), len(self.told()))
        self.assertIn(service, services)
        shapes = rdflib.Graph().parse(SHAPES, format="turtle")
        valid, _graph, report = pyshacl.validate(data, shacl_graph=shapes)
        self.assertTrue(valid, report)
        # One wrong among all of them, and the whole does not conform.
        data.remove((service, rdflib.DCTERMS.title, None))
        self.assertFalse(pyshacl.validate(data, shacl_graph=shapes)[0])
