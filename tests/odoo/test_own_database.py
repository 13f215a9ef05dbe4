"""The fixture for tests that commit keeps what they commit away from the others."""


def test_what_is_committed_is_seen_by_another_connection(own_database):
    with own_database.env() as env:
        env["res.partner"].create({"name": "Committed Elsewhere"})
    with own_database.cursor() as cr:
        cr.execute(
            "SELECT count(*) FROM res_partner WHERE name = 'Committed Elsewhere'"
        )
        assert cr.fetchone() == (1,)


def test_the_database_is_not_the_one_of_the_other_tests(own_database):
    from odoo.tests.common import get_db_name

    assert own_database.name != get_db_name()
