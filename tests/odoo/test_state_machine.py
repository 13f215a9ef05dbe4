"""Random people do random things to a dossier, and each time all still holds."""

from ast import literal_eval
from collections import Counter

from dossier_machine import BEGINNING, DossierMachine
from lxml import etree
from random_lives import live
from rights_by_hand import PEOPLE, STEPS

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.onestop_dossier.tests.common import DossierCase

# Lives from each beginning, and what happens in each: some seconds, or some minutes
# with --all.
SHORT, LONG = (6, 20), (20, 30)
# What comes about in a few lives already.
USUAL = {
    *("accept", "forward", "complete_step", "request_supplement", "supplement"),
    "pass_on",
    *("decide", "seal", "resolve", "return"),
}


@tagged("post_install", "-at_install")
class TestStateMachine(DossierCase):
    """The world of the machine: what it needs is made once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {one.id: key for key, one in cls.departments.items()}
        cls._give_the_other_its_own_hours()
        cls.procedures = {
            "counted again": cls._make_procedure("9.900071"),
            "goes on": cls._make_procedure(
                "9.900072", supplement_rule="continue", postal_listed=True
            ),
        }
        cls.people = {one: cls._make_person(one) for one in PEOPLE}
        for name in ("counter_officer@centre", "postal_clerk@centre"):
            cls.counter.user_ids += cls.people[name]
        cls.models_of_dossiers = cls._models_of_dossiers()
        cls.models_of_citizens = [
            name
            for name in cls.models_of_dossiers
            if cls.env[name].with_user(cls.portal).has_access("read")
        ]
        cls.list_without_apology = cls._list_without_apology()
        cls.done = Counter()

    @classmethod
    def _make_procedure(cls, code, **vals):
        at = {"other": cls.other}
        steps = [(*one[:2], at.get(one[2], one[2]), *one[3:]) for one in STEPS]
        return cls.make_version(code, steps, silence={"Ask": "agreed"}, **vals)

    @classmethod
    def _give_the_other_its_own_hours(cls):
        """It is closed on a Wednesday, so that handing on moves the date."""
        cls.other.calendar_id = cls.other.calendar_id.copy()
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Moving",
                "calendar_id": cls.other.calendar_id.id,
                "date_from": "2026-03-10 17:00:00",
                "date_to": "2026-03-11 16:59:59",
            }
        )

    @classmethod
    def _make_person(cls, name):
        if name == "applicant":
            return cls.portal
        if name == "stranger":
            return new_test_user(cls.env, "machine_stranger", "base.group_portal")
        held = [one.split("@") for one in PEOPLE[name].split()]
        roles = [(role, cls.departments[at]) for role, at in held]
        return cls.make_user(f"machine {name}", *roles)

    @classmethod
    def _models_of_dossiers(cls):
        """The dossier, and all that is kept of it."""
        return ["onestop.dossier"] + [
            name
            for name, model in cls.env.items()
            if model._auto
            and not model._abstract
            and (field := model._fields.get("dossier_id"))
            and field.store
            and field.comodel_name == "onestop.dossier"
        ]

    @classmethod
    def _list_without_apology(cls):
        """The domain of the list that the director begins with, as its page has it."""
        page = cls.env["onestop.dossier"].get_view(view_type="search")["arch"]
        [domain] = etree.fromstring(page).xpath("//filter[@name='unanswered']/@domain")
        return literal_eval(domain)

    def test_whatever_anybody_tries_the_dossier_stays_whole(self):
        # A job that comes to a dossier which cannot go on says so in the log, and leaves
        # it as it is: that is looked at here, and is no fault.
        with mute_logger("odoo.addons.onestop_dossier.engine.transition"):
            live(
                lambda acts: DossierMachine(self, BEGINNING[:acts]),
                range(len(BEGINNING) + 1),
                SHORT,
                LONG,
            )
        # Where all is refused nothing was tried.
        self.assertFalse(USUAL - set(self.done))
