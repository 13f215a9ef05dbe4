"""The demonstration is as large as it must be, plainly fictional, and can be played."""

import csv
import re
from collections import Counter, defaultdict

import pytest

from cli import stories
from tree import ADDONS, ROOT

DEMO = ADDONS / "onestop_procedure" / "demo"
SCRIPTS = ROOT / "cli" / "odoo_scripts"
# Codes that stand in official lists; any other is invented and says so by 9.9.
KNOWN = frozenset(
    [
        "1.000028",
        "1.001456",
        "1.007684",
        "1.009642",
        "1.009644",
        "1.010801",
        "1.010803",
        "1.010828",
        "1.011671",
        "1.012300",
        "1.012756",
        "1.012766",
        "1.012781",
        "1.012782",
        "1.012783",
        "1.012784",
        "1.013126",
        "1.013144",
        "1.013217",
        "1.013236",
        "1.013263",
        "1.013803",
        "1.014076",
        "1.014192",
        "1.014196",
        "1.014200",
        "1.014201",
        "1.014390",
        "2.000286",
        "2.000117",
        "2.000488",
        "2.000635",
        "2.000648",
        "2.000908",
        "2.000992",
        "2.001035",
        "2.001199",
        "2.001406",
        "2.001478",
        "2.001583",
        "2.001624",
        "2.001955",
        "2.002032",
        "2.002043",
        "2.002206",
        "2.002288",
        "3.000465",
        "3.000489",
    ]
)
STATES = {
    *("draft", "submitted", "accepted", "rejected", "processing", "supplement"),
    *("payment", "withdrawal", "stopped", "resolved", "returned"),
}
ROLES = {
    *("counter_officer", "department_officer", "department_head", "clerk"),
    *("treasurer", "supervisor", "director", "catalogue_manager", "postal_clerk"),
    *("custodian", "it_technician", "administrator"),
}
# No people of a department: they lead the province, or carry letters.
WITHOUT_CHAIN = {"UBND", "BUUDIEN", "TTHCC"}


