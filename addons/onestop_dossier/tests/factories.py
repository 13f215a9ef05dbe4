"""Records of this addon's models for the access matrix.

A dossier stands in one place at a time: whatever else decides who sees it (competent
department, counter, centre, account) is somebody else's.
"""

from itertools import count

from odoo.addons.onestop_procedure.tests.factories import unique
from odoo.addons.onestop_procedure.tests.matrix import Factory, owner_of

from ..engine.right import ENGINE

PLACES = (
    "own_department",
    "granted",
    "own_counter",
    "own_centre",
    "own",
    "elsewhere",
)
_number = count(1)
DRAFTS = ("own_counter_draft", "elsewhere_draft")


def _foreign(case):
    """Values of a dossier that is the business of nobody who tries."""
    if not hasattr(case, "matrix_foreign"):
        centre = case.env["onestop.department"].create(
            {"name": "Centre V", "code": "T-FAR", "kind": "commune"}
        )
        case.matrix_far_officer = case.make_user(
            "test_far_officer", ("counter_officer", centre)
        )
        counter = case.env["onestop.counter.group"].create(
            {
                "name": "Counter V",
                "department_id": centre.id,
                "user_ids": [(4, case.matrix_far_officer.id)],
            }
        )
        case.matrix_foreign = {
            "department_id": case.other.id,
            "received_department_id": centre.id,
            "counter_group_id": counter.id,
            "partner_id": case.other_citizen.partner_id.id,
        }
    return case.matrix_foreign


def _place_values(case, place):
    """What makes a dossier stand in a place."""
    if place == "own_department":
        return {"department_id": case.department.id}
    if place in ("own_counter", "own_counter_draft"):
        return {"counter_group_id": case.counter.id}
    if place == "own_centre":
        return {"received_department_id": case.centre.id}
    if place == "own":
        return {"partner_id": case.portal.partner_id.id}
    return {}


def _dossier(case, user, place):
    """A dossier in a place; made once, since whoever tries leaves it as it was."""
    cache = case.__dict__.setdefault("matrix_dossiers", {})
    if place not in cache:
        if place.endswith("draft"):
            dossier = case.env["onestop.dossier"].with_user(
                case.users["counter_officer"]
            )
            dossier = dossier.create(
                {"version_id": case.version.id, "owner_name": "Owner T"}
            )
        else:
            dossier = case.to_resolved()
        dossier = dossier.sudo()
        with ENGINE.held():
            dossier.write({**_foreign(case), **_place_values(case, place)})
            if place == "granted":
                _grant(case, dossier)
        cache[place] = dossier
    return cache[place]


def _grant(case, dossier):
    return case.env["onestop.dossier.grant"].create(
        {
            "dossier_id": dossier.id,
            "department_id": case.department.id,
            "reason": "Asked for.",
        }
    )


def _draft_values(case, user, place):
    return {"version_id": case.version.id, "owner_name": "Owner T"}


def _child(values, change, places=PLACES, **options):
    """Factory of rows of a dossier; `values(case, dossier)` beside the dossier."""

    def all_values(case, user, place):
        # Before the engine's right is held: a draft is made at a counter, as ever.
        dossier = _dossier(case, user, place)
        return {"dossier_id": dossier.id, **values(case, dossier)}

    def make_for(model):
        def make(case, user, place):
            values = all_values(case, user, place)
            with ENGINE.held():
                return case.env[model].create(values)

        return make

    return lambda model: Factory(
        places=places,
        values=all_values,
        make=make_for(model),
        change=lambda case: change,
        reader=lambda case, record: case.matrix_far_officer,
        **options,
    )


def _made(case, model, values):
    with ENGINE.held():
        return case.env[model].create(values)


def _line(case):
    number = next(_number)
    return case.env["onestop.exchange.line"].create(
        {"name": f"System {number}", "code": f"system-{number}"}
    )


def _message_values(case):
    return {
        "line_id": _line(case).id,
        "direction": "in",
        "external_id": f"T-{next(_number)}",
        "kind": "status",
    }


def _difference_values(case, user, place):
    return {
        "line_id": _line(case).id,
        "kind": "status",
        "code": f"T-{next(_number)}",
        "dossier_id": _dossier(case, user, place).id,
    }


def _reminder_values(case, dossier):
    """A reminder to everybody whom levels can name."""
    return {
        "level_id": case.env["onestop.reminder.level"].search([], limit=1).id,
        "department_id": dossier.department_id.id,
        "date": "2026-03-09 02:00:00",
        "date_due": f"2026-03-09 02:00:{next(_number) % 60:02d}",
        **dict.fromkeys(
            ("to_officer", "to_head", "to_supervisor", "to_director"), True
        ),
    }


