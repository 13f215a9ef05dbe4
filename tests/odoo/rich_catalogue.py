"""A small catalogue in which something stands in every corner, for the exchange."""

import base64
from datetime import date

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.onestop_procedure.models.onestop_bundle import ENTERING

PDF_64 = base64.b64encode(b"%PDF-1.4 signed")
FORM_64 = base64.b64encode(b"%PDF-1.4 form")
SAMPLE_64 = base64.b64encode(b"%PDF-1.4 sample")


def make_house(env):
    """What a catalogue needs and does not bring: languages, departments, a manager."""
    env["res.lang"]._activate_lang("vi_VN")
    centre, one, two = env["onestop.department"].create(
        [
            {"name": "Centre R", "code": "R-CENTRE", "kind": "centre"},
            {"name": "Department R", "code": "R-ONE", "kind": "provincial"},
            {"name": "Department S", "code": "R-TWO", "kind": "provincial"},
        ]
    )
    user = new_test_user(env, "rich_manager", "base.group_user", lang="en_US")
    env["onestop.role.assignment"].create(
        {
            "user_id": user.id,
            "role": "catalogue_manager",
            "department_id": centre.id,
            "date_from": date(2000, 1, 1),
        }
    )
    return one, two


def in_two_languages(record, **texts):
    for name, text in texts.items():
        record.with_context(lang="vi_VN")[name] = text


def make_catalogue(env, one, two):
    """Two procedures: one with a published past, a draft and processes; one bare."""
    make = env["onestop.field"].create
    land = make({"name": "Land", "code": "R-LAND"})
    in_two_languages(land, name="Đất đai")
    make({"name": "Without code", "active": False})
    citizens = env["onestop.subject"].create({"name": "Citizens R", "code": "R-CIT"})
    in_two_languages(citizens, name="Công dân R")
    _what_is_shared(env)
    bases = env["onestop.legal.basis"].create(
        [
            {"number": "1/2024/NĐ-CP", "title": "On land", "date": date(2024, 1, 2)},
            {"number": "1/2024/NĐ-CP", "issuer": "Chính phủ"},
            {"title": "Without a number"},
        ]
    )
    first, second = env["onestop.publication.decision"].create(
        [
            {
                "number": "1/QĐ-R",
                "issuer": "Committee R",
                "signer": "Chairman R",
                "signer_capacity": "Chairman",
                "early_reason": "The law came late",
                "national_entered_on": date(2025, 1, 6),
                "date": date(2025, 1, 2),
                "effect_date": date(2025, 2, 1),
                "attachment": PDF_64,
                "attachment_name": "1-QD-R.pdf",
            },
            {
                "number": "2/QĐ-R",
                "signer": "Chairman R",
                "attachment": PDF_64,
                "issuer": "Committee R",
                "date": date(2026, 1, 2),
                "effect_date": date(2026, 2, 1),
            },
        ]
    )
    procedure = env["onestop.procedure"].create(
        {
            "code": "9.800001",
            "local_code": "L/01",
            "department_id": one.id,
            "keywords": "sổ đỏ",
        }
    )
    version = env["onestop.procedure.version"].create(
        _version(procedure, land, citizens, bases, one, two, first)
    )
    _fill(version)
    version.action_publish()
    draft = version._new_draft()
    draft.write({"decision_id": second.id, "name": "Cấp giấy lần hai"})
    draft.action_publish()
    draft._new_draft().description = "Not published yet: =1+1 <script>alert(1)</script>"
    other = env["onestop.procedure"].create({"code": "9.800002", "active": False})
    _process(procedure, version, two, other)
    env["onestop.procedure.version"].create(_with_all_flags(other))
    event = env["onestop.life.event"].search([("name", "=", "Moving R")])
    procedure.life_event_ids = event
    _group(env, procedure, other)
    _ended(env, one, citizens, procedure)
    _to_withdraw(env, draft)
    env["onestop.procedure.ending"].create(
        {
            "procedure_id": procedure.id,
            "successor_id": other.id,
            "decision_id": env["onestop.publication.decision"]
            .create(
                {
                    "number": "3/QĐ-R",
                    "issuer": "Committee R",
                    "date": date(2026, 3, 2),
                    "effect_date": date(2027, 3, 2),
                }
            )
            .id,
        }
    )