def rows(name, folder=DEMO):
    with open(folder / f"{name}.csv", newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


DEPARTMENTS = rows("onestop.department")
IN_FORCE = [row for row in DEPARTMENTS if not row["valid_to"]]
VERSIONS = rows("onestop.procedure.version")
PROCEDURES = {row["id"]: row["code"] for row in rows("onestop.procedure")}
DOSSIERS = stories.read(SCRIPTS / "demonstration_dossiers.csv")
COMPLAINTS = stories.read(
    SCRIPTS / "demonstration_complaints.csv", stories.COMPLAINT_REASONED
)


def test_there_are_the_departments_that_a_province_has():
    kinds = Counter(row["kind"] for row in IN_FORCE)
    assert kinds["provincial"] >= 14
    assert kinds["vertical"] >= 3
    assert kinds["commune"] >= 2
    assert kinds["centre"] == 1


def test_departments_closed_merged_and_split():
    successions = rows("onestop.department.succession")
    closed = {row["id"] for row in DEPARTMENTS if row["valid_to"]}
    assert len(closed) >= 6
    assert {row["predecessor_id/id"] for row in successions} == closed
    takes, gives = defaultdict(set), defaultdict(set)
    for row in successions:
        takes[row["successor_id/id"]].add(row["predecessor_id/id"])
        gives[row["predecessor_id/id"]].add(row["successor_id/id"])
    assert max(map(len, takes.values())) >= 3
    assert max(map(len, gives.values())) >= 3
    mains = Counter(
        row["predecessor_id/id"] for row in successions if row["is_main"] == "1"
    )
    assert mains == Counter(closed)


def test_every_role_is_held_and_every_department_can_decide():
    held = defaultdict(set)
    for row in rows("onestop.role.assignment"):
        held[row["department_id/id"]].add((row["role"], row["user_id/id"]))
    assert {role for pairs in held.values() for role, _user in pairs} == ROLES
    for row in IN_FORCE:
        if row["code"] in WITHOUT_CHAIN:
            continue
        chain = {"department_officer", "department_head", "clerk"}
        pairs = held[row["id"]]
        assert chain <= {role for role, _user in pairs}, row["code"]
        # Four eyes: nobody both works and decides.
        people = defaultdict(set)
        for role, user in pairs:
            people[role].add(user)
        assert not people["department_officer"] & people["department_head"], row["code"]


def test_a_code_is_known_or_says_that_it_is_invented():
    for code in PROCEDURES.values():
        assert code in KNOWN or code.startswith("9.9"), code
    for row in VERSIONS:
        if PROCEDURES[row["procedure_id/id"]].startswith("9.9"):
            assert "giả định" in row["name@vi_VN"], row["id"]
            assert "fictional" in row["name"], row["id"]


def test_forty_procedures_in_ten_fields_and_each_run_here_has_a_process():
    assert len(PROCEDURES) >= 40
    assert len({row["field_id/id"] for row in VERSIONS}) >= 10
    here = {row["procedure_id/id"] for row in VERSIONS if row["operator"] == "here"}
    assert len(here) >= 30
    assert {row["procedure_id/id"] for row in rows("onestop.process")} == here
    forms = {row["version_id/id"] for row in rows("onestop.eform.field")}
    assert len(forms) >= 6


def test_procedures_are_of_every_kind():
    codes = {row["id"]: PROCEDURES[row["procedure_id/id"]] for row in VERSIONS}

    def flagged(flag):
        return {codes[row["id"]] for row in VERSIONS if row[flag] == "1"}

    def stepped(**wanted):
        return {
            PROCEDURES[row["process_id/id"].replace("_process_", "_procedure_")]
            for row in rows("onestop.process.step")
            if wanted.items() <= row.items()
        }

    assert flagged("immediate") == {"2.000908", "9.900058"}
    assert len(flagged("same_day")) == 8
    assert flagged("delegated") == {"2.000908", "2.002206", "9.900058"}
    assert flagged("any_centre") == {"2.000908", "3.000465"}
    assert len([row for row in VERSIONS if row["operator"] != "here"]) == 11
    chairman = {"kind": "decision", "department_id/id": "demo_department_ubnd"}
    assert len(stepped(**chairman)) == 6
    tax = {"kind": "linked", "department_id/id": "demo_department_thue"}
    assert stepped(**tax) == {"1.012781", "1.012782", "1.012784", "9.900034"}
    # A commune begins, a department decides.
    begun = stepped(place="received", kind="work", role="counter_officer")
    decided = stepped(place="competent", kind="decision") | stepped(**chairman)
    assert len(begun & decided) == 6
    linked = stepped(kind="linked", **{"department_id/id": "demo_department_bhxh"})
    assert linked == {"9.900067", "9.900068"}
    visits = [row for row in rows("onestop.process.step") if "Visit" in row["name"]]
    assert len(visits) == 3
    without_term = {
        codes[row["version_id/id"]]
        for row in rows("onestop.procedure.channel")
        if row["term_unit"] == "none"
    }
    assert without_term == {"1.007684", "1.012300", "1.013144", "1.013263"}


def test_no_decision_looks_like_a_real_one():
    for row in rows("onestop.publication.decision"):
        assert row["number"].endswith("-DEMO")
    for row in rows("onestop.process"):
        assert row["decision_number"].endswith("-DEMO")


def test_nobody_can_be_written_to_or_taken_for_a_real_person():
    addresses = [row["email"] for row in rows("res.users") + IN_FORCE]
    applicants = rows("demonstration_applicants", SCRIPTS)
    addresses += [row["email"] for row in applicants if row["email"]]
    for address in addresses:
        assert re.fullmatch(r"[\w.]+@(tinhmau|congdan)\.invalid", address), address
    for row in applicants:
        # No province has the number 999.
        assert not row["identity_number"] or row["identity_number"].startswith("999")


def test_three_hundred_dossiers_over_six_months_in_every_state():
    assert len(DOSSIERS) >= 300
    days = [int(story.row["days_ago"]) for story in DOSSIERS]
    # Working days: 21 a month. No stretch of a month is thin.
    assert max(days) >= 6 * 21
    months = Counter(day // 21 for day in days)
    assert min(months[month] for month in range(6)) >= 20
    assert len({story.number for story in DOSSIERS}) == len(DOSSIERS)
    assert {story.row["state"] for story in DOSSIERS} == STATES
    codes = Counter(act.code for story in DOSSIERS for act in story.acts)
    for code in (
        "apologise",
        "refuse",
        "suspend",
        "withdraw",
        "send_back",
        "supplement",
    ):
        assert codes[code], code


def test_dossiers_come_and_go_as_those_of_a_province():
    def share(stories, test):
        return sum(map(test, stories)) / len(stories)

    by_channel = Counter(one.row["channel"].partition(":")[0] for one in DOSSIERS)
    shares = {name: count / len(DOSSIERS) for name, count in by_channel.items()}
    assert shares == pytest.approx(
        {"in_person": 0.18, "online": 0.79, "post": 0.03}, abs=0.02
    )
    fetched = [
        one
        for one in DOSSIERS
        if one.row["delivery"] == "counter" and one.row["state"] == "returned"
    ]
    by_others = share(
        fetched, lambda one: bool(one.row["collector"] or one.row["submitter"])
    )
    assert by_others == pytest.approx(0.3, abs=0.05)
    # What another system runs is told from there, and nothing else is.
    elsewhere = {
        PROCEDURES[row["procedure_id/id"]]
        for row in VERSIONS
        if row["operator"] != "here"
    }
    told = {
        one.row["procedure"]
        for one in DOSSIERS
        for act in one.acts
        if act.code in ("told", "typed")
    }
    assert told == elsewhere
    assert {one.row["procedure"] for one in DOSSIERS} == set(PROCEDURES.values())


def test_what_the_dossiers_name_is_there():
    published = set(PROCEDURES.values())
    # What people filed on another system, nobody files here.
    logins = {row["login"] for row in rows("res.users")} | {"outside"}
    applicants = {row["code"] for row in rows("demonstration_applicants", SCRIPTS)}
    cases = {
        (PROCEDURES[version["procedure_id/id"]], case["code"])
        for case in rows("onestop.procedure.case")
        for version in VERSIONS
        if version["id"] == case["version_id/id"]
    }
    for story in DOSSIERS:
        row = story.row
        assert row["procedure"] in published, row["number"]
        assert row["by"] in logins, row["number"]
        assert row["owner"] in applicants, row["number"]
        assert not row["collector"] or row["collector"] in applicants, row["number"]
        assert not row["case"] or (row["procedure"], row["case"]) in cases, row[
            "number"
        ]


def test_complaints_of_every_kind_and_what_they_name_is_there():
    assert {story.row["kind"] for story in COMPLAINTS} == {
        *("reflection", "petition", "complaint", "denunciation")
    }
    kinds = Counter(story.row["kind"] for story in COMPLAINTS)
    assert kinds["reflection"] + kinds["petition"] >= 24
    assert kinds["complaint"] >= 4
    assert kinds["denunciation"] >= 2
    logins = {row["login"] for row in rows("res.users")}
    applicants = {row["code"] for row in rows("demonstration_applicants", SCRIPTS)}
    codes = {row["code"] for row in IN_FORCE}
    for story in COMPLAINTS:
        row = story.row
        assert {row["by"], row["officer"] or row["by"]} <= logins, row["number"]
        assert not row["department"] or row["department"] in codes, row["number"]
        if row["kind"] == "denunciation":
            assert not row["owner"], "who denounces stands nowhere"
        else:
            assert row["owner"] in applicants, row["number"]
        if row["envelope"]:
            assert row["envelope"].endswith("-DEMO"), row["number"]


def test_the_manifests_name_every_demonstration_file_once():
    for addon in ("onestop_procedure", "onestop_dossier"):
        text = (ADDONS / addon / "__manifest__.py").read_text()
        for path in (ADDONS / addon / "demo").iterdir():
            if path.is_file():
                assert text.count(f'"demo/{path.name}"') == 1, path.name


def test_the_demonstration_has_forms_a_sample_and_results_that_come_back():
    text = (DEMO / "component_files_demo.xml").read_text()
    files = [path.name for path in (DEMO / "files").iterdir()]
    assert {name.rpartition(".")[2] for name in files} == {"docx", "pdf"}
    for name in files:
        assert text.count(f"demo/files/{name}") == 1, name
    for field in ("form_file", "sample_file", "reusable_from_ids"):
        assert f'name="{field}"' in text
