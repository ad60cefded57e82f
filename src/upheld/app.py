"""Bootstrap: the only module that knows all the others."""
