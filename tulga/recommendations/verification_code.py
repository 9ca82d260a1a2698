"""The code that is printed on an order, and leads whoever holds the paper to the page that says whether it stands.

Sixteen of thirty-two letters, 80 bits from the system's source of randomness: nobody guesses one, also not at the pace
at which failed look-ups are throttled, and everybody can type one from paper. Orders are found by the code's SHA-256,
so that the time of a look-up says nothing about how much of a guess was right.
"""

from __future__ import annotations

import hashlib
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I L O U
LENGTH, GROUP = 16, 4
# What a hand or a Cyrillic keyboard makes of them.
_ALIKE = str.maketrans("ILOАВСЕНКМОРТХУ", "110ABCEHKM0PTXY")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def in_groups(code: str) -> str:
    """As it is printed: K3F9-7QXM-2B4D-9TRW."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The code in what somebody typed from paper, or nothing where it cannot be one."""
    bare = re.sub(r"[\s\-–—_.]", "", typed[:100]).upper().translate(_ALIKE)
    return bare if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else ""


def digest_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
