"""What of a grievance has a term, from when, and what ends it."""

import csv
import pathlib
import re
from datetime import datetime

import pytest
from onestop_complaint_core import complaint_phases as ph
from onestop_complaint_core import complaint_workflow as wf
from onestop_complaint_core.complaint_kind import KINDS
from onestop_complaint_core.complaint_phases import Traits
from onestop_complaint_core.phase_sentences import sentences_since
from onestop_procedure_core.clock_sentences import FACTS, fields

DATA = pathlib.Path(__file__).parents[2] / "addons" / "onestop_complaint" / "data"
SETS = ("rule_set_2011_2018.xml", "rule_set_2026_07.xml")

# Written out by hand from domain, §4: kind, state → what is to be done, by which rule.
RUNNING = """
reflection,registered,transfer=reflection_transfer_days answer=reflection_answer_days
reflection,accepted,answer=reflection_answer_days
reflection,resolved,answer=reflection_answer_days
complaint,registered,acceptance=complaint_acceptance_days
complaint,accepted,resolution=complaint_first_days suspension_notice=complaint_suspension_notice_days
complaint,suspended,resolution=complaint_first_days suspension_notice=complaint_suspension_notice_days
complaint,resolved,decision=complaint_first_decision_days
complaint,discontinued,discontinuance_notice=complaint_discontinuance_notice_days
denunciation,registered,verification=denunciation_verification_days transfer=denunciation_transfer_days
denunciation,accepted,acceptance_notice=denunciation_acceptance_notice_days resolution=denunciation_days
denunciation,suspended,acceptance_notice=denunciation_acceptance_notice_days resolution=denunciation_days
denunciation,resolved,conclusion=denunciation_conclusion_days handling=denunciation_handling_days publication=denunciation_publication_days
"""
EXPECTED = {
    (kind, state): dict(one.split("=") for one in rules.split())
    for kind, state, rules in csv.reader(RUNNING.strip().splitlines())
}


