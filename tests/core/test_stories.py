"""The demonstration's stories end in the past, whatever the day they are told on."""

import pathlib
from datetime import date, datetime, time, timedelta

import pytest
from clock_calendars import CENTRE
from onestop_procedure_core.clock import ZONE

from cli import stories

FOLDER = pathlib.Path(__file__).parents[2] / "cli" / "odoo_scripts"
STORIES = [
    *stories.read(FOLDER / "demonstration_dossiers.csv"),
    *stories.read(FOLDER / "demonstration_complaints.csv", stories.COMPLAINT_REASONED),
]
HEAD = "number,days_ago,time,story,reasons\n"


def days():
    """Every 13th day of two years, so each weekday, before, in and after office hours."""
    for number in range(0, 730, 13):
        day = date(2026, 1, 1) + timedelta(number)
        for hour in (time(0, 30), time(9), time(17, 1)):
            yield datetime.combine(day, hour, ZONE)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.row["number"])
def test_a_story_ends_before_it_is_told(story):
    for now in days():
        last_day = stories.last_complete_day(CENTRE, now)
        filed, *acts = story.moments(CENTRE, last_day)
        # Who files in the evening may do so a little before now instead.
        assert not acts or acts[-1] <= now
        assert filed.date() <= now.date()


def test_the_last_complete_day_is_over():
    def last(text):
        now = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        return stories.last_complete_day(CENTRE, now).isoformat()

    assert last("2026-09-08T17:00") == "2026-09-08"
    assert last("2026-09-08T16:59") == "2026-09-07"
    assert last("2026-09-07T09:00") == "2026-09-04"  # a Monday: the Friday before
    assert last("2026-09-03T09:00") == "2026-08-28"  # the National Day's long weekend


def test_working_hours_pass_between_two_acts(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text(HEAD + "1,1,16:00,accept+0.5 decide:partly+2,\n")
    (story,) = stories.read(path)
    moments = story.moments(CENTRE, date(2026, 9, 8))
    assert [at.isoformat(" ", "minutes")[:16] for at in moments] == [
        "2026-09-07 16:00",
        "2026-09-07 16:30",
        "2026-09-08 08:30",
    ]
    assert [(act.code, act.argument) for act in story.acts] == [
        ("accept", ""),
        ("decide", "partly"),
    ]


@pytest.mark.parametrize(
    "line, words",
    [
        ("1,0,08:00,accept,", "what is “accept”"),
        ("1,0,08:00,reject+1,", "needs a reason"),
        ("1,0,08:00,accept+1,Because.", "a reason too many"),
    ],
)
def test_a_line_that_tells_no_story_is_named(tmp_path, line, words):
    path = tmp_path / "one.csv"
    path.write_text(HEAD + line + "\n")
    with pytest.raises(ValueError, match=f"dossier 1.*{words}"):
        stories.read(path)