def _guidance_values(case, user, place):
    """Given at the counter of the test, at no counter of its centre, or far away."""
    counter, centre = case.counter, case.centre
    if place == "elsewhere":
        centre = case.env["onestop.department"].browse(
            _foreign(case)["received_department_id"]
        )
        counter = case.env["onestop.counter.group"].create(
            {"name": unique("Counter"), "department_id": centre.id}
        )
        counter.user_ids = case.matrix_far_officer
    return {
        "number": unique("T"),
        "advised_at": "2026-03-09 02:00:00",
        "officer_id": case.users["supervisor"].id,
        "department_id": centre.id,
        "counter_group_id": False if place == "own_centre" else counter.id,
        "means": "counter",
        "version_id": case.version.id,
        "lang": "vi_VN",
    }


def _step_values(case, user, place):
    """A step: its department decides, whosever the dossier is; or where the dossier
    was received. At a counter it is a step of the centre itself."""
    stands = place if place in ("own_centre", "own_counter") else "elsewhere"
    dossier = _dossier(case, user, stands)
    department = {
        "own_department": case.department,
        "own_counter": case.centre,
        "other_counter": case.centre,
    }.get(place, case.other)
    return {
        "dossier_id": dossier.id,
        "step_id": dossier.process_id.step_ids[0].id,
        "department_id": department.id,
        "date_opened": "2026-03-09 02:00:00",
    }


def _step(case, user, place):
    values = _step_values(case, user, place)
    with ENGINE.held():
        return case.env["onestop.dossier.step"].create(values)


def _grant_values(case, user, place):
    dossier = _dossier(case, user, place if place == "own_centre" else "elsewhere")
    department = case.department if place == "own_department" else case.other
    return {"dossier_id": dossier.id, "department_id": department.id}


def _handover_values(case, user, place):
    """One to the user's department, or to another."""
    ended = case.env["onestop.department"].create(
        {"name": "Department E", "code": unique("ENDED"), "valid_to": "2026-03-01"}
    )
    mine = place == "own_department"
    return {
        "department_id": ended.id,
        "successor_id": (case.department if mine else case.other).id,
        "decision": "2/QĐ-T",
    }


def _handover_part_values(case, user, place):
    handover = case.env["onestop.handover"].create(
        _handover_values(case, user, "elsewhere")
    )
    mine = place == "own_department"
    return {
        "handover_id": handover.id,
        "procedure_id": case.version.procedure_id.id,
        "successor_id": (case.department if mine else case.other).id,
    }


def _handover_line_values(case, user, place):
    stands = "own_centre" if place == "own_centre" else "elsewhere"
    part = _handover_part_values(case, user, place)
    return {
        "handover_id": part["handover_id"],
        "successor_id": part["successor_id"],
        "dossier_id": _dossier(case, user, stands).id,
    }


def _journal(case, user, place):
    dossier = _dossier(case, user, "own_department")
    return case.env["onestop.journal"].search(
        [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)], limit=1
    )


def _journal_head(case, user, place):
    dossier = _dossier(case, user, "own_department")
    return case.env["onestop.journal.head"].search(
        [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)]
    )


def _action_values(case, user, place):
    return {
        "dossier_id": _dossier(case, user, "own_department").id,
        "code": "stop",
        "reason": "Because.",
    }


def _notice_values(case, dossier):
    return {
        "event": "accepted",
        "channel": "post",
        "state": "failed",
        "journal_row": next(_number),
    }


def _call_values(case, dossier):
    notice = case.env["onestop.notice"].create(
        {"dossier_id": dossier.id, **_notice_values(case, dossier), "channel": "phone"}
    )
    return {
        "notice_id": notice.id,
        "date": "2026-03-09 02:00:00",
        "called_by": "Officer T",
    }


def _digest_values(case, user, place):
    centre = case.centre
    if place == "elsewhere":
        centre = case.env["onestop.department"].browse(
            _foreign(case)["received_department_id"]
        )
    return {
        "date": "2026-03-09 02:00:00",
        "department_id": centre.id,
        "total": 1,
        "counts": [["sms", "GatewayTimeout", 1]],
    }


def _collection(case, user, place):
    """What was written when the result was collected: once a dossier."""
    dossier = _dossier(case, user, place)
    if not dossier.collection_ids:
        with ENGINE.held():
            case.env["onestop.dossier.collection"].create(
                _collection_values(case, user, place)
            )
    return dossier.collection_ids


def _collection_values(case, user, place):
    return {
        "dossier_id": _dossier(case, user, place).id,
        "collector": "owner",
        "name": "Owner T",
        "unsigned_reason": "Cannot write.",
        "collected_at": "2026-03-09 02:00:00",
        "handed_out_by": "Somebody",
    }


