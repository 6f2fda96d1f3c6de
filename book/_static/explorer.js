// Draws the explorers: charts with a slider whose every value the library computed at build time.
// Vega is large, so it is loaded when the first explorer comes near the screen, from this site.
(() => {
  "use strict";

  const bundle = new URL("vendor/vega.js", document.currentScript.src);
  let loading;

  function loadVega() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = bundle;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = () => reject(new Error(`${bundle} did not load`));
      document.head.append(script);
    });
    return loading;
  }

  // Ink is currentColor in the specification, so an SVG follows the theme as text does.
  async function draw(explorer) {
    const embed = await loadVega();
    const spec = JSON.parse(explorer.querySelector('script[type="application/json"]').textContent);
    const chart = document.createElement("div");
    chart.className = "chart";
    explorer.append(chart);
    await embed(chart, spec, { actions: false, renderer: "svg", tooltip: false });
    explorer.querySelector(".fallback")?.remove();
    for (const slider of chart.querySelectorAll('input[type="range"]')) {
      describe(slider, explorer);
    }
    explorer.dataset.drawn = "true";
  }

  // Vega writes the slider's name beside it but does not tie the two; a screen reader needs both name and value.
  function describe(slider, explorer) {
    const name = slider.closest(".vega-bind")?.querySelector(".vega-bind-name")?.textContent.trim();
    slider.setAttribute("aria-label", name || "parameter");
    const svg = explorer.querySelector("svg");
    if (svg && !svg.getAttribute("aria-label")) {
      svg.setAttribute("aria-label", explorer.getAttribute("aria-label") ?? "chart");
    }
  }

  function fail(explorer, error) {
    const fallback = explorer.querySelector(".fallback") ?? explorer.appendChild(document.createElement("p"));
    fallback.className = "fallback";
    fallback.textContent = `This chart could not be drawn (${error.message}).`;
    console.error(error);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries.filter((each) => each.isIntersecting)) {
          observer.unobserve(entry.target);
          draw(entry.target).catch((error) => fail(entry.target, error));
        }
      },
      { rootMargin: "400px" },
    );
    document.querySelectorAll(".lossbook-explorer").forEach((explorer) => observer.observe(explorer));
  });
})();
