# Runs in Odoo's shell; see cli/importing.py. `arguments` and `json` are given.
import os

from odoo.addons.onestop_procedure.core import file_source

folder = arguments["folder"]
try:
    report = env["onestop.procedure"]._import_national(file_source.from_folder(folder))
    names = [entry.name for entry in os.scandir(folder) if entry.is_file()]
    report["ignored"] = len(names) - sum(map(file_source.is_wanted, names))
    env.cr.commit()
except file_source.SourceError as error:
    report = {"error": str(error)}
print(json.dumps(report))
