"""Pure decisions: given a state and a command, which events follow and why."""
