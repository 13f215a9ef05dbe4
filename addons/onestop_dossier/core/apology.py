"""The words of an apology as they are proposed; whoever signs it changes them.

Vietnamese, as the forms of the law are, whatever language anybody reads. They name
steps and departments, never a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LateStep:
    """`time`: by how much it is late, in words; empty where it is in its time.
    `open`: it is not done yet."""

    step: str
    department: str
    time: str
    open: bool

    def __str__(self):
        text = f"“{self.step}” tại {self.department}"
        if not self.time:
            return text
        return f"{text} chậm {self.time}{', chưa xong' if self.open else ''}"


def reason(steps: Iterable[LateStep]) -> str:
    """Why the date is not kept: which steps are late, where, how long. Where none is,
    where the dossier is now."""
    steps = list(steps)
    late = [str(one) for one in steps if one.time]
    if late:
        return f"Bước {'; bước '.join(late)}."
    here = [str(one) for one in steps if one.open]
    if here:
        return f"Hồ sơ đang ở bước {', bước '.join(here)} và cần thêm thời gian để giải quyết xong."
    return "Hồ sơ cần thêm thời gian để giải quyết xong."


def words(agency: str, organisation: bool = False) -> str:
    """The apology itself. `organisation`: it goes to one, and not to a person."""
    person = "Quý tổ chức" if organisation else "Ông/Bà"
    return (
        f"{agency} xin lỗi {person} vì không trả được kết quả đúng ngày đã hẹn và làm "
        f"mất thời gian của {person}. {person} không phải nộp thêm giấy tờ vì việc "
        "chậm trễ này."
    )


def supplement_words(agency: str, organisation: bool = False) -> str:
    """The apology for asking for something that the request before did not name."""
    person = "Quý tổ chức" if organisation else "Ông/Bà"
    return (
        f"{agency} xin lỗi {person} vì đã không nêu đủ nội dung cần bổ sung trong lần "
        f"yêu cầu trước và làm mất thêm thời gian của {person}."
    )


# What went wrong, by the matter of a correction.
_WENT_WRONG = {
    "wrong_result": "đã trả kết quả có sai sót",
    "lost_result": "đã làm mất kết quả giải quyết hồ sơ",
    "damaged_result": "đã làm hư hỏng kết quả giải quyết hồ sơ",
    "lost_paper": "đã làm mất giấy tờ trong hồ sơ",
    "damaged_paper": "đã làm hư hỏng giấy tờ trong hồ sơ",
}


def correction_words(agency: str, matter: str, organisation: bool = False) -> str:
    """The apology for what the agency has to make good at its own cost."""
    person = "Quý tổ chức" if organisation else "Ông/Bà"
    return (
        f"{agency} xin lỗi {person} vì {_WENT_WRONG[matter]} và làm mất thời gian của "
        f"{person}. {agency} khắc phục và chịu mọi chi phí; {person} không phải nộp thêm "
        "khoản nào."
    )
