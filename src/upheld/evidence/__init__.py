"""Canonical events, the Merkle log over them, proofs, checkpoints and their verification.

``leaf`` is what is recorded, ``merkle`` the tree over it (RFC 6962, RFC 9162), ``checkpoint`` its signed head (C2SP),
``export_file`` the file that leaves the house, ``verification`` the judgement of such a file. Signing, storing and
asking for the time happen elsewhere: this package gets bytes and callables.
"""
