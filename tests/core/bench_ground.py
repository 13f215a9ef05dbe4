"""A small centre for the tests of the generated world, written out by hand."""

from datetime import date, time

from clock_calendars import CENTRE

from bench.cores import clock, process_plan
from bench.ground import (
    Catalogue,
    Component,
    Counter,
    Department,
    Fee,
    Paper,
    Person,
    Procedure,
    RuleSet,
    Way,
)

COUNTER, OFFICER, HEAD, CLERK, ASKED = (
    Person(number, name)
    for number, name in enumerate(
        ("Quầy", "Chuyên viên", "Giám đốc", "Văn thư", "Bạn"), 11
    )
)
Step, Way_ = process_plan.Step, process_plan.Way
PLAN = process_plan.Plan(
    Step(
        key, sequence, kind, role, hours, place=place, department=department, ways=ways
    )
    for key, sequence, kind, role, hours, place, department, ways in (
        (1, 10, "work", "department_officer", 16, "competent", None, ()),
        (2, 20, "work", "department_officer", 8, "competent", None, ()),
        (3, 20, "opinion", "department_officer", 8, "fixed", 3, ()),
        (
            *(4, 30, "decision", "department_head", 8, "competent", None),
            (
                Way_(41, "decide", "granted"),
                Way_(42, "refuse", "refused"),
                Way_(43, "complete_step", "sent_back", target=1),
            ),
        ),
        (5, 40, "seal", "clerk", 4, "competent", None, ()),
        (6, 50, "return", "counter_officer", 1, "received", None, ()),
    )
)
TERM = clock.Term(5, "working_days")
CHANNELS = ("in_person", "online", "post")

PROCEDURE = Procedure(
    code="9.900034",
    name="Thủ tục mẫu",
    procedure_id=1,
    version_id=2,
    process_id=3,
    terms={(channel, None): TERM for channel in CHANNELS},
    same_day={(channel, None): False for channel in CHANNELS},
    ways=(Way(1, 2, frozenset(CHANNELS)),),
    plan=PLAN,
    components=(
        Component(1, "Đơn", 10, True, 1, 0),
        Component(2, "Bản vẽ", 20, False, 0, 1),
    ),
    fees=(Fee("fee", "Phí", 50_000, "in_person", None),),
    result_name="Giấy phép",
)
CATALOGUE = Catalogue(
    since=date(2025, 7, 1),
    procedures=(PROCEDURE,),
    departments={
        1: Department(1, "TT", "H99.01", CENTRE),
        2: Department(2, "SXD", "H99.06", CENTRE),
        3: Department(3, "CAT", "G99.01", CENTRE),
    },
    counters={1: Counter(1, 1, (COUNTER,))},
    staff={
        ("counter_officer", 1): (COUNTER,),
        ("department_officer", 2): (OFFICER,),
        ("department_officer", 3): (ASKED,),
        ("department_head", 2): (HEAD,),
        ("clerk", 2): (CLERK,),
    },
    rule_sets=(
        RuleSet(
            id=1,
            valid_from=date(2025, 6, 1),
            valid_to=None,
            code_pattern="{department:largest_first}-{date:%y%m%d}-{sequence:04d}",
            acceptance_hours=8,
            appraisal_days=3,
            apology_lead_days=1,
            cut_off=time(15),
        ),
    ),
    paper=Paper("aa/aa", "aa", "application/pdf"),
)
