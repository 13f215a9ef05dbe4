from . import test_public_pages
