"""More dossiers than were generated, for questions that read their rows alone."""

import math

from bench import copying


def multiply(cr, wanted, among="TRUE"):
    """Copy rows of dossiers, and of nothing else, until there are so many.

    :param str among: which rows are counted and copied, as SQL
    """
    cr.execute(
        "SELECT count(*), (SELECT max(id) FROM onestop_dossier) "
        f"FROM onestop_dossier WHERE {among}"
    )
    present, highest = cr.fetchone()
    cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = 'onestop_dossier' AND is_generated = 'NEVER'"
    )
    own = {"id": "id + %(step)s", "tracking_number": "NULL", "code": "code || %(mark)s"}
    names = [name for (name,) in cr.fetchall()]
    into = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(own.get(name, f'"{name}"') for name in names)
    with copying.unbound(cr):
        for copy in range(1, math.ceil(wanted / present)):
            step = copy * highest
            cr.execute(
                f"INSERT INTO onestop_dossier ({into}) SELECT {values} "
                f"FROM onestop_dossier WHERE id <= %(highest)s AND {among}",
                {"step": step, "mark": f"/{step}", "highest": highest},
            )
