"""What lies in the database: whoever has it, or a backup, reads that."""

# Sealed under a key that the database does not know: the one place that may differ.
SEALED = {("onestop_denouncer", "seal")}


def tables(cr):
    cr.execute(
        """SELECT tablename FROM pg_tables
            WHERE schemaname = current_schema ORDER BY tablename"""
    )
    return [name for (name,) in cr.fetchall()]


def start(cr):
    """The number of the transaction: what it writes is younger than all else."""
    cr.execute("SELECT pg_current_xact_id()::xid")
    return int(cr.fetchone()[0])


def observe(cr, names, since):
    """{(table, …): what lies there}: rows written since a transaction began, how many
    rows each table has (so that a deleted one shows), and where each sequence stands.
    """
    seen = {}
    parts = [
        f"""SELECT '{name}', count(*), (
                SELECT array_agg({_row(name)} ORDER BY {_row(name)}) FROM "{name}" t
                 WHERE age(t.xmin) <= age(%s::text::xid))
              FROM "{name}" """
        for name in names
    ]
    cr.execute(" UNION ALL ".join(parts), [str(since)] * len(parts))
    for name, count, rows in cr.fetchall():
        seen["storage", name, "count"] = count
        for number, row in enumerate(rows or ()):
            seen["storage", name, number] = row
    cr.execute(
        """SELECT sequencename, last_value FROM pg_sequences
            WHERE schemaname = current_schema"""
    )
    for name, last in cr.fetchall():
        seen["storage", "sequence", name] = last
    return seen


def _row(table):
    hidden = [column for name, column in SEALED if name == table]
    minus = "".join(f" - '{column}'" for column in hidden)
    return f"(to_jsonb(t){minus})::text"