def _ended(env, department, citizens, successor):
    """Two that have ended: one abolished, one that another took the place of."""
    decision = {
        "issuer": "Committee R",
        "signer": "Chairman R",
        "attachment": PDF_64,
    }
    coming, going = env["onestop.publication.decision"].create(
        [
            {
                **decision,
                "number": "4/QĐ-R",
                "date": date(2025, 1, 2),
                "effect_date": date(2025, 2, 1),
            },
            {
                **decision,
                "number": "5/QĐ-R",
                "date": date(2026, 1, 5),
                "effect_date": date(2026, 2, 1),
            },
        ]
    )
    for code, after in (("9.800003", None), ("9.800004", successor)):
        procedure = env["onestop.procedure"].create({"code": code})
        env["onestop.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "name": "Việc cũ",
                "steps_text": "File, wait, collect.",
                "subject_ids": [Command.set(citizens.ids)],
                "competent_department_ids": [Command.set(department.ids)],
                "decision_id": coming.id,
                "channel_ids": [Command.create({"term_unit": "none"})],
                "component_ids": [Command.create({"name": "Old R", "originals": 1})],
            }
        )
        env["onestop.procedure.ending"].create(
            {
                "procedure_id": procedure.id,
                "successor_id": after and after.id,
                "decision_id": going.id,
            }
        )
    coming.action_publish()
    going.action_publish()


def _to_withdraw(env, version):
    """A decision, not published yet, that takes a version back."""
    decision = env["onestop.publication.decision"].create(
        {
            "number": "4/QĐ-R",
            "issuer": "Committee R",
            "date": date(2026, 3, 2),
            "effect_date": date(2027, 3, 2),
        }
    )
    env["onestop.procedure.ending"].create(
        {
            "decision_id": decision.id,
            "procedure_id": version.procedure_id.id,
            "version_id": version.id,
        }
    )


def _what_is_shared(env):
    """What procedures have in common, beside fields, subjects and laws."""
    ground = env["onestop.fee.ground"].create(
        {"name": "Ground R", "sequence": 7, "legal_basis": "Law R"}
    )
    in_two_languages(ground, name="Căn cứ R")
    env["onestop.fee.ground"].create({"name": "Ground S", "active": False})
    env["onestop.life.event"].create(
        [
            {"name": "Moving R", "sequence": 3, "words": "house, move"},
            {"name": "Gone R", "active": False},
        ]
    )
    env["onestop.database"].create(
        [
            {
                "name": "Register R",
                "sequence": 3,
                "keeper": "Police R",
                "legal_basis": "Law R",
            },
            {"name": "Gone R", "active": False},
        ]
    )
    env["onestop.synonym"].create(
        [
            {"words": "red book r", "catalogue_words": "land r", "note": "Heard"},
            {"words": "gone r", "catalogue_words": "went r", "active": False},
        ]
    )
    cause = env["onestop.supplement.cause"].create(
        [
            {"code": "r-cause", "name": "Blurred R", "sequence": 3, "absent": True},
            {"code": "r-gone", "name": "Gone R", "active": False},
        ]
    )[0]
    env["onestop.supplement.text"].create(
        [
            {"name": "All R", "cause_id": cause.id, "text": "Again.", "sequence": 3},
            {
                "name": "Gone R",
                "cause_id": cause.id,
                "text": "Never.",
                "active": False,
            },
        ]
    )
    env["onestop.process"].create(
        {
            "name": "Template R",
            "step_ids": [
                Command.create(
                    {
                        "name": "Decide",
                        "kind": "decision",
                        "hours": 4,
                        "transition_ids": [
                            Command.create(
                                {
                                    "name": "Refuse",
                                    "code": "refuse",
                                    "target_state": "resolved",
                                }
                            )
                        ],
                    }
                )
            ],
        }
    )


def _with_all_flags(procedure):
    """A draft that says yes where others say no."""
    return {
        "procedure_id": procedure.id,
        "name": "Việc ngay",
        "level_ids": [Command.set(_levels(procedure.env).ids)],
        "immediate": True,
        "same_day": True,
        "delegated": True,
        "no_result_paper": True,
        "online_filing": True,
        "postal_listed": True,
        "four_eyes": False,
        "description": "Described.",
        "receiving_address": "1 Road R",
        "implementing_text": "One",
        "authorised_text": "Two",
        "coordinating_text": "Three",
        "channel_ids": [
            Command.create({"channel": "online", "online_level": "full", "raw": "Mạng"})
        ],
        "fee_ids": [
            Command.create(
                {"name": "Fee R", "exemption": "Children", "raw": "Phí", "sequence": 3}
            )
        ],
        "component_ids": [
            Command.create({"name": "Paper R", "note": "Note", "raw": "Giấy"})
        ],
        "eform_field_ids": [
            Command.create({"name": "sign", "label": "Sign", "pattern": "[a-z]+"})
        ],
    }


