"""Which records make up the catalogue, and by what each is known elsewhere.

Of a model that stands here every stored field is carried from one database to
another, unless ``left_out`` says why not: a test asks for each field and each model.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """A model of the catalogue.

    ``name``: what a document calls its list. ``keys``: fields by which a record is
    known, the first alternative of which all are filled, the last as far as it is; none:
    by its place among the parts of its parent. ``parent``: the field that leads to it. ``order``: of the parts
    in a document, else that of the model. ``domain``: which records of the model; none:
    all. ``left_out``: reasons by field. ``whole``: made together with its parts.
    """

    model: str
    name: str
    keys: tuple[tuple[str, ...], ...] = ()
    parent: str = ""
    order: str | None = None
    domain: tuple[tuple, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)
    parts: tuple["Table", ...] = ()
    whole: bool = False

    def family(self):
        """The table and all that hang on it."""
        yield self
        for part in self.parts:
            yield from part.family()


STEPS = Table(
    "onestop.process.step",
    "steps",
    parent="process_id",
    left_out={"officer_id": "Whoever works here does not work elsewhere."},
    parts=(Table("onestop.process.transition", "transitions", parent="step_id"),),
)

#: What procedures have in common; each before those that name it.
SHARED = (
    Table("onestop.field", "fields", keys=(("code",), ("name",))),
    Table("onestop.subject", "subjects", keys=(("code",), ("name",))),
    Table(
        "onestop.life.event",
        "life_events",
        keys=(("name",),),
        left_out={"procedure_ids": "Said by the procedures, which name it."},
    ),
    Table("onestop.database", "databases", keys=(("name",),)),
    Table("onestop.synonym", "synonyms", keys=(("words", "catalogue_words"),)),
    Table("onestop.fee.ground", "fee_grounds", keys=(("name",),)),
    Table("onestop.supplement.cause", "supplement_causes", keys=(("code",),)),
    Table(
        "onestop.supplement.text",
        "supplement_texts",
        keys=(("name",),),
        domain=(("procedure_id", "=", False),),
        left_out={
            "procedure_id": "A text for every procedure belongs to none.",
            "component_code": "A text for every procedure names no paper.",
        },
    ),
    Table(
        "onestop.legal.basis",
        "legal_bases",
        keys=(("number", "title"),),
        left_out={"version_ids": "Said by the versions, which name it."},
    ),
    Table(
        "onestop.publication.decision",
        "decisions",
        keys=(("number", "issuer", "date"),),
        left_out={"national_entered_by": "Whoever writes the day down is named."},
    ),
    Table(
        "onestop.process",
        "process_templates",
        keys=(("name",),),
        domain=(("procedure_id", "=", False),),
        left_out={"procedure_id": "A template belongs to none."},
        parts=(STEPS,),
    ),
)

VERSION = Table(
    "onestop.procedure.version",
    "versions",
    keys=(("number",),),
    parent="procedure_id",
    order="number",
    parts=(
        Table(
            "onestop.procedure.case", "cases", keys=(("code",),), parent="version_id"
        ),
        Table("onestop.procedure.channel", "channels", parent="version_id"),
        Table(
            "onestop.procedure.component",
            "components",
            keys=(("code",),),
            parent="version_id",
        ),
        Table(
            "onestop.procedure.fee",
            "fees",
            parent="version_id",
            parts=(
                Table("onestop.procedure.fee.exemption", "exemptions", parent="fee_id"),
            ),
        ),
        Table("onestop.procedure.result", "results", parent="version_id"),
        Table(
            "onestop.eform.field",
            "eform_fields",
            keys=(("name",),),
            parent="version_id",
        ),
        Table("onestop.import.remark", "import_remarks", parent="version_id"),
    ),
)

PROCESS = Table(
    "onestop.process",
    "processes",
    keys=(("number",),),
    parent="procedure_id",
    order="number",
    parts=(STEPS,),
)

ENDING = Table("onestop.procedure.ending", "endings", parent="procedure_id")

PROCEDURE = Table(
    "onestop.procedure",
    "procedures",
    keys=(("code",),),
    order="code",
    parts=(
        VERSION,
        ENDING,
        Table("onestop.supplement.text", "supplement_texts", parent="procedure_id"),
        PROCESS,
    ),
)

#: What names several procedures, and comes after them.
GROUPS = (
    Table(
        "onestop.bundle",
        "bundles",
        keys=(("decision_number", "decision_date", "name"),),
        parts=(Table("onestop.bundle.part", "parts", parent="bundle_id"),),
        whole=True,
    ),
)

#: By model; of processes those of procedures.
TABLES = {
    table.model: table
    for top in (*SHARED, PROCEDURE, *GROUPS)
    for table in top.family()
}
_WITH_DOMAIN = [table for table in SHARED if table.domain]


def table_of(record):
    """The table in which a record stands."""
    for table in _WITH_DOMAIN:
        if table.model == record._name and record.filtered_domain(list(table.domain)):
            return table
    return TABLES[record._name]


#: Records that are named by a field and looked up, never created.
NAMED = {
    "onestop.department": "code",
    "onestop.level": "code",
    "res.currency": "name",
}

ORGANISATION = "The organisation of each centre; its departments are named by code."
LAW = "Rules of law come with the software."
#: Models of this addon that are no part of the catalogue, and why.
LEFT_OUT = {
    "onestop.department": ORGANISATION,
    "onestop.department.succession": ORGANISATION,
    "onestop.role.assignment": ORGANISATION,
    "onestop.absence": ORGANISATION,
    "onestop.delegation": ORGANISATION,
    "onestop.counter.group": ORGANISATION,
    "onestop.staff.log": ORGANISATION,
    "onestop.calendar.extra.day": ORGANISATION,
    "onestop.level": "The same levels in every database.",
    "onestop.posting": "What hangs at the offices of each centre.",
    "onestop.booklet": "Printed anew where it is wanted.",
    "onestop.booklet.part": "Printed anew where it is wanted.",
    "onestop.import.run": "What was imported here, and what became of it.",
    "onestop.import.run.line": "What was imported here, and what became of it.",
    "onestop.retention": "How long each centre keeps it, by its own periods.",
    "onestop.rule.set": LAW,
    "onestop.rule": LAW,
    "onestop.rule.form": LAW,
}
