"""Every word that our addons show is said in Vietnamese too."""

import io
import os
import pathlib
import re

import polib
import pytest

ROOT = pathlib.Path(__file__).parents[2]
OURS = sorted(path.parent.name for path in (ROOT / "addons").glob("*/__manifest__.py"))
# Names, numbers and formulas that are written alike in both languages. The layout of
# the files leaves the translation of such a term empty.
ALIKE = frozenset(
    (pathlib.Path(__file__).parent / "alike_in_vietnamese.txt").read_text().splitlines()
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|(?<!\{)\{\w+\}")


@pytest.fixture(scope="module")
def env():
    import odoo.api
    from odoo.modules.registry import Registry
    from odoo.tests.common import get_db_name

    with Registry(get_db_name()).cursor() as cr:
        yield odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        cr.rollback()


@pytest.mark.parametrize("addon", OURS)
def test_the_vietnamese_of_an_addon_is_complete(addon, env):
    terms = _terms(addon, env)
    path = ROOT / "addons" / addon / "i18n" / "vi.po"
    if not terms and not path.exists():
        return
    known = polib.pofile(str(path)) if path.exists() else polib.POFile()
    findings = [
        *_missing(terms, known),
        *_faults(known),
        *_gone(terms, known),
        *_untold(terms, known),
    ]
    if findings:
        whole = _write_whole(addon, terms, known)
        pytest.fail(
            f"{path.relative_to(ROOT)} is not complete. A file that has every term, "
            f"with those translated so far, was written to {whole}: translate what is "
            "empty in it and put it in place.\n" + "\n".join(findings),
            pytrace=False,
        )


def _terms(addon, env):
    """{term: entry} that Odoo would export for the addon."""
    from odoo.tools.translate import trans_export

    buffer = io.BytesIO()
    if not trans_export(None, [addon], buffer, "po", env):
        return {}
    return {entry.msgid: entry for entry in polib.pofile(buffer.getvalue().decode())}


def _missing(terms, known):
    there = {entry.msgid for entry in known if not entry.obsolete}
    for term in terms:
        if term not in there:
            yield f"vi.po:1: missing: {term!r}"


def _faults(known):
    for entry in known:
        if entry.obsolete:
            continue
        where = f"vi.po:{entry.linenum}"
        if not entry.msgstr.strip() and entry.msgid not in ALIKE:
            yield f"{where}: not translated: {entry.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"{where}: fuzzy, so not used: {entry.msgid!r}"
        elif entry.msgstr and sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(
            PLACEHOLDER.findall(entry.msgstr)
        ):
            yield f"{where}: the placeholders differ: {entry.msgid!r}, {entry.msgstr!r}"


def _gone(terms, known):
    for entry in known:
        if not entry.obsolete and entry.msgid not in terms:
            yield f"vi.po:{entry.linenum}: no longer in the addon: {entry.msgid!r}"


def _untold(terms, known):
    # What is shown from the database is translated where the file says that it stands.
    for entry in known:
        if not entry.obsolete and entry.msgid in terms:
            for place in _places(terms[entry.msgid]) - _places(entry):
                yield f"vi.po:{entry.linenum}: {entry.msgid!r} stays English in {place}"


def _places(entry):
    return {place for place, _line in entry.occurrences if place.startswith("model")}


def _write_whole(addon, terms, known):
    """The present terms with the translations there are, to be filled in."""
    translated = {entry.msgid: entry.msgstr for entry in known if not entry.obsolete}
    whole = polib.POFile()
    whole.metadata = {
        "Project-Id-Version": "Odoo Server 19.0",
        "Language": "vi",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for term, entry in terms.items():
        entry.msgstr = translated.get(term, "")
        whole.append(entry)
    path = pathlib.Path(os.environ["ONESTOP_HOME"], "i18n", addon, "vi.po")
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.save(str(path))
    return path


def test_a_missing_empty_fuzzy_or_foreign_term_is_seen():
    terms = {term: polib.POEntry(msgid=term) for term in ("A", "B %(x)s", "C", "D")}
    terms["A"].occurrences = [
        ("model_terms:ir.ui.view,arch_db:o.v", ""),
        ("code:o", "0"),
    ]
    known = polib.POFile()
    known.append(polib.POEntry(msgid="A", msgstr=" "))
    known.append(polib.POEntry(msgid="B %(x)s", msgstr="B %(y)s"))
    known.append(polib.POEntry(msgid="C", msgstr="c", flags=["fuzzy"]))
    known.append(polib.POEntry(msgid="E", msgstr="e"))
    assert len([*_missing(terms, known)]) == 1
    assert len([*_faults(known)]) == 3
    assert len([*_gone(terms, known)]) == 1
    [untold] = _untold(terms, known)
    assert (
        untold == "vi.po:None: 'A' stays English in model_terms:ir.ui.view,arch_db:o.v"
    )
