"""A figure says its bound and whether it is met; the command fails where one is not."""

import pytest

from bench.figure import Figure
from cli import bench
from cli.refusal import Refusal


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("queries", 148, "queries", 150), "queries\t148\tqueries\t≤ 150\tok"),
        (Figure("queries", 151, "queries", 150), "queries\t151\tqueries\t≤ 150\tshort"),
        (Figure("lives", 4.96, "1/s", 5, True), "lives\t4.96\t1/s\t≥ 5\tshort"),
        (Figure("list", 12.34, "ms"), "list\t12.3\tms\t-\tok"),
        (Figure("rows", 3779095, "rows"), "rows\t3779095\trows\t-\tok"),
    ],
)
def test_a_figure_is_a_line_of_five_words(figure, line):
    assert str(figure) == line


def test_one_short_figure_fails_the_command(capsys):
    lines = ["· measuring …", "a\t1\tms\t≤ 2\tok", "b\t3\tms\t≤ 2\tshort"]
    assert bench._tell(lines[:2]) == 0
    assert bench._tell(lines) == 1
    assert capsys.readouterr().out.splitlines()[-1] == lines[-1]


def test_a_bench_without_a_figure_is_no_success():
    with pytest.raises(Refusal, match="without a figure"):
        bench._tell(["· measuring …"])


def test_an_unknown_name_is_told_which_benches_there_are():
    with pytest.raises(
        Refusal, match=r"no bench 'lifecicle'.*generate, law, lifecycle"
    ):
        bench.run(None, "lifecicle")


def test_a_number_of_rows_is_one():
    with pytest.raises(Refusal, match="--rows is 0"):
        bench.run(None, "lifecycle", 0)
