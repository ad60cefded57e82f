"""What a worker logs goes to standard error, so that standard output holds answers only."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog

from upheld.app import open_deployment
from upheld.errors import UpheldError


def test_logs_go_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UpheldError), open_deployment(tmp_path):
        pass
    structlog.get_logger("upheld.work").error("task.dead", task=1)
    written = capsys.readouterr()
    assert "task.dead" in written.err
    assert written.out == ""