def _book_values(case, user, place):
    """A book that the counter holds, another one of its centre, or one elsewhere."""
    counter = case.counter
    if place != "own_counter":
        centre = case.centre
        if place == "elsewhere":
            centre = case.env["onestop.department"].browse(
                _foreign(case)["received_department_id"]
            )
        counter = case.env["onestop.counter.group"].create(
            {"name": unique("Counter"), "department_id": centre.id}
        )
        if place == "elsewhere":
            counter.user_ids = case.matrix_far_officer
    return {
        "series": unique("AB"),
        "department_id": case.department.id,
        "counter_group_id": counter.id,
        "last_number": 50,
    }


def _receipt_values(case, user, place):
    book = case.env["onestop.fee.book"].create(_book_values(case, user, place))
    return {
        "book_id": book.id,
        "number": 1,
        "dossier_id": _dossier(case, user, "elsewhere").id,
        "payer": "Owner T",
        "amount": 1000,
        "currency_id": case.env.ref("base.VND").id,
        "taken_at": "2026-03-09 02:00:00",
        "taken_by": "Somebody",
    }


def _exemption_values(case, user, place):
    fee = case.env["onestop.dossier.fee"].create(
        {
            "dossier_id": _dossier(case, user, "own_counter").id,
            "kind": "fee",
            "name": "Fee",
            "amount": 1000,
            "currency_id": case.env.ref("base.VND").id,
        }
    )
    return {
        "fee_id": fee.id,
        "ground_id": case.env.ref("onestop_procedure.fee_ground_poor").id,
        "evidence": "A paper",
    }


def _receipt(case, user, place):
    values = _receipt_values(case, user, place)
    with ENGINE.held():
        return case.env["onestop.fee.receipt"].create(values)


_CHILDREN = {
    "onestop.dossier.component": _child(
        lambda case, dossier: {"name": "Paper"},
        {"defect": "Unsigned."},
        places=(*PLACES, *DRAFTS),
        creates=DRAFTS,
        frozen=PLACES,
    ),
    "onestop.dossier.fee": _child(
        lambda case, dossier: {
            "kind": "fee",
            "name": "Fee",
            "amount": 1000,
            "currency_id": case.env.ref("base.VND").id,
            "state": "due",
            "holds": "return",
        },
        {"amount": 0},
    ),
    "onestop.dossier.result": _child(
        lambda case, dossier: {"name": "Licence", "state": "issued"},
        {"number": "13/GP"},
    ),
    "onestop.dossier.supplement": _child(
        lambda case, dossier: {
            "number": 1,
            "stage": "intake",
            "requested_at": "2026-03-09 02:00:00",
            "reason": "A paper is missing.",
        },
        {"reason": "None."},
    ),
    "onestop.dossier.clock.event": _child(
        lambda case, dossier: {"kind": "pause", "start": "2026-03-09 02:00:00"},
        {"reason": "None."},
    ),
    "onestop.notice": _child(_notice_values, {"state": "delivered"}),
    "onestop.notice.call": _child(_call_values, {"reached": True}),
    "onestop.reminder": _child(
        lambda case, dossier: _reminder_values(case, dossier),
        {"active": False},
        places=("own_department", "own_centre", "elsewhere"),
    ),
    "onestop.check.token": _child(
        lambda case, dossier: {"form": "receipt", "digest": unique("digest")},
        {"revoked": True},
        places=("own_department",),
    ),
}

