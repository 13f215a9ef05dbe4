"""On which days and at which hours dossiers are filed."""

from datetime import date, datetime, time, timedelta

from bench.cores import clock

DAY = timedelta(days=1)


def counts(figures, calendar, since, until, dossiers):
    """[(working day, how many are filed on it)], by weekday, season and closed days.

    :param since: first day, `until`: the day after the last one
    """
    days = [day for day in _days(since, until) if calendar.is_working_day(day)]
    if not days:
        raise ValueError(f"there is no working day from {since} to before {until}")
    weights = [_weight(figures, calendar, day) for day in days]
    total, given, passed, rows = sum(weights), 0, 0.0, []
    for day, weight in zip(days, weights, strict=True):
        passed += weight
        number = round(dossiers * passed / total) - given
        given += number
        rows.append((day, number))
    return rows


def _days(since, until):
    for number in range((until - since).days):
        yield since + number * DAY


def _weight(figures, calendar, day):
    weekdays = figures["weekdays"]
    weight = weekdays[min(day.weekday(), len(weekdays) - 1)]
    weight *= figures["months"].get(str(day.month), 1)
    for first, last, factor in figures["periods"]:
        if date.fromisoformat(first) <= day <= date.fromisoformat(last):
            weight *= factor
    yesterday = day - DAY
    if yesterday.weekday() < 5 and not calendar.is_working_day(yesterday):
        weight *= figures["after_closed_day"]
    return weight


def moment(draw, figures, day, channel):
    """When a dossier of `day` is filed: an aware datetime in legal time.

    Who files online does so in the evening too, and on Sunday for Monday.
    """
    outside = channel == "online" and draw.chance(
        figures["online_outside_office_hours"]
    )
    minute = draw.interval(figures["evening_hours" if outside else "office_hours"])
    sunday = day.weekday() == 0 and draw.chance(figures["sunday_before_monday"])
    if outside and sunday:
        day -= DAY
    second = timedelta(minutes=minute, seconds=draw.randrange(60))
    return datetime.combine(day, time(), clock.ZONE) + second
