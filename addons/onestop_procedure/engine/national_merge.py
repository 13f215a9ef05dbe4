from odoo.fields import Command

from ..core.national_file import Remark
from .part_rows import found_again, not_found, unsaid
from .version_parts import VersionParts

#: By what a row of a file is known again, the surest first; a file knows no codes.
KEYS = {
    "case_ids": (("raw",), ("name",)),
    "channel_ids": (("raw", "term_raw"), ("channel", "term_raw")),
    "fee_ids": (("channel", "raw"), ("raw",), ("kind", "channel", "condition")),
    "component_ids": (("raw",), ("name",)),
    "result_ids": (("name",),),
}
#: The same, of what is one only on both sides: its term or amount was changed.
LONE = {
    "channel_ids": (("channel",),),
    "fee_ids": (("kind", "channel"),),
    "result_ids": ((),),
}
#: What remarks call a part.
PLACES = {
    "case_ids": "truong_hop",
    "channel_ids": "hinh_thuc_nop",
    "fee_ids": "phi_le_phi",
    "component_ids": "thanh_phan_ho_so",
    "result_ids": "ket_qua",
}
#: What files say of a part. That it goes with the part is nobody's loss.
SAID = {
    "case_ids": {"name"},
    "channel_ids": {"channel", "note", "online_level"},
    "fee_ids": {"kind", "amount_kind", "amount", "unit", "channel", "condition"},
    "component_ids": {
        *("name", "case_ids", "originals", "copies", "required", "form_name", "note"),
    },
    "result_ids": {"name"},
}
#: What no file says and the import assumes of a row that is new.
ASSUMED = "online_level"


