#!/usr/bin/env python3
"""What every Odoo process of ours starts from."""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
