"""Pack the four original MNIST files into the two of the package.

    python tools/pack_mnist.py FOLDER_OF_THE_FOUR_GZ_FILES

Each source is compared with its published SHA-256 first. Prints the SHA-256 of what it wrote: they
belong in ``lossbook_course/datasets/mnist.py``.

Why gzip at level 9, and two sources to a file: of the formats Python reads by itself, xz and bz2 come
out 6 to 13 % smaller and take 5 to 15 times as long to open; .npz is as large and slower.
"""

import gzip
import hashlib
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "lossbook_course" / "datasets"

SOURCES = {
    "mnist-train.gz": (
        ("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        ("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    ),
    "mnist-test.gz": (
        ("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        ("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ),
}


def read_source(path: Path, expected: str) -> bytes:
    """The uncompressed content of one original file, after comparing its SHA-256."""
    content = gzip.decompress(path.read_bytes())
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        sys.exit(f"{path} is not the published file.\n  SHA-256 expected: {expected}\n  SHA-256 found:    {found}")
    return content


def main(folder: Path) -> None:
    """Write the two packed files from the four in ``folder``, and print their checksums."""
    for name, sources in SOURCES.items():
        content = b"".join(read_source(folder / f"{source}.gz", expected) for source, expected in sources)
        packed = gzip.compress(content, compresslevel=9, mtime=0)  # no time stamp: the same bytes every time
        (PACKAGE / name).write_bytes(packed)
        print(f"{hashlib.sha256(packed).hexdigest()}  {name}  {len(packed):,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
