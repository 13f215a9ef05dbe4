"""The hash chain of the journal: every falsification is found, and named."""

import functools
import hashlib
import itertools
import tracemalloc
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from onestop_dossier_core import journal_chain as jc
from onestop_dossier_core.journal_chain import Entry

KEY = bytes(range(32))
FILE = "onestop.dossier,42"
START = datetime(2026, 10, 8, 7, 30)


def make_row(number, **changes):
    return {
        "file": FILE,
        "when": START + timedelta(hours=number),
        "who": "Nguyễn Văn A",
        "who_id": 7,
        "what": "complete_step",
        "from": "processing",
        "to": "processing",
        "reason": f"bước {number}",
        **changes,
    }


@functools.cache
def written(length, file):
    if not length:
        return ()
    before = written(length - 1, file)
    head = before[-1].link if before else jc.genesis(file)
    row = make_row(length, file=file)
    return (*before, Entry(100 + length, row, jc.link(KEY, head, row)))


def make_file(length, file=FILE):
    """Return the entries of a file and its head; the ids are 101, 102 …"""
    entries = list(written(length, file))
    return entries, entries[-1].link if entries else jc.genesis(file)


def named(entries, count, head, file=FILE, key=KEY):
    return [
        (finding.kind, finding.position, finding.row_id)
        for finding in jc.verify(key, file, iter(entries), count, head)
    ]


def with_row(entry, **changes):
    return entry._replace(row={**entry.row, **changes})


# A file and one of its rows, drawn so that the first and the last are often hit.
@st.composite
def file_and_place(draw, least=1):
    length = draw(st.integers(least, 12))
    return length, draw(st.integers(0, length - 1))


# --- the bytes of a row ---------------------------------------------------------------

plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.datetimes(),
    st.dates(),
)
rows = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4), plain, max_size=4
)


def typed(row):
    """A row as Python tells it apart: True is not 1, a date is not a datetime."""
    return {name: (type(value), value) for name, value in row.items()}


@given(rows, rows)
def test_two_different_rows_never_give_the_same_bytes(one, other):
    assert (jc.row_bytes(one) == jc.row_bytes(other)) == (typed(one) == typed(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": "1"}),
        ({"a": None}, {"a": ""}),
        ({"a": None}, {}),
        ({"a": "b", "c": "d"}, {"a": "bc", "": "d"}),
        ({"ab": "c"}, {"a": "bc"}),
        ({"a": date(2026, 1, 1)}, {"a": datetime(2026, 1, 1)}),
        ({"a": date(2026, 1, 1)}, {"a": "2026-01-01"}),
        ({"a": datetime(2026, 1, 1)}, {"a": datetime(2026, 1, 1, 0, 0, 0, 1)}),
        ({"a": "é"}, {"a": "e\u0301"}),
    ],
)
def test_rows_that_look_alike_stay_apart(one, other):
    assert jc.row_bytes(one) != jc.row_bytes(other)


def test_the_bytes_of_a_row_are_fixed_for_ever():
    row = {"who": "An", "n": 1, "at": datetime(2026, 10, 8, 7, 30), "x": None}
    assert jc.row_bytes(row) == (
        b"\x01"
        b"k\x00\x00\x00\x02att\x00\x00\x00\x1a2026-10-08T07:30:00.000000"
        b"k\x00\x00\x00\x01ni\x00\x00\x00\x011"
        b"k\x00\x00\x00\x03whos\x00\x00\x00\x02An"
        b"k\x00\x00\x00\x01xn\x00\x00\x00\x00"
    )


def test_the_order_of_names_does_not_matter():
    assert jc.row_bytes({"a": 1, "b": 2}) == jc.row_bytes({"b": 2, "a": 1})


def test_what_has_no_one_way_to_be_written_is_refused():
    for value in (1.5, b"x", ["x"], {"x": 1}):
        with pytest.raises(TypeError):
            jc.row_bytes({"a": value})
    with pytest.raises(ValueError):
        jc.row_bytes({"a": datetime(2026, 1, 1, tzinfo=timezone.utc)})


# --- links ----------------------------------------------------------------------------


def test_a_link_carries_its_position_and_depends_on_key_row_and_link_before():
    first = jc.genesis(FILE)
    assert jc.position_of(first) == 0
    link = jc.link(KEY, first, make_row(1))
    assert jc.position_of(link) == 1
    assert link == jc.link(KEY, first, make_row(1))
    assert link != jc.link(bytes(32), first, make_row(1))
    assert link != jc.link(KEY, first, make_row(2))
    second = jc.link(KEY, link, make_row(2))
    assert jc.position_of(second) == 2
    other = jc.link(KEY, first, make_row(1, reason="khác"))
    assert jc.link(KEY, other, make_row(2)) != second


