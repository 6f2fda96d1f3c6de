// The frame around the text: theme, search, menus, and where on the page one is. In place of the theme's two scripts
// and Bootstrap, which measure the whole page as soon as it is there.
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");

  // Theme: as the system says, or the one that was chosen.
  function setMode(mode) {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (prefersDark.matches ? "dark" : "light") : mode;
    for (const button of all(".theme-switch-button")) button.setAttribute("aria-label", sayLossbook("Colours: %(mode)s", { mode: sayLossbook(mode) }));
  }

  function nextMode() {
    const modes = prefersDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
    localStorage.setItem("mode", mode);
    setMode(mode);
  }

  // A click beside an open dialog closes it.
  function closeOutside({ currentTarget: dialog, target }) {
    if (target === dialog) dialog.close();
  }

  function search() {
    const dialog = document.getElementById("pst-search-dialog");
    const field = document.querySelector("main form.bd-search input"); // the search page has its own
    if (field) field.focus();
    else if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  // On a narrow screen a sidebar opens as a dialog, into which its content moves; on a wide one it steps aside.
  function setMenu(button, sidebar, dialog, isWide) {
    if (!button || !sidebar || !dialog) return;
    const classes = sidebar.className;
    button.addEventListener("click", () => {
      if (isWide.matches) {
        const hidden = sidebar.classList.toggle("pst-sidebar-hidden");
        button.setAttribute("aria-expanded", String(!hidden));
        return;
      }
      dialog.append(...sidebar.childNodes);
      dialog.className = classes;
      dialog.showModal();
    });
    const back = () => {
      sidebar.append(...dialog.childNodes);
      dialog.className = "";
    };
    dialog.addEventListener("close", back);
    dialog.addEventListener("click", (event) => {
      closeOutside(event);
      if (event.target.closest("a[href*='#']")) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // Sphinx takes this key for itself
      event.stopPropagation();
      dialog.close();
    });
  }

  // The heading that is being read is marked in the page's contents.
  function followHeadings() {
    const links = all("#pst-page-toc-nav a[href^='#']");
    const headings = new Map(
      links
        .map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1)))?.querySelector("h1,h2,h3,h4"), link])
        .filter(([heading]) => heading),
    );
    const activate = (link) => {
      for (const each of links) {
        each.classList.toggle("active", each === link);
        if (each === link) each.setAttribute("aria-current", "true");
        else each.removeAttribute("aria-current");
        each.closest(".toc-entry").classList.toggle("active", each.closest(".toc-entry").contains(link));
      }
    };
    let chosen = 0; // a link that was followed stays marked while the page moves
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.filter((each) => each.isIntersecting).pop();
        if (entry && performance.now() > chosen + 1000) activate(headings.get(entry.target));
      },
      { rootMargin: "0px 0px -70% 0px" },
    );
    for (const heading of headings.keys()) observer.observe(heading);
    const follow = () => {
      const link = links.find((each) => each.hash === location.hash);
      if (!link) return;
      chosen = performance.now();
      activate(link);
    };
    addEventListener("hashchange", follow);
    follow();
  }

  // The current page is in sight in the sidebar. `scrollIntoView` shows it too, but in some browsers the first Tab then
  // starts there and skips all that stands before it.
  function showCurrentPage() {
    const sidebar = document.getElementById("pst-primary-sidebar");
    const current = sidebar?.querySelector(".bd-docs-nav .current.active > a");
    if (!current) return;
    const below = current.getBoundingClientRect().bottom - sidebar.getBoundingClientRect().bottom;
    if (below > 0) sidebar.scrollTop += Math.ceil(below);
  }

  document.addEventListener("DOMContentLoaded", () => {
    setMode(root.dataset.mode);
    prefersDark.addEventListener("change", () => setMode(root.dataset.mode));
    for (const button of all(".theme-switch-button")) button.addEventListener("click", nextMode);

    for (const button of all(".search-button__button")) button.addEventListener("click", search);
    document.getElementById("pst-search-dialog")?.addEventListener("click", closeOutside);
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        search();
      }
    });

    const wide = { primary: matchMedia("(min-width: 992px)"), secondary: matchMedia("(min-width: 1200px)") };
    for (const side of ["primary", "secondary"]) {
      const part = (name) => document.getElementById(`pst-${side}-sidebar${name}`);
      setMenu(document.querySelector(`.${side}-toggle`), part(""), part("-modal"), wide[side]);
    }
    followHeadings();
    showCurrentPage();
  });
})();
