"""The demonstration loads: every story is played through the engine to its end."""

import os
import pathlib
import stat
from collections import Counter
from datetime import timedelta

import pytest

from odoo import fields

from cli import stories

SCRIPTS = pathlib.Path(__file__).parents[2] / "cli" / "odoo_scripts"
STORIES = stories.read(SCRIPTS / "demonstration_dossiers.csv")
COMPLAINTS = stories.read(
    SCRIPTS / "demonstration_complaints.csv", stories.COMPLAINT_REASONED
)


def run(env, name, **arguments):
    """Run a script as Odoo's shell does."""
    text = (SCRIPTS / f"{name}.py").read_text()
    exec(compile(text, name, "exec"), {"env": env, "arguments": arguments})


@pytest.fixture(scope="module")
def accounts(own_database, tmp_path_factory):
    """The file of log-ins of a database that the demonstration was loaded into."""
    path = tmp_path_factory.mktemp("demonstration") / "accounts.tsv"
    os.environ["ONESTOP_REPOSITORY"] = str(SCRIPTS.parents[1])
    with own_database.env() as env:
        run(env, "prepare", demonstration=True)
        run(env, "demonstration_dossiers", folder=str(SCRIPTS))
        run(env, "demonstration_complaints", folder=str(SCRIPTS))
        run(env, "accounts", accounts=str(path))
    return path


@pytest.mark.long
def test_every_dossier_ends_where_its_line_says(own_database, accounts):
    with own_database.env() as env:
        dossiers = env["onestop.dossier"].search([("outage_receipt_id", "=", False)])
        assert Counter(dossiers.mapped("state")) == Counter(
            story.row["state"] for story in STORIES
        )
        assert dossiers.search_count([("overdue", "=", True)]) >= 3
        assert set(dossiers.filtered("outcome").mapped("outcome")) == {
            *("granted", "partly", "refused")
        }


@pytest.mark.long
def test_of_what_was_received_by_hand_one_waits_and_one_is_void(own_database, accounts):
    with own_database.env() as env:
        block = env["onestop.outage.block"].search([])
        counts = (block.used, block.void, block.waiting, block.open_count)
        assert counts == (2, 1, 1, 7)
        assert block.receipt_ids.incident_id.phase == "over"
        states = block.receipt_ids.dossier_id.mapped("state")
        assert sorted(states) == ["processing", "processing", "submitted"]


@pytest.mark.long
def test_of_those_that_were_late_every_third_got_an_apology(own_database, accounts):
    with own_database.env() as env:
        now = fields.Datetime.now()
        late = (
            env["onestop.dossier"]
            .search([("date_due_legal", "!=", False)])
            .filtered(
                lambda one: (
                    (one.date_resolved or (one.overdue and now) or one.date_due_legal)
                    > one.date_due_legal
                )
            )
        )
        apologised = late.filtered(lambda one: one.date_due != one.date_due_legal)
        assert 0.25 < len(apologised) / len(late) < 0.45


@pytest.mark.long
def test_results_are_with_the_post_arrived_and_came_back(own_database, accounts):
    with own_database.env() as env:
        items = env["onestop.mailing.item"].search([])
        assert set(items.mapped("state")) == {"listed", "sent", "delivered", "back"}
        mailings = items.mailing_id
        assert set(mailings.mapped("state")) == {"open", "sent", "done"}
        # The post is to be asked after one of them.
        assert mailings.filtered("is_silent")


@pytest.mark.long
def test_some_results_lie_for_more_than_a_month(own_database, accounts):
    with own_database.env() as env:
        month_ago = fields.Datetime.now() - timedelta(days=30)
        lying = env["onestop.dossier"].search_count(
            [
                ("state", "=", "resolved"),
                ("delivery", "=", "counter"),
                ("date_resolved", "<", month_ago),
            ]
        )
        assert lying >= 3


@pytest.mark.long
def test_other_systems_said_what_is_followed_and_do_not_quite_agree(
    own_database, accounts
):
    with own_database.env() as env:
        messages = env["onestop.exchange.message"].search([])
        failed = messages.filtered(lambda one: one.state != "done")
        assert failed.mapped("kind") == ["unknown"]
        came_in = messages.filtered(lambda one: one.direction == "in")
        kinds = {"status", "filed", "list", "unknown"}
        assert set(came_in.mapped("kind")) == kinds
        differences = env["onestop.exchange.difference"].search([])
        assert sorted(differences.mapped("kind")) == ["missing_there", "status"]
        assert set(differences.mapped("state")) == {"open"}


@pytest.mark.long
def test_people_say_how_it_was_and_some_letters_come_back(own_database, accounts):
    with own_database.env() as env:
        assert len(env["onestop.satisfaction"].search([])) > 20
        failed = env["onestop.notice"].search([("state", "=", "failed")])
        assert len(failed) == 10
        assert failed.digest_id
        assert not env["mail.mail"].search([("state", "=", "outgoing")])


