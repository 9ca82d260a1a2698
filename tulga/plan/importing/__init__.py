"""What a file's records mean for a plan that exists, or that begins with them.

Start at `target.py`. `wanted.py` turns a record into what the plan would say, `stored.py` is what it says now, both in
the same shape; `register.py` knows agencies by any of their names; `applying.py` writes.
"""
