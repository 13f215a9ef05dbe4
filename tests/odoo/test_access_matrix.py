"""Tries every cell of tests/access_matrix.yaml, through the ORM, as each role."""

import pathlib
from importlib import import_module

import yaml
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.onestop_dossier.tests.common import MONDAY, DossierCase
from odoo.addons.onestop_procedure.models.onestop_frozen_mixin import MAY_CHANGE_FROZEN

ROOT = pathlib.Path(__file__).parents[2]
ADDONS = sorted(
    path.parent.name for path in (ROOT / "addons").glob("onestop_*/__manifest__.py")
)
OPERATIONS = ("read", "create", "write", "unlink")

DECLARED = yaml.safe_load((ROOT / "tests" / "access_matrix.yaml").read_text())
SETS = DECLARED.pop("sets")
# What the present addons declare: {model: operations}, {menu: who}, {route: auth}.
MODELS = {}
MENUS = {}
ROUTES = {}
for addon in ADDONS:
    part = DECLARED.get(addon, {})
    MODELS.update(part.get("models") or {})
    ROUTES.update(part.get("routes") or {})
    for menu, who in (part.get("menus") or {}).items():
        MENUS[f"{addon}.{menu}"] = who


def expand(names):
    """The roles that names stand for: roles themselves, or sets of them."""
    roles = set()
    for name in names:
        members = SETS.get(name)
        roles |= expand(members) if members else {name}
    return roles


def allowed(model, operation, place):
    """The roles that may do `operation` on a record of `model` in `place`."""
    scopes = MODELS[model].get(operation, {})
    return expand([*scopes.get("all", ()), *scopes.get(place, ())])


