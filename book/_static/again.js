// The page 'Again': the questions that are due, taken from the pages that they stand on, and what becomes of the answers.
(() => {
  "use strict";

  const { KEY, load, store, forget, today } = lossbookQuestions;
  const NAME = /^[\w-]+$/;
  const PAGE = /^[\w-]+(\/[\w-]+)*$/; // a name and no address: what it names is fetched and shown
  const MOST_BYTES = 1_000_000;
  const place = document.querySelector(".lossbook-again");
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const addressOf = (page) => new URL(`${page}.html`, root).href;

  function add(parent, tag, text = "", attributes = {}) {
    const made = Object.assign(document.createElement(tag), attributes);
    made.textContent = text;
    parent.append(made);
    return made;
  }

  // A page as the site has it: empty if it is gone, nothing where files can't be fetched, as in a folder on a disk.
  async function read(page) {
    try {
      const answer = await fetch(addressOf(page));
      return new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    } catch {
      return null;
    }
  }

  // The due questions of a page, or links to them where it can't be read. What the book no longer has is forgotten.
  async function bring(page, names) {
    const content = await read(page);
    const found = content ? names.filter((name) => content.getElementById(`question-${name}`)) : names;
    for (const name of names) if (!found.includes(name)) forget(name);
    return found.map((name) => {
      const box = document.createElement("div");
      const title = content?.title.split(" - ")[0] ?? page;
      add(add(box, "p"), "a", title, { href: `${addressOf(page)}#question-${name}` });
      if (content) box.append(document.importNode(content.getElementById(`question-${name}`), true));
      return box;
    });
  }

  const dateOf = (day) => new Date(day * 86_400_000).toLocaleDateString(document.documentElement.lang, {
    timeZone: "UTC", day: "numeric", month: "long",
  });

  function sum(records) {
    const waiting = records.map((record) => record.due).filter((day) => day !== undefined);
    const due = waiting.filter((day) => day <= today()).length;
    const later = waiting.filter((day) => day > today());
    const said = [
      due ? sayLossbook("Questions for today: %(due)s.", { due }) : sayLossbook("Nothing to repeat today."),
      later.length ? sayLossbook("Later: %(later)s, the next on %(day)s.",
        { later: later.length, day: dateOf(Math.min(...later)) }) : "",
      records.length ? "" : sayLossbook("What you miss in the chapters comes back here a day later."),
    ];
    return said.filter(Boolean).join(" ");
  }

  function take() {
    const content = new Blob([JSON.stringify(load(), null, 1)], { type: "application/json" });
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(content),
      download: "lossbook-answers.json",
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const isCount = (value) => value === undefined || (Number.isSafeInteger(value) && value >= 0);

  // Whether this is what a question leaves behind when it is answered.
  function isRecord(record) {
    if (typeof record !== "object" || record === null) return false;
    const { page, given, right, step, due } = record;
    const texts = typeof page === "string" && PAGE.test(page) && typeof given === "string";
    return texts && typeof right === "boolean" && isCount(step) && isCount(due) && !(due >= 0 && step === undefined);
  }

  // The answers in a text, or nothing if it holds anything else.
  function answersIn(text) {
    try {
      const records = JSON.parse(text);
      if (typeof records !== "object" || records === null || Array.isArray(records)) return null;
      return Object.entries(records).every(([name, it]) => NAME.test(name) && isRecord(it)) ? records : null;
    } catch {
      return null; // no JSON
    }
  }

  // Of a question that both have, what is asked again sooner.
  function joined(here, there) {
    const dueOf = (record) => record?.due ?? Infinity;
    const won = Object.entries(there).filter(([name, it]) => !(name in here) || dueOf(it) < dueOf(here[name]));
    return { ...here, ...Object.fromEntries(won) };
  }

  async function bringBack(file) {
    const records = file.size <= MOST_BYTES ? answersIn(await file.text()) : null;
    if (records) store(joined(load(), records));
    await show();
    place.querySelector(".sum").textContent += ` ${records
      ? sayLossbook("Answers in the file: %(number)s.", { number: Object.keys(records).length })
      : sayLossbook("That is no file of answers; nothing has changed.")}`;
  }

  function addBringing(tools) {
    const field = add(tools, "input", "", { type: "file", accept: ".json,application/json", hidden: true });
    field.addEventListener("change", () => field.files.length && bringBack(field.files[0]));
    add(tools, "button", sayLossbook("Take my answers from a file"), { type: "button", onclick: () => field.click() });
  }

  function erase() {
    if (!confirm(sayLossbook("Erase all your answers?"))) return;
    localStorage.removeItem(KEY);
    show();
  }

  async function show() {
    const due = Object.entries(load()).filter(([, record]) => record.due <= today());
    const pages = [...new Set(due.map(([, record]) => record.page))].sort();
    const boxes = await Promise.all(
      pages.map((page) => bring(page, due.filter(([, record]) => record.page === page).map(([name]) => name))),
    );
    const records = Object.values(load());
    place.replaceChildren();
    add(place, "p", sum(records), { className: "sum" }).setAttribute("role", "status");
    place.append(...boxes.flat());
    const tools = add(place, "p");
    if (records.length) {
      add(tools, "button", sayLossbook("Save my answers as a file"), { type: "button", onclick: take });
      add(tools, "button", sayLossbook("Erase my answers"), { type: "button", onclick: erase });
    }
    addBringing(tools);
  }

  // The answer is kept by then: the script before this one listens too.
  document.addEventListener("submit", () => {
    place.querySelector(".sum").textContent = sum(Object.values(load()));
  });
  show();
})();
