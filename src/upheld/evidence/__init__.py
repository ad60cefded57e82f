"""Canonical events, the Merkle log over them, proofs, checkpoints and their verification."""
