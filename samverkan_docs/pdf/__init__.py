"""HTML to a tagged, archivable PDF, in typefaces that all come from packages.

Rule: WeasyPrint is known here alone, and nothing of the machine or the network is reached.
"""

from samverkan_docs.pdf.copies import DATA_NAME, Copy, Data

__all__ = ["DATA_NAME", "Copy", "Data"]
