"""Records of this addon's models for the access matrix."""

from datetime import date, timedelta
from itertools import count

from odoo import fields

from ..models.onestop_absence import DEPUTISED
from ..models.onestop_frozen_mixin import MAY_CHANGE_FROZEN
from .matrix import Factory, owner_of

_number = count(1)


def unique(prefix):
    """A text that no other record of the test has."""
    return f"{prefix}-{next(_number)}"


def home(case, user):
    """The department in which the user holds a role; none for citizens."""
    return user._onestop_departments()[:1]


# ------------------------------------------------------------------ the organisation


def _assignment(case, user, place):
    """One that begins in the future, which even may be deleted."""
    person, department = case.plain, case.departments["other"]
    if place == "own":
        person = user
    elif place == "own_department":
        department = home(case, user)
    if not department or not person._is_internal():
        return None
    day = date(2099, 1, 1) + timedelta(days=next(_number))
    return {
        "user_id": person.id,
        "department_id": department.id,
        "role": "treasurer",
        "date_from": day,
        "date_to": day,
    }


def _absence(case, user, place):
    """Of days to come, so that it may be changed: of whoever tries, of a colleague, or
    at a department that is none of theirs."""
    department = home(case, user) if place.startswith("own") else case.other
    if place == "own":
        person = user if user._onestop_departments(DEPUTISED) else None
    elif department:
        role = ("department_officer", department)
        person = case.make_user(unique("test_away"), role)
    if not department or not person:
        return None
    day = date(2099, 1, 1) + timedelta(days=next(_number))
    return {
        "user_id": person.id,
        "department_id": department.id,
        "date_from": day,
        "date_to": day,
    }


def _staff_log(case, user, place):
    return {"event": "created", "user_id": case.plain.id}


def _staff_wizard(case, user, place):
    return {"name": "Person", "login": unique("person")}


def _holidays_line(case, user, place):
    wizard = case.env["onestop.propose.holidays"].with_user(owner_of(case, user, place))
    # No day of a calendar decides whether a line may be written.
    wizard = wizard.sudo().create({"year": "2027", "calendar_ids": False})
    # What is proposed replaces every line that there was.
    wizard.line_ids.mapped("name")
    return {
        "wizard_id": wizard.id,
        "name": "Holiday",
        "date_from": date(2027, 1, 1),
        "date_to": date(2027, 1, 1),
    }


def _staff_wizard_line(case, user, place):
    wizard = case.env["onestop.staff.wizard"].with_user(owner_of(case, user, place))
    wizard = wizard.sudo()
    wizard = wizard.create(_staff_wizard(case, user, place))
    return {
        "wizard_id": wizard.id,
        "role": "clerk",
        "department_id": case.department.id,
        "date_from": date(2099, 1, 1),
    }


def _rule_set(case, user, place):
    # Each has a day of its own, long before those of the law.
    day = date(1990, 1, 1).replace(year=1900 + next(_number) % 100)
    return {
        "name": "Set",
        "code": unique("set"),
        "valid_from": day,
        "valid_to": day,
    }


def _in_rule_set(**values):
    def make(case, user, place):
        rule_set = case.env["onestop.rule.set"].create(_rule_set(case, user, place))
        return {"rule_set_id": rule_set.id, **values}

    return make


def _calendar(case):
    if not hasattr(case, "matrix_calendar"):
        office = case.env.ref("onestop_procedure.calendar_office_hours")
        case.matrix_calendar = office.copy(
            {"global_leave_ids": [], "extra_day_ids": []}
        )
    return case.matrix_calendar


def _person(case, user, place):
    """A partner: a contact of the house, or a citizen."""
    if place == "contact":
        return case.env["res.partner"].create({"name": "A Publisher"})
    return case.other_citizen.partner_id


def _account(case, user, place):
    return case.colleague if place == "colleague" else case.other_citizen


# ---------------------------------------------------------------------- the catalogue


def _version(case, place):
    """A version with one of everything: published, or still a draft."""
    return case.matrix_version if place == "published" else case.matrix_draft


def _of_version(**values):
    """Values of a row of a version."""

    def make(case, user, place):
        return {"version_id": _version(case, place).id, **values}

    return make


def _child(rows, **values):
    """Factory of the rows of a version that its field `rows` holds."""
    return Factory(
        places=("draft", "published"),
        values=_of_version(**values),
        make=lambda case, user, place: _version(case, place)[rows][:1],
        change=lambda case: {"sequence": 7},
        frozen=("published",),
    )


