"""`python -m samverkan_docs`: the command line."""

from samverkan_docs.cli import main

main()
