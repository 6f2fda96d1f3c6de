// Draws the explorers: charts with a slider whose every value the library computed at build time.
// Vega is large, so it is loaded when an explorer is near the screen and somebody is there to use it. Until then a
// drawing of its first state stands in its place. The slider is the page's own, there from the first moment; the chart
// takes the value that it has by then.
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
    explorer.querySelector(".slider").before(chart);
    const { view } = await embed(chart, spec, { actions: false, renderer: "svg", tooltip: false });
    const slider = explorer.querySelector(".slider input");
    const move = () => view.signal("value", slider.valueAsNumber).runAsync();
    slider.addEventListener("input", move);
    await move();
    chart.removeAttribute("style");
    for (const old of explorer.querySelectorAll(".still, .fallback")) old.remove();
    const svg = chart.querySelector("svg");
    if (!svg.getAttribute("aria-label")) svg.setAttribute("aria-label", explorer.getAttribute("aria-label"));
    explorer.dataset.drawn = "true";
  }

  // The number beside the slider has as many digits as it was written with.
  function tell(explorer) {
    const [slider, told] = explorer.querySelectorAll(".slider input, .slider output");
    const digits = told.textContent.split(".")[1]?.length ?? 0;
    slider.addEventListener("input", () => (told.textContent = slider.valueAsNumber.toFixed(digits)));
  }

  function fail(explorer, error) {
    explorer.querySelector(".slider")?.remove();
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
    for (const explorer of document.querySelectorAll(".lossbook-explorer")) {
      tell(explorer);
      observer.observe(explorer);
    }
  });
})();
