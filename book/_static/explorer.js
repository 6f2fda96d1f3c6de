// Draws the explorers: charts with a slider whose every value the library computed at build time.
// Vega is large, so it is loaded when an explorer is near the screen and somebody is there to use it. Until then a
// drawing of its first state stands in its place.
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
    // It is drawn unseen, and then takes the place of the drawing.
    Object.assign(chart.style, { position: "absolute", visibility: "hidden", width: `${explorer.clientWidth}px` });
    explorer.append(chart);
    await embed(chart, spec, { actions: false, renderer: "svg", tooltip: false });
    chart.removeAttribute("style");
    for (const old of explorer.querySelectorAll(".still, .fallback")) old.remove();
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
    fallback.className = "fallback failed";
    fallback.textContent = sayLossbook("This chart could not be drawn (%(error)s).", { error: error.message });
    console.error(error);
  }

  const SIGNS = ["pointermove", "pointerdown", "touchstart", "keydown", "scroll", "wheel"];
  const somebody = new Promise((resolve) => {
    for (const sign of SIGNS) addEventListener(sign, resolve, { once: true, passive: true, capture: true });
  });

  document.addEventListener("DOMContentLoaded", () => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries.filter((each) => each.isIntersecting)) {
          observer.unobserve(entry.target);
          somebody.then(() => draw(entry.target)).catch((error) => fail(entry.target, error));
        }
      },
      { rootMargin: "400px" },
    );
    document.querySelectorAll(".lossbook-explorer").forEach((explorer) => observer.observe(explorer));
  });
})();
