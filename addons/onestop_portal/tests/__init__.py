from . import (
    test_accounts,
    test_eform_sentences,
    test_filing,
    test_filing_attacks,
    test_filing_place,
    test_files,
    test_front_pages,
    test_my_dossier,
    test_satisfaction,
    test_throttle,
    test_tracking,
    test_walls,
)