@pytest.mark.long
def test_paper_waits_is_on_its_way_and_lies_unanswered(own_database, accounts):
    with own_database.env() as env:
        transfers = env["onestop.transfer"].search([])
        assert set(transfers.mapped("state")) == {"open", "handed", "received"}
        assert transfers.filtered("silent")
        assert "damaged" in transfers.item_ids.mapped("state")


@pytest.mark.long
def test_who_is_late_was_urged_and_some_explained_themselves(own_database, accounts):
    with own_database.env() as env:
        letters = env["onestop.urging"].search([])
        assert set(letters.mapped("state")) == {"draft", "sent", "answered"}
        assert sorted(filter(None, letters.mapped("number"))) == [1, 2]


@pytest.mark.long
def test_agencies_were_asked_and_of_one_that_is_late_the_centre_knows(
    own_database, accounts
):
    with own_database.env() as env:
        opinions = env["onestop.opinion"].search([])
        positions = set(opinions.mapped("position"))
        assert positions >= {"agrees", "remarks", "disagrees"}
        assert all(opinions.mapped("content"))
        late = opinions.filtered("date_late")
        assert late.filtered("date_told") and late - late.filtered("date_told")


@pytest.mark.long
def test_sites_are_visited_and_two_visits_are_at_one_hour(own_database, accounts):
    with own_database.env() as env:
        visits = env["onestop.site.visit"].search([])
        assert sorted(visits.mapped("state")) == ["held", "planned", "planned"]
        assert len(visits.filtered("conflict")) == 2


@pytest.mark.long
def test_permits_are_drafted_and_changed(own_database, accounts):
    with own_database.env() as env:
        drafts = env["onestop.result.version"].search([]).result_id
        assert drafts and all(len(one.version_ids) == 2 for one in drafts)
        assert "{{" not in "".join(drafts.mapped("body"))


@pytest.mark.long
def test_every_complaint_ends_where_its_line_says(own_database, accounts):
    with own_database.env() as env:
        complaints = env["onestop.complaint"].search([])
        assert Counter(complaints.mapped("state")) == Counter(
            story.row["state"] for story in COMPLAINTS
        )
        sealed = complaints.filtered("sealed")
        assert len(sealed) == 3
        assert sorted(sealed.mapped("kind")) == [
            *("denunciation", "denunciation", "information")
        ]


@pytest.mark.long
def test_the_citizen_finds_a_filing_that_waits(own_database, accounts):
    with own_database.env() as env:
        (draft,) = env["onestop.filing.draft"].search([])
        assert draft.user_id.login == "congdan01"
        assert draft.typed["owner"]["identity_number"].startswith("999")


@pytest.mark.long
def test_its_journal_is_whole_and_nobody_is_written_to(own_database, accounts):
    with own_database.env() as env:
        assert list(env["onestop.journal"]._verify()) == []
        assert not env["queue.job"].search([("state", "!=", "done")])
        assert not env["onestop.notice"].search([("state", "=", "queued")])


@pytest.mark.long
def test_codes_of_a_day_follow_its_hours(own_database, accounts):
    with own_database.env() as env:
        # Who was received by hand gets the code later, when the hour is approved.
        at_once = [("code", "!=", False), ("outage_receipt_id", "=", False)]
        received = env["onestop.dossier"].search(at_once)
        for dossiers in received.grouped("received_department_id").values():
            # Of two received in one second either may be the first.
            in_time = dossiers.sorted(lambda one: (one.date_accepted, one.code))
            in_time = in_time.mapped("code")
            assert in_time == sorted(in_time)


@pytest.mark.long
def test_one_log_in_a_role_is_told_to_the_owner_alone(own_database, accounts):
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    lines = [line.split("\t") for line in accounts.read_text().splitlines()]
    assert {line[0] for line in lines} == {"login"}
    with own_database.env() as env:
        roles = dict(env["onestop.role.assignment"]._fields["role"].selection)
        assert Counter(line[1] for line in lines) == Counter([*roles, "citizen"])
        for _word, role, login, password in lines:
            user = env["res.users"].search([("login", "=", login)])
            credential = {"login": login, "password": password, "type": "password"}
            user.with_user(user)._check_credentials(credential, {"interactive": True})
            assert user.lang == "vi_VN" and user.tz == "Asia/Ho_Chi_Minh"
            assert not user.has_group("base.group_system"), role


@pytest.mark.long
def test_demonstrations_of_other_modules_are_not_loaded(own_database, accounts):
    with own_database.env() as env:
        assert env["ir.config_parameter"].get_param("onestop.demonstration")
        assert not env["ir.module.module"].search([("demo", "=", True)])
        outside = env["ir.model.data"].search(
            [("model", "=", "res.users"), ("module", "not in", ["base"])]
        )
        assert set(outside.mapped("module")) <= {"onestop_procedure"}