def _levels(env):
    return env["onestop.level"].search([("code", "in", ("province", "commune"))])


def _group(env, procedure, other):
    bundle = env["onestop.bundle"].create(
        {
            "name": "Group R",
            "decision_number": "8/QĐ-R",
            "decision_date": date(2026, 1, 2),
            "valid_from": date(2026, 2, 1),
            "valid_to": date(2027, 2, 1),
            "returns": "part",
            "part_ids": [
                Command.create({"procedure_id": procedure.id, "sequence": 5}),
                Command.create({"procedure_id": other.id}),
            ],
        }
    )
    with ENTERING.held():
        in_two_languages(bundle, name="Nhóm R")


def _version(procedure, land, citizens, bases, one, two, decision):
    return {
        "procedure_id": procedure.id,
        "name": "Cấp giấy",
        "field_id": land.id,
        "level_ids": [
            Command.set(procedure.env.ref("onestop_procedure.level_province").ids)
        ],
        "level_text": "Cấp tỉnh",
        "law_kind": "TTHC",
        "source_decision": "9/QĐ-BTN",
        "keywords": "giấy",
        "steps_text": "File, wait, collect.",
        "ways_text": "At the counter.",
        "conditions": "None.",
        "subject_ids": [Command.set(citizens.ids)],
        "legal_basis_ids": [Command.set(bases.ids)],
        "competent_department_ids": [Command.set((one | two).ids)],
        "competent_text": "UBND",
        "implementing_department_ids": [Command.set(two.ids)],
        "authorised_department_ids": [Command.set(one.ids)],
        "coordinating_department_ids": [Command.set(two.ids)],
        "decision_id": decision.id,
        "operator": "ministry",
        "operator_system": "System R",
        "interlinked": True,
        "any_centre": True,
        "authorised_filing": False,
        "supplement_rule": "continue",
        "supplement_term": 12,
        "sets": 2,
        "source_fingerprint": "abc",
        "source_raw": '{"a": "b"}',
        "case_ids": [
            Command.create(
                {"name": "First time", "code": "TH02", "raw": "1.", "sequence": 20}
            ),
            Command.create({"name": "Again", "code": "TH01", "sequence": 30}),
        ],
        "import_remark_ids": [
            Command.create(
                {
                    "part": "từ_khóa",
                    "code": "part_empty",
                    "row": 3,
                    "params": {"a": "b"},
                    "raw": "As it stood",
                }
            )
        ],
        "result_ids": [
            Command.create(
                {
                    "name": "Paper",
                    "kind": "paper",
                    "sequence": 2,
                    "symbol": "GP",
                    "template": "<p>We permit {{owner}}.</p>",
                }
            ),
            Command.create({"name": "Data", "kind": "electronic", "sequence": 1}),
        ],
        "eform_field_ids": [
            Command.create(
                {
                    "name": "area",
                    "label": "Area",
                    "type": "float",
                    "min": "0.5",
                    "max": "9",
                    "required": True,
                }
            ),
            Command.create(
                {
                    "name": "use",
                    "label": "Use",
                    "type": "selection",
                    "options": "a|Field\nb|House",
                    "help": "What for",
                    "group_name": "Land",
                    "sequence": 20,
                    "visible_if": {"field": "area", "operator": ">", "value": 1},
                }
            ),
        ],
    }


