"""Answers of e-forms: what is taken, what is refused, and what does not apply."""

import json
import pathlib
import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core import eform
from onestop_procedure_core.eform import check_answers, check_definition
from onestop_procedure_core.eform_values import CLEANERS, Circumstances, Field

NOW = Circumstances(today=date(2026, 10, 8))


def told(problems):
    return [(problem.field, problem.code) for problem in problems]


def answer(value, kind, circumstances=NOW, **rest):
    """Return the clean value of a form's only field, or the code of its error."""
    checked = check_answers([Field("f", kind, **rest)], {"f": value}, circumstances)
    if checked.errors:
        (error,) = checked.errors
        assert (error.field, checked.cleaned) == ("f", {})
        assert str(error)
        return error.code
    return checked.cleaned.get("f")


# --- one field ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "raw", "clean"),
    [
        ("char", "  Nguyễn Văn A ", "Nguyễn Văn A"),
        ("char", "e\u0301", "é"),
        ("text", "một\r\nhai\tba", "một\nhai\tba"),
        ("integer", 12, 12),
        ("integer", " -12 ", -12),
        ("float", "1,5", 1.5),
        ("float", "-1.25", -1.25),
        ("float", 1.125, 1.125),
        ("float", "0.125", 0.125),
        ("float", "12,125", 12.125),
        ("float", 2, 2.0),
        ("amount", 150_000, 150_000),
        ("amount", "150.000 đ", 150_000),
        ("amount", "1.150.000đ", 1_150_000),
        ("amount", "150 000 VND", 150_000),
        ("amount", "150\u00a0000 Đồng", 150_000),
        ("amount", "150,000", 150_000),
        ("amount", "150000", 150_000),
        ("amount", "0", 0),
        ("date", "2026-02-28", "2026-02-28"),
        ("date", "28/2/2026", "2026-02-28"),
        ("date", date(2026, 2, 28), "2026-02-28"),
        ("boolean", True, True),
        ("boolean", False, False),
        ("boolean", "on", True),
        ("boolean", "False", False),
        ("phone", "0912 345 678", "0912345678"),
        ("phone", "+84 (0)912.345.678", "0912345678"),
        ("phone", "84912345678", "0912345678"),
        ("phone", "0291 3822 123", "02913822123"),
        ("phone", "+84-291-3822-123", "02913822123"),
        ("phone", "+33 6 12 34 56 78", "+33612345678"),
        ("email", " An.Nguyen+hs@CaMau.gov.VN ", "An.Nguyen+hs@camau.gov.vn"),
        ("identity_number", "095 089 012345", "095089012345"),
        ("identity_number", "096302000001", "096302000001"),
        ("identity_number", "101190000001", "101190000001"),
        ("tax_code", "0100233488", "0100233488"),
        ("tax_code", "0314409058-002", "0314409058-002"),
        ("tax_code", "0314409058 002", "0314409058-002"),
        ("tax_code", "095089012345", "095089012345"),
    ],
)
def test_an_answer_is_brought_into_one_form(kind, raw, clean):
    value = answer(raw, kind)
    assert value == clean and type(value) is type(clean)
    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("char", 12, "wrong_type"),
        ("char", ["x"], "wrong_type"),
        ("char", "một\nhai", "invalid_character"),
        ("char", "a\x00b", "invalid_character"),
        ("char", "a\ud800", "invalid_character"),
        ("char", "x" * 256, "too_long"),
        ("text", "x" * 10_001, "too_long"),
        ("text", "a\x1bb", "invalid_character"),
        ("integer", True, "wrong_type"),
        ("integer", 1.0, "wrong_type"),
        ("integer", "1.0", "invalid_number"),
        ("integer", "１２", "invalid_number"),
        ("integer", "1e3", "invalid_number"),
        ("integer", 10**15 + 1, "number_too_large"),
        ("integer", "9" * 200, "number_too_large"),
        ("float", True, "wrong_type"),
        ("float", float("nan"), "number_too_large"),
        ("float", float("-inf"), "number_too_large"),
        ("float", "1.500", "ambiguous_number"),
        ("float", "12.500", "ambiguous_number"),
        ("float", "1.500,5", "invalid_number"),
        ("float", "nan", "invalid_number"),
        ("float", {}, "wrong_type"),
        ("amount", -1, "invalid_number"),
        ("amount", "-1", "invalid_number"),
        ("amount", 1.5, "wrong_type"),
        ("amount", "15.00", "invalid_number"),
        ("amount", "1.500,00", "invalid_number"),
        ("amount", "1.500,000", "invalid_number"),
        ("amount", "đ", "invalid_number"),
        ("date", "2026-02-29", "invalid_date"),
        ("date", "31/04/2026", "invalid_date"),
        ("date", "02/28/2026", "invalid_date"),
        ("date", "20260228", "invalid_date"),
        ("date", "0001-01-01", "invalid_date"),
        ("date", 20260228, "wrong_type"),
        ("date", datetime(2026, 2, 28), "wrong_type"),
        ("boolean", "có", "wrong_type"),
        ("boolean", 1, "wrong_type"),
        ("phone", "0112345678", "invalid_phone"),
        ("phone", "091234567", "invalid_phone"),
        ("phone", "+84112345678", "invalid_phone"),
        ("phone", "115", "invalid_phone"),
        ("phone", 912345678, "wrong_type"),
        ("email", "an", "invalid_email"),
        ("email", "an@camau", "invalid_email"),
        ("email", "an@-camau.vn", "invalid_email"),
        ("email", "an@camau..vn", "invalid_email"),
        ("email", ".an@camau.vn", "invalid_email"),
        ("email", "a b@camau.vn", "invalid_email"),
        ("email", "an@camau.vn\nBcc: all@camau.vn", "invalid_email"),
        ("email", "a" * 65 + "@camau.vn", "invalid_email"),
        ("email", "an@" + "a" * 250 + ".vn", "too_long"),
        ("identity_number", "09508901234", "invalid_identity_number"),
        ("identity_number", "003089012345", "invalid_identity_number"),
        ("identity_number", "000089012345", "invalid_identity_number"),
        ("identity_number", "097089012345", "invalid_identity_number"),
        ("identity_number", "095227012345", "invalid_identity_number"),
        ("identity_number", "095489012345", "invalid_identity_number"),
        ("identity_number", "09508901234x", "invalid_identity_number"),
        ("identity_number", "381234567", "old_identity_number"),
        ("identity_number", 95089012345, "wrong_type"),
        ("tax_code", "0100233480", "invalid_tax_code"),
        ("tax_code", "0314409058-000", "invalid_tax_code"),
        ("tax_code", "003089012345", "invalid_tax_code"),
        ("tax_code", "01002334", "invalid_tax_code"),
    ],
)
def test_an_answer_that_is_none_is_refused(kind, raw, code):
    assert answer(raw, kind) == code