def _procedure(case, user, place):
    return {"code": unique("9.99")}


def _procedure_version(case, user, place):
    procedure = _version(case, place).procedure_id
    if place == "draft":
        procedure = case.env["onestop.procedure"].create({"code": unique("9.98")})
    return {"procedure_id": procedure.id, "name": "Procedure"}


def _process(case, place):
    processes = case.matrix_version.procedure_id.process_ids
    state = "approved" if place == "approved" else "draft"
    return processes.filtered(lambda process: process.state == state)[:1]


def _of_process(make, values, change, creates=None):
    return Factory(
        places=("draft", "approved"),
        make=lambda case, user, place: make(_process(case, place)),
        values=lambda case, user, place: values(_process(case, place)),
        change=lambda case: change,
        creates=creates,
        frozen=("approved",),
    )


def _decision(case, user, place):
    return {
        "number": unique("decision"),
        "date": date(2025, 12, 1),
        "effect_date": date(2026, 1, 1),
        "issuer": "Committee",
    }


def _ending(case, user, place):
    decision = case.env["onestop.publication.decision"].create(
        _decision(case, user, place)
    )
    procedure = case.matrix_version.procedure_id
    return {"decision_id": decision.id, "procedure_id": procedure.id}


def _make_ending(case, user, place):
    ending = case.env["onestop.procedure.ending"].create(_ending(case, user, place))
    if place == "published":
        with MAY_CHANGE_FROZEN.held():
            ending.published_at = fields.Datetime.now()
    return ending


def _attachment(case, user, place):
    files = case.env["ir.attachment"].with_user(owner_of(case, user, place)).sudo()
    return files.create({"name": "f.json", "raw": b"{}"})


def _import_line(case, user, place):
    wizard = case.env["onestop.import.procedures"]
    wizard = wizard.with_user(owner_of(case, user, place)).sudo()
    wizard = wizard.create({"file_ids": [(4, _attachment(case, user, place).id)]})
    return {"wizard_id": wizard.id, "name": "f.json", "state": "new"}


def _import_run(case, user, place):
    file = case.env["ir.attachment"].create({"name": "a.json", "raw": b"{}"})
    return {"kind": "national", "file_ids": [(4, file.id)]}


def _import_run_line(case, user, place):
    run = case.env["onestop.import.run"].create(_import_run(case, user, place))
    return {"run_id": run.id, "name": "a.json"}


def _table_row(values):
    """Values of a row of a table's import, of whoever fills it in."""

    def make(case, user, place):
        wizard = case.env["onestop.import.table"]
        wizard = wizard.with_user(owner_of(case, user, place)).sudo().create({})
        return {"wizard_id": wizard.id, **values}

    return make


def _posting(case, user, place):
    """At an office that has nothing else; a version stands on the pages once."""
    if place == "electronic":
        return {"version_id": case.matrix_version.id, "kind": "electronic"}
    if place == "own_department":
        department = home(case, user)
        if not department:
            return None
        return {
            "version_id": case.matrix_version.id,
            "department_id": department.id,
            "since": date(2020, 1, 1),
            # Else a second one would hang there.
            "until": date(2020, 1, 2),
        }
    number = unique("office")
    office = case.env["onestop.department"].create(
        {"name": number, "code": number, "kind": "commune"}
    )
    return {
        "version_id": case.matrix_version.id,
        "department_id": office.id,
        "since": date(2020, 1, 1),
    }


def _electronic_or_office(case, user, place):
    postings = case.env["onestop.posting"]
    if place == "own_department":
        values = _posting(case, user, place)
        return values and postings.create(values)
    version = case.matrix_version
    there = postings.search([("version_id", "=", version.id), ("kind", "=", place)])
    return there[:1] or postings.create(_posting(case, user, place))


def _duty(case, user, place):
    duties = case.env["onestop.posting.duty"]
    case.env.flush_all()
    return duties.search([("version_id", "=", case.matrix_version.id)], limit=1)


def _posted_line(case, user, place):
    wizard = case.env["onestop.mark.posted"].with_user(owner_of(case, user, place))
    return {
        "wizard_id": wizard.sudo().create({}).id,
        "version_id": case.matrix_version.id,
        "department_id": case.centre.id,
    }


def _making_line(case, user, place):
    makings = case.env["onestop.process.making"]
    making = makings.with_user(owner_of(case, user, place)).sudo().create({})
    process = _process(case, "approved")
    return {
        "making_id": making.id,
        "source_id": process.id,
        "procedure_id": process.procedure_id.id,
    }


