"""A läsår: how it is written, when it begins, and which one a new plan is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class SchoolYear:
    """A läsår such as 2026/27, by the year in which it starts."""

    start: int

    @classmethod
    def parse(cls, text: str) -> SchoolYear:
        """Read `2026/27`; ValueError if it is not one läsår."""
        match = re.fullmatch(r"(20[0-9]{2})/([0-9]{2})", text)
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError(text)
        return cls(int(match[1]))

    @classmethod
    def proposed(cls, today: date) -> SchoolYear:
        """Return the läsår that a plan begun *today* is for: from June on, the coming one."""
        june = 6
        return cls(today.year if today.month >= june else today.year - 1)

    @property
    def first_day(self) -> date:
        """The proposed first day of the plan."""
        return date(self.start, 8, 1)

    @property
    def last_day(self) -> date:
        """The proposed last day: the numbers are needed all summer, the time of greatest risk."""
        return date(self.start + 1, 8, 31)

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02}"
