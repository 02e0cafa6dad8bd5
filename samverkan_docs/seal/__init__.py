"""The school's key, the stamp on each file, and what a file from anyone turns out to be.

Rule: people sign, the program seals. pyHanko, cryptography, Pillow and PDFium are known here alone,
and only plain values leave.
"""

from samverkan_docs.seal.key_ring import KeyRing
from samverkan_docs.seal.keys import Key, NoKey

__all__ = ["Key", "KeyRing", "NoKey"]
