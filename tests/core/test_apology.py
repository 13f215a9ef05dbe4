"""What an apology says before anybody has changed it."""

from onestop_dossier_core.apology import LateStep, reason, words

DONE = LateStep("Thẩm định", "Sở Xây dựng", "6 giờ làm việc", False)
OPEN = LateStep("Cho ý kiến", "Công an tỉnh", "142 giờ 25 phút làm việc", True)
IN_TIME = LateStep("Ký", "Sở Xây dựng", "", True)


def test_the_reason_names_what_is_late_where_and_how_long():
    assert reason([DONE, OPEN, IN_TIME]) == (
        "Bước “Thẩm định” tại Sở Xây dựng chậm 6 giờ làm việc; bước “Cho ý kiến” tại "
        "Công an tỉnh chậm 142 giờ 25 phút làm việc, chưa xong."
    )


def test_where_nothing_is_late_yet_it_says_where_the_dossier_is():
    assert reason([IN_TIME]) == (
        "Hồ sơ đang ở bước “Ký” tại Sở Xây dựng và cần thêm thời gian để giải quyết "
        "xong."
    )
    assert reason([]) == "Hồ sơ cần thêm thời gian để giải quyết xong."


def test_the_apology_speaks_to_whom_it_goes():
    assert words("Sở Xây dựng").startswith("Sở Xây dựng xin lỗi Ông/Bà vì")
    assert "Ông/Bà" not in words("Sở Xây dựng", organisation=True)
