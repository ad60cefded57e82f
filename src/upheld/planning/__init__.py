"""From a right, a person, a datamap, the law and the charter to an explained, ordered plan of set operations."""