def test_who_is_born_this_year_has_a_number_and_who_is_not_yet_born_has_none():
    this_year, next_year = "095226000001", "095227000001"
    assert answer(this_year, "identity_number") == this_year
    assert answer(next_year, "identity_number") == "invalid_identity_number"
    later = Circumstances(today=date(2027, 1, 1))
    assert answer(next_year, "identity_number", later) == next_year


def test_an_old_number_is_kept_for_the_past_where_asked_and_flagged():
    past = Circumstances(today=NOW.today, old_identity=True)
    checked = check_answers([Field("f", "identity_number")], {"f": "381234567"}, past)
    assert checked.cleaned == {"f": "381234567"}
    assert told(checked.notes) == [("f", "kept_old_identity")]
    new = check_answers([Field("f", "identity_number")], {"f": "095089012345"}, past)
    assert new.notes == []


def test_a_selection_takes_one_of_its_options():
    options = ("new", "renew")
    assert answer("new", "selection", options=options) == "new"
    assert answer("lost", "selection", options=options) == "invalid_option"
    assert answer(["new"], "selection", options=options) == "wrong_type"


def test_a_line_may_be_asked_to_follow_a_pattern():
    assert answer("AB12", "char", pattern="[A-Z]{2}[0-9]+") == "AB12"
    assert answer("AB12x", "char", pattern="[A-Z]{2}[0-9]+") == "pattern"
    assert answer("a" * 255, "char", pattern="(a+)+b") == "pattern"


