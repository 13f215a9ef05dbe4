from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.onestop_procedure.core.clock_error import ClockError
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.form_words import at_moment
from odoo.addons.onestop_procedure.core.lateness import delay
from odoo.addons.onestop_procedure.core.legal_time import ZONE
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.workflow import SILENCE_STATES, stops
from .actor import Actor
from .filing import MOST_FILES, attachment_vals, check_rows
from .right import ENGINE
from .steps import step_due

# Who asks for the lead agency, and who answers what is asked beside the process.
ASKS = ("department_officer", "department_head")
ANSWERS = ("department_officer", "department_head")
ASKING_KEYS = frozenset({"department_id", "content", "until", "paper_ids"})
ANSWER_KEYS = frozenset({"position", "text", "files"})
LONGEST = 5000


class Asking:
    """What the lead agency asks of others: in writing, and within a limit
    (Decree 61/2018, art. 19.5).

    :param dossier: read by the user; everything else is done in the name of the system
    """

    def __init__(self, dossier):
        dossier.ensure_one()
        dossier.check_access("read")
        self.env = dossier.env
        # sudo: bounded to opinions on this dossier, each after `_check_lead`.
        self.dossier = dossier.sudo()
        self.actor = Actor(dossier.env)
        self.now = fields.Datetime.now().replace(microsecond=0)

    @classmethod
    def may(cls, dossier):
        """Whether the user may ask about this dossier now."""
        return not cls(dossier)._refusal()

    def ask(self, values):
        """Ask a department that the process does not name.

        :param dict values: `department_id`, `content`, `until` (naive, UTC) and
            `paper_ids`, files of the dossier's papers that are shown to it
        :return: the opinion
        :raises UserError: in a sentence
        """
        values = self._checked(values)
        wait_for(self.dossier)
        self.dossier.invalidate_recordset()
        roles = self._check_lead()
        department = self._department(values.get("department_id"))
        content = self._content(values)
        if not content:
            raise UserError(self.env._("Write what the department is asked."))
        hours = self._hours(department, self.now, values.get("until"))
        due = step_due(self._clock(department), hours, self.now)
        with ENGINE.held():
            opinion = self.dossier.env["onestop.opinion"].create(
                {
                    "dossier_id": self.dossier.id,
                    "department_id": department.id,
                    "content": content,
                    "asked_id": self.env.uid,
                    "date_asked": self.now,
                    "hours": hours,
                    "date_limit": due,
                }
            )
            self._show(opinion, values)
            self.dossier.date_look = self.now
        self._note(opinion, roles, due)
        return opinion.with_env(self.env)

    def change(self, opinion, values):
        """Write what a department is asked, and set its limit; where nothing is said of
        the limit it has the hours of the step.

        :raises UserError: in a sentence
        """
        values = self._checked(values)
        wait_for(self.dossier)
        # sudo: bounded to an opinion on this very dossier, which is looked at below.
        opinion = opinion.sudo()
        opinion.invalidate_recordset()
        roles = self._check_lead()
        if opinion.dossier_id != self.dossier or not opinion.waits:
            raise UserError(self.env._("No answer is waited for any more."))
        if opinion.date_late:
            raise UserError(self.env._("Its time has ended: the limit stays."))
        content = self._content(values)
        if not content:
            raise UserError(self.env._("Write what the department is asked."))
        vals = {"content": content, "asked_id": self.env.uid}
        until = fields.Datetime.to_datetime(values.get("until"))
        with ENGINE.held():
            if until and until != opinion.date_due:
                vals |= self._set_limit(opinion, until)
            opinion.write(vals)
            self._show(opinion, values)
            self.dossier.date_look = self.now
            # What it is asked is another thing: news to whoever has read it.
            opinion.step_id._mark_unread()
        self._note(opinion, roles, opinion.date_due)

    def due(self, opinion):
        """When what is asked beside the process is due; a pause on a ground that stops
        everybody moves it.

        :raises ClockError, UserError: where the calendar cannot tell
        """
        pauses = [
            event._to_core()
            for event in self.dossier.clock_event_ids
            if event.kind == "pause"
            and event.start >= opinion.date_asked
            and stops(event.ground, "opinion")
        ]
        if any(pause.end is None for pause in pauses):
            return False
        calendar = self._clock(opinion.department_id)
        return step_due(calendar, opinion.hours, opinion.date_asked, pauses)

    # ------------------------------------------------------------------- the parts

    def _checked(self, values):
        values = values if isinstance(values, dict) else {}
        if unknown := values.keys() - ASKING_KEYS:
            raise UserError(
                self.env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )
        return values

    def _refusal(self):
        """Why the user asks nobody about this dossier now; None where they may."""
        dossier, _ = self.dossier, self.env._
        if not self.actor.roles_at(dossier.department_id) & set(ASKS):
            return _("Only the department that leads the dossier asks others.")
        if dossier._is_followed():
            return _("The system that runs this dossier asks whom it needs.")
        if dossier.state not in SILENCE_STATES:
            return _("Others are asked while the dossier is being resolved.")
        return None

    def _check_lead(self):
        if refusal := self._refusal():
            raise UserError(refusal)
        return self.actor.roles_at(self.dossier.department_id) & set(ASKS)

    def _department(self, number):
        departments = self.dossier.env["onestop.department"]
        number = number if isinstance(number, int) else False
        department = departments.browse(number).exists()
        if not department or department._has_ended():
            raise UserError(self.env._("Choose the department that is asked."))
        if department == self.dossier.department_id:
            raise UserError(
                self.env._("The department that leads the dossier asks others.")
            )
        asked = self.dossier.opinion_ids.filtered("waits").department_id
        if department in asked:
            raise UserError(
                self.env._("%s is asked already, and has time.", department.name)
            )
        return department

    def _content(self, values):
        return str(values.get("content") or "").strip()[:LONGEST]

    def _clock(self, department):
        return department._clock()

    def _hours(self, department, since, until, spans=()):
        """Working hours of the department until the limit; the term of the dossier is
        never passed."""
        until, latest = fields.Datetime.to_datetime(until), self.dossier.date_due_legal
        if not until:
            raise UserError(self.env._("Say by when it is to be answered."))
        if until <= self.now:
            raise UserError(self.env._("The limit has passed."))
        if latest and until > latest:
            raise UserError(
                self.env._(
                    "The dossier is due on %s: the answer is needed before.",
                    at_moment(aware(latest).astimezone(ZONE)),
                )
            )
        try:
            calendar = self._clock(department)
            minutes = delay(calendar, aware(since), aware(until), spans)
        except ClockError as error:
            raise UserError(error.render(self.env.lang or "vi_VN"))
        if not minutes:
            raise UserError(
                self.env._("%s does not work before that hour.", department.name)
            )
        return minutes / 60

    def _set_limit(self, opinion, until):
        """Move the date of the step that asks, or the limit; give back the values."""
        department, run = opinion.department_id, opinion.step_id
        if not run:
            hours = self._hours(department, opinion.date_asked, until)
            due = step_due(self._clock(department), hours, opinion.date_asked)
            return {"hours": hours, "date_limit": due}
        pauses = run._pauses()
        spans = [(pause.start, pause.end) for pause in pauses]
        hours = self._hours(department, run.date_opened, until, spans)
        ended = [pause for pause in pauses if pause.end]
        due = step_due(self._clock(department), hours, run.date_opened, ended)
        run.write({"hours_given": hours, "date_due": due, "date_look": self.now})
        return {"hours": hours}

    def _show(self, opinion, values):
        """Copy the chosen papers to the opinion: whoever is asked reads these alone."""
        if "paper_ids" not in values:
            return
        wanted = values["paper_ids"]
        files = self.dossier.component_ids.attachment_ids
        chosen = files.filtered(lambda one: one.id in set(wanted or ()))
        shown = opinion.paper_ids.mapped("checksum")
        for file in chosen.filtered(lambda one: one.checksum not in shown):
            place = {"res_model": opinion._name, "res_id": opinion.id}
            opinion.paper_ids = [Command.link(file.copy(place).id)]

    def _note(self, opinion, roles, due):
        opinion._journal(
            *("ask_opinion", min(roles), self.actor, self.dossier.department_id),
            due=fields.Datetime.to_string(due) if due else None,
        )


def given_opinion(opinion, values):
    """Values of what a department says, read from an allow-list.

    :param opinion: in sudo; the caller bounds who answers
    :raises UserError: in a sentence
    """
    env = opinion.env
    if not isinstance(values, dict) or values.keys() - ANSWER_KEYS:
        raise UserError(env._("An answer takes: %s.", ", ".join(sorted(ANSWER_KEYS))))
    position = values.get("position")
    if position not in dict(opinion._fields["position"].selection):
        raise UserError(env._("Say whether the department agrees."))
    text = str(values.get("text") or "").strip()[:LONGEST]
    if position != "agrees" and not text:
        raise UserError(env._("Write the remarks, or why it does not agree."))
    sent = check_rows(env, "files", values)
    if len(sent) > MOST_FILES:
        raise UserError(
            env._("At most %s files are handed in at one time.", MOST_FILES)
        )
    # All are looked at before anything is written.
    files = [attachment_vals(env, one, opinion) for one in sent]
    return {
        "position": position,
        "answer": text or False,
        "file_ids": [
            Command.link(file.id) for file in env["ir.attachment"].create(files)
        ],
    }
