"""`python -m tests.write_permissions`: write docs/reference/permissions.csv again. Review its difference by hand."""

from __future__ import annotations

import csv
import os
import sys

import django


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment

    from config.reference_pages import MATRIX
    from tests.audit_tables import forget_head_copy
    from tests.permission_matrix import load, rows

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        load()
        table = list(rows())
    finally:
        runner.teardown_databases(databases)
        forget_head_copy()
    MATRIX.parent.mkdir(parents=True, exist_ok=True)
    with MATRIX.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{len(table)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
