from odoo.addons.onestop_dossier.core.notice_contacts import put_first
from odoo.addons.onestop_dossier.engine.contacts import contacts_of
from odoo.addons.onestop_dossier.engine.earlier_results import (
    NUMBERS,
    EarlierResults,
    Owner,
    words_of,
)
from odoo.addons.onestop_dossier.engine.eform_sentences import sentence
from odoo.addons.onestop_dossier.engine.filing import refuses_mandate
from odoo.addons.onestop_procedure.core import eform_condition
from odoo.addons.onestop_procedure.core.eform import Problem, condition_values
from odoo.addons.onestop_procedure.core.eform_values import (
    CLEANERS,
    Circumstances,
    Field,
    Wrong,
)
from odoo.addons.onestop_procedure.core.plain_text import plain
from odoo.addons.onestop_procedure.legal_day import legal_today

from . import told, words
from .filing_pages import FilingPages

# How each datum of a person is checked; what is not named here is a line of text.
KINDS = {
    "identity_number": "identity_number",
    "tax_code": "tax_code",
    "birthdate": "date",
    "phone": "phone",
    "email": "email",
}
# As many choices are all shown; more of them go into a list.
MOST_RADIOS = 6
DELIVERIES = ("counter", "post", "electronic")


def clean_person(env, prefix, typed, required=("name",)):
    """Check what was typed about a person.

    :param dict typed: texts by the names of `PARTS`
    :return: (clean values, sentences of what is wrong by `<prefix>_<name>`)
    """
    clean, wrong = {}, {}
    for key, text in typed.items():
        try:
            if not text and key in required:
                raise Wrong("required")
            if text:
                clean[key] = _clean(KINDS.get(key, "char"), key, text)
        except Wrong as error:
            problem = Problem(key, error.code, error.params)
            wrong[f"{prefix}_{key}"] = sentence(env, problem)
    return clean, wrong


def _clean(kind, key, text):
    return CLEANERS[kind](Field(key, kind), text, Circumstances(today=legal_today()))


def kind_of(question):
    """How a question is asked: the kind of field of the template `field`."""
    if question.type == "selection":
        return "radio" if len(question._options()) <= MOST_RADIOS else "select"
    return {"text": "text", "phone": "tel", "email": "email"}.get(question.type)


def hint_of(question):
    if question.help or question.type != "date":
        return question.help
    return question.env._("Day/month/year, for example 02/09/1956.")


