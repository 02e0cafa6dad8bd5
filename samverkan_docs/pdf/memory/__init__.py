"""Remembers what WeasyPrint has worked out before; what it draws is the same to the last byte.

Rule: a wrapper here answers from memory, or asks the function that it stands in front of. It knows
what it was made for, the library's version and a digest of the source; with any other it stays
away, and the log says so. The paper is then slow but right.

Wrappers stand there only while a paper is made. What they remember is bounded, lies in the process
alone, and says no more than the plans that it prints. SAMVERKAN_UTAN_MINNE=1 switches all off.
"""

from samverkan_docs.pdf.memory.layer import Layer, layer

__all__ = ["Layer", "layer"]
