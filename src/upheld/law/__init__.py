"""Law as dated, cited data, and the clocks computed from it. Not legal advice."""