class FilingForm(FilingPages):
    """The pages on which a draft is filled in, and what is wrong on each.

    Pages: `people`, `place` (where there are several centres to file at), `matter` (where
    the procedure has cases), `form-1` … (the questions of the e-form, a heading each),
    `papers`, `return`, and `check`, which sends.
    """

    def __init__(self, draft):
        self.draft = draft
        self.env = draft.env
        # sudo: the version in force is public by law; the draft was seen to be the
        # person's own.
        self.version = draft._own().version_id.with_context(draft.env.context)
        self.groups = self._groups()
        self.places = self.version._receiving_departments()

    # ------------------------------------------------------------------- pages

    def pages(self):
        """Names of the pages, in order."""
        pages = ["people"]
        if len(self.places) > 1:
            pages.append("place")
        pages += self.own_pages()
        if self.papers() or self.shows_right():
            pages.append("papers")
        return [*pages, "return", "check"]

    def own_pages(self):
        """Names of the pages that ask what this procedure wants to know."""
        matter = ["matter"] if self.version.case_ids else []
        numbers = range(1, len(self.groups) + 1)
        return matter + [f"form-{number}" for number in numbers]

    def of(self, page):
        """The form that a page belongs to, and the name of the page there."""
        return self, page

    def parts(self):
        """What is filed, to be checked: dicts `form`, `before` (what the names of its
        pages begin with), `name`."""
        return [{"form": self, "before": "", "name": ""}]

    @property
    def address(self):
        return f"/procedures/{self.version.code}/file"

    def titles(self):
        """The headings of the pages, by name."""
        _ = self.env._
        titles = {
            "people": _("Who files"),
            "place": _("Where to file"),
            "matter": _("Your case"),
            "papers": _("Papers"),
            "return": _("Result and messages"),
            "check": _("Check and send"),
        }
        for number, (name, _fields) in enumerate(self.groups, 1):
            titles[f"form-{number}"] = name or _("Information")
        return titles

    # ------------------------------------------------------------------- parts

    def place(self):
        """The centre that was chosen, or none."""
        chosen = self.draft._part("place").get("received_department_id")
        return self.places.filtered(lambda one: str(one.id) == chosen)[:1]

    def place_options(self):
        """The centres to choose from, that of the owner's commune first: (id, name)."""
        lives = plain(self.draft._part("owner").get("commune") or "")
        own = self.places.filtered(
            lambda one: one.commune and plain(one.commune) in lives
        )
        return [(str(one.id), one.name) for one in own | self.places]

    def case(self):
        """The case that was chosen, or none."""
        chosen = self.draft._part("matter").get("case")
        return self.version.case_ids.filtered(
            lambda one: chosen and chosen in (one.code, one.name)
        )[:1]

    def papers(self):
        """The papers that the case and the answers ask for, to be sent as files."""
        return self.version._components_asked(self.case(), self.answers())

    def must_bring(self, paper):
        """Whether a paper has to be there as a file."""
        return paper.required and not paper.only_shown and not paper.database_id

    def own_result(self, paper):
        """Words of the result of the person that would stand in for a paper; empty where
        there is none."""
        owner, _submitter, _wrong = self.people()
        kind = owner.get("kind") or "person"
        number = owner.get(NUMBERS.get(kind, "").removeprefix("owner_"))
        if not (number and paper.reusable_from_ids):
            return ""
        earlier = EarlierResults(
            self.env, Owner(kind, number), self.env.user.partner_id
        )
        result = earlier.newest(paper)
        return words_of(result) if result else ""

    def reuses(self, paper):
        """Whether the person said that it stands in."""
        chosen = self.draft._part("reuse").get(str(paper.id)) == "1"
        return chosen and bool(self.own_result(paper))

    def keep_reuse(self, chosen):
        """Keep for which papers it does: "1" by their ids, as text."""
        self.draft._keep("reuse", chosen)

    def hint_of_paper(self, paper):
        """What is said of a paper beside its name."""
        return paper.note or paper.form_name

    def attach(self, name, content, **place):
        """Keep a file: as `_attach` of the draft."""
        self.draft._attach(name, content, **place)

    def detach(self, file_id):
        self.draft._detach(file_id)

    def evidence_files(self):
        """The files that show that the person may file for the owner."""
        return self.draft._evidence_files()

    def files_of(self, component=None, field=None):
        """The files of one paper, or of one question."""
        return self.draft._own().file_ids.filtered(
            lambda file: (
                file.component_id == component
                if component
                else file.field_name == field.name
            )
        )

    def _groups(self):
        """The questions under their headings: list of (heading, fields)."""
        groups = {}
        for field in self.version.eform_field_ids:
            name = field.group_name or ""
            groups[name] = groups.get(name, field.browse()) | field
        return list(groups.items())

    def questions(self, page):
        """The fields of one page of the e-form."""
        return self.groups[int(page.removeprefix("form-")) - 1][1]

    def kind(self, question):
        return kind_of(question)

    def hint(self, question):
        return hint_of(question)

    def words(self, question, value):
        """A clean answer as its person reads it."""
        return words.answer(question, value)

    def visible(self):
        """Names of the questions that apply, by what was answered so far."""
        fields = self.version.eform_field_ids
        form = [field._to_core() for field in fields]
        values = condition_values(form, self._checked().cleaned)
        return {
            field.name
            for field in fields
            if eform_condition.holds(field.visible_if or None, values)
        }

    def answers(self):
        """The clean answers, by name."""
        return self._checked().cleaned

    def _checked(self):
        return self.version._check_answers(self.draft._answers())

    # ------------------------------------------------------------------ checks

    def people(self):
        """(owner, submitter, wrong): clean values, and sentences by field name."""
        owner, wrong = clean_person(self.env, "owner", self.draft._part("owner"))
        if not self.for_another():
            return owner, {}, wrong
        typed = self.draft._part("submitter")
        del typed["for_another"]
        submitter, more = clean_person(
            self.env, "submitter", typed, self._required_of_submitter(typed)
        )
        if refused := refuses_mandate(self.version, typed.get("relation")):
            more["submitter_relation"] = refused
        return owner, submitter, {**wrong, **more}

    def for_another(self):
        """Whether somebody files for the owner."""
        return self.draft._part("submitter").get("for_another") == "yes"

    def shows_right(self):
        """Whether somebody files who has to show that they may."""
        relation = self.draft._part("submitter").get("relation")
        return self.for_another() and relation != "postal"

    @staticmethod
    def _required_of_submitter(typed):
        # A postal clerk comes with the contract of the post.
        shown = () if typed.get("relation") == "postal" else ("evidence",)
        return ("name", "relation", *shown)

    def contacts(self):
        """How to reach whoever files, by what was typed so far."""
        owner, submitter, _wrong = self.people()
        back = self.draft._part("return")
        filed = {
            **{f"owner_{key}": value for key, value in owner.items()},
            **{f"submitter_{key}": value for key, value in submitter.items()},
            "delivery": back.get("delivery"),
            "delivery_address": back.get("delivery_address"),
        }
        return contacts_of(filed.get, self.env.user.partner_id)

    def told(self):
        """What can be chosen of how to be told, and what is chosen."""
        back = self.draft._part("return")
        return {
            "options": told.options(self.env, self.contacts()),
            "first": back.get("notice_first"),
            "second": back.get("notice_second"),
        }

    def wanted(self):
        """The channels that were chosen, in order."""
        back = self.draft._part("return")
        here = told.ways(self.env, self.contacts())
        chosen = put_first((back.get("notice_first"), back.get("notice_second")))
        return [channel for channel in chosen if channel in here]

    def wanted_words(self):
        here = told.ways(self.env, self.contacts())
        return [here[channel] for channel in self.wanted()]

    def wrong(self, page):
        """What is wrong on a page: sentences by the name of the field ("" for all)."""
        if page == "people":
            return self.people()[2]
        if page == "matter":
            choose = self.env._("Choose your case.")
            return {} if self.case() else {"case": choose}
        if page == "place":
            choose = self.env._("Choose where you file.")
            return {} if self.place() else {"received_department_id": choose}
        if page == "papers":
            return self.wrong_papers()
        if page == "return":
            return self._wrong_return()
        if page.startswith("form-"):
            mine = set(self.questions(page).mapped("name"))
            return {
                f"a_{problem.field}": sentence(self.env, problem)
                for problem in self._checked().errors
                if problem.field in mine
            }
        return {}

    def _wrong_return(self):
        back = self.draft._part("return")
        if back.get("delivery") not in DELIVERIES:
            return {"delivery": self.env._("Choose how you want the result.")}
        if back["delivery"] == "post" and not back.get("delivery_address"):
            return {"delivery_address": self.env._("Where shall the post bring it?")}
        contacts = self.contacts()
        cannot = self.env._(
            "You gave nothing to be told by so: go back and add it, or choose another way."
        )
        return {
            name: cannot
            for name in ("notice_first", "notice_second")
            if back.get(name) in self.wanted() and not contacts.gives(back[name])
        }

    def labels(self):
        """What the fields are called: words by name."""
        _ = self.env._
        return {
            "owner_name": _("Full name"),
            "owner_identity_number": _("Identity number"),
            "owner_tax_code": _("Tax code"),
            "owner_birthdate": _("Date of birth"),
            "owner_phone": _("Telephone"),
            "owner_email": _("E-mail (if you have one)"),
            "submitter_name": _("Your full name"),
            "submitter_relation": _("You are"),
            "submitter_identity_number": _("Your identity number"),
            "submitter_evidence": _("What shows that you may"),
            "evidence": _("What shows that you may"),
            "submitter_phone": _("Your telephone"),
            "submitter_email": _("Your e-mail (if you have one)"),
            **{f"a_{one.name}": one.label for one in self.version.eform_field_ids},
        }

    # ------------------------------------------------------------------ filing

    def values(self):
        """What `onestop.dossier.submit` takes."""
        owner, submitter, _wrong = self.people()
        if self.shows_right():
            submitter["files"] = self.evidence_files()._sent()
        back = self.draft._part("return")
        case = self.case()
        values = {
            "procedure": self.version.procedure_id.code,
            "channel": "online",
            "case": case.code or case.name,
            "owner": owner,
            "submitter": submitter,
            "answers": self.draft._answers(),
            "delivery": back.get("delivery"),
            "delivery_address": back.get("delivery_address"),
            "notice_channels": self.wanted(),
            "components": self.sent_papers(self.papers()),
            "received_department_id": self.place().id,
        }
        return {key: value for key, value in values.items() if value}