@pytest.mark.parametrize(
    ("kind", "least", "most", "low", "high", "between"),
    [
        ("integer", 1, 9, 0, 10, 9),
        ("amount", 0, 100_000, -1, 100_001, 0),
        ("float", 0.5, 1.5, 0.4, 1.6, 1.5),
        ("date", "2026-01-01", "2026-12-31", "31/12/2025", "2027-01-01", "2026-12-31"),
        ("char", 2, 3, "a", "abcd", "abc"),
        ("text", 2, 3, "a", "abcd", "ab"),
    ],
)
def test_values_dates_and_lengths_stay_within_their_bounds(
    kind, least, most, low, high, between
):
    bounds = {"min": least, "max": most}
    below = "invalid_number" if kind == "amount" else "below_min"
    assert answer(low, kind, **bounds) == below
    assert answer(high, kind, **bounds) == "above_max"
    assert answer(between, kind, **bounds) == between


PDF = {"id": 7, "name": "Đơn.pdf", "size": 1000, "mimetype": "application/pdf"}


def test_files_are_described_by_the_server_and_checked():
    assert answer([PDF], "file") == [PDF]
    assert answer(PDF, "file") == [PDF]
    assert answer([PDF], "file", options=("application/pdf",)) == [PDF]
    assert answer([PDF, PDF], "file", max=1) == "above_max"
    assert answer([PDF], "file", min=2) == "below_min"
    assert answer([PDF] * 21, "file") == "too_many_files"
    assert answer("Đơn.pdf", "file") == "wrong_type"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "7"}, "wrong_type"),
        ({"id": True}, "wrong_type"),
        ({"size": "1000"}, "wrong_type"),
        ({"path": "/etc/passwd"}, "wrong_type"),
        ({"name": "../x.pdf"}, "invalid_file_name"),
        ({"name": "a\\b.pdf"}, "invalid_file_name"),
        ({"name": " "}, "invalid_file_name"),
        ({"name": "a\nb.pdf"}, "invalid_character"),
        ({"size": 0}, "file_size"),
        ({"size": 25 * 1024 * 1024 + 1}, "file_size"),
        ({"mimetype": "text/html"}, "file_type"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused(change, code):
    assert answer([{**PDF, **change}], "file", options=("application/pdf",)) == code


# --- required -------------------------------------------------------------------------


@pytest.mark.parametrize("empty", [None, "", "   ", "\n"])
@pytest.mark.parametrize("kind", sorted(CLEANERS))
def test_what_is_required_must_be_filled_in_and_the_rest_may_be_left_out(kind, empty):
    assert answer(empty, kind, required=True, options=()) == "required"
    assert answer(empty, kind) is None


def test_zero_is_an_answer_and_a_box_must_be_ticked():
    assert answer(0, "integer", required=True) == 0
    assert answer("0", "amount", required=True) == 0
    assert answer([], "file", required=True) == "required"
    assert answer(False, "boolean", required=True) == "required"
    assert answer("on", "boolean", required=True) is True


# --- the form as a whole --------------------------------------------------------------

KIND = Field("kind", "selection", required=True, options=("person", "company"))
IS_COMPANY = {"field": "kind", "operator": "=", "value": "company"}
TAX = Field("tax", "tax_code", required=True, visible_if=IS_COMPANY)
BRANCH = Field("branch", "boolean", visible_if={"field": "tax", "operator": "set"})
PLACE = Field(
    "place",
    "char",
    required=True,
    visible_if={"field": "branch", "operator": "=", "value": True},
)
FORM = [PLACE, BRANCH, TAX, KIND]


def test_a_question_that_does_not_apply_is_not_required_and_its_answer_is_dropped():
    checked = check_answers(FORM, {"kind": "person", "tax": "rubbish"}, NOW)
    assert checked.cleaned == {"kind": "person"}
    assert checked.errors == []
    assert told(checked.notes) == [("tax", "dropped_invisible")]


def test_a_question_that_applies_is_required():
    checked = check_answers(FORM, {"kind": "company"}, NOW)
    assert told(checked.errors) == [("tax", "required")]


def test_visibility_goes_on_from_question_to_question():
    answers = {
        "kind": "company",
        "tax": "0100233488",
        "branch": "on",
        "place": "Bạc Liêu",
    }
    checked = check_answers(FORM, answers, NOW)
    assert checked.cleaned == {**answers, "branch": True}
    person = check_answers(FORM, {**answers, "kind": "person"}, NOW)
    assert person.cleaned == {"kind": "person"}
    assert sorted(told(person.notes)) == [
        ("branch", "dropped_invisible"),
        ("place", "dropped_invisible"),
        ("tax", "dropped_invisible"),
    ]


def test_a_question_does_not_hang_on_an_answer_that_was_refused():
    checked = check_answers(
        FORM, {"kind": "company", "tax": "123", "branch": "on"}, NOW
    )
    assert told(checked.errors) == [("tax", "invalid_tax_code")]
    assert told(checked.notes) == [("branch", "dropped_invisible")]


def test_a_key_that_is_no_field_is_refused():
    checked = check_answers([KIND], {"kind": "person", "state": "resolved"}, NOW)
    assert told(checked.errors) == [("state", "unknown_field")]
    assert str(checked.errors[0]) == "The form has no field “state”."


def test_a_flood_of_unknown_keys_is_answered_briefly():
    flood = {"x" * 1000 + str(number): 1 for number in range(1000)}
    checked = check_answers([Field("f", "char")], flood, NOW)
    assert len(checked.errors) == 20
    assert max(len(str(error)) for error in checked.errors) < 120


@pytest.mark.parametrize("answers", [None, [], "kind=person", 7])
def test_answers_that_are_no_object_are_refused(answers):
    assert told(check_answers([KIND], answers, NOW).errors) == [(None, "wrong_type")]


def test_all_answers_together_have_a_limit():
    fields = [Field(f"f{number}", "text") for number in range(21)]
    full = {field.name: "x" * 10_000 for field in fields}
    checked = check_answers(fields, full, NOW)
    assert told(checked.errors) == [(None, "answers_too_large")]
    del full["f0"]
    assert check_answers(fields, full, NOW).errors == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"field": "n", "operator": "=", "value": 5}, [5]),
        ({"field": "n", "operator": "!=", "value": 5}, [None, 4, 6]),
        ({"field": "n", "operator": "in", "value": [4, 5]}, [4, 5]),
        ({"field": "n", "operator": "not in", "value": [4, 5]}, [None, 6]),
        ({"field": "n", "operator": "<", "value": 5}, [4]),
        ({"field": "n", "operator": "<=", "value": 5}, [4, 5]),
        ({"field": "n", "operator": ">", "value": 5}, [6]),
        ({"field": "n", "operator": ">=", "value": 5}, [5, 6]),
        ({"field": "n", "operator": "set"}, [4, 5, 6]),
        ({"field": "n", "operator": "not set"}, [None]),
        (
            {
                "all": [
                    {"field": "n", "operator": ">", "value": 4},
                    {"field": "n", "operator": "<", "value": 6},
                ]
            },
            [5],
        ),
        (
            {
                "any": [
                    {"field": "n", "operator": "=", "value": 4},
                    {"all": [{"field": "n", "operator": "not set"}]},
                ]
            },
            [None, 4],
        ),
    ],
)
def test_a_condition_shows_a_question_for_these_answers(condition, expected):
    form = [Field("n", "integer"), Field("f", "char", visible_if=condition)]
    assert check_definition(form) == []
    shown = [
        number
        for number in (None, 4, 5, 6)
        if "f" in check_answers(form, {"n": number, "f": "x"}, NOW).cleaned
    ]
    assert shown == expected


