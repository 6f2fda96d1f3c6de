// Marks for chapters that were read and exercises that were solved. They stay in this browser and go nowhere else.
(() => {
  "use strict";

  const KEY = "lossbook-progress";
  const EMPTY = { read: {}, solved: {} };

  function load() {
    try {
      return { ...EMPTY, ...JSON.parse(localStorage.getItem(KEY)) };
    } catch {
      return EMPTY; // storage is switched off, or holds something else
    }
  }

  function change(kind, name, on) {
    const marks = load();
    const changed = { ...marks[kind] };
    if (on) changed[name] = page() || true;
    else delete changed[name];
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...marks, [kind]: changed }));
    } catch {
      // the marks last as long as the page is open
    }
    show();
  }

  const page = () => document.querySelector(".lossbook-mark")?.dataset.page;
  const solvedOn = (marks, name) => Object.values(marks.solved).filter((each) => each === name).length;

  // The page that a link of the sidebar leads to, as the book calls it, in whatever language.
  function nameOf(link) {
    const root = new URL(document.documentElement.dataset.content_root, location.href);
    const address = link.getAttribute("href") === "#" ? location.href : link.href;
    return decodeURIComponent(new URL(address).pathname.slice(root.pathname.length)).replace(/\.html$/, "");
  }

  function show() {
    const marks = load();
    for (const button of document.querySelectorAll(".lossbook-mark")) {
      const on = button.dataset.page in marks.read;
      button.setAttribute("aria-pressed", String(on));
      button.hidden = false;
    }
    for (const button of document.querySelectorAll(".lossbook-solved")) {
      button.setAttribute("aria-pressed", String(button.dataset.exercise in marks.solved));
    }
    for (const link of document.querySelectorAll(".sidebar-tree a.reference")) {
      const name = nameOf(link);
      const said = [];
      if (name in marks.read) said.push("✓");
      const exercises = lossbook.exercises[name] ?? 0;
      const solved = Math.min(solvedOn(marks, name), exercises);
      if (solved) said.push(`${solved}/${exercises}`);
      let note = link.querySelector(".lossbook-progress");
      if (!note && said.length) {
        note = document.createElement("span");
        note.className = "lossbook-progress";
        link.append(note);
      }
      if (note) {
        note.textContent = said.join(" ");
        const words = [name in marks.read ? sayLossbook("read") : ""];
        if (solved) words.push(sayLossbook("exercises solved: %(solved)s of %(all)s", { solved, all: exercises }));
        note.title = words.filter(Boolean).join(", ");
      }
    }
    for (const place of document.querySelectorAll(".lossbook-so-far")) sum(place, marks);
  }

  // On the first page: how far one has come, and a way to begin anew.
  function sum(place, marks) {
    const read = Object.keys(marks.read).length;
    const solved = Object.keys(marks.solved).length;
    const all = Object.values(lossbook.exercises).reduce((sum, each) => sum + each, 0);
    place.hidden = !read && !solved;
    place.querySelector("span").textContent = sayLossbook(
      "Pages read: %(read)s. Exercises solved: %(solved)s of %(all)s.",
      { read, solved, all },
    );
  }

  // A deferred script comes before the theme's own look at the page, which lays it out: the buttons are there by then.
  for (const exercise of document.querySelectorAll(".exercise.admonition[id]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lossbook-solved";
    button.dataset.exercise = exercise.id;
    button.textContent = sayLossbook("Solved");
    const title = exercise.querySelector(".admonition-title").textContent.trim();
    button.setAttribute("aria-label", sayLossbook("Solved: %(title)s", { title }));
    exercise.querySelector(".admonition-title").append(button);
  }
  document.addEventListener("click", ({ target }) => {
    const on = target.getAttribute?.("aria-pressed") !== "true";
    if (target.matches?.(".lossbook-mark")) change("read", target.dataset.page, on);
    if (target.matches?.(".lossbook-solved")) change("solved", target.dataset.exercise, on);
    if (target.matches?.(".lossbook-forget")) {
      localStorage.removeItem(KEY);
      show();
    }
  });
  addEventListener("storage", show); // the same course in another tab
  show();
})();
