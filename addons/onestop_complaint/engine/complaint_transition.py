from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_dossier.engine.actor import Actor
from odoo.addons.onestop_procedure.core.database_time import legal_date
from odoo.addons.onestop_procedure.core.named import names
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core import complaint_phases as phases
from ..core import complaint_workflow as workflow
from ..core.complaint_kind import (
    INFORMATION,
    KINDS,
    SIGNED_CHANNELS,
    is_sealed,
    legal_kind,
)
from ..core.sealed_identity import SealError
from .complaint_clock import ComplaintClock
from .complaint_filing import closed_department, is_part_of
from .complaint_sentences import action_label, sentence
from .house import of_house
from .right import ENGINE
from .traces import forget_person

LONGEST_COMMENT = 1000
VALUES = frozenset(
    {
        *("kind", "classification", "signed", "channel", "envelope", "department_id"),
        *("authority", "explanation", "way", "told_on", "proof", "outcome", "answer"),
        *("helped", "comment"),
        *("second", "remote", "complexity", "ground", "phase"),
    }
)


class ComplaintTransition:
    """One run of one action on one grievance.

    Reads the facts as the user who acts, asks `core.complaint_workflow`, and only then
    writes, as the house. `holder`: the one who acts holds the receipt code, and is the
    person, whoever is logged in.
    """

    def __init__(self, complaint, code, reason=None, values=None, holder=False):
        complaint.ensure_one()
        self.env = complaint.env
        self.code = code
        self.reason = (reason or "").strip()
        self.values = values or {}
        self.actor = Actor(self.env)
        self.holder = holder
        self.asked = complaint
        # The house writes: `run` checks access, and the workflow the right to act.
        self.house = of_house(self.env)
        self.complaint = complaint.with_env(self.house)
        self.now = fields.Datetime.now().replace(microsecond=0)
        self.clock = ComplaintClock(self.complaint, self.now)

    @classmethod
    def available(cls, complaint):
        """The actions of the user now: list of dicts `code`, `label`, `needs_reason`."""
        rows = []
        for code in workflow.CODES:
            run = cls(complaint, code)
            row = workflow.find(code, run.complaint.state, run.complaint.kind)
            if row is None:
                continue
            refused = {refusal.code for refusal in workflow.check(code, run._facts())}
            if refused <= workflow.FORM_REFUSALS:
                rows.append(
                    {
                        "code": code,
                        "label": action_label(complaint.env, code),
                        "needs_reason": row.reason,
                    }
                )
        return rows

    def run(self):
        """Check and do it.

        :raises UserError: with every reason why not, each a sentence
        :raises LockError: where somebody else does not let go of it
        """
        self._check_access()
        self._check_values()
        check_reason(self.env, self.reason)
        wait_for(self.asked)
        # What was read before the lock may be another's past.
        self.asked.invalidate_recordset()
        self._check_access()
        facts = self._facts()
        if refusals := workflow.check(self.code, facts):
            raise UserError(
                "\n".join(sentence(self.env, refusal) for refusal in refusals)
            )
        self._apply(facts)

    def _check_access(self):
        # Whoever holds the receipt code was let in by it.
        if not self.holder:
            self.asked.check_access("read")

    def _check_values(self):
        unknown = set(self.values) - VALUES
        if unknown:
            raise UserError(
                self.env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )
        for name, allowed in (
            ("kind", KINDS),
            ("classification", workflow.CLASSIFICATIONS),
            ("outcome", workflow.OUTCOMES),
            ("way", workflow.WAYS),
            ("helped", workflow.HELPED),
            ("channel", tuple(sorted(SIGNED_CHANNELS))),
            ("complexity", tuple(phases.COMPLEXITIES)),
            ("ground", phases.GROUNDS),
            ("phase", phases.CODES),
        ):
            value = self.values.get(name)
            if value and value not in allowed:
                raise UserError(
                    self.env._(
                        "“%(name)s” is one of: %(allowed)s.",
                        name=name,
                        allowed=", ".join(allowed),
                    )
                )

    def _apply(self, facts):
        complaint = self.complaint
        before = complaint.state
        row = workflow.find(self.code, before, complaint.kind)
        role = min(workflow.held_roles(row, facts))
        vals = getattr(self, f"_do_{self.code}", dict)()
        vals["state"] = workflow.outcome(self.code, facts)
        if row.sets_explanation:
            vals["explanation_state"] = row.sets_explanation
        if self.reason:
            vals["reason"] = self.reason
        vals.update(self._phase_vals(vals))
        data = self._data(vals)
        with ENGINE.held():
            # Sealed first: the constraints let no named denunciation be written.
            if vals.get("sealed") and not complaint.sealed:
                self._keep_identity()
                forget_person(complaint)
            complaint.write(vals)
            # Here, or whoever flushes it later stands in the row as its writer.
            self.house.flush_all()
        self._note(role, before, data)

    def _note(self, role, before, data):
        """The person is not named in the journal, nor what they wrote kept there."""
        by_person = role == "applicant"
        journal = (self.house if by_person else self.env)["onestop.journal"]
        journal._append(
            self.complaint,
            self.code,
            role,
            before,
            self.complaint.state,
            reason=None if by_person else self.reason,
            data=data,
            actor="system" if by_person else None,
            on_behalf_of=self._absent(role),
        )

    def _absent(self, role):
        """In whose stead the user acts; nobody, where it is in their own right."""
        at = self.complaint.received_department_id | self.complaint.department_id
        return self.actor.on_behalf_of(role, at)

    def _data(self, vals):
        """What the journal keeps beside the states: choices of lists, no text."""
        kept = (
            *("kind", "classification", "outcome", "complexity", "ground"),
            *("forwarded_way", "helped"),
        )
        data = {name: vals[name] for name in kept if vals.get(name)}
        if self.code == phases.RECORD:
            data["phase"] = self.values["phase"]
        if "kind" in data:
            data["kind_before"] = self.complaint.kind
        return data

    def _phase_vals(self, vals):
        """The terms that begin, move and end, to be written with the state in one go."""
        sealed = vals.get("sealed", self.complaint.sealed)
        return self.clock.changes(
            self.code,
            vals,
            recorded=self.values["phase"] if self.code == phases.RECORD else None,
            # Free text of what is sealed stands in its journal, and nowhere else; that of
            # others in brackets within a sentence.
            reason="" if sealed else self.reason.rstrip("."),
        )

    # --------------------------------------------------------------------- facts

    def _facts(self):
        complaint, values = self.complaint, self.values
        row = workflow.find(self.code, complaint.state, complaint.kind)
        department = self._department()
        new_kind = values.get("kind") or None
        return workflow.Facts(
            state=complaint.state,
            kind=complaint.kind,
            desk_roles=self._desk_roles(row),
            is_custodian=self._is_custodian(),
            custodian_only=complaint.custodian_only,
            reason_given=bool(self.reason),
            reason_names_person=names(self.reason, *self._person().values()),
            signed=bool(values.get("signed") or complaint.signed)
            if self.code != "withdraw"
            else bool(values.get("signed")),
            new_kind=new_kind,
            classification=complaint.classification or None,
            new_classification=values.get("classification") or None,
            in_form=not new_kind or self._in_form(new_kind),
            identity_kept=self._identity_kept(new_kind),
            department_given=bool(department),
            department_closed=self._is_closed(department),
            authority_given=bool(values.get("authority")),
            explanation_state=complaint.explanation_state,
            explanation_given=bool(values.get("explanation")),
            way=values.get("way") or None,
            proof_given=bool(str(values.get("proof") or "").strip()),
            told_in_future=self._told_on() > self.now,
            outcome=values.get("outcome") or None,
            answer_given=bool(str(values.get("answer") or "").strip()),
            helped=values.get("helped") or None,
            rated=bool(complaint.helped),
            **self._clock_facts(),
        )

    def _clock_facts(self):
        """What only some actions ask of the law and of the terms that run."""
        complaint, values = self.complaint, self.values
        if key := phases.LAW_OF.get((self.code, complaint.kind)):
            return {"in_law": self.clock.knows(key)}
        if self.code == "extend":
            return self.clock.extension(values)
        if self.code not in (phases.RECORD, "close"):
            return {}
        by = {
            row.phase: row._spec().fulfilled_by
            for row in complaint._running_phases()
            if not row.provisional
        }
        return {
            "recordable": tuple(one for one in by if phases.RECORD in by[one]),
            "phase": values.get("phase"),
            "duties_open": tuple(one for one in by if "close" not in by[one]),
        }

    def _is_custodian(self):
        if self.holder:
            return False
        return bool(self.env.user._held_assignments(["custodian"]))

    def _desk_roles(self, row):
        if row is None:
            return set()
        if self.holder:
            return {"applicant"}
        complaint = self.complaint
        at = {
            workflow.RECEIVED: complaint.received_department_id,
            workflow.LEAD: complaint.department_id,
        }
        return self.actor.roles_on(complaint, at[row.place])

    def _department(self):
        wanted = self.values.get("department_id")
        if not wanted:
            return self.complaint.department_id if self.code == "accept" else False
        return self.house["onestop.department"].search(
            [("id", "=", wanted), ("in_force", "=", True)]
        )

    def _told_on(self):
        """When the person was told: as it was given, or now.

        :raises UserError: where it is no moment
        """
        given = self.values.get("told_on") or self.now
        try:
            return fields.Datetime.to_datetime(given).replace(tzinfo=None)
        except (TypeError, ValueError, AttributeError):
            raise UserError(self.env._("“%s” is no date and time.", given))

    def _is_closed(self, department):
        return is_part_of(department, self.complaint.closed_to_department_id)

    def _person(self):
        return self.complaint._person_details()

    def _in_form(self, kind):
        complaint, values = self.complaint, self.values
        channel = values.get("channel") or complaint.channel
        signed = bool(values.get("signed") or complaint.signed)
        needs_form = tuple(filter(self._needs_form, ("complaint", "denunciation")))
        named = bool(
            complaint.person_name
            or values.get("envelope")
            or complaint.envelope_ids
            or complaint._denouncer()
        )
        return legal_kind(kind, channel, signed, named, needs_form) == kind

    def _needs_form(self, kind):
        rules = self.complaint.rule_set_id
        return kind in ("complaint", "denunciation") and rules._value(
            f"{kind}_signed_form"
        )

    def _identity_kept(self, new_kind):
        """Nothing tells who it is, or the same action seals it."""
        complaint = self.complaint
        if not new_kind or not is_sealed(new_kind, complaint.asked_kind):
            return True
        if complaint.sealed or not (self._person() or complaint._dossier_known()):
            return True
        electronic = self.house["onestop.denouncer"]._is_permitted()
        return electronic or bool(self.values.get("envelope"))

    # -------------------------------------------------------------------- actions

    def _do_classify(self):
        complaint, values = self.complaint, self.values
        vals = {}
        if values.get("classification"):
            vals["classification"] = values["classification"]
        kind = values.get("kind")
        if not kind or kind == complaint.kind:
            return vals
        # Once sealed it stays so: others would learn what it was.
        sealed = complaint.sealed or is_sealed(kind, complaint.asked_kind)
        closed = closed_department(
            sealed, complaint.target_department_id, complaint.target_officer_id
        )
        received = complaint.received_department_id
        vals.update(
            kind=kind,
            sealed=sealed,
            closed_to_department_id=closed.id,
            custodian_only=sealed or bool(closed and closed == received),
            date_accepted=False,
            department_id=False,
            **self._form_vals(kind),
        )
        if kind not in ("reflection", "petition"):
            vals["classification"] = False
        if values.get("signed"):
            vals["signed"] = True
        if complaint.sealed and (number := values.get("envelope")):
            with ENGINE.held():
                self.house["onestop.denouncer.envelope"]._seal(complaint, number)
        return vals

    def _form_vals(self, kind):
        """From when the terms of another kind run, and by which rules.

        From the day of the signed letter where the kind needs one; what needs none has
        had its form since it came.
        """
        complaint = self.complaint
        if kind == INFORMATION:
            return {"date_in_form": False}
        if not self._needs_form(kind):
            return {"date_in_form": legal_date(complaint.date_received)}
        if complaint.signed and complaint.date_in_form:
            return {}
        today = legal_date(self.now)
        rules = self.house["onestop.rule.set"]._for_date(today, "complaints")
        return {
            "date_in_form": today,
            "rule_set_id": (rules or complaint.rule_set_id).id,
        }

    def _keep_identity(self):
        complaint = self.complaint
        if number := self.values.get("envelope"):
            self.house["onestop.denouncer.envelope"]._seal(complaint, number)
        denouncers = self.house["onestop.denouncer"]
        identity = self._person()
        if dossier := complaint._dossier_known():
            identity["dossier"] = dossier
        if identity and denouncers._is_permitted():
            try:
                denouncers._seal(complaint, identity)
            except SealError as error:
                raise UserError(
                    self.env._("The identity could not be sealed: %s", error)
                )

    def _do_accept(self):
        vals = {
            "date_accepted": self.now,
            "second": bool(self.values.get("second")),
            "remote": bool(self.values.get("remote")),
        }
        if not self.complaint.custodian_only:
            vals["department_id"] = self._department().id
        return vals

    def _do_forward(self):
        return {"department_id": self._department().id}

    def _do_transfer(self):
        return {"authority": str(self.values["authority"])[:200]}

    _do_guide = _do_transfer

    def _do_give_explanation(self):
        return {"explanation": str(self.values["explanation"])[:20_000]}

    def _do_forward_explanation(self):
        proof = str(self.values.get("proof") or "").strip()[:500]
        return {
            "forwarded_way": self.values["way"],
            "forwarded_on": self._told_on(),
            "forwarded_by_id": self.env.uid,
            "explanation_proof": proof or False,
        }

    def _do_extend(self):
        if self.complaint.state == "registered":
            return {}
        # A complaint is extended for no other reason than that it is complex.
        if self.complaint.kind == "complaint":
            return {"complexity": "complex", "ground": self.values.get("ground")}
        return {"complexity": self.values["complexity"]}

    def _do_resolve(self):
        answer = str(self.values.get("answer") or "").strip()[:20_000]
        return {
            "outcome": self.values["outcome"],
            "answer": answer or False,
            "date_resolved": self.now,
        }

    def _do_close(self):
        return {"date_closed": self.now}

    def _do_rate(self):
        comment = str(self.values.get("comment") or "").strip()[:LONGEST_COMMENT]
        return {"helped": self.values["helped"], "helped_comment": comment or False}
