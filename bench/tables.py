"""Lives as rows of tables: what COPY writes, column by column."""

import functools
import json
from collections import defaultdict
from datetime import datetime

from bench.cores import clock, database_time, journal_chain, tracking_number
from bench.draw import Draw
from bench.life import SYSTEM

FOREVER = datetime(9999, 12, 31)
MODEL = "onestop.dossier"
naive = database_time.naive
_json = functools.partial(json.dumps, ensure_ascii=False)

# How many rows of a table one dossier may have: ids are given out in blocks, so that
# parts of the world can be made beside each other. Gaps in ids mean nothing to Odoo.
BLOCKS = {
    "ir_attachment": 128,
    "onestop_dossier": 1,
    "onestop_dossier_component": 32,
    "onestop_dossier_step": 32,
    "onestop_dossier_supplement": 4,
    "onestop_dossier_supplement_line": 4,
    "onestop_dossier_clock_event": 8,
    "onestop_dossier_grant": 8,
    "onestop_dossier_fee": 8,
    "onestop_dossier_result": 2,
    "onestop_journal": 64,
    "onestop_journal_head": 1,
    "onestop_notice": 64,
}


class Ids:
    """Free ids of each table: those of one dossier lie in a block.

    :param dict first: the first free id of a table, where it is not 1
    """

    def __init__(self, first=None):
        self.first = first or {}
        self.open(0)

    def open(self, number):
        """Give out ids of this dossier from now on."""
        self._number, self._taken = number, dict.fromkeys(BLOCKS, 0)

    def take(self, table):
        """:raises OverflowError: where a dossier has more rows than the block holds"""
        taken = self._taken[table]
        if taken == BLOCKS[table]:
            raise OverflowError(f"a dossier has over {taken} rows in {table}: BLOCKS")
        self._taken[table] = taken + 1
        return self.first_of(table) + self._number * BLOCKS[table] + taken

    def first_of(self, table):
        return self.first.get(table, 1)


