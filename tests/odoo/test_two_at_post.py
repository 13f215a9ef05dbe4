"""Two at one counter send results by post, and hear what became of them, at once."""

import pytest
from two_at_once import Office

pytestmark = pytest.mark.usefixtures("quiet")

LABEL = "RB123456785VN"


@pytest.fixture(scope="module")
def office(own_database):
    return Office(own_database)


def to_post(office):
    """The id of a dossier whose result waits for the post."""
    return office.file("resolved", delivery="post", delivery_address="Ấp Một")


def begin(env):
    return env["onestop.mailing"].begin()["res_id"]


def begun(office):
    """(id of the manifest, its dossiers' ids) with two results on it."""
    dossiers = to_post(office), to_post(office)
    with office.env() as env:
        return begin(env), dossiers


def test_two_who_begin_fill_one_manifest(office):
    dossier_id = to_post(office)
    answers = office.together(begin, begin)
    assert "done" in answers, answers
    with office.database.env() as env:
        items = env["onestop.mailing.item"].search([("dossier_id", "=", dossier_id)])
        assert len(items) == 1
        assert env["onestop.mailing"].search_count([("state", "=", "open")]) == 1


def test_one_label_goes_on_one_result(office):
    number, (first, second) = begun(office)

    def scan(dossier_id):
        def both(env):
            mailing = env["onestop.mailing"].browse(number)
            mailing.action_scan(env["onestop.dossier"].browse(dossier_id).code)
            mailing.action_scan(LABEL)

        return both

    answers = office.together(scan(first), scan(second))
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        labelled = env["onestop.mailing.item"].search([("postal_number", "=", LABEL)])
        assert len(labelled) == 1


def test_of_two_who_give_it_to_the_post_one_does(office):
    number, dossiers = begun(office)
    with office.env() as env:
        mailing = env["onestop.mailing"].browse(number)
        for at, item in enumerate(mailing.item_ids):
            mailing.action_scan(item.code)
            mailing.action_scan(f"84012345{number:03}{at}")

    def send(env):
        env["onestop.mailing"].browse(number).action_send()

    answers = office.together(send, send)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        for dossier in env["onestop.dossier"].browse(dossiers):
            told = dossier.notice_ids.filtered(lambda one: one.event == "mailed")
            codes = env["onestop.journal"].search(
                [("res_id", "=", dossier.id), ("code", "=", "mailed")]
            )
            assert len(codes) == 1 and len(told) <= 1

    def delivered(env):
        env["onestop.mailing"].browse(number).item_ids.action_delivered()

    def came_back(env):
        env["onestop.mailing"].browse(number).item_ids.come_back("Chuyển nơi ở")

    answers = office.together(delivered, came_back)
    assert answers.count("done") == 1 and len(answers) == 2, answers
    with office.database.env() as env:
        states = set(env["onestop.mailing"].browse(number).item_ids.mapped("state"))
        assert states in ({"delivered"}, {"back"})
        ends = set(env["onestop.dossier"].browse(dossiers).mapped("state"))
        assert ends == ({"returned"} if states == {"delivered"} else {"resolved"})
