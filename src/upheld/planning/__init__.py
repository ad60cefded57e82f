"""From a right, a person, a datamap, the law and the charter to an explained, ordered plan of set operations."""

from upheld.planning.access import plan_access
from upheld.planning.erasure import plan_erasure
from upheld.planning.identity import Account, Identity, SubjectIdentifiers
from upheld.planning.operations import AccessPlan, ErasurePlan

__all__ = ["AccessPlan", "Account", "ErasurePlan", "Identity", "SubjectIdentifiers", "plan_access", "plan_erasure"]
