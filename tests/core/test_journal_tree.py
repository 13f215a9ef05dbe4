"""The Merkle tree over a day's rows, beside the examples of Certificate Transparency and
another library's tree."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.journal_tree import Tree, path, root_by

# The test vectors of Certificate Transparency (RFC 6962, of which RFC 9162 keeps the
# tree): entries, and the root of the first n of them.
ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# Of the same vectors: of the entry at index 5 in the tree of all eight.
PATH_OF_SIXTH = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size):
    tree = Tree(ENTRIES[:size])
    assert (tree.size, tree.root()) == (size, ROOTS[size])


def test_a_path_is_that_of_certificate_transparency():
    assert path(ENTRIES, 5) == PATH_OF_SIXTH
    assert root_by(ENTRIES[5], 5, 8, PATH_OF_SIXTH) == ROOTS[8]


def leaves(number):
    return [hashlib.sha256(b"%d" % one).hexdigest() for one in range(number)]


def halved(entries):
    """The root as the RFC defines it: split at the largest power of two below."""
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + bytes.fromhex(entries[0])).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = halved(entries[:split]), halved(entries[split:])
    return hashlib.sha256(b"\1" + left + right).digest()


@given(st.integers(1, 200), st.data())
def test_every_entry_leads_to_the_root_and_no_other_does(size, data):
    entries = leaves(size)
    root = Tree(entries).root()
    assert root == halved(entries).hex()
    index = data.draw(st.integers(0, size - 1))
    nodes = path(entries, index)
    assert root_by(entries[index], index, size, nodes) == root
    # Another row, or the same at another place.
    assert root_by("ab" * 32, index, size, nodes) != root
    other = data.draw(st.integers(0, size - 1))
    if other != index and len(path(entries, other)) == len(nodes):
        assert root_by(entries[index], other, size, nodes) != root


@pytest.mark.parametrize(
    ("index", "size", "nodes"),
    [
        (5, 8, PATH_OF_SIXTH[:2]),
        (5, 8, [*PATH_OF_SIXTH, "00" * 32]),
        (8, 8, PATH_OF_SIXTH),
        (-1, 8, PATH_OF_SIXTH),
        (0, 0, []),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(index, size, nodes):
    with pytest.raises(ValueError, match="path|entry"):
        root_by(ENTRIES[5], index, size, nodes)


@pytest.mark.parametrize("index", [-1, 8])
def test_there_is_no_path_of_what_is_not_there(index):
    with pytest.raises(IndexError):
        path(ENTRIES, index)


def test_it_grows_in_the_memory_of_its_depth():
    tree = Tree(leaves(1000))
    assert len(tree._whole) == bin(1000).count("1")
