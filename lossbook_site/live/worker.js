// Python, beside the page: it loads Pyodide, NumPy and the course, and runs what the page hands it. Matplotlib is loaded
// before the first cell that draws.

const tell = (what, cell = null, more = null) => {
  postMessage({ what, cell, more: more?.toJs?.({ dict_converter: Object.fromEntries }) ?? more });
};

// Says how much has come, as it comes.
let loaded = 0;
const load = self.fetch;
self.fetch = async (...asked) => {
  const answer = await load(...asked);
  if (!answer.body) return answer;
  const count = new TransformStream({
    transform(chunk, onward) {
      loaded += chunk.length;
      tell("loading", null, loaded);
      onward.enqueue(chunk);
    },
  });
  return new Response(answer.body.pipeThrough(count), answer);
};

class Python {
  static async load({ python, course, canDraw }) {
    const archive = load(course).then((answer) => answer.arrayBuffer());
    const { loadPyodide } = await import(`${python}pyodide.mjs`);
    const pyodide = await loadPyodide({ indexURL: python, packages: ["numpy"] });
    pyodide.unpackArchive(await archive, "zip", { extractDir: "/lib/python3.12/site-packages" });
    const { Kernel } = pyodide.pyimport("live.kernel");
    return Object.assign(new Python(), { pyodide, kernel: Kernel(tell), canDraw });
  }

  async run({ sources, originals, number }) {
    if (this.canDraw && this.kernel.draws(sources, originals, number)) {
      loaded = 0;
      await this.pyodide.loadPackage("matplotlib", { messageCallback: () => {} });
      this.kernel.prepare_to_draw();
      this.canDraw = false; // it is there
      tell("drawing");
    }
    this.kernel.run(sources, originals, number);
  }
}

let python;
addEventListener("message", async ({ data }) => {
  try {
    if (data.python) python = Python.load(data);
    else await (await python).run(data);
    await python;
    tell(data.python ? "ready" : "done");
  } catch (error) {
    tell("failed", null, error.message);
  }
});
