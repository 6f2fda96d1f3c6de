"""Print the lowest versions that pyproject.toml allows, as requirements: what `make test-lowest` installs."""

import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

if __name__ == "__main__":
    extras = PROJECT["optional-dependencies"]
    for requirement in [*PROJECT["dependencies"], *extras["tensorflow"], *extras["torch"]]:
        print(requirement.replace(">=", "=="))