def test_dates_are_compared_as_dates_and_an_unticked_box_is_false():
    old = {"field": "born", "operator": "<", "value": "1960-01-01"}
    form = [Field("born", "date"), Field("f", "char", visible_if=old)]
    assert "f" in check_answers(form, {"born": "31/12/1959", "f": "x"}, NOW).cleaned
    assert "f" not in check_answers(form, {"born": "01/01/1960", "f": "x"}, NOW).cleaned
    off = {"field": "box", "operator": "=", "value": False}
    form = [Field("box", "boolean"), Field("f", "char", visible_if=off)]
    assert check_answers(form, {"f": "x"}, NOW).cleaned == {"f": "x"}
    assert check_answers(form, {"box": "on", "f": "x"}, NOW).cleaned == {"box": True}


# --- definitions ----------------------------------------------------------------------


def test_a_sound_form_has_nothing_to_be_said_of():
    assert check_definition(FORM) == []
    for kind in set(CLEANERS) - {"selection"}:
        assert check_definition([Field("f", kind)]) == []


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (Field("Name", "char"), "bad_name"),
        (Field("a b", "char"), "bad_name"),
        (Field("", "char"), "bad_name"),
        (Field("x" * 64, "char"), "bad_name"),
        (Field("f\n", "char"), "bad_name"),
        (Field("f", "many2one"), "unknown_type"),
        (Field("f", "char", pattern="(a"), "bad_pattern"),
        (Field("f", "text", pattern="a"), "pattern_not_here"),
        (Field("f", "selection"), "bad_options"),
        (Field("f", "selection", options=("a", "a")), "bad_options"),
        (Field("f", "selection", options=("a", " ")), "bad_options"),
        (Field("f", "selection", options=("a ",)), "bad_options"),
        (Field("f", "char", options=("a",)), "options_not_here"),
        (Field("f", "integer", min=2, max=1), "bad_bounds"),
        (Field("f", "integer", min="1"), "bad_bounds"),
        (Field("f", "integer", max=True), "bad_bounds"),
        (Field("f", "date", min="01/01/2026"), "bad_bounds"),
        (Field("f", "date", min="2026-01-02", max="2026-01-01"), "bad_bounds"),
        (Field("f", "char", min=-1), "bad_bounds"),
        (Field("f", "char", max=1.5), "bad_bounds"),
        (Field("f", "phone", min=1), "bad_bounds"),
    ],
)
def test_a_field_that_could_not_work_is_refused(field, code):
    (problem,) = check_definition([field])
    assert (problem.field, problem.code) == (field.name, code)
    assert str(problem)