FACTORIES = {
    "onestop.dossier": Factory(
        places=(*PLACES, *DRAFTS),
        values=_draft_values,
        make=_dossier,
        change=lambda case: {"content": "Something else"},
        creates=("own_counter_draft",),
        reader=lambda case, record: case.matrix_far_officer,
    ),
    **{model: factory(model) for model, factory in _CHILDREN.items()},
    "onestop.dossier.step": Factory(
        places=(
            "own_department",
            "own_centre",
            "own_counter",
            "other_counter",
            "elsewhere",
        ),
        values=_step_values,
        make=_step,
        change=lambda case: {"outcome": "granted"},
    ),
    "onestop.dossier.grant": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_grant_values,
        change=lambda case: {"reason": "None."},
    ),
    "onestop.law.change": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"version_id": case.matrix_version.id},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.dossier.action": Factory(
        places=("own", "elsewhere"),
        values=_action_values,
        change=lambda case: {"reason": "Otherwise."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.dossier.collection": Factory(
        places=PLACES,
        values=_collection_values,
        make=_collection,
        change=lambda case: {"name": "Somebody else"},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.collection": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"name": "Owner T"},
        change=lambda case: {"name": "Somebody else"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.notice.telling": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"said": "Comes on Friday."},
        change=lambda case: {"said": "Comes on Monday."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.notice.contact": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "dossier_id": _dossier(case, user, "own_department").id
        },
        change=lambda case: {"phone": "0912345678"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.guidance": Factory(
        places=("own_counter", "own_centre", "elsewhere"),
        values=_guidance_values,
        make=lambda case, user, place: case.env["onestop.guidance"].create(
            _guidance_values(case, user, place)
        ),
        change=lambda case: {"answers": {}},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.guidance.giving": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"person_name": "Person T"},
        change=lambda case: {"person_name": "Somebody else"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.intake": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"owner_name": "Owner T"},
        change=lambda case: {"owner_name": "Somebody else"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.intake.component": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "intake_id": case.env["onestop.intake"]
            .with_user(owner_of(case, user, place))
            .sudo()
            .create({"owner_name": "Owner T"})
            .id,
            "component_id": case.version.component_ids[0].id,
        },
        change=lambda case: {"received": True},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.intake.match": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "intake_id": case.env["onestop.intake"]
            .with_user(owner_of(case, user, place))
            .sudo()
            .create({"owner_name": "Owner T"})
            .id,
            "name": "Owner T",
        },
        change=lambda case: {"name": "Somebody else"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.notice.digest": Factory(
        places=("own_centre", "elsewhere"),
        values=_digest_values,
        change=lambda case: {"total": 2},
    ),
    "onestop.fee.book": Factory(
        places=("own_counter", "own_centre", "elsewhere"),
        values=_book_values,
        make=lambda case, user, place: case.env["onestop.fee.book"].create(
            _book_values(case, user, place)
        ),
        change=lambda case: {"last_number": 100},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.fee.receipt": Factory(
        places=("own_counter", "own_centre", "elsewhere"),
        values=_receipt_values,
        make=_receipt,
        change=lambda case: {"amount": 1},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.exchange.line": Factory(
        values=lambda case, user, place: {
            "name": f"System {next(_number)}",
            "code": f"system-{next(_number)}",
        },
        change=lambda case: {"active": False},
    ),
    "onestop.exchange.message": Factory(
        values=lambda case, user, place: _message_values(case),
        make=lambda case, user, place: _made(
            case, "onestop.exchange.message", _message_values(case)
        ),
        change=lambda case: {"state": "done"},
    ),
    "onestop.exchange.difference": Factory(
        places=("own_centre", "elsewhere"),
        values=lambda case, user, place: _difference_values(case, user, place),
        make=lambda case, user, place: _made(
            case,
            "onestop.exchange.difference",
            _difference_values(case, user, place),
        ),
        change=lambda case: {"reason": "Asked them."},
    ),
    "onestop.outside.status": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "dossier_id": _dossier(case, user, "own_counter").id,
            "status": "processing",
            "reason": "Seen on their page.",
        },
        change=lambda case: {"reason": "Told on the telephone."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.fee.void": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "book_id": case.env["onestop.fee.book"]
            .create(_book_values(case, user, "own_counter"))
            .id,
            "reason": "Torn.",
        },
        change=lambda case: {"reason": "Wet."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.fee.exemption": Factory(
        places=("own", "elsewhere"),
        values=_exemption_values,
        change=lambda case: {"evidence": "Another paper"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.journal": Factory(
        values=lambda case, user, place: {
            "res_model": "onestop.dossier",
            "res_id": 1,
            "moment": "2026-03-09 02:00:00",
            "actor": "Somebody",
            "code": "accept",
            "salt": "0",
            "link": "0",
        },
        make=_journal,
        change=lambda case: {"actor": "Somebody else"},
    ),
    "onestop.reminder.level": Factory(
        values=lambda case, user, place: {
            "name": unique("Level"),
            "value": 0.7,
            "to_head": True,
        },
        change=lambda case: {"value": 0.6},
    ),
    "onestop.journal.head": Factory(
        values=lambda case, user, place: {
            "res_model": "onestop.dossier",
            "res_id": 0,
            "count": 1,
            "head": "0",
        },
        make=_journal_head,
        change=lambda case: {"count": 0},
    ),
    "onestop.handover": Factory(
        places=("own_department", "elsewhere"),
        values=_handover_values,
        change=lambda case: {"decision": "3/QĐ-T"},
    ),
    "onestop.handover.part": Factory(
        places=("own_department", "elsewhere"),
        values=_handover_part_values,
        change=lambda case: {"successor_id": case.centre.id},
    ),
    "onestop.handover.line": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_handover_line_values,
        change=lambda case: {"received_by": "Somebody"},
    ),
    "onestop.redating": Factory(
        values=lambda case, user, place: {
            "calendar_id": case.centre.calendar_id.copy().id,
        },
        change=lambda case: {"reason": "Flood"},
    ),
    "onestop.code.counter": Factory(
        values=lambda case, user, place: {
            "department_id": case.other.id,
            "date": "2026-03-09",
            "last": 1,
        },
        change=lambda case: {"last": 0},
    ),
}
