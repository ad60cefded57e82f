"""The rules, one module per subject of a policy. Adding a module here registers what it defines."""

from upheld.policy.linting.catalogue import advertising as advertising
from upheld.policy.linting.catalogue import automated_decisions as automated_decisions
from upheld.policy.linting.catalogue import breach as breach
from upheld.policy.linting.catalogue import changes as changes
from upheld.policy.linting.catalogue import children as children
from upheld.policy.linting.catalogue import collection as collection
from upheld.policy.linting.catalogue import contact as contact
from upheld.policy.linting.catalogue import cookies as cookies
from upheld.policy.linting.catalogue import deletion as deletion
from upheld.policy.linting.catalogue import identity_checks as identity_checks
from upheld.policy.linting.catalogue import lawfulness as lawfulness
from upheld.policy.linting.catalogue import requests as requests
from upheld.policy.linting.catalogue import retention as retention
from upheld.policy.linting.catalogue import rights as rights
from upheld.policy.linting.catalogue import security as security
from upheld.policy.linting.catalogue import sharing as sharing
from upheld.policy.linting.catalogue import signals as signals
from upheld.policy.linting.catalogue import structure as structure
from upheld.policy.linting.catalogue import transfers as transfers
from upheld.policy.linting.catalogue import wording as wording
