# Makes a new database a centre: languages, names, and the demonstration where asked for.
# `arguments`: demonstration (bool); with it, accounts (file for the log-ins) and url.
# See cli/database.py.
import csv
import pathlib
import secrets

from odoo.modules.module import get_manifest
from odoo.tools import convert_file, file_path
from odoo.tools.translate import TranslationImporter

ADDONS = ("onestop_procedure", "onestop_dossier")
LANGUAGE = "vi_VN"
ZONE = "Asia/Ho_Chi_Minh"
# Whose log-ins are told: one a role, those of one department where it has several.
TOLD_DEPARTMENT = "onestop_procedure.demo_department_sxd"
SYLLABLES = ("ba", "ca", "da", "ga", "ha", "la", "ma", "na", "sa", "ta", "va", "xa")


def settle(env):
    """Vietnamese first, and nobody logs in as the owner of the machine."""
    env["res.lang"]._activate_lang(LANGUAGE)
    env["res.lang"]._activate_lang("en_US")
    env["ir.default"].set("res.partner", "lang", LANGUAGE)
    # Tests have an address of their own each time.
    if url := arguments.get("url"):
        env["ir.config_parameter"].set_param("web.base.url", url)
        env["ir.config_parameter"].set_param("web.base.url.freeze", "True")
    company = env.ref("base.main_company")
    company.write({"name": "Tỉnh Mẫu", "currency_id": env.ref("base.VND").id})
    env.ref("base.VND").active = True
    admin = env.ref("base.user_admin")
    # The machine's own account: a password that nobody is told.
    admin.write({"password": secrets.token_urlsafe(32), "lang": LANGUAGE, "tz": ZONE})


def load_demonstration(env):
    """The demonstration files of our own addons; Odoo's own are not loaded."""
    for addon in ADDONS:
        for name in get_manifest(addon).get("demo", []):
            convert_file(env, addon, name, {}, mode="init", noupdate=True)
            if name.endswith(".csv"):
                translate(env, addon, name)
    # What is kept of the names was written before their translations.
    procedures = env["onestop.procedure"].with_context(lang=LANGUAGE).search([])
    procedures.modified(["version_ids"])
    procedures.version_ids.modified(["name"])
    env["ir.config_parameter"].set_param("onestop.demonstration", "True")


def translate(env, addon, name):
    """The columns name@vi_VN of a demonstration file, which loading leaves aside."""
    env.flush_all()
    importer = TranslationImporter(env.cr)
    importer.load_file(file_path(f"{addon}/{name}"), LANGUAGE, module=addon)
    importer.save(overwrite=True)
    env.invalidate_all()


def tell_accounts(env):
    """Give the demonstration users a password, and write the log-ins down."""
    password = "-".join(
        "".join(secrets.choice(SYLLABLES) for _syllable in range(3))
        for _word in range(3)
    )
    people = env["res.users"].search([("login", "in", demonstration_logins(env))])
    people.write({"password": password})
    lines = [
        ("login", role, assignment.user_id.login, password)
        for role, assignment in told_assignments(env).items()
    ]
    citizen = people.filtered(lambda user: user.share)[:1]
    lines.append(("login", "citizen", citizen.login, password))
    path = pathlib.Path(arguments["accounts"])
    path.touch(mode=0o600)
    path.write_text("".join("\t".join(line) + "\n" for line in lines))


def demonstration_logins(env):
    with open(file_path("onestop_procedure/demo/res.users.csv")) as stream:
        return [row["login"] for row in csv.DictReader(stream)]


def told_assignments(env):
    told = env.ref(TOLD_DEPARTMENT)
    assignments = env["onestop.role.assignment"].search([("in_force", "=", True)])
    by_role = {}
    for assignment in assignments.sorted(lambda one: one.department_id != told):
        by_role.setdefault(assignment.role, assignment)
    return by_role


settle(env)
if arguments["demonstration"]:
    load_demonstration(env)
    tell_accounts(env)
env.cr.commit()
