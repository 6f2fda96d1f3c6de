"""The directive ``{draw-a-digit}``: a button that starts the drawing board; its body is for where there is none.

What the board needs is loaded only when the reader starts it: ``board.js`` and ``board.css`` of this folder, and
``networks.safetensors``, written when the page is read.

The networks run as plain JavaScript. A runtime for any network was measured first: with onnxruntime-web 1.30.0 a reader
loads ``ort.wasm.min.mjs`` and ``ort-wasm-simd-threaded.mjs`` and ``.wasm``, the smallest build that needs no graphics
card. These are 14,314,404 bytes, and 3,685,221 after ``gzip -9``: more than the 3 MB that this page may ask of a phone,
for a forward pass of forty lines. Its WebGL build is small, but in maintenance mode.
"""

import hashlib
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

HERE = Path(__file__).resolve().parent
TARGET = "_static/draw-a-digit"
OURS = ("board.js", "board.css")

BUTTON = """\
<button type="button" class="sd-btn sd-btn-outline-primary sd-mb-3" hidden>\
Start drawing (loads {size:.2f} MB)</button>
<script>
(() => {{
  const board = document.currentScript.parentElement;
  const button = board.querySelector("button");
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const fallback = board.querySelector(".fallback");
  fallback.hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {{
    button.disabled = true;
    try {{
      const {{ start }} = await import(new URL("{target}/board.js?v={version}", root));
      await start(board, "{version}");
      fallback.hidden = true;
      button.remove();
    }} catch (error) {{
      fallback.hidden = button.disabled = false;
      fallback.textContent = `The drawing board did not load (${{error.message}}). It needs a web server.`;
    }}
  }});
}})();
</script>"""


@cache
def loaded() -> dict[str, bytes]:
    """The files that the board loads."""
    from lossbook_course.mnist.browser import arrays, pack  # slow to import, and this page is seldom read

    ours = {name: (HERE / name).read_bytes() for name in OURS}
    return {**ours, "networks.safetensors": pack(arrays())}


class DrawADigit(SphinxDirective):
    """The button, and in its place a text where no script runs."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """A box with the text and the button."""
        for name in OURS:
            self.env.note_dependency(str(HERE / name))
        write_files(self.env.app)
        files = loaded().values()
        version = hashlib.sha256(b"".join(files)).hexdigest()[:8]
        button = BUTTON.format(size=sum(map(len, files)) / 1e6, version=version, target=TARGET)
        fallback = nodes.container(classes=["fallback"])
        self.state.nested_parse(self.content, self.content_offset, fallback)
        return [nodes.container("", fallback, nodes.raw("", button, format="html"), classes=["lossbook-digit"])]


def write_files(app: Sphinx) -> None:
    """Put the files where the button looks for them."""
    if app.builder.format == "html":
        target = Path(app.outdir) / TARGET
        target.mkdir(parents=True, exist_ok=True)
        for name, content in loaded().items():
            (target / name).write_bytes(content)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("draw-a-digit", DrawADigit)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
