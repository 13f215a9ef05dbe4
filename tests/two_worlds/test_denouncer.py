"""Who denounced is in no answer, no row, no file and no line of a log.

The story is told twice; what differs is which of two citizens denounces. The two worlds
are compared by what each role reads, and by what lies in the database at all.
"""

import contextlib
import inspect
import json
import os
import pathlib
import secrets
import tempfile

from freezegun import freeze_time
from observer import CLOSE, Observer, differing
from seeds import ROLES, SEEDS
from storage import observe, start, tables
from worlds import Worlds

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.onestop_complaint.models.onestop_denouncer import KEY_VARIABLE, SETTING
from odoo.addons.onestop_complaint.tests.common import ComplaintCase
from odoo.addons.onestop_dossier.tests.common import MONDAY

# Two people who have nothing in common, not even the length of their names.
PEOPLE = (
    {
        "name": "Đỗ Thị Thử",
        "phone": "0999000011",
        "email": "thu@congdan.invalid",
        "address": "Số 2 đường Thí Điểm",
    },
    {
        "name": "Nguyễn Hoàng Văn Ví Dụ",
        "phone": "0999000022",
        "email": "vidu@congdan.invalid",
        "address": "Số 14 đường Mô Phỏng, phường Bản Mẫu",
    },
)


