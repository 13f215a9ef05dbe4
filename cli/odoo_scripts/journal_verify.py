# Names every row of the journal that is not as it was written; see cli/journal.py.
bad = 0
for file, finding in env["onestop.journal"]._verify():
    bad += 1
    print(f"journal: {file}\t{finding.kind}\t{finding.row_id}\t{finding.sentence}")
print(f"journal: {bad} bad rows")