def _fill(version):
    """Parts that name cases, texts in Vietnamese, and a form."""
    env = version.env
    first, again = version.case_ids.sorted("code", reverse=True)
    in_two_languages(first, name="Lần đầu")
    in_two_languages(version, steps_text="Nộp, chờ, nhận.")
    channels = env["onestop.procedure.channel"].create(
        [
            {
                "version_id": version.id,
                "channel": "online",
                "term_value": 12,
                "term_unit": "working_hours",
                "term_words": "at most",
                "term_raw": "12 Giờ",
                "online_level": "partial",
                "partial_reason": "The law",
                "note": "Day and night",
                "case_id": first.id,
                "sequence": 30,
            },
            {
                "version_id": version.id,
                "channel": "post",
                "term_value": 20,
                "term_unit": "working_days",
                "sequence": 20,
            },
        ]
    )
    in_two_languages(channels[0], term_words="không quá")
    fees = env["onestop.procedure.fee"].create(
        [
            {
                "version_id": version.id,
                "kind": "charge",
                "name": "Charge R",
                "amount": 150000,
                "unit": "time",
                "channel": "post",
                "case_id": again.id,
                "raw": "Lệ phí : 150.000 Đồng/lần",
            },
            {
                "version_id": version.id,
                "amount_kind": "described",
                "condition": "=SUM(A1) by the council",
                "currency_id": env.ref("base.USD").id,
            },
        ]
    )
    ground = env["onestop.fee.ground"].search([("name", "=", "Ground R")])
    poor = env.ref("onestop_procedure.fee_ground_poor")
    fees[0].exemption_ids = [
        Command.create(
            {
                "ground_id": ground.id,
                "kind": "percent",
                "percent": 50,
                "legal_basis": "Law R, art. 2",
                "sequence": 3,
            }
        ),
        Command.create(
            {
                "ground_id": poor.id,
                "kind": "amount",
                "reduced_amount": 20000,
                "legal_basis": "Law R, art. 3",
            }
        ),
    ]
    components = env["onestop.procedure.component"].create(
        [
            {
                "version_id": version.id,
                "name": "Form R",
                "originals": 1,
                "case_ids": [Command.set((first | again).ids)],
            },
            {
                "version_id": version.id,
                "name": "Card R",
                "code": "CARD",
                "only_shown": True,
                "required": False,
                "form_name": "a.docx\nb.docx",
                "copies": 2,
                "sequence": 20,
                "asked_if": {"field": "area", "operator": ">", "value": 2},
                "database_id": env["onestop.database"]
                .search([("name", "=", "Register R")])
                .id,
                "reusable_from_ids": [Command.set(version.procedure_id.ids)],
            },
        ]
    )
    in_two_languages(components[1], name="Thẻ R")
    components[0].write({"form_file": FORM_64, "form_file_name": "form.pdf"})
    components[1].write({"sample_file": SAMPLE_64, "sample_file_name": "sample.pdf"})
    env["onestop.supplement.text"].create(
        {
            "name": "Card R",
            "procedure_id": version.procedure_id.id,
            "component_code": "CARD",
            "cause_id": env["onestop.supplement.cause"]
            .search([("code", "=", "r-cause")])
            .id,
            "text": "Show the card.",
        }
    )


def _process(procedure, version, two, other):
    env = procedure.env
    process = env["onestop.process"].create(
        {
            "procedure_id": procedure.id,
            "decision_number": "7/QĐ-R",
            "decision_date": date(2026, 1, 2),
            "decision_signer": "Chairman R",
            "valid_from": date(2026, 2, 1),
        }
    )
    work, _linked, decide, _back = env["onestop.process.step"].create(
        [
            {
                "process_id": process.id,
                "name": "Work",
                "sequence": 10,
                "hours": 4,
                "place": "fixed",
                "department_id": two.id,
                "silence_rule": "escalate",
            },
            {
                "process_id": process.id,
                "name": "Elsewhere",
                "sequence": 15,
                "kind": "linked",
                "hours": 1,
                "linked_procedure_id": other.id,
            },
            {
                "process_id": process.id,
                "name": "Decide",
                "sequence": 20,
                "kind": "decision",
                "role": "department_head",
                "hours": 2.5,
                "four_eyes": True,
            },
            {
                "process_id": process.id,
                "name": "Return",
                "sequence": 30,
                "kind": "return",
                "place": "received",
                "role": "counter_officer",
            },
        ]
    )
    in_two_languages(work, name="Xử lý")
    env["onestop.process.transition"].create(
        [
            {
                "step_id": work.id,
                "outcome": "online",
                "name": "On to the decision",
                "target_step_id": decide.id,
                "condition": "[('channel', '=', 'online')]",
                "required_component_ids": [Command.set(version.component_ids[:1].ids)],
            },
            {
                "step_id": work.id,
                "outcome": "again",
                "name": "Work again",
                "target_step_id": work.id,
                "sequence": 20,
                "role": "department_head",
                "four_eyes": True,
                "require_result": True,
            },
            {"step_id": work.id, "outcome": "on", "name": "On", "sequence": 30},
        ]
    )
    # One that has ended when the other is approved.
    old = process.copy(
        {
            "decision_number": "6/QĐ-R",
            "decision_date": date(2026, 1, 2),
            "decision_signer": "Chairman R",
            "valid_from": date(2026, 1, 10),
        }
    )
    old.action_approve()
    process.action_approve()
    process.copy()
