# Gives the demonstration's users a new password and writes down whom to log in as.
# `arguments`: accounts (file for the log-ins). See cli/database.py.
import csv
import pathlib
import secrets

from odoo.tools import file_path

# Whose log-ins are told: one a role, those of one department where it has several.
TOLD_DEPARTMENT = "onestop_procedure.demo_department_sxd"
TOLD_CITIZEN = "congdan01"
SYLLABLES = ("ba", "ca", "da", "ga", "ha", "la", "ma", "na", "sa", "ta", "va", "xa")


def tell_accounts(env):
    """Give the demonstration users a password, and write the log-ins down."""
    password = "-".join(
        "".join(secrets.choice(SYLLABLES) for _syllable in range(3))
        for _word in range(3)
    )
    people = env["res.users"].search([("login", "in", demonstration_logins(env))])
    # One password, hashed once: a hundred times would take a minute.
    hashed = people._crypt_context().hash(password)
    for person in people:
        person._set_encrypted_password(person.id, hashed)
    env.invalidate_all()
    told = {
        role: assignment.user_id.login
        for role, assignment in told_assignments(env).items()
    }
    told["citizen"] = TOLD_CITIZEN
    path = pathlib.Path(arguments["accounts"])
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(
        "".join(f"login\t{role}\t{login}\t{password}\n" for role, login in told.items())
    )


def demonstration_logins(env):
    with open(file_path("onestop_procedure/demo/res.users.csv")) as stream:
        return [row["login"] for row in csv.DictReader(stream)]


def told_assignments(env):
    told = env.ref(TOLD_DEPARTMENT)
    assignments = env["onestop.role.assignment"].search([("in_force", "=", True)])
    by_role = {}
    for assignment in assignments.sorted(lambda one: one.department_id != told):
        by_role.setdefault(assignment.role, assignment)
    # In the order in which the roles are declared: that of a dossier's way.
    roles = assignments._fields["role"].get_values(env)
    return {role: by_role[role] for role in roles if role in by_role}


tell_accounts(env)
env.cr.commit()
