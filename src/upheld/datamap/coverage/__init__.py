"""Declare or fail: whether a datamap says everything a live schema makes it say, and nothing the schema would refuse.

Pure rules over a datamap, a schema and the file they point into. Each rule is a function from a :class:`Ground` to
problems with stable codes; docs/reference/check.md lists the codes with their mend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from upheld.datamap.coverage import (
    declared,
    erasing,
    finding,
    names,
    references,
    roles,
    slicing,
    stand_ins,
    ties,
)
from upheld.datamap.coverage.ground import Ground
from upheld.datamap.coverage.reasons import check_reasons
from upheld.datamap.model import Datamap
from upheld.datamap.schema import Schema
from upheld.spans import Problem, Written

__all__ = ["RULES", "check_coverage", "check_reasons"]

RULES: tuple[Callable[[Ground], Iterator[Problem]], ...] = (
    names.unknown_tables,
    names.unknown_columns,
    declared.undeclared_tables,
    declared.declared_twice,
    declared.reachable_nobodies,
    declared.undeclared_columns,
    declared.keys,
    ties.unled_hops,
    ties.undeclared_ends,
    ties.circles,
    ties.closures,
    ties.unlike_ends,
    roles.kinds,
    roles.identifiers,
    roles.whose,
    roles.strategies_without_effect,
    roles.unanswered_cells_of_leavers,
    erasing.unfit_strategies,
    erasing.unanswered_cells,
    erasing.uncut_ties,
    erasing.keep_anchors,
    references.unanswered_references,
    references.inbound_places,
    references.reference_circles,
    stand_ins.unmade_stand_ins,
    stand_ins.unfit_stand_ins,
    stand_ins.unmarked_stand_ins,
    slicing.overlapping_slices,
    finding.missing_indexes,
    finding.unfolded_addresses,
    finding.full_scans,
)
"""Every rule, in the order in which their problems are worth mending."""


def check_coverage(datamap: Datamap, schema: Schema, written: Written) -> tuple[Problem, ...]:
    """Return everything in which ``datamap`` and ``schema`` do not fit, at its place in ``written``; never raises."""
    ground = Ground(datamap, schema, written)
    return tuple(dict.fromkeys(problem for rule in RULES for problem in rule(ground)))