def leaf(name="n", operator="=", value=5):
    return {"field": name, "operator": operator, "value": value}


def nested(depth):
    return leaf() if depth == 1 else {"all": [nested(depth - 1)]}


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ([], "bad_condition"),
        ({}, "bad_condition"),
        ({"all": []}, "bad_condition"),
        ({"all": leaf()}, "bad_condition"),
        ({"all": [leaf()], "any": [leaf()]}, "bad_condition"),
        ({"all": ["n > 5"]}, "bad_condition"),
        ({"field": "n", "operator": "="}, "bad_condition"),
        ({"field": "n", "operator": "set", "value": 5}, "bad_condition"),
        ({"field": ["n"], "operator": "set"}, "bad_condition"),
        ({"field": "n", "operator": ["="], "value": 1}, "bad_condition"),
        (leaf(operator="=="), "bad_condition"),
        (leaf(operator="in"), "bad_condition"),
        ({**leaf(), "code": "x"}, "bad_condition"),
        (nested(6), "bad_condition"),
        ({"any": [leaf()] * 51}, "bad_condition"),
        (leaf("nobody"), "condition_field"),
        (leaf("name", "<", "a"), "condition_operator"),
        (leaf("box", ">", True), "condition_operator"),
        (leaf("paper", "=", []), "condition_operator"),
        (leaf(value="5"), "condition_value"),
        (leaf(value=None), "condition_value"),
        (leaf(value=True), "condition_value"),
        (leaf(operator="in", value=[5, "x"]), "condition_value"),
        (leaf("choice", "=", "c"), "condition_value"),
        (leaf("day", "<", "01/01/2026"), "condition_value"),
        (leaf("box", "=", "on"), "condition_value"),
    ],
)
def test_a_condition_that_says_nothing_is_refused(condition, code):
    form = [
        Field("n", "integer"),
        Field("name", "char"),
        Field("box", "boolean"),
        Field("paper", "file"),
        Field("day", "date"),
        Field("choice", "selection", options=("a", "b")),
        Field("f", "char", visible_if=condition),
    ]
    (problem,) = check_definition(form)
    assert (problem.field, problem.code) == ("f", code)
    assert str(problem)


