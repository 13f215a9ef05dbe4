# Names every row of the journal that is not as it was written; see cli/journal.py.
for file, finding in env["onestop.journal"]._verify():
    print(f"journal: {file}\t{finding.kind}\t{finding.row_id}\t{finding.sentence}")
print("journal: end")
