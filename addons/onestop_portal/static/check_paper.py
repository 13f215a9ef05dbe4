#!/usr/bin/env python3
"""Check a paper of a public administrative service centre against its published journal.

    python3 check_paper.py proof.json roots.json

Both files come from the centre's portal: the proof from the page that the code on the
paper leads to, the roots from /journal/roots.json, the sooner saved the better. Needs
Python 3.9 and nothing else; sends nothing anywhere. Exit status 0 where all holds.
"""

import hashlib
import json
import pathlib
import sys
from datetime import datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=7))


def main(arguments):
    if len(arguments) != 2:
        tell(__doc__)
        return 2
    try:
        proof, published = (
            json.loads(pathlib.Path(path).read_bytes()) for path in arguments
        )
        row = read(bytes.fromhex(proof["row"]))
        wrong = faults(proof, published["roots"])
        leaf = leaf_of(proof)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        tell(f"These are not the two files: {error}")
        return 2
    told = json.loads(row.get("data") or "{}")
    mark = leaf[:32].upper()
    when = row["when"].replace(tzinfo=timezone.utc).astimezone(ZONE)
    tell("The journal says / Nhật ký ghi:")
    tell(f"  when / lúc:        {when:%d/%m/%Y %H:%M}")
    tell(f"  what / việc:       {row['code']}")
    tell(f"  by / người làm:    {row['actor']}")
    if told.get("code"):
        tell(f"  code / mã hồ sơ:   {told['code']}")
    if told.get("due_after"):
        due = datetime.fromisoformat(told["due_after"]).replace(tzinfo=timezone.utc)
        tell(f"  due / hẹn trả:     {due.astimezone(ZONE):%d/%m/%Y %H:%M}")
    tell("Compare with your paper / So với dấu nhật ký trên phiếu:")
    tell("  " + " ".join(mark[at : at + 4] for at in range(0, 32, 4)))
    for sentence in wrong:
        tell(f"WRONG / SAI: {sentence}")
    if not wrong:
        tell(f"All holds / Khớp: closed and published on {proof['date']}.")
    return 1 if wrong else 0


def tell(text):
    sys.stdout.write(f"{text}\n")


def faults(proof, roots):
    """What does not hold, in sentences."""
    wrong, before = [], "0" * 64
    for number, root in enumerate(roots, 1):
        parts = [root[name] for name in ("number", "date", "rows", "root", "previous")]
        digest = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
        if [root["number"], root["previous"], root["digest"]] != [
            number,
            before,
            digest,
        ]:
            wrong.append(f"root {root['number']} does not follow from the one before")
        before = root["digest"]
    mine = [root for root in roots if root["number"] == proof["number"]]
    if not mine:
        wrong.append(f"the roots end before {proof['date']}: take newer ones")
    elif mine[0]["root"] != climb(proof, mine[0]["rows"]):
        wrong.append("the paper does not stand under the root that was published")
    return wrong


def leaf_of(proof):
    data = bytes.fromhex(proof["salt"]) + bytes.fromhex(proof["row"])
    return hashlib.sha256(data).hexdigest()


def climb(proof, size):
    """The root that the row leads to (RFC 9162, 2.1.3.2); None where it leads to none."""
    node = sha(b"\0", bytes.fromhex(leaf_of(proof)))
    index, last = proof["index"], size - 1
    if not 0 <= index <= last:
        return None
    for beside in map(bytes.fromhex, proof["path"]):
        if not last:
            return None
        if index & 1 or index == last:
            node = sha(b"\1", beside, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha(b"\1", node, beside)
        index, last = index >> 1, last >> 1
    return None if last else node.hex()


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def read(data):
    """The row as a dict, from the very bytes that are hashed: a version, then names and
    values, each a letter for its kind, four bytes of length, and so many bytes."""
    row, name, at = {}, None, 1
    while at < len(data):
        kind, size = data[at : at + 1], int.from_bytes(data[at + 1 : at + 5], "big")
        at += 5 + size
        text = data[at - size : at].decode()
        if kind == b"k":
            name = text
        else:
            row[name] = KINDS[kind](text)
    return row


KINDS = {
    b"s": str,
    b"n": lambda text: None,
    b"i": int,
    b"b": lambda text: text == "1",
    b"t": datetime.fromisoformat,
    b"d": str,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
