"""A program from outside, with the keys of people: every example of docs/api.md.

The examples are run in their order, over plain HTTP, and each answer is compared with
the one that is printed below it: its keys, the kind of every value, and all that is
written out; of a list, each that is printed has to be there. Names of dossiers in the
examples stand for those that were made here.
"""

import json
import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from program import call, key_of

import scene as at
from office import VIETNAM

EXAMPLES = Path(__file__).parents[2] / "docs" / "api.md"
BLOCK = re.compile(
    r"```http\nPOST (\S+)\nAuthorization: bearer (\w+)\n\n(.*?)```\n\n"
    r"```json ?(\d*)\n(.*?)```",
    re.DOTALL,
)
NEW_DATE = "2027-01-15 03:00:00"
CODES = (
    "accept reject request_supplement pass_on take_back supplement forward "
    "complete_step decide refuse "
    "seal resolve return withdraw stop apologise suspend resume"
)
CITIZEN = "j_program"


@pytest.fixture(scope="module")
def keys(centre, scene):
    """A key of each who acts in the examples."""
    centre.make_user(CITIZEN, "base.group_portal", name="Trần Thị Chương Trình")
    people = {
        "KEY_OF_CITIZEN": CITIZEN,
        "KEY_OF_COUNTER_OFFICER": at.COUNTER,
        "KEY_OF_DEPARTMENT_OFFICER": at.OFFICER,
        "KEY_OF_DEPARTMENT_HEAD": at.HEAD,
        "KEY_OF_CLERK": at.CLERK,
    }
    return {name: key_of(centre, login) for name, login in people.items()}


def examples():
    return BLOCK.findall(EXAMPLES.read_text())


def test_each_code_of_the_contract_has_an_example():
    codes = {
        json.loads(body)["code"]
        for path, _who, body, _status, _printed in examples()
        if path == "/json/2/onestop.dossier/action_transition"
    }
    assert codes == set(CODES.split())
    # None that the test would pass over.
    assert len(examples()) == EXAMPLES.read_text().count("```http") > 30


def test_every_example_gives_what_is_printed_below_it(server, centre, scene, keys):
    names = {NEW_DATE: f"{late_enough(scene):%Y-%m-%d %H:%M:%S}"}
    for path, who, body, status, printed in examples():
        for name, ours in names.items():
            body, printed = body.replace(name, ours), printed.replace(name, ours)
        if '"forward"' in body and status == "" and gone(centre, body):
            continue
        given, answer = call(server, path, keys[who], body)
        where = f"{path} {body}\n→ {given} {answer}"
        assert given == int(status or 200), where
        expected = json.loads(printed)
        if path.endswith("/onestop.complaint/file") and expected["id"]:
            names[str(expected["id"])] = str(answer["id"])
        if path.endswith("/submit") and given == 200:
            names[str(expected["id"])] = str(answer["id"])
            if expected["tracking_number"] != "…":
                names[expected["tracking_number"]] = answer["tracking_number"]
            continue
        assert alike(expected, answer), where


def gone(centre, body):
    """Whether a dossier went to the department by itself: what came in time does."""
    with centre.env() as env:
        dossier = env["onestop.dossier"].browse(json.loads(body)["ids"])
        return dossier.state == "processing"


def late_enough(scene):
    """A working hour that is beyond every date of these days (UTC)."""
    day = datetime.now(VIETNAM).date() + timedelta(days=60)
    while day.weekday() > 4 or day == scene.office.holiday:
        day += timedelta(days=1)
    return datetime.combine(day, time(3))


def alike(printed, given):
    """Whether an answer is as printed; “…” and numbers stand for any of their kind."""
    if isinstance(printed, dict):
        return isinstance(given, dict) and all(
            name in given and alike(value, given[name])
            for name, value in printed.items()
        )
    if isinstance(printed, list):
        return isinstance(given, list) and all(
            any(alike(one, other) for other in given) for one in printed
        )
    if type(printed) is not type(given):
        return False
    return printed == "…" or (type(printed) is int) or printed == given


@pytest.mark.parametrize("key", ["", "0123456789abcdef0123456789abcdef01234567"])
def test_without_a_key_nothing_is_told(server, scene, key):
    status, answer = call(
        server, "/json/2/onestop.dossier/track", key, '{"code": "H98.07-1"}'
    )
    assert status == 401, answer
    assert "found" not in answer


def test_a_key_opens_nothing_that_its_person_may_not(server, scene, keys):
    body = '{"domain": [], "fields": ["id"]}'
    key = keys["KEY_OF_CITIZEN"]
    for model in ("onestop.journal", "onestop.dossier.step", "onestop.fee.book"):
        status, answer = call(server, f"/json/2/{model}/search_read", key, body)
        assert status in (403, 422), (model, answer)
    for method in ("_create_filed", "sudo", "with_user"):
        path = f"/json/2/onestop.dossier/{method}"
        status, answer = call(server, path, key, '{"ids": [1]}')
        assert status == 403, (method, answer)
