"""A journal of millions of rows, each with its right seals, as our own code writes them."""

import hashlib
import json
from datetime import timedelta

from bench import copying
from bench.cores import journal_chain

# Rows of a file, as a life has them.
OF_A_FILE = 10
CHUNK = 50_000
CODES = ("submit", "accept", "forward", "complete_step", "decide", "seal", "resolve")


def write(cr, key, rows, first_file, until):
    """Add so many rows of files that no dossier has; the last are of the moment `until`.

    :param bytes key: of the chain
    :param int first_file: the first number of a file that is free
    :param until: naive, UTC
    """
    with copying.unbound(cr):
        ids = copying.next_ids(cr)
        number = ids.first["onestop_journal"]
        head_number = ids.first["onestop_journal_head"]
        files = range(first_file, first_file + rows // OF_A_FILE)
        for begin in range(0, len(files), CHUNK // OF_A_FILE):
            chunk = files[begin : begin + CHUNK // OF_A_FILE]
            lines, heads = [], []
            for file in chunk:
                age = timedelta(seconds=files[-1] - file)
                chain, head = _file(key, file, number, until - age)
                lines += chain
                number += len(chain)
                heads.append(
                    {
                        "id": head_number,
                        "res_model": "onestop.dossier",
                        "res_id": file,
                        "count": OF_A_FILE,
                        "head": head,
                    }
                )
                head_number += 1
            tables = {"onestop_journal": lines, "onestop_journal_head": heads}
            copying.write(cr, copying.prepare(tables))
    copying.finish(cr)


def _file(key, file, number, moment):
    """(rows of a file, link of the last)."""
    name = f"onestop.dossier,{file}"
    previous, rows = journal_chain.genesis(name), []
    for at in range(OF_A_FILE):
        row = {
            "moment": moment,
            "actor": "Cán bộ tiếp nhận số 1",
            "actor_id": 7,
            "role": "counter_officer",
            "code": CODES[at % len(CODES)],
            "state_from": "submitted",
            "state_to": "processing",
            "reason": None,
            "data": json.dumps({"opened": [file], "step": at}),
        }
        chained = {"file": name, "when": row["moment"], **row}
        del chained["moment"]
        previous = journal_chain.link(key, previous, chained)
        salt = hashlib.sha256(f"{file},{at}".encode()).hexdigest()[:32]
        rows.append(
            {
                "id": number + at,
                "res_model": "onestop.dossier",
                "res_id": file,
                **row,
                "salt": salt,
                "link": previous,
            }
        )
    return rows, previous
