"""What a file from outside holds: tables with their merged cells and struck-out words, and the text between them.

Start at `content.py` (the shapes) and `reading.py` (`read_file`). The readers (`workbooks.py`, `word.py` and so on) run
in a process of their own, `read_file.py`, and know no Django.
"""
