"""Whether a statement keeps the rules of xAPI-Data 1.0.3 or of IEEE 9274.1.1 (2.0).

Hand-written checks over plain dictionaries: they run for every statement that the store is sent. Each check takes a
value and raises `InvalidStatement`; whoever calls it for a part adds where that part stands.
"""

from scormbuild.lrs.model.validation.actors import validate_agent
from scormbuild.lrs.model.validation.errors import InvalidStatement
from scormbuild.lrs.model.validation.statements import property_checks, validate

__all__ = ["InvalidStatement", "property_checks", "validate", "validate_agent"]
