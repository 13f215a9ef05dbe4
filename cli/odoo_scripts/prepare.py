# Makes a new database a centre: languages, names, and the demonstration where asked for.
# `arguments`: demonstration (bool), and url. See cli/database.py.
import secrets

from odoo.modules.module import get_manifest
from odoo.tools import convert_file, file_path
from odoo.tools.translate import TranslationImporter

ADDONS = ("onestop_procedure", "onestop_dossier")
LANGUAGE = "vi_VN"
ZONE = "Asia/Ho_Chi_Minh"


def settle(env):
    """Vietnamese first, and nobody logs in as the owner of the machine."""
    env["res.lang"]._activate_lang(LANGUAGE)
    env["res.lang"]._activate_lang("en_US")
    env["ir.default"].set("res.partner", "lang", LANGUAGE)
    env["ir.default"].set("res.partner", "tz", ZONE)
    parameters = env["ir.config_parameter"]
    # Tests have an address of their own each time.
    if url := arguments.get("url"):
        parameters.set_param("web.base.url", url)
        parameters.set_param("web.base.url.freeze", "True")
    # Citizens make their accounts themselves.
    parameters.set_param("auth_signup.invitation_scope", "b2c")
    parameters.set_param("auth_signup.reset_password", "True")
    settle_company(env)
    settle_chat(env)
    # The machine's own account: a password that nobody is told.
    env.ref("base.user_admin").password = secrets.token_urlsafe(32)
    accounts = env["res.users"].with_context(active_test=False).search([])
    accounts.partner_id.write({"lang": LANGUAGE, "tz": ZONE})


def settle_chat(env):
    """Nobody is greeted by Odoo's robot, which would teach them smileys."""
    if "odoobot_state" in env["res.users"]._fields:
        env["ir.default"].set("res.users", "odoobot_state", "disabled")
        env["res.users"].search([]).odoobot_state = "disabled"


def settle_company(env):
    company = env.ref("base.main_company")
    currency = env.ref("base.VND")
    currency.active = True
    company.write({"currency_id": currency.id, "country_id": env.ref("base.vn").id})
    company.partner_id.write({"lang": LANGUAGE, "tz": ZONE})
    if arguments["demonstration"]:
        company.write({"name": "Tỉnh Mẫu", "email": "trungtam@tinhmau.invalid"})


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


settle(env)
if arguments["demonstration"]:
    load_demonstration(env)
env.cr.commit()
