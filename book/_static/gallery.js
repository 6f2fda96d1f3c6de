// The page of all losses: find one by any of its names, or look at the curves alone.
(() => {
  "use strict";

  const plain = (text) => text.toLowerCase().replace(/[\s_·–-]+/g, "");

  document.addEventListener("DOMContentLoaded", () => {
    const gallery = document.querySelector(".lossbook-gallery");
    if (!gallery) return;
    const cards = [...gallery.querySelectorAll(".lossbook-card")];
    const names = new Map(cards.map((card) => [card, plain(card.dataset.names)]));

    const tools = document.createElement("div");
    tools.className = "lossbook-find";
    tools.setAttribute("role", "search");
    tools.innerHTML =
      '<label>Find a loss by any of its names <input type="search" placeholder="L1, BCE, pinball …"></label>' +
      '<button type="button" aria-pressed="false">Curves alone</button><span role="status"></span>';
    const [input, button, status] = ["input", "button", "span"].map((tag) => tools.querySelector(tag));

    function filter() {
      const wanted = plain(input.value);
      let found = 0;
      for (const card of cards) {
        card.hidden = !names.get(card).includes(wanted);
        if (!card.hidden) found += 1;
      }
      // A family's heading goes with the last of its losses.
      for (const heading of gallery.querySelectorAll("h3")) {
        let next = heading.nextElementSibling;
        while (next?.hidden) next = next.nextElementSibling;
        heading.hidden = !next?.matches(".lossbook-card");
      }
      status.textContent = wanted ? `${found} of ${cards.length}` : "";
    }

    function look(alone) {
      gallery.classList.toggle("lossbook-curves", alone);
      button.setAttribute("aria-pressed", String(alone));
    }

    // From a curve, or a link, to all that is said of that loss.
    function goTo(card) {
      look(false);
      input.value = "";
      filter();
      card.scrollIntoView();
    }

    input.addEventListener("input", filter);
    button.addEventListener("click", () => look(button.getAttribute("aria-pressed") !== "true"));
    addEventListener("hashchange", () => {
      const card = cards.find((each) => `#${each.id}` === location.hash);
      if (card) goTo(card);
    });
    for (const card of cards) {
      const heading = card.querySelector("h4");
      const link = document.createElement("a");
      link.href = `#${card.id}`;
      link.append(...heading.childNodes);
      link.addEventListener("click", () => goTo(card));
      heading.append(link);
    }
    gallery.before(tools);
  });
})();
