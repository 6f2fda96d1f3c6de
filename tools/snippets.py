"""Print the Python of a Markdown file's code blocks that import a package: ``snippets.py README.md lossbook.numpy``.

What a README says is tried with it: in the tests, and by ``make dist`` where nothing but the losses is installed.
"""

import re
import sys
from pathlib import Path


def snippets(text: str, package: str) -> list[str]:
    """The blocks of Python that import the package."""
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [block for block in blocks if re.search(rf"^(?:from|import) {re.escape(package)}\b", block, re.MULTILINE)]


if __name__ == "__main__":
    file, package = sys.argv[1:]
    found = snippets(Path(file).read_text(encoding="utf-8"), package)
    if not found:
        sys.exit(f"{file} has no code that imports {package}")
    print("\n".join(found))
