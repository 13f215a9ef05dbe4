"""The calendars that the clock's tests share, written out by hand.

Holidays 2025–2027 as published or, for 2027, as expected; swaps as decided: Saturday
2025-04-26 for Friday 05-02, Saturday 2026-08-22 for Monday 08-31.
"""

from dataclasses import replace
from datetime import date, datetime

from onestop_procedure_core.clock import (
    ZONE,
    Attendance,
    Calendar,
    ExtraWorkingDay,
    Holiday,
)

OFFICE_HOURS = ("07:00-11:30", "13:30-17:00")
WEEK = Attendance.week(range(5), *OFFICE_HOURS)

HOLIDAYS = [
    Holiday(date(2025, 1, 1), "Tết Dương lịch"),
    Holiday(date(2025, 1, 27), "Tết Nguyên đán", last=date(2025, 1, 31)),
    Holiday(date(2025, 4, 7), "Giỗ Tổ Hùng Vương"),
    Holiday(date(2025, 4, 30), "Ngày Chiến thắng"),
    Holiday(date(2025, 5, 1), "Quốc tế Lao động"),
    Holiday(date(2025, 5, 2), "nghỉ hoán đổi cho 26/04/2025"),
    Holiday(date(2025, 9, 1), "Quốc khánh", last=date(2025, 9, 2)),
    Holiday(date(2026, 1, 1), "Tết Dương lịch"),
    Holiday(date(2026, 2, 16), "Tết Nguyên đán", last=date(2026, 2, 20)),
    Holiday(date(2026, 4, 26), "Giỗ Tổ Hùng Vương"),
    Holiday(date(2026, 4, 27), "nghỉ bù Giỗ Tổ Hùng Vương"),
    Holiday(date(2026, 4, 30), "Ngày Chiến thắng"),
    Holiday(date(2026, 5, 1), "Quốc tế Lao động"),
    Holiday(date(2026, 8, 31), "nghỉ hoán đổi cho 22/08/2026"),
    Holiday(date(2026, 9, 1), "Quốc khánh", last=date(2026, 9, 2)),
    Holiday(date(2027, 1, 1), "Tết Dương lịch"),
    Holiday(date(2027, 2, 4), "Tết Nguyên đán", last=date(2027, 2, 10)),
    Holiday(date(2027, 4, 16), "Giỗ Tổ Hùng Vương"),
    Holiday(date(2027, 4, 30), "Ngày Chiến thắng"),
    Holiday(date(2027, 5, 1), "Quốc tế Lao động"),
    Holiday(date(2027, 5, 3), "nghỉ bù Quốc tế Lao động"),
    Holiday(date(2027, 9, 2), "Quốc khánh", last=date(2027, 9, 3)),
]
SWAPS = [
    ExtraWorkingDay(date(2025, 4, 26), "làm bù cho 02/05/2025", like_weekday=4),
    ExtraWorkingDay(date(2026, 8, 22), "làm bù cho 31/08/2026", like_weekday=0),
]

CENTRE = Calendar("Trung tâm", WEEK, HOLIDAYS, SWAPS)

CALENDARS = {
    "centre": CENTRE,
    "saturday": replace(
        CENTRE,
        attendances=WEEK + Attendance.week([5], "07:30-11:30", counts=False),
    ),
    "ward": replace(CENTRE, attendances=WEEK + Attendance.week([5], "07:00-11:00")),
    "storm": replace(
        CENTRE,
        holidays=[*HOLIDAYS, Holiday(date(2025, 9, 29), "bão", last=date(2025, 9, 30))],
    ),
    "changed": replace(
        CENTRE,
        attendances=(
            *Attendance.week(range(5), *OFFICE_HOURS, valid_to=date(2025, 6, 30)),
            *Attendance.week(
                range(5), "07:30-11:30", "13:00-16:30", valid_from=date(2025, 7, 1)
            ),
        ),
    ),
}


def at(text):
    """An aware datetime: legal time unless the text names an offset."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=ZONE)
