"""A condition of a way looks at a few facts of a dossier, and is never code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.condition import ConditionError, answers, parse


def test_a_condition_is_a_domain_of_literals():
    assert parse("[('channel', '=', 'online')]") == [("channel", "=", "online")]
    assert parse("[]") == []
    assert parse(
        "['|', ('channel', 'in', ['post']), ('submitter_same', '=', True)]"
    ) == [
        "|",
        ("channel", "in", ["post"]),
        ("submitter_same", "=", True),
    ]
    assert parse("['!', ('properties.area', '>', 500.5)]") == [
        "!",
        ("properties.area", ">", 500.5),
    ]


def test_it_tells_at_which_answers_it_looks():
    domain = parse("['|', ('channel', '=', 'post'), ('properties.area', '>', 500)]")
    assert answers(domain) == {"area"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "channel",
        "{}",
        "[",
        "('channel', '=', 'online')",
        "__import__('os').system('id')",
        "[('channel', '=', open('x'))]",
        "[" * 4000,
        "[('channel', '=')]",
        "[('channel', '=', 'x', 'y')]",
        "[('channel', '<', 'x')]",
        "[('channel', 'ilike', 'x')]",
        "[('channel', '=', {'a': 1})]",
        "[('channel', 'in', 'post')]",
        "[('channel', '=', [1])]",
        "['|', ('channel', '=', 'x')]",
        "['&']",
        "['any', ('channel', '=', 'x')]",
        "[1]",
        # Whose dossier it is, and other models.
        "[('owner_name', '=', 'x')]",
        "[('owner_identity_number', '=', '1')]",
        "[('partner_id.user_ids.password', '=', 'x')]",
        "[('create_uid.login', '=', 'admin')]",
        "[('step_ids', 'any', [('user_id', '=', 1)])]",
        "[('department_id', 'child_of', 1)]",
        "[('department_id.access_user_ids', '=', 1)]",
        "[('properties.x.y', '=', 1)]",
        "[('properties.', '=', 1)]",
        "[('properties', '=', 1)]",
        "[('state', '=', 'draft')]",
        "[(1, '=', 1)]",
    ],
)
def test_whatever_else_is_refused(text):
    with pytest.raises(ConditionError):
        parse(text)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    try:
        assert isinstance(parse(text), list)
    except ConditionError as error:
        assert len(error.what) <= 100
