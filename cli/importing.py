"""`./onestop import-procedures FOLDER`: the national database's files into drafts."""

import json
import pathlib

from cli import database, server, steps
from cli.postgres import Postgres
from cli.refusal import Refusal

COUNTS = ("read", "new", "changed", "unchanged", "refused", "remarks")


def run(settings, folder):
    """Import the JSON files of a folder; 1 where one of them was refused."""
    path = pathlib.Path(folder).expanduser().resolve()
    if not path.is_dir():
        raise Refusal(f"{folder}: there is no such folder.")
    with server.setting_up(settings):
        if not Postgres(settings).has_database(settings.database):
            database.prepare(settings)
    output = database.script(
        settings, settings.database, "import_procedures", folder=str(path)
    )
    report = json.loads(output.splitlines()[-1])
    if error := report.get("error"):
        raise Refusal(error)
    tell(report)
    return 1 if report["refused"] else 0


def tell(report):
    for line in report["files"]:
        if line["state"] == "refused":
            steps.say(f"refused {line['message']}")
        elif line["state"] != "unchanged":
            steps.say(f"{line['state']} {line['code']}, {line['remarks']} remarks")
    if report["ignored"]:
        steps.say(f"{report['ignored']} other files were not read: they are no JSON.")
    print(" ".join(f"{name} {report[name]}" for name in COUNTS))
