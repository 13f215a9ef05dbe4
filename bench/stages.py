"""A dossier's life as it is measured: who does what, and with which values."""

import base64

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROCEDURE = "1.013217"
CASE = "hu_hong"
ANSWERS = {"so_chung_chi": "CC-000123", "linh_vuc": "supervision", "ly_do": "Rách"}
OWNER = {
    "name": "Nguyễn Văn Thử",
    "identity_number": "999067000001",
    "phone": "0999000001",
    "email": "congdan@congdan.invalid",
}
# Who collects the result signs: here with a white dot.
COLLECTED = {
    "collector": "owner",
    "identity_checked": True,
    "signature": (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2"
        "FAAAAABJRU5ErkJggg=="
    ),
}
STAGES = ("submit", "accept", "complete_step", "decide", "seal", "return")


def pdf(name):
    """A small file, as programs hand it over."""
    return {"name": f"{name}.pdf", "content": base64.b64encode(PDF).decode()}


# What each stage after the submission needs.
VALUES = {
    "accept": {},
    "complete_step": {"results": [{"name": "Chứng chỉ", "file": pdf("chung-chi")}]},
    "decide": {},
    "seal": {},
    "return": {"collection": COLLECTED},
}


class Cast:
    """One user of each role that a life needs, by stage; each holds that role alone."""

    def __init__(self, by_stage, papers):
        self.by_stage, self.papers = by_stage, papers

    @classmethod
    def find(cls, env):
        """
        :raises ValueError: where somebody is missing
        """
        version = env["onestop.procedure"].search([("code", "=", PROCEDURE)])
        version = version._current_version()
        lead = version.competent_department_ids[:1]
        group = env["onestop.counter.group"]._for_field(version.field_id)
        counter = cls._holder(env, "counter_officer", group.department_id)
        citizen = env["res.users"].search(
            [("share", "=", True), ("login", "like", "congdan")], limit=1
        )
        found = {
            "submit": citizen.id,
            "accept": (counter & group.user_ids)[:1].id,
            "complete_step": cls._holder(env, "department_officer", lead)[:1].id,
            "decide": cls._holder(env, "department_head", lead)[:1].id,
            "seal": cls._holder(env, "clerk", lead)[:1].id,
            "return": (counter & group.user_ids)[:1].id,
        }
        missing = sorted(stage for stage, user in found.items() if not user)
        if missing:
            raise ValueError(f"nobody does {missing} of {PROCEDURE}")
        return cls(found, version.component_ids.filtered("required").ids)

    @staticmethod
    def _holder(env, role, department):
        """Users who hold this role there, and no other anywhere."""
        held = env["onestop.role.assignment"].search([("in_force", "=", True)])
        here = held.filtered(
            lambda one: one.role == role and one.department_id == department
        )
        others = held - held.filtered(lambda one: one.role == role)
        return here.user_id - others.user_id

    def filing(self):
        """What `submit` takes."""
        return {
            "procedure": PROCEDURE,
            "case": CASE,
            "owner": OWNER,
            "answers": ANSWERS,
            "components": [
                {"component": name, "files": [pdf(name)]} for name in self.papers
            ],
        }
