"""Made-up databases with the truth about them, against which figures are measured."""