def test_conditions_up_to_the_limits_are_taken():
    for condition in (nested(5), {"any": [leaf()] * 50}):
        form = [Field("n", "integer"), Field("f", "char", visible_if=condition)]
        assert check_definition(form) == []


def test_questions_that_wait_for_each_other_are_refused():
    def after(name, other):
        return Field(name, "char", visible_if={"field": other, "operator": "set"})

    form = [after("a", "b"), after("b", "c"), after("c", "a"), Field("d", "char")]
    (problem,) = check_definition(form)
    assert (problem.field, problem.code) == (None, "condition_cycle")
    assert set(problem.params["names"].split(" → ")) == {"a", "b", "c"}
    assert told(check_definition([after("a", "a")])) == [(None, "condition_cycle")]
    with pytest.raises(ValueError):
        check_answers(form, {}, NOW)


def test_two_fields_of_one_name_and_a_form_without_end_are_refused():
    assert told(check_definition([Field("f", "char")] * 2)) == [("f", "name_twice")]
    endless = [Field(f"f{number}", "char") for number in range(301)]
    assert told(check_definition(endless)) == [(None, "too_many_fields")]
    assert check_definition(endless[:300]) == []


# --- whatever comes -------------------------------------------------------------------

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["0912345678", "28/2/2026", "1.500", "095089012345"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "name", "f"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(CLEANERS)), anything, st.booleans())
def test_whatever_is_sent_is_cleaned_or_refused_and_what_is_clean_stays_so(
    kind, raw, required
):
    fields = [
        Field("f", kind, required=required, options=("a",) * (kind == "selection"))
    ]
    checked = check_answers(fields, {"f": raw}, NOW)
    assert all(str(problem) for problem in checked.errors + checked.notes)
    if not checked.errors and checked.cleaned:
        json.dumps(checked.cleaned, allow_nan=False)
        assert check_answers(fields, checked.cleaned, NOW) == checked


@given(
    st.lists(st.integers(0, 5), min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_an_answer_is_kept_exactly_when_all_before_it_apply(parents, ticked):
    """Each question hangs on the tick of one that stands before it, or on none."""
    fields, applies = [], []
    for number, drawn in enumerate(parents):
        parent = drawn if drawn < number else None
        condition = parent is not None and leaf(f"f{parent}", "=", True)
        fields.append(Field(f"f{number}", "boolean", visible_if=condition or None))
        applies.append(parent is None or (applies[parent] and ticked[parent]))
    answers = {f"f{number}": tick for number, tick in enumerate(ticked)}
    checked = check_answers(list(reversed(fields)), answers, NOW)
    assert set(checked.cleaned) == {
        f"f{number}" for number, shown in enumerate(applies) if shown
    }


def test_every_code_has_its_message_and_every_message_is_said():
    core = pathlib.Path(eform.__file__).parent
    source = "".join(
        (core / name).read_text("utf-8") for name in ("eform.py", "eform_values.py")
    )
    source = source.partition("MESSAGES = {")[0] + source.partition("\n}\n")[2]
    said = re.findall(r'(?:Wrong\(|yield \(?|Problem\([\w.]+, )\s*"(\w+)"', source)
    assert set(said) == set(eform.MESSAGES)
    assert all(message.endswith(".") for message in eform.MESSAGES.values())
