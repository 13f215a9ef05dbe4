"""Records of this addon's models for the access matrix.

A grievance stands in one place at a time: whatever else decides who sees it (where it
was received, who is competent, whose account brought it) is somebody else's.
"""

from odoo.addons.onestop_procedure.tests.factories import unique
from odoo.addons.onestop_procedure.tests.matrix import Factory

from ..engine.right import ENGINE

PLACES = (
    "own_centre_reflection",
    "own_centre",
    "own_department",
    "own",
    "own_matter",
    "sealed",
    "own_matter_sealed",
    "elsewhere",
)


def _far(case):
    """A centre and a department where nobody who tries works, and who does."""
    if not hasattr(case, "matrix_far_centre"):
        create = case.env["onestop.department"].create
        case.matrix_far_centre = create(
            {"name": "Centre W", "code": "T-FARC", "kind": "commune"}
        )
        case.matrix_far_head = case.make_user(
            "test_far_head",
            ("supervisor", case.matrix_far_centre),
            ("custodian", case.matrix_far_centre),
        )
    return case.matrix_far_centre


def _values(case, user, place):
    values = {
        "code": unique("PAKN"),
        "receipt_digest": unique("digest"),
        "kind": "complaint",
        "asked_kind": "complaint",
        "channel": "letter",
        "subject": "Delay",
        "content": "It is late.",
        "date_received": "2026-03-09 02:00:00",
        "received_department_id": _far(case).id,
        "department_id": case.other.id,
        "rule_set_id": case.env.ref("onestop_complaint.rule_set_2011_2018").id,
    }
    sealed = {
        "kind": "denunciation",
        "asked_kind": "denunciation",
        "sealed": True,
        "custodian_only": True,
        "department_id": False,
    }
    mine = {
        "received_department_id": case.centre.id,
        "department_id": case.department.id,
        "target_officer_id": user.id,
    }
    return {
        **values,
        **{
            "own_centre_reflection": {
                "kind": "reflection",
                "received_department_id": case.centre.id,
            },
            "own_centre": {"received_department_id": case.centre.id},
            "own_department": {"department_id": case.department.id},
            "own": {"partner_id": case.portal.partner_id.id},
            "own_matter": mine,
            "sealed": sealed,
            "own_matter_sealed": {**sealed, "target_officer_id": user.id},
            "elsewhere": {"partner_id": case.other_citizen.partner_id.id},
        }[place],
    }


def _make(case, user, place):
    # What is about oneself is another record for each.
    about = place.startswith("own_matter")
    cache = case.__dict__.setdefault("matrix_complaints", {})
    key = (place, user.id if about else None)
    if key not in cache:
        with ENGINE.held():
            cache[key] = case.env["onestop.complaint"].create(
                _values(case, user, place)
            )
    return cache[key]


def _reader(case, record):
    if record.received_department_id == _far(case):
        return case.matrix_far_head
    supervisor = case.users["supervisor"]
    about = record.target_officer_id
    return case.users["director"] if about == supervisor else supervisor


def _phase_values(case, user, place):
    return {
        "complaint_id": _make(case, user, place).id,
        "kind": "complaint",
        "phase": "acceptance",
        "since": "in_form",
        "date_start": "2026-03-09",
        "rule_id": case.env.ref(
            "onestop_complaint.rule_2011_2018_complaint_acceptance_days"
        ).id,
        "department_id": case.other.id,
    }


def _phase(case, user, place):
    complaint = _make(case, user, place)
    with ENGINE.held():
        return complaint.phase_ids or complaint.phase_ids.create(
            _phase_values(case, user, place)
        )


def _envelope_values(case, user, place):
    return {
        "number": unique("MẬT"),
        "date": "2026-03-09",
        "complaint_id": _make(case, user, "sealed").id,
    }


def _envelope(case, user, place):
    with ENGINE.held():
        return case.env["onestop.denouncer.envelope"].create(
            _envelope_values(case, user, place)
        )


def _opening_values(case, user, place):
    return {
        "envelope_id": _envelope(case, user, place).id,
        "opened_by_id": case.users["custodian"].id,
        "moment": "2026-03-09 02:00:00",
        "reason": "To verify.",
        "handed_to": "The verifiers.",
    }


def _opening(case, user, place):
    with ENGINE.held():
        return case.env["onestop.denouncer.opening"].create(
            _opening_values(case, user, place)
        )


def _denouncer_values(case, user, place):
    return {"complaint_id": _make(case, user, "sealed").id, "seal": "0"}


def _denouncer(case, user, place):
    found = case.env["onestop.denouncer"].search([])
    with ENGINE.held():
        return found or case.env["onestop.denouncer"].create(
            _denouncer_values(case, user, place)
        )


def _form(model, values, change):
    def make(case, user, place):
        _far(case)
        owner = user if place == "own" else case.matrix_far_head
        forms = case.env[model].with_user(owner).sudo()
        return forms.create(values(case, user, place)).sudo()

    return Factory(
        places=("own", "elsewhere"),
        values=values,
        change=lambda case: change,
        creates=("own",),
        make=make,
        reader=lambda case, record: case.matrix_far_head,
    )


FACTORIES = {
    "onestop.complaint": Factory(
        places=PLACES,
        values=_values,
        make=_make,
        change=lambda case: {"subject": "Something else"},
        reader=_reader,
    ),
    "onestop.complaint.phase": Factory(
        places=PLACES,
        values=_phase_values,
        make=_phase,
        change=lambda case: {"result": "on_time"},
        reader=lambda case, record: _reader(case, record.complaint_id),
    ),
    "onestop.denouncer": Factory(
        values=_denouncer_values,
        make=_denouncer,
        change=lambda case: {"seal": "1"},
    ),
    "onestop.denouncer.envelope": Factory(
        values=_envelope_values,
        make=_envelope,
        change=lambda case: {"place": "Safe 2"},
    ),
    "onestop.denouncer.opening": Factory(
        values=_opening_values,
        make=_opening,
        change=lambda case: {"reason": "Otherwise."},
    ),
    "onestop.complaint.registration": _form(
        "onestop.complaint.registration",
        lambda case, user, place: {"kind": "reflection", "content": "It is late."},
        {"content": "It is very late."},
    ),
    "onestop.complaint.action": _form(
        "onestop.complaint.action",
        lambda case, user, place: {
            "complaint_id": _make(case, user, "own_centre").id,
            "code": "refuse",
        },
        {"reason": "Otherwise."},
    ),
    "onestop.denouncer.reading": _form(
        "onestop.denouncer.reading",
        lambda case, user, place: {
            "complaint_id": _make(case, user, "sealed").id,
            "reason": "To verify.",
        },
        {"reason": "Otherwise."},
    ),
}