def test_the_same_row_in_another_file_has_another_link():
    other = "onestop.dossier,43"
    assert jc.genesis(FILE) != jc.genesis(other)
    with pytest.raises(ValueError):
        jc.link(KEY, jc.genesis(other), make_row(1))


@pytest.mark.parametrize("previous", ["", None, "0", "1:0:abc", "2:1:x", "1:1"])
def test_only_a_link_can_be_followed(previous):
    with pytest.raises(ValueError):
        jc.link(KEY, previous, make_row(1))


def test_a_short_key_is_refused():
    with pytest.raises(ValueError):
        jc.link(b"secret", jc.genesis(FILE), make_row(1))


def test_a_leaf_is_the_hash_of_salt_and_row():
    salt, row = bytes(range(16)), {"a": "b"}
    data = salt + b"\x01k\x00\x00\x00\x01as\x00\x00\x00\x01b"
    assert jc.leaf(salt, row) == hashlib.sha256(data).hexdigest()
    with pytest.raises(ValueError):
        jc.leaf(b"short", row)


def test_salts_have_128_bits_and_never_repeat():
    salts = {jc.new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {16}


# --- what is found --------------------------------------------------------------------


@given(st.integers(0, 12))
def test_nothing_is_found_in_a_file_as_it_was_written(length):
    entries, head = make_file(length)
    assert named(entries, length, head) == []


@pytest.mark.parametrize("field", sorted(set(make_row(1)) - {"when", "file"}))
@given(file_and_place())
def test_an_edited_field_is_found_and_its_row_named(field, drawn):
    length, place = drawn
    entries, head = make_file(length)
    entries[place] = with_row(entries[place], **{field: "sửa"})
    assert named(entries, length, head) == [("edited", place + 1, 101 + place)]


@given(file_and_place())
def test_a_field_that_was_added_or_dropped_is_an_edit(drawn):
    length, place = drawn
    entries, head = make_file(length)
    whole = entries[place]
    found = [("edited", place + 1, 101 + place)]
    entries[place] = with_row(whole, extra=None)
    assert named(entries, length, head) == found
    short = {name: value for name, value in whole.row.items() if name != "reason"}
    entries[place] = whole._replace(row=short)
    assert named(entries, length, head) == found


@given(file_and_place(), st.data())
def test_a_link_with_one_character_changed_is_an_edit(drawn, data):
    length, place = drawn
    entries, head = make_file(length)
    link = entries[place].link
    at = data.draw(st.integers(0, len(link) - 1))
    character = data.draw(st.sampled_from("0123456789abcdef:xé"))
    assume(character != link[at])
    forged = link[:at] + character + link[at + 1 :]
    entries[place] = entries[place]._replace(link=forged)
    assert named(entries, length, head) == [("edited", place + 1, 101 + place)]


@given(file_and_place(), st.sampled_from([None, "", "1:2:3", jc.genesis(FILE)]))
def test_a_link_that_is_no_link_is_an_edit(drawn, link):
    length, place = drawn
    entries, head = make_file(length)
    entries[place] = entries[place]._replace(link=link)
    assert named(entries, length, head) == [("edited", place + 1, 101 + place)]


@given(file_and_place(), st.timedeltas(timedelta(microseconds=1), timedelta(days=900)))
def test_a_back_dated_row_is_found_and_named_so(drawn, earlier):
    length, place = drawn
    entries, head = make_file(length)
    when = entries[place].row["when"] - earlier
    entries[place] = with_row(entries[place], when=when)
    assert named(entries, length, head) == [("back_dated", place + 1, 101 + place)]


def test_a_row_that_was_written_with_a_time_before_the_one_above_is_back_dated():
    entries, head = make_file(3)
    row = make_row(1)
    head = jc.link(KEY, head, row)
    entries.append(Entry(104, row, head))
    assert named(entries, 4, head) == [("back_dated", 4, 104)]


def test_rows_of_one_moment_are_in_order():
    first = jc.link(KEY, jc.genesis(FILE), make_row(1))
    second = jc.link(KEY, first, make_row(1, what="accept"))
    entries = [
        Entry(1, make_row(1), first),
        Entry(2, make_row(1, what="accept"), second),
    ]
    assert named(entries, 2, second) == []


@given(file_and_place(least=2))
def test_a_removed_row_is_found_and_its_number_named(drawn):
    length, place = drawn
    assume(place < length - 1)
    entries, head = make_file(length)
    del entries[place]
    assert named(entries, length, head) == [("removed", place + 1, None)]


@given(st.integers(3, 12), st.data())
def test_every_row_of_a_removed_run_is_named(length, data):
    first = data.draw(st.integers(1, length - 2))
    last = data.draw(st.integers(first, length - 1))
    entries, head = make_file(length)
    del entries[first - 1 : last]
    assert named(entries, length, head) == [
        ("removed", position, None) for position in range(first, last + 1)
    ]


@given(file_and_place())
def test_a_cut_tail_is_found(drawn):
    length, left = drawn
    entries, head = make_file(length)
    found = [("tail_cut", left + 1, None)]
    assert named(entries[:left], length, head) == found
    # Whoever also lowers the count, or sets the head back, is found by the other.
    assert named(entries[:left], left, head) == found
    earlier = entries[left - 1].link if left else jc.genesis(FILE)
    assert named(entries[:left], length, earlier) == found


@given(st.integers(2, 12), st.data())
def test_two_swapped_rows_are_found_and_named(length, data):
    one = data.draw(st.integers(0, length - 2))
    other = data.draw(st.integers(one + 1, length - 1))
    entries, head = make_file(length)
    entries[one], entries[other] = entries[other], entries[one]
    found = named(entries, length, head)
    swapped = {("reordered", one + 1, 101 + one), ("reordered", other + 1, 101 + other)}
    if other - one == 1:
        # Of two neighbours, moving either one explains what is seen.
        assert len(found) == 1 and set(found) < swapped
    elif other - one == 2:
        # 3 2 1: any two of them were moved.
        assert len(found) == 2 and set(found) & swapped
    else:
        assert set(found) == swapped and len(found) == 2


@given(st.integers(2, 12), st.data())
def test_a_row_that_was_moved_is_found_and_named(length, data):
    origin = data.draw(st.integers(0, length - 1))
    target = data.draw(st.integers(0, length - 1))
    assume(abs(origin - target) > 1)
    entries, head = make_file(length)
    entries.insert(target, entries.pop(origin))
    assert named(entries, length, head) == [("reordered", origin + 1, 101 + origin)]


@given(st.integers(2, 12), st.data())
def test_contents_exchanged_between_two_rows_are_found_in_both(length, data):
    one = data.draw(st.integers(0, length - 2))
    other = data.draw(st.integers(one + 1, length - 1))
    entries, head = make_file(length)
    a, b = entries[one], entries[other]
    entries[one], entries[other] = a._replace(row=b.row), b._replace(row=a.row)
    assert named(entries, length, head) == [
        ("back_dated", one + 1, 101 + one),
        ("back_dated", other + 1, 101 + other),
    ]


@pytest.mark.parametrize("link", ["nothing", "stolen", "other key"])
@given(drawn=file_and_place(), after=st.booleans())
def test_an_inserted_row_is_found_and_named(link, drawn, after):
    length, place = drawn
    entries, head = make_file(length)
    links = {
        "nothing": None,
        "stolen": entries[place].link,
        "other key": jc.link(bytes(32), jc.genesis(FILE), make_row(1)),
    }
    forged = Entry(999, make_row(place + 1, reason="thêm"), links[link])
    entries.insert(place + after, forged)
    ((kind, _position, row_id),) = named(entries, length, head)
    assert (kind, row_id) == ("inserted", 999)


@given(file_and_place(), st.data())
def test_a_copy_of_a_row_is_an_insertion(drawn, data):
    length, place = drawn
    at = data.draw(st.integers(place + 1, length))
    entries, head = make_file(length)
    entries.insert(at, entries[place]._replace(id=999))
    assert named(entries, length, head) == [("inserted", place + 1, 999)]


def test_a_row_that_was_taken_from_another_file_is_found_in_both():
    here, head = make_file(4)
    there, head_there = make_file(4, file="onestop.dossier,43")
    moved = there.pop(1)
    here.insert(2, with_row(moved, file=FILE))
    assert named(here, 4, head) == [("inserted", 3, 102)]
    assert named(there, 4, head_there, file="onestop.dossier,43") == [
        ("removed", 2, None)
    ]


def test_a_row_that_once_stood_there_cannot_replace_the_one_that_does():
    entries, head = make_file(4)
    # The tail was cut, the application wrote on, and the old row comes back.
    cut = entries[:2]
    link = entries[1].link
    for number in (3, 4):
        row = make_row(number, what="decide")
        link = jc.link(KEY, link, row)
        cut.append(Entry(200 + number, row, link))
    assert named(cut, 4, link) == []
    cut[2] = entries[2]
    assert named(cut, 4, link) == [("edited", 4, 204)]


def test_a_row_that_the_file_never_counted_is_named():
    entries, head = make_file(4)
    assert named(entries, 3, entries[2].link) == [("inserted", 4, 104)]


@given(st.integers(0, 6), st.sampled_from(["", "rubbish", "1:0:" + "0" * 64]))
def test_a_head_that_is_not_the_last_link_is_found(length, head):
    entries, _head = make_file(length)
    assert named(entries, length, head) == [("edited", length, None)]


def test_a_head_that_was_set_back_alone_is_found():
    entries, _head = make_file(4)
    assert named(entries, 4, entries[2].link) == [("edited", 4, None)]


def test_with_another_key_every_row_is_named():
    entries, head = make_file(5)
    found = named(entries, 5, head, key=bytes(32))
    assert [row_id for _kind, _position, row_id in found] == [101, 102, 103, 104, 105]


@given(st.integers(4, 10), st.data())
def test_several_falsifications_at_once_are_all_found(length, data):
    places = data.draw(
        st.lists(st.integers(0, length - 1), min_size=2, max_size=4, unique=True)
    )
    acts = {place: data.draw(st.sampled_from(["edit", "date"])) for place in places}
    entries, head = make_file(length)
    for place, act in acts.items():
        change = {"reason": "sửa"} if act == "edit" else {"when": START}
        entries[place] = with_row(entries[place], **change)
    kinds = {"edit": "edited", "date": "back_dated"}
    assert named(entries, length, head) == [
        (kinds[acts[place]], place + 1, 101 + place) for place in sorted(places)
    ]


@given(st.permutations(range(8)), st.integers(0, 8))
def test_any_disorder_at_all_is_found(order, left):
    entries, head = make_file(8)
    shuffled = [entries[index] for index in order][:left]
    found = named(shuffled, 8, head)
    assert bool(found) == (shuffled != entries)
    lost = {position for kind, position, _row in found if kind == "removed"}
    assert not lost & {index + 1 for index in order[:left]}


def test_a_row_that_was_moved_before_a_gap_and_a_cut_tail_are_told_apart():
    entries, head = make_file(6)
    moved = [entries[0], entries[3], entries[1]]
    assert named(moved, 6, head) == [
        ("reordered", 4, 104),
        ("removed", 3, None),
        ("tail_cut", 5, None),
    ]


def test_each_kind_says_itself_in_a_sentence():
    entries, head = make_file(6)
    entries[0] = with_row(entries[0], reason="sửa")
    entries[1] = with_row(entries[1], when=START)
    del entries[4:]
    entries[2:4] = [entries[3]]
    sentences = [finding.sentence for finding in jc.verify(KEY, FILE, entries, 6, head)]
    assert sentences == [
        "onestop.dossier,42: row 101 (no. 1) is not as it was written.",
        "onestop.dossier,42: row 102 (no. 2) does not bear the time at which it was written.",
        "onestop.dossier,42: row no. 3 is gone.",
        "onestop.dossier,42: the last rows, from no. 5 to no. 6, are gone.",
    ]


def test_a_long_file_is_read_as_a_stream_in_constant_memory(monkeypatch):
    monkeypatch.setattr(jc, "MEMORY", 20)

    def entries(length, broken):
        head = jc.genesis(FILE)
        for number in range(1, length + 1):
            row = make_row(number)
            head = jc.link(KEY, head, row)
            yield Entry(number, row, "rubbish" if broken else head)

    def peak(length, broken):
        tracemalloc.start()
        findings = jc.verify(KEY, FILE, entries(length, broken), length, "rubbish")
        found = sum(1 for _finding in findings)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found, size

    for broken in (True, False):
        peak(10, broken)
        short, long = peak(100, broken), peak(600, broken)
        assert (short[0], long[0]) == ((100, 600) if broken else (1, 1))
        assert long[1] < short[1] * 1.2


def test_findings_come_while_the_file_is_still_being_read():
    entries, head = make_file(3)
    entries[0] = with_row(entries[0], reason="sửa")
    endless = itertools.chain(entries[:2], iter(lambda: pytest.fail("read on"), None))
    assert next(jc.verify(KEY, FILE, endless, 3, head)).position == 1
