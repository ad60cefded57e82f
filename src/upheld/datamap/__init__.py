"""The model of systems, tables and the ties between rows and people; coverage and drift rules."""