class NationalMerge:
    """Takes what a file of the national database says over into a draft.

    What the file says as the one before it is left as it is, so that what people mended
    or added stays; what it says anew is written. A part that is known again is the same
    record, with all that no file says of it. With a part that the file does not name any
    more goes what people made of it, and a remark keeps that in words.

    :param importer: the `onestop.national.importer`, in the catalogue's language
    :param version: the draft
    :param before: the `Draft` of the file that was imported last, or None
    """

    def __init__(self, importer, version, known, before):
        self._importer, self._version, self._known = importer, version, known
        self._before = before
        self._remarks = []
        #: By name in the file; a person may have named it otherwise.
        self._cases = {}

    def fill(self, draft, source):
        """Let the version say what the file says; its remarks become those of the
        version."""
        version, before = self._version, self._before
        assumed = version.import_remark_ids.filtered(
            lambda one: one.code == "online_level_assumed"
        )
        self._fill_values(draft)
        rows = self._importer._prepare_parts(draft, self._known)
        earlier = before and self._importer._prepare_parts(before, self._known)
        gone = {}
        for part in KEYS:
            meant, made, gone[part] = self._merge(
                part, rows[part], earlier and earlier[part]
            )
            if part == "case_ids":
                names = (row["name"] for row in rows[part])
                self._cases = dict(zip(names, meant, strict=True))
            if part == "channel_ids":
                self._remark_levels(meant if assumed else made)
            if part == "component_ids":
                self._remark_forms(draft.components, meant)
        # Cases last, as the others name them.
        for part in reversed(KEYS):
            self._take_out(part, gone[part])
        remarks = [*draft.remarks, *self._remarks]
        version.write(
            {
                "import_remark_ids": self._importer._prepare_remarks(remarks),
                "source_raw": source,
                "source_fingerprint": draft.fingerprint,
            }
        )
        # Refused by the database now, or not at all.
        version.env.flush_all()

    # What the version says itself

    def _fill_values(self, draft):
        importer, before = self._importer, self._before
        said = importer._prepare_values(draft)
        earlier = before and importer._prepare_values(before)
        vals = _anew(said, earlier)
        for name in vals if before else ():
            self._remark_mended(name, (earlier[name], said[name]))
        names = importer._prepare_names(draft)
        named = before and importer._prepare_names(before)
        for field, told in _anew(names, named).items():
            vals[field] = self._shared(field, told, named and named[field])
        importer._write_over(self._version, vals)

    def _remark_mended(self, name, told):
        """Keep what people wrote in place of what the file said before."""
        ours, field = self._version[name], self._version._fields[name]
        if field.type in ("char", "text") and ours and ours not in told:
            label = field._description_string(self._version.env)
            self._remarks.append(Remark("mended_replaced", label, 0, ours))

    def _shared(self, field, told, earlier):
        """What to write of records that procedures share: an id, or commands."""
        known = self._known
        if field == "field_id":
            return known.field(told)
        if field == "level_ids":
            ids, before = known.levels(told), known.levels(earlier or ())
        elif field == "subject_ids":
            ids = known.subjects(told)
            there = [
                one for one in earlier or () if known.knows("onestop.subject", one)
            ]
            before = known.subjects(there)
        elif field == "legal_basis_ids":
            ids = known.bases(told, self._remarks)
            before = known.bases(filter(known.knows_basis, earlier or ()), [])
        else:
            ids, before = known.departments(told), known.departments(earlier or ())
        if earlier is None:
            return [Command.set(ids)]
        # What people chose beside the file's stays.
        return [
            *(Command.unlink(one) for one in before if one not in ids),
            *(Command.link(one) for one in ids if one not in before),
        ]

    # Its parts

    def _merge(self, part, rows, earlier):
        """Let the parts that a file names say what it says.

        :param rows: what the file says, and `earlier`, what it said before, or None
        :return: the part of each row, or none where people took it out; those of them
            that are new; those that the file does not name any more
        """
        keys, lone = KEYS[part], LONE.get(part, ())
        parts, earlier = self._version[part], earlier or []
        was = found_again(parts, earlier, keys, lone)
        told = [{**row, "part": one} for row, one in zip(earlier, was, strict=True)]
        pairs = found_again(told, rows, keys, lone)
        unpaired = [row for row, pair in zip(rows, pairs, strict=True) if not pair]
        others = iter(found_again(not_found(parts, was), unpaired, keys, lone))
        meant, new = [], {}
        for at, (row, pair) in enumerate(zip(rows, pairs, strict=True)):
            one = pair["part"] if pair else next(others)
            anew = _anew(row, pair)
            if one:
                self._write(one, anew, pair)
            elif not pair or anew.keys() - {"sequence"}:
                new[at] = {"version_id": self._version.id, **self._vals(row)}
            # Else people took it out, and the file says nothing new of it.
            meant.append(one or parts.browse())
        made = parts.create(list(new.values()))
        for at, one in zip(new, made, strict=True):
            meant[at] = one
        self._version.invalidate_recordset([part])
        left = not_found(parts, meant)
        if self._before:
            # What no file named is people's own.
            return meant, made, left & parts.browse().concat(*filter(None, was))
        for one in left:
            self._remark("beside_file", part, one)
        return meant, made, left.browse()

    def _write(self, one, anew, pair):
        if not pair:
            anew.pop(ASSUMED, None)
        if anew:
            self._importer._write_over(one, self._vals(anew))

    def _vals(self, row):
        """A row as `create` takes it."""
        vals = {name: row[name] for name in row if name != "cases"}
        if "cases" in row:
            cases = [self._cases[name].id for name in row["cases"]]
            vals["case_ids"] = [Command.set(filter(None, cases))]
        return vals

    def _remark_levels(self, channels):
        self._remarks += [
            Remark("online_level_assumed", PLACES["channel_ids"], channel.sequence)
            for channel in channels
            if channel.channel == "online" and channel.online_level == "full"
        ]

    def _remark_forms(self, rows, papers):
        self._remarks += [
            Remark(
                *("form_to_upload", PLACES["component_ids"], row.row),
                *(paper.form_name, (("name", paper.name),)),
            )
            for row, paper in zip(rows, papers, strict=True)
            if paper._wants_form()
        ]

    def _take_out(self, part, gone):
        """Take out parts that the file does not name any more; keep what others need."""
        for one in gone:
            if self._is_needed(one):
                self._remark("needed_elsewhere", part, one)
                continue
            parts, lost = VersionParts(self._version), unsaid(one, SAID[part])
            words = [
                f"{label}: {said}"
                for name, label, said in parts.said_of(one)
                if name in lost
            ]
            if words:
                self._remark("gone_from_file", part, one, "\n".join(words))
            one.unlink()
        self._version.invalidate_recordset([part])

    def _is_needed(self, one):
        """Whether something that stays names a part."""
        env, version = one.env, self._version
        if one._name == "onestop.procedure.component":
            ways = env["onestop.process.transition"]
            return bool(
                ways.search_count([("required_component_ids", "in", one.ids)], limit=1)
            )
        if one._name == "onestop.procedure.case":
            named = version.channel_ids.case_id | version.fee_ids.case_id
            return one in named | version.component_ids.case_ids
        return False

    def _remark(self, code, part, one, raw=""):
        title = VersionParts(self._version).title(one)
        self._remarks.append(Remark(code, PLACES[part], 0, raw, (("name", title),)))


def _anew(said, earlier):
    """What is said otherwise than before; all of it where nothing was."""
    earlier = earlier or {}
    return {
        name: value
        for name, value in said.items()
        if name not in earlier or earlier[name] != value
    }
