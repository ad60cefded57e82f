"""One folder per kind of system that holds people's data, and the contract they all keep."""
