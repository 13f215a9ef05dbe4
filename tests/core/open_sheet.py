"""A procedure as `engine.published_procedures` tells it, written by hand."""

BASE = "https://tthcc.example.vn"


def sheet(code, **values):
    return {
        "code": code,
        "url": f"{BASE}/procedures/{code}",
        "name": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
        "field": {"id": "HO_TICH", "name": {"vi": "Hộ tịch"}},
        "levels": [
            {"id": "province", "name": {"vi": "Cấp tỉnh"}},
            {"id": "commune", "name": {"vi": "Cấp xã"}},
        ],
        "version": 2,
        "valid_from": "2026-01-01",
        "valid_to": None,
        "decision": {
            "number": "1/QĐ-T",
            "date": "2025-12-20",
            "issuer": "UBND",
            "effect_date": "2026-01-01",
        },
        "groups": [
            {
                "id": "9a01",
                "url": f"{BASE}/groups/1",
                "name": {"vi": "Khai sinh và thẻ bảo hiểm"},
                "decision": {"number": "2/QĐ-T", "date": "2025-12-20"},
                "valid_from": "2026-01-01",
                "valid_to": None,
                "returns": "together",
                "parts": [
                    {"order": 10, "code": code},
                    {"order": 20, "code": "1.000009"},
                ],
            }
        ],
        "life_events": [{"id": "3f09c1", "name": {"vi": "Sinh con"}}],
        "subjects": [{"id": "CD", "name": {"vi": "Công dân"}}],
        "competent": [{"code": "STP", "name": {"vi": "Sở Tư pháp"}}],
        "competent_text": None,
        "implementing": [],
        "implementing_text": None,
        "authorised": [],
        "authorised_text": None,
        "coordinating": [],
        "coordinating_text": "Công an xã",
        "steps": {"vi": "Nộp, chờ, nhận."},
        "ways": {},
        "conditions": {"vi": "Trẻ chưa được khai sinh."},
        "receiving_address": {},
        "sets": 1,
        "operator": "here",
        "operator_system": None,
        "online": "none",
        "interlinked": False,
        "any_centre": False,
        "authorised_filing": True,
        "immediate": False,
        "same_day": False,
        "delegated": False,
        "no_result_paper": False,
        "cases": [],
        "channels": [
            {
                "channel": "in_person",
                "case": {},
                "case_code": None,
                "term_value": 5.0,
                "term_unit": "working_days",
                "term_words": {},
                "online_level": "none",
                "partial_reason": {},
                "note": {},
            }
        ],
        "components": [
            {
                "code": "TP1",
                "name": {"vi": "Tờ khai"},
                "cases": [],
                "originals": 1,
                "copies": 0,
                "only_shown": False,
                "required": True,
                "asked_if": {},
                "looked_up_in": {},
                "reusable_from": [],
                "form": None,
                "note": {},
            }
        ],
        "fees": [
            {
                "kind": "charge",
                "name": {"vi": "Lệ phí"},
                "amount": 8000.0,
                "currency": "VND",
                "unit": {},
                "channel": None,
                "case": {},
                "case_code": None,
                "condition": {},
                "exempt": [],
                "exemption": {},
            }
        ],
        "results": [{"name": {"vi": "Giấy khai sinh"}, "kind": "paper"}],
        "legal_bases": [
            {
                "id": "60/2014",
                "number": "60/2014/QH13",
                "title": {"vi": "Luật Hộ tịch"},
                "date": "2014-11-20",
                "issuer": "Quốc hội",
            }
        ],
        **values,
    }
