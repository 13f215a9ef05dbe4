"""Records of this addon's models for the access matrix.

A dossier stands in one place at a time: whatever else decides who sees it (competent
department, counter, centre, account) is somebody else's.
"""

from datetime import date
from functools import cache
from itertools import count

from odoo.addons.onestop_procedure.tests.factories import unique
from odoo.addons.onestop_procedure.tests.matrix import Factory, owner_of

from ..core.seal_authority import TestAuthority
from ..engine.right import ARCHIVE, ENGINE, SEALING

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
ARCHIVES = ("own_department", "own_centre", "elsewhere")


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


def _seal_values(case, user, place):
    department = case.department if place == "own_department" else case.other
    return {
        "department_id": department.id,
        "code": f"T-{next(_number)}",
        "certificate": certificate(),
    }


@cache
def certificate():
    return TestAuthority(bits=2048).issue("Seal T")[0]


def _paper_values(dossier):
    return {"dossier_id": dossier.id, "form": "receipt", "row": next(_number)}


def _sealed_paper(case, user, place):
    dossier = _dossier(case, user, place)
    with SEALING.held():
        return case.env["onestop.sealed.paper"].create(_paper_values(dossier))


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
        "level_id": case.env.ref("onestop_dossier.reminder_level_request_due").id,
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
    step = dossier.process_id.step_ids[0]
    return {
        "dossier_id": dossier.id,
        "step_id": step.id,
        "kind": step.kind,
        "role": step.role,
        "sequence": step.sequence,
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


def _transfer_values(case, user, place):
    """A list to the user's department, from their centre, or between others."""
    new = case.env["onestop.department"].create
    far, agency = (
        new({"name": unique("Place"), "code": unique("P"), "kind": kind})
        for kind in ("commune", "provincial")
    )
    centre = case.centre if place == "own_centre" else far
    department = case.department if place == "own_department" else agency
    route = case.env["onestop.transfer.route"].create(
        {"centre_id": centre.id, "department_id": department.id}
    )
    return {
        "number": unique("GN"),
        "route_id": route.id,
        "direction": "out",
        "from_id": centre.id,
        "to_id": department.id,
    }


def _transfer_item_values(case, user, place):
    transfer = case.env["onestop.transfer"].create(_transfer_values(case, user, place))
    return {
        "transfer_id": transfer.id,
        "dossier_id": _dossier(case, user, "elsewhere").id,
        "code": "T",
        "state": "good",
    }


def _urging_values(case, user, place):
    """A letter to the user's department, or a draft of their centre, or of another."""
    new = {"name": unique("Place"), "code": unique("P")}
    far = case.env["onestop.department"].create(new)
    mine = place == "own_department"
    return {
        "centre_id": (case.centre if place == "own_centre" else far).id,
        "department_id": (case.department if mine else case.other).id,
        "state": "sent" if mine else "draft",
    }


def _urging_line_values(case, user, place):
    letter = _made(case, "onestop.urging", _urging_values(case, user, place))
    dossier = _dossier(case, user, "elsewhere")
    return {"urging_id": letter.id, "dossier_id": dossier.id, "code": "T"}


def _opinion_values(case, user, place):
    """Asked of the user's department, on a dossier of another; on one that it leads, or
    that its centre received."""
    stands = {"leads": "own_department", "own_centre": "own_centre"}
    dossier = _dossier(case, user, stands.get(place, "elsewhere"))
    mine = place == "own_department"
    return {
        "dossier_id": dossier.id,
        "department_id": (case.department if mine else case.other).id,
        "date_asked": "2026-03-09 02:00:00",
    }


def _route_values(case, user, place):
    values = _transfer_values(case, user, "elsewhere")
    new = {"name": unique("Agency"), "code": unique("A")}
    department = case.env["onestop.department"].create(new)
    return {"centre_id": values["from_id"], "department_id": department.id}


def _journal(case, user, place):
    dossier = _dossier(case, user, "own_department")
    return case.env["onestop.journal"].search(
        [("res_model", "=", "onestop.dossier"), ("res_id", "=", dossier.id)], limit=1
    )


def _journal_root(case, user, place):
    roots = case.env["onestop.journal.root"]
    return roots._all()[-1:] or roots._close(date(2026, 3, 8))


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


def _opening_values(case, user, place):
    return {
        "offer": "withdraw",
        "run_id": _dossier(case, user, "own_department").step_ids[0].id,
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


def _free_days(case):
    """A number of days after which nothing is done yet."""
    levels = case.env["onestop.uncollected.level"].search([("days", ">", 0)])
    return max(levels.mapped("days")) + 1


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


def _print_batch_values(case, user, place):
    return {"form": "receipt", "asked_at": "2026-03-09 02:00:00"}


def _print_batch(case, user, place):
    owner = owner_of(case, user, place)
    with ENGINE.held():
        batch = case.env["onestop.print.batch"].with_user(owner).sudo()
        return batch.create(_print_batch_values(case, user, place)).sudo(False)


def _place(case, place):
    """The department of a paper that belongs to a place, with somebody who keeps it
    where nobody of the matrix does."""
    places = {"own_department": case.department, "own_centre": case.centre}
    if place in places:
        return places[place]
    far = case.env["onestop.department"].browse(
        _foreign(case)["received_department_id"]
    )
    if not hasattr(case, "matrix_far_clerk"):
        case.matrix_far_clerk = case.make_user("test_far_clerk", ("clerk", far))
    return far


def _layout_values(case, user, place):
    return {"form": "receipt", "department_id": _place(case, place).id}


def _layout(case, user, place):
    values = _layout_values(case, user, place)
    return case.env["onestop.form.layout"].create(values)


def _form_block_values(case, user, place):
    return {"layout_id": _layout(case, user, place).id, "block": "fees"}


def _register_values(case, user, place):
    return {
        "department_id": _place(case, place).id,
        "year": 2000 + next(_number),
        "rule_set_id": case.env.ref("onestop_procedure.rule_set_2025").id,
        "opened_at": "2026-01-01 00:00:00",
    }


def _register(case, user, place):
    with ENGINE.held():
        return case.env["onestop.register"].create(_register_values(case, user, place))


def _result_book_values(case, user, place):
    values = _register_values(case, user, place)
    return {"department_id": values["department_id"], "year": next(_number)}


def _result_number(case, user, place):
    book = case.env["onestop.result.book"].create(
        _result_book_values(case, user, place)
    )
    return _made(
        case,
        "onestop.result.number",
        {"book_id": book.id, "number": 1, "label": "01/T", "date": "2026-03-09"},
    )


def _issued(case, dossier):
    """A result of a dossier, issued by its department."""
    return _made(
        case,
        "onestop.dossier.result",
        {
            "dossier_id": dossier.id,
            "name": "Licence",
            "state": "issued",
            "department_id": dossier.department_id.id,
        },
    )


def _revocation_values(case, dossier):
    return {
        "result_id": _issued(case, dossier).id,
        "department_id": (dossier.department_id or case.other).id,
        "decision_number": "1/T",
        "decision_date": "2026-03-09",
        "article": "1",
        "reason": "None.",
    }


def _correction_values(case, dossier):
    return {
        "result_id": _issued(case, dossier).id,
        "department_id": (dossier.department_id or case.other).id,
        "matter": "wrong_result",
        "asked_from": "agency",
        "asked_by": "Somebody",
        "asked_at": "2026-03-09 02:00:00",
        "words": "Wrong.",
    }


def _screen(values, change):
    """Factory of a form that is its user's own."""
    return Factory(
        places=("own", "elsewhere"),
        values=values,
        change=lambda case: change,
        creates=("own",),
        reader=lambda case, record: case.colleague,
    )


def _block_values(case, user, place):
    counter = _book_values(case, user, place)["counter_group_id"]
    return {
        "series": unique("DP"),
        "counter_group_id": counter,
        "last_number": 2,
    }


def _mailing_values(case, user, place):
    counter = _book_values(case, user, place)["counter_group_id"]
    return {"number": unique("BC"), "counter_group_id": counter, "state": "sent"}


def _mailing_item_values(case, user, place):
    values = _mailing_values(case, user, place)
    return {
        "mailing_id": _made(case, "onestop.mailing", values).id,
        "dossier_id": _dossier(case, user, "elsewhere").id,
        "code": "T",
        "recipient": "Owner T",
        "address": "Ấp 3",
        "state": "delivered",
    }


def _outage_receipt(case, user, place):
    block = case.env["onestop.outage.block"].create(_block_values(case, user, place))
    return block.receipt_ids[0]


def _outage_receipt_values(case, user, place):
    block = case.env["onestop.outage.block"].create(_block_values(case, user, place))
    return {"block_id": block.id, "number": 9}


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


def _book_of(case, user, place):
    """The counter and the agency between which money of a place came in."""
    values = _book_values(case, user, place)
    return {name: values[name] for name in ("counter_group_id", "department_id")}


def _entry_values(case, user, place):
    return {
        **_book_of(case, user, place),
        "way": "cash",
        "amount": 1000,
        "taken_at": "2026-03-09 02:00:00",
        "taken_by": "Somebody",
    }


def _order_values(case, user, place):
    account = case.env["onestop.bank.account"].create(_account_values(case))
    return {
        "dossier_id": _dossier(case, user, "elsewhere").id,
        "counter_group_id": _book_of(case, user, place)["counter_group_id"],
        "account_id": account.id,
        "amount": 1000,
        "purpose": unique("H99"),
        "state": "paid",
        "asked_at": "2026-03-09 02:00:00",
        "asked_user_id": case.colleague.id,
    }


def _online_values(case, user, place):
    return {
        "dossier_id": _dossier(case, user, "elsewhere").id,
        "counter_group_id": _book_of(case, user, place)["counter_group_id"],
        "amount": 1000,
        "begun_at": "2026-03-09 02:00:00",
    }


def _online_line_values(case, user, place):
    payment = _made(case, "onestop.online.payment", _online_values(case, user, place))
    fee = case.env["onestop.dossier.fee"].create(
        {
            "dossier_id": payment.dossier_id.id,
            "kind": "fee",
            "name": "Fee",
            "amount": 1000,
            "currency_id": case.env.ref("base.VND").id,
        }
    )
    return {
        "payment_id": payment.id,
        "dossier_id": payment.dossier_id.id,
        "fee_id": fee.id,
        "name": "Fee",
        "department_id": case.department.id,
        "amount": 1000,
    }


def _electronic_values(case, user, place):
    return {
        "dossier_id": _dossier(case, user, "elsewhere").id,
        **_book_of(case, user, place),
        "lines": [["fee", "Fee", 1000]],
        "amount": 1000,
        "taken_at": "2026-03-09 02:00:00",
        "taken_by": "Somebody",
        "reference": unique("R"),
        "provider": "T",
    }


def _refund_values(case, user, place):
    foreign = _book_of(case, user, "elsewhere" if place == "own_department" else place)
    agency = case.department if place == "own_department" else case.other
    return {
        "dossier_id": _dossier(case, user, "elsewhere").id,
        **foreign,
        "department_id": agency.id,
        "amount": 1000,
        "kind": "other",
        "reason": "Said so.",
        "payee": "Owner T",
        "way": "cash",
        "proposed_by": "Somebody",
        "proposed_at": "2026-03-09 02:00:00",
        "decide_by": "2026-03-19",
    }


def _refund_line_values(case, user, place):
    refund = _made(case, "onestop.refund", _refund_values(case, user, place))
    order = _made(case, "onestop.fee.order", _order_values(case, user, "elsewhere"))
    return {
        "refund_id": refund.id,
        "order_id": order.id,
        "name": "Transfer",
        "paid": 1000,
        "amount": 1000,
    }


def _refund_asking_values(case, user, place):
    return {"dossier_id": _dossier(case, user, "elsewhere").id, "reason": "None."}


def _account_values(case):
    """The account of an agency that has no other."""
    agency = case.env["onestop.department"].create(
        {"name": "Agency", "code": unique("AG")}
    )
    return {
        "department_id": agency.id,
        "bank_name": "Bank T",
        "bank_code": "970436",
        "number": "1234567890",
        "holder": "DEPARTMENT T",
    }


def _closing_values(case, user, place):
    return {
        **_book_of(case, user, place),
        "closed_at": "2026-03-09 02:00:00",
        "closed_by": "Somebody",
        "day": "2026-03-09",
    }


def _count_values(case, user, place):
    closing = _made(case, "onestop.cash.closing", _closing_values(case, user, place))
    return {"closing_id": closing.id, "denomination": 1000}


def _slip_values(case, user, place):
    counter = case.env["onestop.counter.group"].browse(
        _book_of(case, user, place)["counter_group_id"]
    )
    return {
        "centre_id": counter.department_id.id,
        "department_id": case.department.id,
    }


def _settlement_values(case, user, place):
    """A quarter with an agency, or of a centre, that has no other."""
    department = case.department
    if place != "own_department":
        department = case.env["onestop.department"].create(
            {"name": "Agency", "code": unique("AG")}
        )
    centre = case.centre
    if place != "own_centre":
        centre = case.env["onestop.department"].create(
            {"name": "Commune", "code": unique("CO"), "kind": "commune"}
        )
    return {
        "centre_id": centre.id,
        "department_id": department.id,
        "year": 2025,
        "quarter": "4",
    }


def _far_treasurer(case, record):
    return case.make_user(unique("far"), ("treasurer", record.centre_id))


def _kept(model, values, change, more=(), **options):
    """Factory of rows that what is done writes, at a counter of the three places."""
    return Factory(
        places=("own_counter", "own_centre", *more, "elsewhere"),
        values=values,
        make=lambda case, user, place: _made(case, model, values(case, user, place)),
        change=lambda case: change,
        reader=lambda case, record: case.matrix_far_officer,
        **options,
    )


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


def _procedure_fee(case):
    draft = case.version.procedure_id.draft_version_id or case.version.copy()
    return case.env["onestop.procedure.fee"].create(
        {"version_id": draft.id, "amount": 1000, "unit": "page"}
    )


def _receipt(case, user, place):
    values = _receipt_values(case, user, place)
    with ENGINE.held():
        return case.env["onestop.fee.receipt"].create(values)


def _archive_file_values(case, user, place):
    """A dossier in the archive of the user's place, or of another; each its own."""
    places = {"own_department": case.department, "own_centre": case.centre}
    centre = _foreign(case)["received_department_id"]
    if place in places:
        centre = places[place].id
    return {
        "dossier_id": case.to_processing().id,
        "code": "T",
        "procedure_id": case.version.procedure_id.id,
        "department_id": case.other.id,
        "centre_id": centre,
        "date_ended": "2026-03-09 02:00:00",
    }


def _archive_file(case, user, place):
    return _in_archive(
        case, "onestop.archive.file", _archive_file_values(case, user, place)
    )


def _in_archive(case, model, values):
    with ARCHIVE.held():
        return case.env[model].create(values)


def _of_archive(values, change):
    """Factory of what the archive keeps, in one's own place or another."""

    def make_for(model):
        return lambda case, user, place: _in_archive(
            case, model, values(case, user, place)
        )

    return lambda model: Factory(
        places=ARCHIVES,
        values=values,
        make=make_for(model),
        change=lambda case: change,
    )


def _archive_document_values(case, user, place):
    return {
        "file_id": _archive_file(case, user, place).id,
        "number": 1,
        "title": "Paper",
    }


def _archive_request_values(case, user, place):
    """Asked by the user, of another centre; or by a colleague."""
    file = _archive_file(case, user, "elsewhere" if place == "own" else place)
    return {
        "file_id": file.id,
        "dossier_id": file.dossier_id.id,
        "code": "T",
        "centre_id": file.centre_id.id,
        "kind": "look",
        "reason": "Needed.",
        "user_id": owner_of(case, user, place).id,
        "asked_at": "2026-03-09 02:00:00",
    }


def _archive_access_values(case, user, place):
    file = _archive_file(case, user, place)
    return {
        "file_id": file.id,
        "code": "T",
        "centre_id": file.centre_id.id,
        "moment": "2026-03-09 02:00:00",
        "actor": "Officer T",
        "actor_id": 1,
        "act": "read",
    }


def _archive_disposal_values(case, user, place):
    centre = _archive_file_values(case, user, place)["centre_id"]
    return {"number": unique("HTH"), "centre_id": centre, "state": "open"}


_ARCHIVE = {
    "onestop.archive.request": lambda model: Factory(
        places=("own", *ARCHIVES),
        values=_archive_request_values,
        make=lambda case, user, place: _in_archive(
            case, model, _archive_request_values(case, user, place)
        ),
        change=lambda case: {"answer": "No."},
    ),
    "onestop.archive.access": _of_archive(
        _archive_access_values, {"reason": "Another."}
    ),
    "onestop.archive.exporting": lambda model: _screen(
        lambda case, user, place: {
            "file_id": _archive_file(case, user, "own_department").id
        },
        {"reason": "Asked for."},
    ),
    "onestop.archive.asking": lambda model: _screen(
        lambda case, user, place: {"code": "T"}, {"code": "U"}
    ),
    "onestop.archive.file": _of_archive(
        _archive_file_values, {"hold_reason": "An inspection."}
    ),
    "onestop.archive.disposal": lambda model: Factory(
        places=ARCHIVES,
        values=_archive_disposal_values,
        make=lambda case, user, place: _in_archive(
            case, model, _archive_disposal_values(case, user, place)
        ),
        change=lambda case: {"signer": "Signer T"},
    ),
    "onestop.archive.document": _of_archive(
        _archive_document_values, {"title": "Other"}
    ),
}
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
            "passed_on_at": "2026-03-09 02:00:00",
            "reason": "A paper is missing.",
        },
        {"reason": "None."},
    ),
    "onestop.dossier.supplement.line": _child(
        lambda case, dossier: {
            "supplement_id": case.env["onestop.dossier.supplement"]
            .create(
                {
                    "dossier_id": dossier.id,
                    "number": 1,
                    "stage": "intake",
                    "requested_at": "2026-03-09 02:00:00",
                    "passed_on_at": "2026-03-09 02:00:00",
                    "reason": "A paper is missing.",
                }
            )
            .id,
            "cause_id": case.env.ref("onestop_procedure.supplement_cause_wrong").id,
        },
        {"text": "None."},
    ),
    "onestop.dossier.clock.event": _child(
        lambda case, dossier: {"kind": "pause", "start": "2026-03-09 02:00:00"},
        {"reason": "None."},
    ),
    "onestop.result.version": _child(
        lambda case, dossier: {
            "result_id": _made(
                case,
                "onestop.dossier.result",
                {"dossier_id": dossier.id, "name": "Licence"},
            ).id,
            "number": 1,
            "date": "2026-03-09 02:00:00",
        },
        {"reason": "None."},
    ),
    "onestop.result.revocation": _child(_revocation_values, {"article": "2"}),
    "onestop.correction": _child(_correction_values, {"findings": "Nothing."}),
    "onestop.site.visit": _child(
        lambda case, dossier: {
            "department_id": dossier.department_id.id,
            "user_id": case.users["department_officer"].id,
            "date_start": "2026-03-10 02:00:00",
            "date_end": "2026-03-10 03:00:00",
            "place": "12 Road T",
        },
        {"found": "Nothing."},
    ),
    "onestop.notice": _child(_notice_values, {"state": "delivered"}),
    "onestop.notice.call": _child(_call_values, {"reached": True}),
    "onestop.reminder": _child(
        lambda case, dossier: _reminder_values(case, dossier),
        {"active": False},
        places=("own_department", "own_counter", "own_centre", "elsewhere"),
    ),
    "onestop.check.token": _child(
        lambda case, dossier: {"form": "receipt", "digest": unique("digest")},
        {"revoked": True},
        places=("own_department",),
    ),
    "onestop.dossier.viewer": _child(
        lambda case, dossier: {
            "user_id": case.make_user(unique("viewer")).id,
            "since": "2026-03-09 02:00:00",
            "seen_at": "2026-03-09 02:00:00",
        },
        {"editing": True},
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
    **{model: factory(model) for model, factory in (_CHILDREN | _ARCHIVE).items()},
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
    "onestop.step.assignment": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"how": "release"},
        change=lambda case: {"reason": "On leave."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
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
    "onestop.linked.opening": Factory(
        places=("own", "elsewhere"),
        values=_opening_values,
        change=lambda case: {"reason": "Otherwise."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.linked.opening.line": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "opening_id": case.env["onestop.linked.opening"]
            .with_user(owner_of(case, user, place))
            .sudo()
            .create(_opening_values(case, user, place))
            .id,
            "paper_id": _dossier(case, user, "own_department").component_ids[0].id,
        },
        change=lambda case: {"given": True},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.dossier.action.line": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "action_id": case.env["onestop.dossier.action"]
            .with_user(owner_of(case, user, place))
            .sudo()
            .create(_action_values(case, user, place))
            .id,
            "cause_id": case.env.ref("onestop_procedure.supplement_cause_wrong").id,
        },
        change=lambda case: {"text": "Otherwise."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.dossier.action.paper": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "action_id": case.env["onestop.dossier.action"]
            .with_user(owner_of(case, user, place))
            .sudo()
            .create(vals := _action_values(case, user, place))
            .id,
            "component_id": case.env["onestop.dossier"]
            .browse(vals["dossier_id"])
            .component_ids[0]
            .id,
        },
        change=lambda case: {"received": True},
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
    "onestop.receipt.loss": Factory(
        places=PLACES,
        values=lambda case, user, place: {
            "dossier_id": _dossier(case, user, place).id,
            "name": "Owner T",
            "statement": "Lost.",
            "unsigned_reason": "Cannot write.",
            "reported_at": "2026-03-09 02:00:00",
            "recorded_by": "Somebody",
        },
        change=lambda case: {"name": "Somebody else"},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.receipt.losing": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "dossier_id": _dossier(case, user, "own_counter").id
        },
        change=lambda case: {"name": "Somebody else"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
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
    "onestop.intake.fee": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "intake_id": case.env["onestop.intake"]
            .with_user(owner_of(case, user, place))
            .sudo()
            .create({"owner_name": "Owner T"})
            .id,
            "fee_id": _procedure_fee(case).id,
        },
        change=lambda case: {"quantity": 2},
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
    "onestop.cash.entry": _kept("onestop.cash.entry", _entry_values, {"amount": 1}),
    "onestop.fee.order": _kept("onestop.fee.order", _order_values, {"amount": 1}),
    "onestop.online.payment": _kept(
        "onestop.online.payment", _online_values, {"amount": 1}
    ),
    "onestop.online.payment.line": _kept(
        "onestop.online.payment.line", _online_line_values, {"amount": 1}
    ),
    "onestop.electronic.receipt": _kept(
        "onestop.electronic.receipt", _electronic_values, {"amount": 1}
    ),
    "onestop.refund": _kept(
        *("onestop.refund", _refund_values, {"decision_number": "7"}),
        more=("own_department",),
    ),
    "onestop.refund.line": _kept(
        *("onestop.refund.line", _refund_line_values, {"amount": 1}),
        more=("own_department",),
    ),
    "onestop.refund.asking": _screen(_refund_asking_values, {"reason": "Other."}),
    "onestop.refund.asking.line": _screen(
        lambda case, user, place: {
            "asking_id": case.env["onestop.refund.asking"]
            .with_user(owner_of(case, user, place))
            .sudo()
            .create(_refund_asking_values(case, user, place))
            .id,
            "source": "fee_id",
            "source_id": 1,
        },
        {"amount": 1},
    ),
    "onestop.cash.closing": _kept(
        "onestop.cash.closing", _closing_values, {"reason": "Wrong change."}
    ),
    "onestop.cash.count": _kept("onestop.cash.count", _count_values, {"pieces": 1}),
    "onestop.cash.slip": Factory(
        places=("own_centre", "elsewhere"),
        values=_slip_values,
        make=lambda case, user, place: _made(
            case, "onestop.cash.slip", _slip_values(case, user, place)
        ),
        change=lambda case: {"number": "7"},
        reader=_far_treasurer,
    ),
    "onestop.fee.settlement": Factory(
        places=("own_centre", "own_department", "elsewhere"),
        values=_settlement_values,
        make=lambda case, user, place: _made(
            case, "onestop.fee.settlement", _settlement_values(case, user, place)
        ),
        change=lambda case: {"year": 2024},
        reader=_far_treasurer,
    ),
    "onestop.bank.account": Factory(
        values=lambda case, user, place: _account_values(case),
        change=lambda case: {"holder": "ANOTHER"},
    ),
    "onestop.fee.taking": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "dossier_id": _dossier(case, user, "elsewhere").id,
            "way": "card",
            "reference": "1",
        },
        change=lambda case: {"reference": "2"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.incident": Factory(
        values=lambda case, user, place: {"name": "The line is cut"},
        change=lambda case: {"cause": "A digger."},
    ),
    "onestop.form.layout": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_layout_values,
        make=_layout,
        change=lambda case: {"closing": "Xin cảm ơn."},
        reader=lambda case, record: case.matrix_far_clerk,
    ),
    "onestop.form.block": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_form_block_values,
        make=lambda case, user, place: _layout(case, user, place).block_ids[0],
        change=lambda case: {"sequence": 99},
        reader=lambda case, record: case.matrix_far_clerk,
    ),
    "onestop.print.batch": Factory(
        places=("own", "elsewhere"),
        values=_print_batch_values,
        make=_print_batch,
        change=lambda case: {"total": 2},
        reader=lambda case, record: case.colleague,
    ),
    "onestop.print.item": Factory(
        values=lambda case, user, place: {
            "batch_id": _print_batch(case, case.colleague, "own").id,
            "dossier_id": _dossier(case, user, "elsewhere").id,
        },
        change=lambda case: {"problem": "None."},
    ),
    "onestop.register": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_register_values,
        make=_register,
        change=lambda case: {"year": 1999},
        reader=lambda case, record: case.matrix_far_clerk,
    ),
    "onestop.result.book": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_result_book_values,
        change=lambda case: {"symbol": "T"},
        reader=lambda case, record: case.matrix_far_clerk,
    ),
    "onestop.result.number": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=lambda case, user, place: {
            "book_id": case.env["onestop.result.book"]
            .create(_result_book_values(case, user, place))
            .id,
            "number": 1,
            "label": "01/T",
            "date": "2026-03-09",
        },
        make=_result_number,
        change=lambda case: {"label": "02/T"},
        reader=lambda case, record: case.matrix_far_clerk,
    ),
    "onestop.result.void": _screen(
        lambda case, user, place: {
            "book_id": case.env["onestop.result.book"]
            .create(_result_book_values(case, user, "own_department"))
            .id,
            "reason": "Torn.",
        },
        {"reason": "Wet."},
    ),
    "onestop.result.revoking": _screen(
        lambda case, user, place: {
            "result_id": _issued(case, _dossier(case, user, "own_department")).id
        },
        {"article": "2"},
    ),
    "onestop.turning.down": _screen(
        lambda case, user, place: {"reason": "None."}, {"reason": "Other."}
    ),
    "onestop.correction.asking": _screen(
        lambda case, user, place: {
            "dossier_id": _dossier(case, user, "own_department").id,
            "matter": "lost_paper",
        },
        {"words": "Gone."},
    ),
    "onestop.register.line": Factory(
        values=lambda case, user, place: {
            "register_id": _register(case, user, "own_centre").id,
            "number": 1,
            "dossier_id": _dossier(case, user, "elsewhere").id,
        },
        change=lambda case: {"number": 2},
    ),
    "onestop.register.part": Factory(
        values=lambda case, user, place: {
            "register_id": _register(case, user, "own_centre").id,
            "lines": [0],
        },
        change=lambda case: {"pages": 2},
    ),
    "onestop.outage.block": Factory(
        places=("own_counter", "own_centre", "elsewhere"),
        values=_block_values,
        make=lambda case, user, place: case.env["onestop.outage.block"].create(
            _block_values(case, user, place)
        ),
        change=lambda case: {"holder_id": False},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.outage.receipt": Factory(
        places=("own_counter", "own_centre", "elsewhere"),
        values=_outage_receipt_values,
        make=_outage_receipt,
        change=lambda case: {"reason": "Torn."},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.outage.settle": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "kind": "void",
            "block_id": _outage_receipt(case, user, "own_counter").block_id.id,
            "first_number": 1,
            "last_number": 1,
        },
        change=lambda case: {"reason": "Wet."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.seal": Factory(
        places=("own_department", "elsewhere"),
        values=_seal_values,
        change=lambda case: {"seals_results": True},
    ),
    "onestop.sealed.paper": Factory(
        places=PLACES,
        values=lambda case, user, place: _paper_values(_dossier(case, user, place)),
        make=_sealed_paper,
        change=lambda case: {"state": "void"},
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
    "onestop.fee.stating": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "fee_id": _exemption_values(case, user, place)["fee_id"]
        },
        change=lambda case: {"quantity": 2},
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
    "onestop.journal.root": Factory(
        values=lambda case, user, place: {
            "number": 1_000_000,
            "date": "2026-03-09",
            "closed_at": "2026-03-09 17:10:00",
            "first_row": 1,
            "last_row": 1,
            "rows": 1,
            "root": "0",
            "previous": "0",
            "digest": "0",
        },
        make=_journal_root,
        change=lambda case: {"rows": 2},
    ),
    "onestop.uncollected.level": Factory(
        values=lambda case, user, place: {
            "name": unique("Level"),
            "days": _free_days(case),
            "action": "call",
        },
        change=lambda case: {"action": "letter"},
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
    "onestop.urging": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_urging_values,
        make=lambda case, user, place: _made(
            case, "onestop.urging", _urging_values(case, user, place)
        ),
        change=lambda case: {"text": "At once."},
    ),
    "onestop.urging.line": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_urging_line_values,
        make=lambda case, user, place: _made(
            case, "onestop.urging.line", _urging_line_values(case, user, place)
        ),
        change=lambda case: {"reason": "Once more."},
    ),
    "onestop.urging.counter": Factory(
        values=lambda case, user, place: {
            "centre_id": case.other.id,
            "year": 2000 + next(_number),
            "last": 1,
        },
        change=lambda case: {"last": 0},
    ),
    "onestop.urging.answer": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "urging_id": _made(
                case, "onestop.urging", _urging_values(case, user, "elsewhere")
            ).id
        },
        change=lambda case: {"text": "Soon."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.result.draft": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "result_id": _made(
                case,
                "onestop.dossier.result",
                {
                    "dossier_id": _dossier(case, user, "own_department").id,
                    "name": "Licence",
                },
            ).id
        },
        change=lambda case: {"reason": "None."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.site.visit.form": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"kind": "plan"},
        change=lambda case: {"place": "12 Road T"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.opinion": Factory(
        places=("own_department", "leads", "own_centre", "elsewhere"),
        values=_opinion_values,
        make=lambda case, user, place: _made(
            case, "onestop.opinion", _opinion_values(case, user, place)
        ),
        change=lambda case: {"answer": "Agreed."},
    ),
    "onestop.opinion.asking": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "dossier_id": _dossier(case, user, "own_department").id
        },
        change=lambda case: {"content": "What do you say?"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.opinion.answer": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "opinion_id": _made(
                case, "onestop.opinion", _opinion_values(case, user, "elsewhere")
            ).id
        },
        change=lambda case: {"text": "Agreed."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.transfer": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_transfer_values,
        change=lambda case: {"state": "received"},
    ),
    "onestop.transfer.item": Factory(
        places=("own_department", "own_centre", "elsewhere"),
        values=_transfer_item_values,
        change=lambda case: {"state": "missing"},
    ),
    "onestop.mailing": Factory(
        places=("own_counter", "own_centre", "elsewhere"),
        values=_mailing_values,
        change=lambda case: {"state": "done"},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.mailing.item": Factory(
        places=("own_counter", "own_centre", "elsewhere"),
        values=_mailing_item_values,
        change=lambda case: {"state": "back"},
        reader=lambda case, record: case.matrix_far_officer,
    ),
    "onestop.mailing.back": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"reason": "Moved."},
        change=lambda case: {"reason": "Not at home."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.mailing.again": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {
            "item_id": _made(
                case,
                "onestop.mailing.item",
                _mailing_item_values(case, user, "own_counter"),
            ).id,
            "address": "Ấp 4",
        },
        change=lambda case: {"address": "Ấp 5"},
        creates=("own",),
        reader=lambda case, record: case.colleague,
    ),
    "onestop.transfer.route": Factory(
        values=_route_values,
        change=lambda case: {"hours": "09:00"},
    ),
    "onestop.transfer.remark": Factory(
        places=("own", "elsewhere"),
        values=lambda case, user, place: {"note": "Torn."},
        change=lambda case: {"note": "Wet."},
        creates=("own",),
        reader=lambda case, record: case.colleague,
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
