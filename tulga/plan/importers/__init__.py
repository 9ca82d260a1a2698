"""Plans as they arrive, read to records: no database, no rules.

Start at `tables.py` (any plan in tables) and `workbook.py` (what Tulga itself exports). `headings.py` knows the words
of columns; `periods.py`, `numbers.py` and `agencies.py` each read one kind of cell.
"""
