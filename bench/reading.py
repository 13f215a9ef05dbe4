"""Reads `bench.ground.Catalogue` from a database that holds a centre."""

import base64
from collections import defaultdict

from bench import ground as plain

# The one file behind every generated attachment.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CHANNELS = ("in_person", "online", "post")
ASKED = ("char", "text", "integer", "amount", "float", "date", "boolean", "selection")
CITED = {
    "first_day_not_counted": "first_day",
    "after_cut_off": "cut_off_time",
    "roll_over": "roll_over",
}


class Reader:
    """
    :param env: Odoo's environment of the superuser, in Vietnamese
    :param day: the date as of which the catalogue is read
    """

    def __init__(self, env, day):
        self.env, self.day = env, day
        self.staff = self._staff()

    def catalogue(self):
        """The whole of it.

        :raises ValueError: where no procedure can be lived to its end
        """
        env = self.env
        pairs = [pair for pair in map(self._procedure, self._versions()) if pair]
        if not pairs:
            raise ValueError("no procedure has a process, a counter and its staff")
        departments = env["onestop.department"].search([("active", "=", True)])
        return plain.Catalogue(
            since=max(since for since, _procedure in pairs),
            procedures=tuple(procedure for _since, procedure in pairs),
            departments={
                one.id: plain.Department(
                    one.id,
                    one.code,
                    one.national_code,
                    one._clock(),
                )
                for one in departments
            },
            counters={one.id: self._counter(one) for one in self._counters()},
            staff=self.staff,
            rule_sets=tuple(map(self._rule_set, self._rule_sets())),
            paper=self._paper(),
            company_id=env.company.id,
            currency_id=env.company.currency_id.id,
            cause_id=env.ref("onestop_procedure.supplement_cause_missing").id,
            portal_group_id=env.ref("base.group_portal").id,
            communes=self._communes(departments),
        )

    @staticmethod
    def _communes(departments):
        """Where applicants live."""
        communes = {one.commune for one in departments if one.commune}
        return tuple(sorted(communes)) or ("Phường An Mẫu",)

    def _staff(self):
        """{(role, department id): people}, of the assignments in force."""
        staff = defaultdict(list)
        held = self.env["onestop.role.assignment"].search(
            [("in_force", "=", True)], order="id"
        )
        for one in held:
            person = plain.Person(one.user_id.id, one.user_id.name)
            staff[one.role, one.department_id.id].append(person)
        return {place: tuple(people) for place, people in staff.items()}

    def _counters(self):
        return self.env["onestop.counter.group"].search([("user_ids", "!=", False)])

    def _counter(self, group):
        """The post's own people before others who sit at its counter."""
        department = group.department_id.id
        postal = self.staff.get(("postal_clerk", department), ())
        officers = self.staff.get(("counter_officer", department), ())
        seated = set(group.user_ids.ids)
        clerks = tuple(one for one in postal if one.id in seated)
        people = clerks or tuple(one for one in officers if one.id in seated)
        return plain.Counter(group.id, department, people, postal=bool(clerks))

    def _versions(self):
        procedures = self.env["onestop.procedure"].search([], order="code")
        versions = [one._current_version(self.day) for one in procedures]
        return [one for one in versions if one and one.operator == "here"]

    def _procedure(self, version):
        """(first day, procedure), or None where nobody could see it through."""
        process = version._process_on(self.day)
        ways = self._ways(version, process) if process else ()
        if not ways:
            return None
        cases = (*version.case_ids.ids, None)
        offered = set(version.channel_ids.mapped("channel"))
        places = [(channel, case) for channel in offered for case in cases]
        case_of = {one.id: one for one in version.case_ids}
        nothing = version.case_ids.browse()
        defined = {one["name"] for one in version.dossier_properties_definition or []}
        return max(version.valid_from, process.valid_from), plain.Procedure(
            code=version.procedure_id.code,
            name=version.name,
            procedure_id=version.procedure_id.id,
            version_id=version.id,
            process_id=process.id,
            terms={
                (channel, case): version._term(channel, case_of.get(case, nothing))
                for channel, case in places
            },
            same_day={
                (channel, case): version._is_same_day(
                    channel, case_of.get(case, nothing)
                )
                for channel, case in places
            },
            ways=ways,
            plan=process._approved_plan(),
            components=tuple(map(self._component, version.component_ids)),
            fees=tuple(
                plain.Fee(
                    one.kind,
                    one.name or one.raw or one.kind,
                    one.amount,
                    one.channel or None,
                    one.case_id.id or None,
                )
                for one in version.fee_ids
                if one.amount
            ),
            case_ids=tuple(version.case_ids.ids),
            questions=tuple(
                plain.Question(
                    one.name, one.type, self._options(one), one.name in defined
                )
                for one in version.eform_field_ids
                if one.type in ASKED and not one.visible_if
            ),
            result_name=None
            if version.no_result_paper
            else version.result_ids[:1].name or version.name,
            supplement_restarts=version.supplement_rule == "restart",
            supplement_term=version.supplement_term,
        )

    def _ways(self, version, process):
        ways = []
        offered = set(version.channel_ids.mapped("channel"))
        for group in self._counters():
            received = group.department_id
            lead = self._lead(version, received)
            channels = offered & self._channels(version, group)
            staffed = all(
                self.staff.get((step.role, self._place(step, received, lead)))
                for step in process._approved_plan().steps.values()
            )
            if lead and channels and staffed and received.national_code:
                ways.append(plain.Way(group.id, lead.id, frozenset(channels)))
        return tuple(ways)

    def _lead(self, version, received):
        """As the engine chooses it where the officer names none."""
        competent = version.competent_department_ids
        return (competent & received or competent)[:1]

    def _channels(self, version, group):
        """Channels in which this counter receives the procedure."""
        if self._counter(group).postal:
            return {"post"} if version.postal_listed else set()
        field = version.field_id
        if group.department_id.kind == "centre":
            here = field in group.field_ids or not group.field_ids
            return {"in_person", "online"} if here else set()
        own = group.department_id in version.competent_department_ids
        return {"in_person"} if own or version.any_centre else set()

    @staticmethod
    def _place(step, received, lead):
        if step.place == "fixed":
            return step.department
        return received.id if step.place == "received" else lead.id

    @staticmethod
    def _component(component):
        return plain.Component(
            id=component.id,
            name=component.name,
            sequence=component.sequence,
            required=component.required,
            originals=component.originals,
            copies=component.copies,
            case_ids=frozenset(component.case_ids.ids),
        )

    @staticmethod
    def _options(field):
        lines = (line.strip() for line in (field.options or "").splitlines())
        return tuple(line.partition("|")[0].strip() for line in lines if line)

    def _rule_sets(self):
        """The sets that speak of dossiers."""
        sets = self.env["onestop.rule.set"].search([])
        spoken = sets.rule_ids.filtered(lambda one: one.key == "dossier_code_pattern")
        return sets & spoken.rule_set_id

    def _rule_set(self, rules):
        citations = ((fact, rules._citation(key)) for fact, key in CITED.items())
        return plain.RuleSet(
            id=rules.id,
            valid_from=rules.valid_from,
            valid_to=rules.valid_to or None,
            code_pattern=rules._value("dossier_code_pattern"),
            acceptance_hours=rules._value("online_acceptance_hours"),
            appraisal_days=rules._value("appraisal_supplement_days"),
            apology_lead_days=rules._value("apology_lead_days"),
            cut_off=rules._value("cut_off_time"),
            citations=tuple(pair for pair in citations if pair[1]),
        )

    def _paper(self):
        """Put the file into the file store; the rows that point to it come later."""
        file = self.env["ir.attachment"].create(
            {"name": "bench.pdf", "datas": base64.b64encode(PDF)}
        )
        paper = plain.Paper(file.store_fname, file.checksum, file.mimetype)
        # This row bears today's date, and the same seed makes the same rows each day.
        file.unlink()
        return paper