class Tables:
    """Collects rows: `rows[table]` is a list of dicts of one table's columns.

    Rows of relations between two tables have no id; the others get the next free one.

    :param key: bytes, the key of the journal's chain
    """

    def __init__(self, world, key):
        self.world, self.ids, self.key = world, world.ids, key
        self.rows = defaultdict(list)
        self._due_later = []

    def take(self):
        """The rows so far, with the dates that are computed in bulk; none are left."""
        self._fill_due_dates()
        rows, self.rows = self.rows, defaultdict(list)
        return rows

    def _add(self, table, **values):
        number = self.ids.take(table)
        self.rows[table].append({"id": number, **values})
        return number

    def _due(self, row, calendar, hours, received):
        """Have `row["date_due"]` (or intake due) filled when the chunk is taken."""
        self._due_later.append((row, calendar, hours, received))

    def _fill_due_dates(self):
        by_term = defaultdict(list)
        for row, calendar, hours, received in self._due_later:
            by_term[id(calendar), hours].append((row, calendar, received))
        self._due_later = []
        for (_calendar, hours), wanted in by_term.items():
            term = clock.Term(hours, "working_hours")
            moments = [received for _row, _calendar, received in wanted]
            dues = clock.due_instants(wanted[0][1], term, moments)
            for ((row, name), _calendar, _received), due in zip(
                wanted, dues, strict=True
            ):
                row[name] = naive(due)

    # ------------------------------------------------------------------ a dossier

    def add(self, life):
        """Everything that a life left."""
        self.ids.open(life.number)
        self.draw = Draw(f"{self.world.seed}/parts/{life.number}")
        dossier = self._dossier(life)
        stamps = self._stamps(life)
        components = self._components(life, dossier, stamps)
        self._runs(life, dossier, stamps)
        self._requests(life, dossier, stamps, components)
        for event in life.clock_events:
            self._clock_event(event, dossier, stamps)
        for charge in life.charges:
            self._charge(charge, dossier, stamps)
        for result in life.results:
            self._result(result, dossier, stamps)
        for department in sorted(life.granted):
            self._add(
                "onestop_dossier_grant",
                dossier_id=dossier,
                department_id=department,
                date_until=FOREVER,
                automatic=True,
                **stamps,
            )
        self._journal(life, dossier, stamps)

    def _stamps(self, life):
        """Who wrote it, and when: the columns that Odoo keeps on each row."""
        _role, filer = life._as_filer()
        return {
            "create_uid": filer.id,
            "create_date": naive(life.submitted),
            "write_uid": life.acts[-1].actor.id,
            "write_date": naive(life.at),
        }

    def _dossier(self, life):
        procedure, received = life.procedure, life.counter.department_id
        answers = self._answers(procedure)
        row = {
            "id": self.ids.take("onestop_dossier"),
            "tracking_number": self._tracking_number(),
            "code": life.code,
            "procedure_id": procedure.procedure_id,
            "version_id": procedure.version_id,
            "process_id": procedure.process_id if life.accepted else None,
            "rule_set_id": life.rules.id,
            "case_id": life.case_id,
            # As stored: its life is that of a dossier that is resolved here.
            "run_by": "here",
            "channel": life.channel,
            "content": procedure.name,
            "answers": _json(answers),
            "properties": _json(
                {
                    one.name: answers[one.name]
                    for one in procedure.questions
                    if one.is_property and one.name in answers
                }
            ),
            "lang": "vi_VN",
            "company_id": self.world.catalogue.company_id,
            "partner_id": self.world.partner_id(life.account),
            **self._people(life),
            "identity_verified": life.verified,
            "helped_department_id": None if life.account else received,
            "received_department_id": received,
            "department_id": life.department_id,
            "counter_group_id": life.counter.id,
            "state": life.state,
            "state_before": life.state_before,
            "outcome": life.outcome,
            "payment_state": life.payment,
            "delivery": life.delivery,
            "delivery_address": life.owner.address if life.delivery == "post" else None,
            "delivery_state": life.delivery_state,
            **self._dates(life),
            "suspended": life.suspended,
            **self._stamps(life),
        }
        self._due(
            (row, "date_intake_due"),
            life._calendar(received),
            life.rules.acceptance_hours,
            life.submitted,
        )
        self.rows["onestop_dossier"].append(row)
        return row["id"]

    def _tracking_number(self):
        """Like `core.tracking_number`'s own, from our draw."""
        bits = tracking_number.RANDOM_BITS
        digits = [self.draw.getrandbits(5) for _digit in range(bits // 5)]
        digits.append(tracking_number._times_x(tracking_number._sum(digits)))
        return tracking_number._grouped(
            "".join(tracking_number.ALPHABET[digit] for digit in digits)
        )

    def _dates(self, life):
        derivation = None
        if life.accepted:
            derivation = _json(life.timeline().due_date().derivation.to_list())
        return {
            "date_submitted": naive(life.submitted),
            "date_intake_due": None,
            "date_accepted": naive(life.accepted),
            "date_forward": naive(life.forward),
            "date_due": naive(life.due),
            "date_due_legal": naive(life.legal),
            "date_due_promised": naive(life.promised),
            "date_resolved": naive(life.resolved),
            "date_returned": naive(life.returned),
            "due_derivation": derivation,
        }

    def _people(self, life):
        owner, submitter = life.owner, life.submitter
        row = {
            "owner_kind": owner.kind,
            "owner_name": owner.name,
            "owner_identity_number": owner.identity_number,
            "owner_tax_code": owner.tax_code,
            "owner_birthdate": owner.birthdate,
            "owner_address": owner.address,
            "owner_commune": owner.commune,
            "owner_phone": owner.phone,
            "owner_email": owner.email,
            "submitter_same": submitter is None,
        }
        for name in ("name", "identity_number", "phone", "email"):
            row[f"submitter_{name}"] = submitter and getattr(submitter, name)
        row["submitter_relation"] = submitter and "authorised"
        return row

    def _answers(self, procedure):
        return {one.name: self._answer(one) for one in procedure.questions}

    def _answer(self, question):
        if question.type in ("integer", "amount", "float"):
            return self.draw.randrange(1, 20)
        if question.type == "boolean":
            return self.draw.chance(0.5)
        if question.type == "date":
            return f"20{self.draw.randrange(10, 25)}-0{self.draw.randrange(1, 10)}-15"
        if question.type == "selection":
            return self.draw.choice(question.options)
        return f"Nội dung mẫu {self.draw.randrange(1000)}"

    # ------------------------------------------------------------------ its parts

    def _components(self, life, dossier, stamps):
        """{id of the procedure's component: id of the dossier's}"""
        made, figures = {}, self.world.figures
        scanned = life.account or self.draw.chance(figures["digitised"])
        for asked in life.asked:
            has = asked.required or self.draw.chance(figures["optional_paper"])
            received = has and asked is not life.missing
            component = made[asked.id] = self._add(
                "onestop_dossier_component",
                dossier_id=dossier,
                component_id=asked.id,
                sequence=asked.sequence,
                name=asked.name,
                required=asked.required,
                originals=asked.originals,
                copies=asked.copies,
                received=received,
                **stamps,
            )
            if received and scanned:
                for _file in range(int(self.draw.weighted(figures["files_per_paper"]))):
                    self.rows["onestop_dossier_component_attachment"].append(
                        {
                            "onestop_dossier_component_id": component,
                            "ir_attachment_id": self._file(
                                asked.name, MODEL, dossier, stamps
                            ),
                        }
                    )
        return made

    def _file(self, name, model, number, stamps):
        """An attachment of a drawn size; the bytes are those of one small file."""
        paper, shape = self.world.catalogue.paper, self.world.figures["file_megabytes"]
        megabytes = self.draw.lognormal(shape["median"], shape["sigma"])
        return self._add(
            "ir_attachment",
            name=f"{name[:60]}.pdf",
            type="binary",
            res_model=model,
            res_id=number,
            company_id=self.world.catalogue.company_id,
            store_fname=paper.store_fname,
            checksum=paper.checksum,
            mimetype=paper.mimetype,
            file_size=round(megabytes * 1024 * 1024),
            public=False,
            **stamps,
        )

    def _runs(self, life, dossier, stamps):
        pauses = [
            event for event in life.clock_events if event.kind == "pause" and event.end
        ]
        for run in life.runs:
            row = {
                "id": self.ids.take("onestop_dossier_step"),
                "dossier_id": dossier,
                "step_id": run.step.key,
                "kind": run.step.kind,
                "role": run.step.role,
                "sequence": run.step.sequence,
                "department_id": run.department_id,
                "user_id": run.user and run.user.id,
                "date_opened": naive(run.opened),
                "date_due": None,
                "date_ended": naive(run.ended),
                "outcome": run.outcome,
                "transition_id": run.way and run.way.key,
                "redo": False,
                "reason": run.reason,
                "state": run.state,
                **stamps,
            }
            self.rows["onestop_dossier_step"].append(row)
            self._run_due(life, run, row, pauses)

    def _run_due(self, life, run, row, pauses):
        if not run.step.hours:
            return
        calendar = life._calendar(run.department_id)
        # Like the engine: a pause moves the steps that were open when it ended.
        events = tuple(
            event.to_core()
            for event in pauses
            if event.start >= run.opened and (not run.ended or run.ended >= event.end)
        )
        if not events:
            self._due((row, "date_due"), calendar, run.step.hours, run.opened)
            return
        term = clock.Term(run.step.hours, "working_hours")
        timeline = clock.Timeline(calendar, term, run.opened, events=events)
        row["date_due"] = naive(timeline.due_date().due)

    def _requests(self, life, dossier, stamps, components):
        for number, request in enumerate(life.requests, 1):
            supplement = self._add(
                "onestop_dossier_supplement",
                dossier_id=dossier,
                number=number,
                stage=request.stage,
                requested_at=naive(request.at),
                passed_on_at=naive(request.at),
                passed_on_by=life.officer.name,
                reason=self.world.figures["reasons"]["request_supplement"],
                deadline=naive(request.deadline),
                answered_at=naive(request.answered),
                breach=request.breach,
                **stamps,
            )
            component = components.get(request.component)
            self._add(
                "onestop_dossier_supplement_line",
                supplement_id=supplement,
                dossier_id=dossier,
                component_id=component,
                cause_id=self.world.catalogue.cause_id,
                text=self.world.figures["reasons"]["request_supplement"],
                sequence=0,
                **stamps,
            )

    def _clock_event(self, event, dossier, stamps):
        self._add(
            "onestop_dossier_clock_event",
            dossier_id=dossier,
            kind=event.kind,
            ground=event.ground,
            start=naive(event.start),
            end=naive(event.end),
            restarts=event.restarts,
            until=naive(event.until),
            reason=event.reason,
            date_before=naive(event.before),
            date_after=naive(event.after),
            **stamps,
        )

    def _charge(self, charge, dossier, stamps):
        self._add(
            "onestop_dossier_fee",
            dossier_id=dossier,
            kind=charge.fee.kind,
            name=charge.fee.name,
            currency_id=self.world.catalogue.currency_id,
            amount=charge.fee.amount,
            state="paid" if charge.paid_at else "due",
            holds="return",
            paid_at=naive(charge.paid_at),
            **stamps,
        )

    def _result(self, result, dossier, stamps):
        number = self._add(
            "onestop_dossier_result",
            dossier_id=dossier,
            name=result.name,
            number=result.number,
            date=result.issued and result.issued.date(),
            department_id=result.department_id,
            signer=result.signer,
            attachment_id=None,
            state="issued" if result.issued else "draft",
            valid_from=result.issued and result.issued.date(),
            **stamps,
        )
        file = self._file(result.name, "onestop.dossier.result", number, stamps)
        self.rows["onestop_dossier_result"][-1]["attachment_id"] = file

    # ------------------------------------------------------------ journal, notices

    def _journal(self, life, dossier, stamps):
        file = f"{MODEL},{dossier}"
        head = journal_chain.genesis(file)
        for act in life.acts:
            row = {
                "moment": naive(act.moment),
                "actor": act.actor.name,
                "actor_id": act.actor.id,
                "role": act.role,
                "code": act.code,
                "state_from": act.state_from,
                "state_to": act.state_to,
                "reason": act.reason,
                "data": _json(act.data, sort_keys=True) if act.data else None,
            }
            chained = {"file": file, "when": row["moment"], **row}
            del chained["moment"]
            head = journal_chain.link(self.key, head, chained)
            number = self._add(
                "onestop_journal",
                res_model=MODEL,
                res_id=dossier,
                **row,
                salt=f"{self.draw.getrandbits(128):032x}",
                link=head,
            )
            if act.event:
                self._notices(life, act, dossier, number, stamps)
        self._add(
            "onestop_journal_head",
            res_model=MODEL,
            res_id=dossier,
            count=len(life.acts),
            head=head,
        )

    def _notices(self, life, act, dossier, journal_row, stamps):
        email = (life.submitter and life.submitter.email) or life.owner.email
        failed = self.draw.chance(self.world.figures["notice_failed"])
        for channel in ("email", "portal") if email else ("portal",):
            fails = failed and channel == "email"
            self._add(
                "onestop_notice",
                dossier_id=dossier,
                event=act.event,
                channel=channel,
                state="failed" if fails else "sent",
                attempts=(5 if fails else 1) if channel == "email" else None,
                error="SMTPServerDisconnected" if fails else None,
                date_sent=None if fails else naive(act.moment),
                journal_row=journal_row,
                **stamps,
            )

    # ------------------------------------------------------------------- the rest

    def add_account(self, number):
        """A portal account with its partner."""
        person = self.world.applicant(number)
        world, moment = self.world, database_time.naive(self.world.opening)
        stamps = {
            "create_uid": SYSTEM.id,
            "create_date": moment,
            "write_uid": SYSTEM.id,
            "write_date": moment,
        }
        partner, user = world.partner_id(number), world.user_id(number)
        self.rows["res_partner"].append(
            {
                "id": partner,
                "name": person.name,
                "complete_name": person.name,
                "commercial_partner_id": partner,
                "email": person.email,
                "email_normalized": person.email,
                "lang": "vi_VN",
                "tz": clock.ZONE.key,
                "type": "contact",
                "active": True,
                "is_company": False,
                "partner_share": True,
                "onestop_citizen": True,
                **stamps,
            }
        )
        self.rows["res_users"].append(
            {
                "id": user,
                "login": f"congdan.{number}",
                "partner_id": partner,
                "company_id": world.catalogue.company_id,
                "active": True,
                "share": True,
                "notification_type": "email",
                "odoobot_state": "not_initialized",
                **stamps,
            }
        )
        self.rows["res_company_users_rel"].append(
            {"cid": world.catalogue.company_id, "user_id": user}
        )
        self.rows["res_groups_users_rel"].append(
            {"gid": world.catalogue.portal_group_id, "uid": user}
        )