def factories():
    """{model: Factory} of the addons."""
    found = {}
    for addon in ADDONS:
        name = f"odoo.addons.{addon}.tests.factories"
        if (ROOT / "addons" / addon / "tests" / "factories.py").exists():
            found.update(import_module(name).FACTORIES)
    return found


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAccessMatrix(DossierCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_citizen = new_test_user(
            cls.env, "test_other_citizen", "base.group_portal"
        )
        # Somebody else with every role that fills forms in.
        cls.colleague = cls.make_user(
            "test_colleague",
            ("administrator", cls.centre),
            ("catalogue_manager", cls.centre),
            ("counter_officer", cls.centre),
            ("department_officer", cls.centre),
            ("clerk", cls.centre),
        )
        cls.people = {
            **cls.users,
            "no_role": cls.plain,
            "citizen": cls.portal,
            "anonymous": cls.env.ref("base.public_user"),
        }
        cls.matrix_version = cls.make_version("9.900098", **cls._rows("Published"))
        cls._add_draft_process()
        with MAY_CHANGE_FROZEN.held():
            # A case that no row names is not published.
            cls.matrix_version.case_ids = [(0, 0, {"name": "Case Published"})]
        cls.matrix_draft = cls.env["onestop.procedure.version"].create(
            {
                "procedure_id": cls.env["onestop.procedure"]
                .create({"code": "9.900099"})
                .id,
                "name": "Draft",
                "component_ids": [(0, 0, {"name": "Paper"})],
                "channel_ids": [(0, 0, {"channel": "in_person"})],
                "case_ids": [(0, 0, {"name": "Case Draft"})],
                **cls._rows("Draft"),
            }
        )

    @classmethod
    def _rows(cls, name):
        """One row of each kind that a version can have, but for the case."""
        ground = cls.env.ref("onestop_procedure.fee_ground_poor").id
        exemption = {"ground_id": ground, "legal_basis": "Law T"}
        return {
            "fee_ids": [
                (
                    0,
                    0,
                    {
                        "name": "Fee",
                        "amount": 1000,
                        "exemption_ids": [(0, 0, exemption)],
                    },
                )
            ],
            "result_ids": [(0, 0, {"name": "Licence"})],
            "eform_field_ids": [(0, 0, {"name": "plan", "label": "Plan"})],
            "import_remark_ids": [(0, 0, {"code": "unread_part", "part": "fee"})],
        }

    @classmethod
    def _add_draft_process(cls):
        """And a way on of the approved one, which has none of its own."""
        process = cls.matrix_version.procedure_id.process_ids
        with MAY_CHANGE_FROZEN.held():
            process.step_ids[0].transition_ids = [(0, 0, {"name": "On"})]
        cls.env["onestop.process"].create(
            {
                "procedure_id": cls.matrix_version.procedure_id.id,
                "step_ids": [
                    (
                        0,
                        0,
                        {"name": "Step", "transition_ids": [(0, 0, {"name": "On"})]},
                    )
                ],
            }
        )

    def _try_model(self, model):
        factory = factories()[model]
        for place in factory.places:
            self._try_place(model, factory, place)

    def _try_place(self, model, factory, place):
        denied = None
        for role, user in self.people.items():
            record = factory.record(self, model, user, place)
            if record is None:
                continue
            self.assertTrue(record, f"{model} has no record in {place}")
            for operation in OPERATIONS:
                if operation == "create" and place not in (
                    factory.places if factory.creates is None else factory.creates
                ):
                    continue
                may = role in allowed(model, operation, place)
                with self.subTest(role=role, operation=operation, place=place):
                    self._try_cell(factory, record, user, operation, place, may)
                if not may:
                    denied = record
        if denied and MODELS[model].get("read"):
            self._check_that_somebody_reads(factory, model, denied, place)

    def _check_that_somebody_reads(self, factory, model, record, place):
        """Else nothing would tell a wall from a record that is not there."""
        if allowed(model, "read", place):
            return  # that they do is a cell of its own
        self.assertTrue(factory.reader, f"{model}: nobody reads what stands in {place}")
        reader = factory.reader(self, record)
        self.assertTrue(record.with_user(reader).has_access("read"))

    def _try_cell(self, factory, record, user, operation, place, may):
        do = getattr(self, f"_{operation}")
        try:
            with self.env.cr.savepoint() as savepoint, mute_logger("odoo.sql_db"):
                do(factory, record.with_user(user), user, place)
                self.env.flush_all()
                savepoint.rollback()
        except AccessError as error:
            done, why = False, error
        except (UserError, IntegrityError) as error:
            if may or place not in factory.frozen:
                raise
            done, why = False, error
        else:
            done, why = True, "it was let through"
        finally:
            self.env.invalidate_all()
        self.assertEqual(done, may, why)

    def _read(self, factory, record, user, place):
        # What a search finds and what a read lets through is the same.
        try:
            found = record.search_count([("id", "=", record.id)])
        except AccessError:
            found = 0
        self.assertEqual(bool(found), record.has_access("read"))
        record.web_read({"display_name": {}})

    def _create(self, factory, record, user, place):
        record.create(factory.values(self, user, place))

    def _write(self, factory, record, user, place):
        record.write(factory.change(self))

    def _unlink(self, factory, record, user, place):
        record.unlink()

    # --------------------------------------------------------- nothing is left out

    def test_every_model_of_ours_stands_in_the_matrix(self):
        ours = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("onestop.") and not model._abstract
        }
        declared = {name for name in MODELS if name.startswith("onestop.")}
        self.assertEqual(ours - declared, set(), "not in tests/access_matrix.yaml")
        self.assertEqual(declared - ours, set(), "in the matrix, and no model")
        self.assertEqual(
            set(MODELS) - factories().keys(),
            set(),
            "no factory makes records of these",
        )

    def test_the_matrix_names_roles_places_and_operations_that_exist(self):
        for model, operations in MODELS.items():
            self.assertLessEqual(operations.keys(), set(OPERATIONS), model)
            places = {"all", *factories()[model].places}
            for operation, scopes in operations.items():
                with self.subTest(model=model, operation=operation):
                    self.assertLessEqual(scopes.keys(), places)
                    for names in scopes.values():
                        self.assertLessEqual(expand(names), self.people.keys())

    # ------------------------------------------------------------------------ menus

    def test_every_entry_of_the_menu_is_seen_by_whom_the_matrix_says(self):
        menus = self.env["ir.ui.menu"].with_context({"ir.ui.menu.full_list": True})
        names = {
            id: name
            for id, name in menus.search([]).get_external_id().items()
            if name.startswith("onestop_")
        }
        self.assertEqual(set(names.values()), set(MENUS))
        for role, user in self.people.items():
            if not user._is_internal():
                continue
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            with self.subTest(role=role):
                self.assertEqual(
                    {name for id, name in names.items() if id in visible},
                    {
                        name
                        for name, seen_by in MENUS.items()
                        if role in expand(seen_by)
                    },
                )

    # ----------------------------------------------------------------------- routes

    def _routes(self, modules):
        converters = self.env["ir.http"]._get_converters()
        for url, endpoint in http._generate_routing_rules(modules, False, converters):
            for method in endpoint.routing["methods"] or ("any",):
                yield f"{method} {url}", endpoint.routing["auth"]

    def test_every_route_of_ours_stands_in_the_matrix(self):
        installed = sorted(self.env.registry._init_modules)
        foreign = [name for name in installed if not name.startswith("onestop_")]
        ours = dict(set(self._routes(installed)) - set(self._routes(foreign)))
        self.assertEqual(ours, ROUTES)


def _add_tests():
    """One test for each model: a failure names it."""
    for model in MODELS:
        name = f"test_{model.replace('.', '_')}"

        def test(self, model=model):
            self._try_model(model)

        test.__name__ = name
        test.__doc__ = f"{model}: every role, operation and place."
        setattr(TestAccessMatrix, name, test)


_add_tests()
