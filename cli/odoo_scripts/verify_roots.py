# Names every published root that the journal does not have any more; see cli/journal.py.
# `arguments`: kept (roots that somebody saved, as lists).
from odoo.addons.onestop_dossier.core.journal_root import Root, differing

roots = env["onestop.journal.root"]
for root, sentence in roots._verify():
    print(f"journal: root {root.number}\t{root.date}\t{root.digest}\t{sentence}")
kept = [Root(*one) for one in arguments["kept"]]
for root in differing(roots._all()._published(), kept):
    print(
        f"journal: root {root.number}\t{root.date}\t{root.digest}\t"
        "is in the file that was kept, and not here"
    )
print("journal: end")
