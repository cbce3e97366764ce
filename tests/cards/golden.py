"""Golden files: what a platform draws, kept beside the tests and read by people."""

import json
import os
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def golden(platform: str, name: str, drawn: Any) -> Any:
    """Return what the file says `name` looks like; with `GOLDEN=write`, what it looks like now."""
    path = _HERE / platform / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(drawn, ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))
