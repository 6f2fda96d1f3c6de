// Folds away what is marked as a dropdown, such as a solution. Until this runs the style sheet hides it, so that
// nothing on the page moves; without JavaScript it is not hidden at all.
(() => {
  "use strict";

  function fold(box, number) {
    const title = box.querySelector(":scope > .admonition-title");
    box.id ||= `fold-${number}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toggle-button";
    button.setAttribute("aria-label", sayLossbook("Show: %(title)s", { title: title.textContent.trim() }));
    button.setAttribute("aria-controls", box.id);

    const set = (open) => {
      box.classList.toggle("unfolded", open);
      button.setAttribute("aria-expanded", String(open));
    };
    title.append(button);
    title.addEventListener("click", (event) => {
      if (!event.target.closest("a")) set(!box.classList.contains("unfolded"));
    });
    set(box.classList.contains("toggle-shown") || Boolean(location.hash && box.querySelector(location.hash)));
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".admonition.dropdown").forEach(fold));
})();
