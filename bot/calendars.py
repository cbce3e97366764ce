"""The working calendar: official days off and make-up days, the company's own, weekends beyond."""

from datetime import date, timedelta

from chinese_calendar import constants

from bot.company.rules import CompanyRules
from core.workdays import Calendar


def calendar_of(rules: CompanyRules) -> Calendar:
    """The calendar of a company; past the library's last year only weekends are known."""
    holidays = set(constants.holidays) - rules.makeups | rules.holidays
    makeups = set(constants.workdays) - rules.holidays | rules.makeups
    last = max(day.year for day in constants.holidays)
    return Calendar(frozenset(holidays), frozenset(makeups), date(last, 12, 31))


def is_covered(calendar: Calendar, day: date) -> bool:
    """Whether the official lists reach `day`; from mid-November on they should reach next year."""
    return day + timedelta(days=45) <= calendar.known_until