def _form(values, change):
    """Factory of a wizard: seen by whoever fills it in."""
    return Factory(
        places=("own", "elsewhere"),
        values=values,
        change=lambda case: change,
        creates=("own",),
        reader=lambda case, record: case.colleague,
    )


def _bundle_values(case):
    """A group to come: what has taken effect is history."""
    procedures = case.env["onestop.procedure"].create(
        [{"code": unique("9.7")}, {"code": unique("9.7")}]
    )
    return {
        "name": unique("Group T"),
        "decision_number": "9/QĐ-T",
        "decision_date": "2025-12-20",
        "valid_from": "2999-01-01",
        "part_ids": [(0, 0, {"procedure_id": one.id}) for one in procedures],
    }


FACTORIES = {
    "onestop.department": Factory(
        values=lambda case, user, place: {"name": "Made", "code": unique("T")},
        change=lambda case: {"phone": "0290 3 000 000"},
    ),
    "onestop.department.succession": Factory(
        values=lambda case, user, place: {
            "predecessor_id": case.department.id,
            "successor_id": case.other.id,
            "date": date(2000 + next(_number) % 90, 1, 1),
        },
        change=lambda case: {"scope": "Everything"},
    ),
    "onestop.role.assignment": Factory(
        places=("own", "own_department", "elsewhere"),
        values=_assignment,
        change=lambda case: {"capacity": "KT. GIÁM ĐỐC"},
    ),
    "onestop.absence": Factory(
        places=("own", "own_department", "elsewhere"),
        values=_absence,
        change=lambda case: {"deputy_id": False},
    ),
    "onestop.staff.log": Factory(
        values=_staff_log, change=lambda case: {"event": "ended"}
    ),
    "onestop.staff.wizard": _form(_staff_wizard, {"name": "Other"}),
    "onestop.staff.wizard.line": _form(_staff_wizard_line, {"capacity": "KT."}),
    "onestop.calendar.change": _form(
        lambda case, user, place: {"reason": "Storm"}, {"reason": "Flood"}
    ),
    "onestop.propose.holidays": _form(
        lambda case, user, place: {"year": "2027", "calendar_ids": False},
        {"year": "2028"},
    ),
    "onestop.propose.holidays.line": _form(_holidays_line, {"chosen": True}),
    "onestop.counter.group": Factory(
        values=lambda case, user, place: {
            "name": "Counter",
            "department_id": case.centre.id,
        },
        change=lambda case: {"name": "Other counter"},
    ),
    "onestop.field": Factory(
        values=lambda case, user, place: {"name": "Field", "code": unique("F")},
        change=lambda case: {"name": "Other field"},
    ),
    "onestop.synonym": Factory(
        values=lambda case, user, place: {"words": "giấy phép con"},
        change=lambda case: {"catalogue_words": "giấy phép"},
    ),
    "onestop.life.event": Factory(
        values=lambda case, user, place: {"name": "Event"},
        change=lambda case: {"name": "Other event"},
    ),
    "onestop.rule.set": Factory(
        values=_rule_set, change=lambda case: {"name": "Other set"}
    ),
    "onestop.rule": Factory(
        values=_in_rule_set(key="some_rule", value="1"),
        change=lambda case: {"value": "2"},
    ),
    "onestop.rule.form": Factory(
        values=_in_rule_set(form="receipt", number="01", title="Receipt"),
        change=lambda case: {"page": "A4"},
    ),
    "onestop.calendar.extra.day": Factory(
        values=lambda case, user, place: {
            "calendar_id": _calendar(case).id,
            "date": date(2026, 3, 14),
            "hour_from": 8,
            "hour_to": 11,
            "reason": "Swapped",
        },
        change=lambda case: {"hour_to": 10},
    ),
    "resource.calendar": Factory(
        values=lambda case, user, place: {
            "name": "Hours",
            "tz": "Asia/Ho_Chi_Minh",
            "company_id": False,
        },
        change=lambda case: {"name": "Other hours"},
    ),
    "resource.calendar.attendance": Factory(
        values=lambda case, user, place: {
            "calendar_id": _calendar(case).id,
            "name": "Sunday",
            "dayofweek": "6",
            "hour_from": 8,
            "hour_to": 11,
        },
        change=lambda case: {"onestop_intake_only": True},
    ),
    "resource.calendar.leaves": Factory(
        values=lambda case, user, place: {
            "calendar_id": _calendar(case).id,
            "date_from": "2026-03-11 00:00:00",
            "date_to": "2026-03-11 10:00:00",
        },
        change=lambda case: {"name": "Storm"},
    ),
    "res.partner": Factory(
        places=("contact", "citizen"),
        make=_person,
        values=lambda case, user, place: {"name": "Somebody"},
        change=lambda case: {"phone": "0912 345 678"},
        creates=("contact",),
        reader=lambda case, record: case.other_citizen,
    ),
    "res.users": Factory(
        places=("colleague", "citizen"),
        make=_account,
        values=lambda case, user, place: {"name": "S", "login": unique("login")},
        change=lambda case: {"signature": "<p>Regards</p>"},
        creates=("colleague",),
        reader=lambda case, record: case.other_citizen,
    ),
    "onestop.procedure": Factory(
        places=("draft", "published"),
        values=_procedure,
        make=lambda case, user, place: (
            case.matrix_version.procedure_id
            if place == "published"
            else case.env["onestop.procedure"].create(_procedure(case, user, place))
        ),
        change=lambda case: {"keywords": "other words"},
        creates=("draft",),
        frozen=("published",),
    ),
    "onestop.procedure.version": Factory(
        places=("draft", "published"),
        values=_procedure_version,
        make=lambda case, user, place: _version(case, place),
        change=lambda case: {"conditions": "None."},
        creates=("draft",),
        frozen=("published",),
    ),
    "onestop.procedure.case": _child("case_ids", name="Case"),
    "onestop.procedure.channel": _child("channel_ids", channel="online"),
    "onestop.procedure.component": _child("component_ids", name="Paper"),
    "onestop.procedure.fee": _child("fee_ids", name="Fee"),
    "onestop.procedure.fee.exemption": Factory(
        places=("draft", "published"),
        make=lambda case, user, place: _version(case, place).fee_ids.exemption_ids[:1],
        values=lambda case, user, place: {
            "fee_id": _version(case, place).fee_ids[:1].id,
            "ground_id": case.env["onestop.fee.ground"].create({"name": "G"}).id,
        },
        change=lambda case: {"legal_basis": "Law U"},
        frozen=("published",),
    ),
    "onestop.procedure.result": _child("result_ids", name="Licence"),
    "onestop.eform.field": _child("eform_field_ids", name="area", label="Area"),
    "onestop.import.remark": Factory(
        places=("draft", "published"),
        values=_of_version(code="unread_part", part="fee"),
        make=lambda case, user, place: _version(case, place).import_remark_ids[:1],
        change=lambda case: {"message": "Looked at"},
        frozen=("published",),
    ),
    "onestop.legal.basis": Factory(
        values=lambda case, user, place: {"number": unique("basis"), "title": "Law"},
        change=lambda case: {"title": "Decree"},
    ),
    "onestop.level": Factory(
        values=lambda case, user, place: {"code": unique("level"), "name": "Level"},
        change=lambda case: {"name": "Other level"},
    ),
    "onestop.subject": Factory(
        values=lambda case, user, place: {"name": unique("subject")},
        change=lambda case: {"name": unique("subject")},
    ),
    "onestop.fee.ground": Factory(
        values=lambda case, user, place: {"name": "Ground"},
        change=lambda case: {"legal_basis": "Law T"},
    ),
    "onestop.supplement.cause": Factory(
        values=lambda case, user, place: {"code": unique("cause"), "name": "Cause"},
        change=lambda case: {"name": "Other cause"},
    ),
    "onestop.supplement.text": Factory(
        values=lambda case, user, place: {
            "name": "Text",
            "text": "Sign it.",
            "cause_id": case.env.ref("onestop_procedure.supplement_cause_wrong").id,
        },
        change=lambda case: {"text": "Sign it twice."},
    ),
    "onestop.database": Factory(
        values=lambda case, user, place: {"name": "Database"},
        change=lambda case: {"keeper": "Agency T"},
    ),
    "onestop.publication.decision": Factory(
        places=("draft", "published"),
        values=_decision,
        make=lambda case, user, place: (
            case.matrix_version.decision_id
            if place == "published"
            else case.env["onestop.publication.decision"].create(
                _decision(case, user, place)
            )
        ),
        change=lambda case: {"signer": "Somebody"},
        creates=("draft",),
        frozen=("published",),
    ),
    "onestop.bundle": Factory(
        values=lambda case, user, place: _bundle_values(case),
        change=lambda case: {"name": "Group U"},
    ),
    "onestop.bundle.part": Factory(
        values=lambda case, user, place: {
            "bundle_id": case.env["onestop.bundle"].create(_bundle_values(case)).id,
            "procedure_id": case.env["onestop.procedure"]
            .create({"code": unique("9.7")})
            .id,
        },
        change=lambda case: {"sequence": 5},
    ),
    "onestop.delegation": Factory(
        values=lambda case, user, place: {
            "number": unique("5/QĐ"),
            "date": "2025-12-20",
            "issuer": "Committee T",
            "signer": "Signer T",
            # To come: what has taken effect is history.
            "valid_from": "2999-01-01",
            "department_id": case.centre.id,
            "procedure_ids": [
                (4, case.env["onestop.procedure"].search([], limit=1).id)
            ],
        },
        change=lambda case: {"signer": "Somebody"},
    ),
    "onestop.posting": Factory(
        places=("office", "electronic", "own_department"),
        values=_posting,
        make=_electronic_or_office,
        creates=("office", "own_department"),
        change=lambda case: {"note": "Seen"},
    ),
    "onestop.booklet": Factory(
        values=lambda case, user, place: {"name": unique("booklet")},
        change=lambda case: {"name": unique("booklet")},
    ),
    "onestop.booklet.part": Factory(
        values=lambda case, user, place: {
            "booklet_id": case.env["onestop.booklet"].create({"name": "B"}).id,
            "contents": [[case.matrix_version.id]],
        },
        change=lambda case: {"pages": 1},
    ),
    "onestop.posting.duty": Factory(
        make=_duty, change=lambda case: {"state": "posted"}
    ),
    "onestop.mark.posted": _form(
        lambda case, user, place: {"place": "Board"}, {"place": "Shelf"}
    ),
    "onestop.mark.posted.line": Factory(
        places=("own", "elsewhere"),
        values=_posted_line,
        change=lambda case: {"department_id": case.department.id},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.retention": Factory(
        values=lambda case, user, place: {
            "procedure_id": case.matrix_version.procedure_id.id,
            "valid_from": date(2001, 1, 1) + timedelta(days=next(_number)),
            "years": 10,
        },
        change=lambda case: {"years": 20},
    ),
    "onestop.procedure.ending": Factory(
        places=("draft", "published"),
        values=_ending,
        make=_make_ending,
        change=lambda case: {"successor_id": case.matrix_draft.procedure_id.id},
        creates=("draft",),
        frozen=("published",),
    ),
    "onestop.process": _of_process(
        lambda process: process,
        lambda process: {"procedure_id": process.procedure_id.id},
        {"decision_number": "2/QĐ"},
        creates=("draft",),
    ),
    "onestop.process.step": _of_process(
        lambda process: process.step_ids[:1],
        lambda process: {"process_id": process.id, "name": "Step"},
        {"name": "Other step"},
    ),
    "onestop.process.transition": _of_process(
        lambda process: process.step_ids.transition_ids[:1],
        lambda process: {"step_id": process.step_ids[:1].id, "name": "On"},
        {"name": "Other way"},
    ),
    "onestop.version.comparison": _form(
        lambda case, user, place: {"version_id": case.matrix_version.id},
        {"other_id": False},
    ),
    "onestop.import.procedures": _form(
        lambda case, user, place: {
            "file_ids": [(4, _attachment(case, user, place).id)]
        },
        {"file_ids": [(5,)]},
    ),
    "onestop.process.making": _form(
        lambda case, user, place: {
            "procedure_ids": [(4, case.matrix_version.procedure_id.id)]
        },
        {"procedure_ids": [(5,)]},
    ),
    "onestop.process.making.line": _form(_making_line, {"is_chosen": False}),
    "onestop.exchange.catalogue": _form(
        lambda case, user, place: {"file_name": "a.zip"}, {"file_name": "b.zip"}
    ),
    "onestop.import.procedures.line": _form(_import_line, {"name": "g.json"}),
    "onestop.import.run": Factory(values=_import_run, change=lambda case: {"total": 5}),
    "onestop.import.run.line": Factory(
        values=_import_run_line, change=lambda case: {"state": "new"}
    ),
    "onestop.import.table": _form(lambda case, user, place: {}, {"file_ids": [(5,)]}),
    "onestop.import.table.line": _form(
        _table_row({"name": "9.900001", "state": "new"}), {"name": "9.900002"}
    ),
    "onestop.import.table.problem": _form(
        _table_row({"message": "What to do"}), {"message": "Something else"}
    ),
}