class World:
    """The story, with one of the two as the denouncer."""

    refusal = AccessError

    def __init__(self, case, number):
        self.case = case
        self.env = case.env
        self.denouncer = case.citizens[number]
        self.person = PEOPLE[number]
        self.dossier = case.dossiers[number]
        self.any_dossier = case.dossiers[0]
        self.answers = []

    def tell(self):
        case = self.case
        # What both do, whoever denounces.
        for citizen, person in zip(case.citizens, PEOPLE, strict=True):
            self._bring(citizen, person=person, subject="The sign at the door")
        self._on_the_portal()
        self._reclassified("11/MẬT")
        self._by_letter(envelope="12/MẬT")
        self.env["ir.config_parameter"].set_param(SETTING, "True")
        self.told = self._by_letter(person=self.person)
        self._reclassified(None, "dossier_told")
        case.go("custodian", self.told, "accept")
        case.go("custodian", self.told, "extend", "It is long.", complexity="special")
        case.go("custodian", self.told, "record", phase="acceptance_notice")
        self.told.with_user(case.users["custodian"]).read_identity("To verify it.")

    def _bring(self, user, **values):
        answer = self.case.bring(user, **values)
        self.answers.append(answer)
        track = self.env["onestop.complaint"].with_user(self.case.third).track
        self.answers.append(track(answer["receipt_code"]))
        return self.case.of(answer)

    def _on_the_portal(self):
        name = f"{self.person['name']}.pdf"
        self.sealed = self._bring(
            self.denouncer,
            kind="denunciation",
            content="An officer asked for money.",
            department=self.case.department.code,
            officer_told="The one at desk 3",
            dossier_told=self.dossier.code,
            files=[self.case.pdf(name)],
        )

    def _reclassified(self, envelope, named="dossier"):
        """Brought as a reflection, with everything that tells who it is."""
        complaint = self.case.of(
            self.case.bring(
                self.denouncer,
                content="An officer asked for money.",
                person=self.person,
                **{named: self.dossier.code},
                files=[self.case.pdf(f"{self.person['name']}.pdf")],
            )
        )
        self.case.go(
            "supervisor",
            complaint,
            "classify",
            "By its content.",
            kind="denunciation",
            signed=True,
            channel="letter",
            envelope=envelope,
        )

    def _by_letter(self, **values):
        return self.case.register(
            "clerk",
            kind="denunciation",
            channel="letter",
            signed=True,
            content="An officer asked for money.",
            officer=self.case.officer.id,
            **values,
        )


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDenouncer(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(_key_of_denouncers())
        cls._make_people()
        cls.env.flush_all()
        cls.worlds = Worlds(cls)
        cls.since = start(cls.env.cr)
        cls.tables = tables(cls.env.cr)
        # {world: {question: answer}}, and the same after each seed.
        cls.seen = {}
        cls.seeded = {name: {} for name in SEEDS}
        cls.unharmed = {}
        for number in (0, 1):
            with freeze_time(MONDAY):
                cls._live(number)

    @classmethod
    def _make_people(cls):
        self = cls("test_both_worlds_answer_alike")
        cls.citizens = [cls.portal, cls.neighbour]
        for citizen, person in zip(cls.citizens, PEOPLE, strict=True):
            citizen.partner_id.write(
                {key: person[key] for key in ("name", "phone", "email")}
            )
        cls.third = new_test_user(cls.env, "test_third", "base.group_portal")
        with freeze_time(MONDAY):
            cls.dossiers = [
                self.act("counter_officer", self.file(citizen), "accept")
                for citizen in cls.citizens
            ]
        cls.observers = {
            **{role: user for role, user in cls.users.items() if role != "custodian"},
            "about": cls.officer,
            "no_role": cls.plain,
            "citizen_one": cls.portal,
            "citizen_two": cls.neighbour,
            "citizen_three": cls.third,
            "public": cls.env.ref("base.public_user"),
        }

    @classmethod
    def _live(cls, number):
        """Tell the story in a world, look; then make each leak, and look again."""
        self = cls("test_both_worlds_answer_alike")
        with cls.worlds.world() as lines:
            world = World(self, number)
            world.tell()
            cls.worlds.settle()
            cls.seen[number] = {
                **cls._look(world),
                **cls._lines(lines),
                ("told",): repr(world.answers),
            }
            for name, leak in SEEDS.items():
                cls.seeded[name][number] = cls._leaked(
                    world, leak, number, name in ROLES
                )
            cls.unharmed[number] = cls._leaked(world, lambda world: None, number, True)

    @classmethod
    def _leaked(cls, world, leak, number, by_roles):
        """Make a leak and look: where it lies, and where roles read it, as they do."""
        caches = cls.env.registry.clear_all_caches
        with cls.worlds.branch() as lines:
            with _doing(leak, world):
                cls.worlds.settle()
                seen = cls._look(world, cls.seen[number], by_roles)
        # Whoever changes rules is remembered by what was changed.
        if {"ir_rule", "ir_model_access", "ir_default"} & _tables(
            cls.seen[number], seen
        ):
            caches()
        return {**seen, **cls._lines(lines)}

    @classmethod
    def _look(cls, world, before=None, by_roles=True):
        """What is to be seen: everything. After a leak, given what was before it, our
        models that are asked closely, and those whose tables it wrote to."""
        cls.env.invalidate_all()
        seen = observe(cls.env.cr, cls.tables, cls.since)
        if not by_roles:
            return seen
        needles = [
            *(text for person in PEOPLE for text in list(person.values())[:3]),
            *(citizen.login for citizen in cls.citizens),
            *(citizen.partner_id.id for citizen in cls.citizens),
            *cls.citizens[0].browse([one.id for one in cls.citizens]).ids,
        ]
        hidden = {
            "onestop.complaint": world.sealed.ids
            + world.env["onestop.complaint"].search([("sealed", "=", True)]).ids,
            "onestop.complaint.phase": world.sealed.phase_ids.ids
            + world.told.phase_ids.ids,
            "onestop.denouncer": world.env["onestop.denouncer"].search([]).ids,
            "ir.attachment": world.sealed.attachment_ids.ids,
        }
        models = before and _touched(cls.env, before, seen)
        for name, user in cls.observers.items():
            observer = Observer(cls.env, user, name, needles, hidden)
            seen.update(observer.glance(models) if models else observer.observe())
        return seen

    @staticmethod
    def _lines(lines):
        return {("log", number): line for number, line in enumerate(lines)}

    # --------------------------------------------------------------------------- tests

    def test_both_worlds_answer_alike(self):
        self.assertEqual(self._told_apart(self.seen), [])

    def test_where_nothing_leaked_nothing_is_found(self):
        """Looked at as after a leak, and after all of them."""
        self.assertEqual(self._told_apart(self.unharmed), [])

    def test_the_two_worlds_were_worlds(self):
        """Much was asked, something was refused, and the story left its traces."""
        one = self.seen[0]
        self.assertGreater(len(one), 10_000)
        rows = [key for key in one if key[:2] == ("storage", "onestop_complaint")]
        self.assertEqual(len(rows), 1 + 7)
        rows = [key for key in one if key[:2] == ("storage", "onestop_complaint_phase")]
        # Two of each reflection, two more of each that was reclassified, two of each
        # letter, and two since one was accepted.
        self.assertEqual(len(rows), 1 + 4 + (4 + 4) + 4 + 2)
        for name in self.observers:
            asked = {key[1] for key in one if key[0] == name}
            self.assertGreater(len(asked), 100, name)
            self.assertIn("onestop.complaint", asked)
        self.assertIn("AccessError", one["director", "onestop.denouncer", "refused"])

    def _told_apart(self, worlds):
        return [
            f"{key}: {_short(worlds[0].get(key))} / {_short(worlds[1].get(key))}"
            for key in differing(worlds[0], worlds[1])
        ]

    @classmethod
    def tearDownClass(cls):
        found = [name for name, worlds in cls.seeded.items() if _tells(worlds)]
        if path := os.environ.get("ONESTOP_SEEDS"):
            pathlib.Path(path).write_text(
                json.dumps({"found": len(found), "seeds": len(SEEDS)})
            )
        super().tearDownClass()


def _tells(worlds):
    return len(worlds) == 2 and differing(worlds[0], worlds[1])


def _short(answer):
    return str(answer)[:300]


@contextlib.contextmanager
def _doing(leak, world):
    """The leak is done, or done as long as the block runs."""
    done = leak(world)
    with done if hasattr(done, "__enter__") else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def _key_of_denouncers():
    before = os.environ.get(KEY_VARIABLE)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "denouncer.key")
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
        os.environ[KEY_VARIABLE] = str(path)
        try:
            yield
        finally:
            os.environ.pop(KEY_VARIABLE)
            if before is not None:
                os.environ[KEY_VARIABLE] = before


def _touched(env, before, after):
    """Models to ask after a leak: ours that are asked closely, and what it wrote to."""
    changed = _tables(before, after)
    return {
        name
        for name, model in env.registry.items()
        if (name in CLOSE and name.startswith("onestop."))
        or getattr(model, "_table", None) in changed
    }


def _tables(before, after):
    """Tables whose rows were changed between two looks at one world."""
    return {key[1] for key in differing(before, after) if key[0] == "storage"}


def _add_tests():
    """One test for each leak: a failure names it."""
    for name, leak in SEEDS.items():

        def test(self, name=name):
            told = differing(self.seeded[name][0], self.seeded[name][1])
            self.assertTrue(told, f"the leak was not found: {name}")
            if name in ROLES:
                by = {key[0] for key in told} & self.observers.keys()
                self.assertTrue(by, f"no role was asked what it reads: {name}")

        test.__doc__ = inspect.getdoc(leak) or name.replace("_", " ")
        setattr(TestDenouncer, f"test_found_when_{name}", test)


_add_tests()