@pytest.mark.parametrize("state", wf.STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_these_terms_in_each_state(kind, state):
    traits = Traits(kind, state)
    running = {one.code: one.rule_of(traits) for one in ph.PHASES if one.runs(traits)}
    asked = "reflection" if kind == "petition" else kind
    assert running == EXPECTED.get((asked, state), {})


@pytest.mark.article("Law on Denunciations", "25")
def test_information_has_no_clock():
    assert not any("information" in phase.kinds for phase in ph.PHASES)


@pytest.mark.article("Law on Complaints", "37")
@pytest.mark.article("Law on Complaints", "41")
def test_a_second_complaint_has_terms_of_its_own_and_its_decision_is_published():
    accepted = Traits("complaint", "accepted", second=True)
    resolution = ph.find("resolution", "complaint")
    assert resolution.rule_of(accepted) == "complaint_second_days"
    assert resolution.longer_of(accepted) == "complaint_second_complex_days"
    remote = Traits("complaint", "accepted", second=True, remote=True)
    assert resolution.rule_of(remote) == "complaint_second_remote_days"
    assert resolution.longer_of(remote) == "complaint_second_remote_complex_days"
    first = Traits("complaint", "accepted", remote=True)
    assert resolution.rule_of(first) == "complaint_first_remote_days"
    resolved = Traits("complaint", "resolved", second=True)
    begun = ph.begun("resolve", accepted, resolved)
    assert [(one.code, one.rule_of(resolved)) for one in begun] == [
        ("decision", "complaint_second_decision_days"),
        ("publication", "complaint_publication_days"),
    ]


def codes(action, before, after):
    return [phase.code for phase in ph.begun(action, before, after)]


def test_what_begins_with_each_action():
    denunciation = {
        state: Traits("denunciation", state) for state in ("registered", "accepted")
    }
    assert codes("file", None, denunciation["registered"]) == [
        "verification",
        "transfer",
    ]
    assert codes("accept", *denunciation.values()) == [
        "acceptance_notice",
        "resolution",
    ]
    complaint = {
        state: Traits("complaint", state)
        for state in ("accepted", "suspended", "discontinued")
    }
    suspended = complaint["suspended"]
    assert codes("suspend", complaint["accepted"], suspended) == ["suspension_notice"]
    assert codes("resume", suspended, complaint["accepted"]) == []
    assert codes("discontinue", suspended, complaint["discontinued"]) == [
        "discontinuance_notice"
    ]
    assert codes("withdraw", suspended, Traits("complaint", "withdrawn")) == []


def test_another_kind_is_counted_anew_and_another_class_is_not():
    reflection = Traits("reflection", "accepted", "conduct")
    assert codes("classify", reflection, Traits("complaint", "registered")) == [
        "acceptance"
    ]
    assert codes("classify", reflection, Traits("information", "registered")) == []
    within = Traits("reflection", "accepted", "within")
    assert codes("classify", reflection, within) == []


def test_what_turns_out_to_be_outside_competence_is_to_be_passed_on():
    transfer = ph.find("transfer", "reflection")
    new = Traits("reflection", "registered")
    conduct = Traits("reflection", "accepted", "conduct")
    outside = Traits("reflection", "accepted", "outside")
    assert transfer.runs(new) and transfer.is_provisional(new)
    assert not transfer.runs(conduct)
    assert transfer.runs(outside) and not transfer.is_provisional(outside)
    assert codes("classify", conduct, outside) == ["transfer"]
    # It ran already.
    known = Traits("reflection", "registered", "outside")
    assert codes("classify", new, known) == []
    denunciation = ph.find("transfer", "denunciation")
    assert denunciation.is_provisional(Traits("denunciation", "registered"))
    assert not denunciation.runs(Traits("denunciation", "accepted"))


@pytest.mark.article("Law on Denunciations", "24")
@pytest.mark.article("Law on Denunciations", "30")
def test_what_makes_a_term_longer():
    longer = {
        (phase.code, kind): (phase.longer_of(Traits(kind, "accepted")), phase.adds)
        for phase in ph.PHASES
        for kind in phase.kinds
        if phase.longer
    }
    assert longer == {
        ("resolution", "complaint"): ("complaint_first_complex_days", False),
        ("verification", "denunciation"): (
            "denunciation_verification_places_days",
            False,
        ),
        ("resolution", "denunciation"): ("denunciation_extension_days", True),
    }
    resolution = ph.find("resolution", "denunciation")
    assert ph.extensions_allowed(resolution, "complex") == (
        "denunciation_extensions_complex"
    )
    assert ph.extensions_allowed(resolution, "special") == (
        "denunciation_extensions_special"
    )
    assert ph.extensions_allowed(ph.find("resolution", "complaint"), None) == 1


def test_how_a_term_ends():
    due = datetime(2026, 3, 16, 10)
    before, after = datetime(2026, 3, 16, 10), datetime(2026, 3, 16, 10, 1)
    for fulfilled, moot, ended, expected in (
        (True, False, before, "on_time"),
        (True, False, after, "late"),
        # Withdrawn: nothing was late but what was late already.
        (False, False, before, "void"),
        (False, False, after, "late"),
        # Not ours to pass on, or another kind since.
        (False, True, after, "void"),
        (True, True, after, "late"),
    ):
        assert ph.result(fulfilled, moot, due, ended) == expected
    assert ph.result(False, False, None, after) == "void"


def test_the_first_date_counts_and_no_perhaps():
    early, late = datetime(2026, 3, 13), datetime(2026, 3, 18)
    rows = [("verification", late, False), ("transfer", early, True)]
    assert ph.current(rows) == ("verification", late)
    rows = [("handling", late, False), ("conclusion", early, False)]
    assert ph.current(rows) == ("conclusion", early)
    assert ph.current([("resolution", None, False)]) == (None, None)
    assert ph.current([]) == (None, None)


@pytest.mark.parametrize("name", SETS)
def test_every_rule_that_a_term_names_is_in_the_rule_sets(name):
    text = (DATA / name).read_text()
    keys = set(re.findall(r'name="key">(\w+)<', text))
    named = set()
    for phase in ph.PHASES:
        for kind in phase.kinds:
            for second in (False, True):
                for remote in (False, True):
                    traits = Traits(kind, "accepted", None, second, remote)
                    named |= {phase.rule_of(traits), phase.longer_of(traits)}
    named |= {*ph.COMPLEXITIES.values(), *ph.LAW_OF.values(), ph.GROUNDS_RULE}
    since_2026 = {*ph.LAW_OF.values(), ph.GROUNDS_RULE}
    assert named - {None} - keys == (since_2026 if "2011" in name else set())


def test_every_term_of_the_rule_sets_has_its_phase_or_is_known_to_have_none():
    text = (DATA / SETS[1]).read_text()
    keys = set(re.findall(r'name="key">(\w+_days)<', text))
    reached = {
        key
        for phase in ph.PHASES
        for kind in phase.kinds
        for second in (False, True)
        for remote in (False, True)
        for traits in [Traits(kind, "accepted", None, second, remote)]
        for key in (phase.rule_of(traits), phase.longer_of(traits))
    }
    assert keys - reached == {
        # The person's own terms, and a dialogue that no action tells of.
        "complaint_filing_days",
        "complaint_second_filing_days",
        "complaint_dialogue_notice_days",
    }


def test_every_action_that_fulfils_or_begins_a_term_is_one():
    assert {ph.RECORD, *ph.EVENTS} - {ph.IN_FORM} <= set(wf.CODES)
    for phase in ph.PHASES:
        assert phase.fulfilled_by <= set(wf.CODES)
        assert phase.states <= set(wf.STATES)
        for kind in phase.kinds:
            for action in phase.fulfilled_by:
                # Wherever it runs to its end somebody can do it.
                assert any(wf.find(action, state, kind) for state in phase.states)


def test_the_grounds_are_those_of_the_rule():
    text = (DATA / SETS[1]).read_text()
    value = re.search(
        rf'{ph.GROUNDS_RULE}</field>.*?name="value"\s*>(.*?)<', text, re.S
    )
    assert re.findall(r"\w+", value[1]) == list(ph.GROUNDS)


@pytest.mark.parametrize("event", ph.EVENTS)
def test_a_term_says_what_the_clock_says_in_words_of_its_own(event):
    for code, sentence in sentences_since(event).items():
        assert sentence.keys() == {"en", "vi"}
        assert fields(sentence) == fields({"en": sentence["vi"]}), code
        assert fields(sentence) <= fields(FACTS[code]), code


def test_no_words_of_dossiers_and_no_hour_of_a_filing_are_in_it():
    for event in ph.EVENTS:
        sentences = sentences_since(event)
        assert "{at:day}" in sentences["received"]["vi"]
        for code, sentence in sentences.items():
            assert "hồ sơ" not in sentence["vi"], code
            assert "ngày hẹn" not in sentence["vi"], code
            assert "dossier" not in sentence["en"], code
