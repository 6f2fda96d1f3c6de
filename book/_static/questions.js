// Questions along the way: an answer gets a verdict, and stays in this browser. What was missed comes back on the page
// 'Again' after a day, and, each time that it is known there, after three, seven and twenty-one.
const lossbookQuestions = (() => {
  "use strict";

  const KEY = "lossbook-questions";
  const DAYS = [1, 3, 7, 21];

  function load() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {}; // storage is switched off, or holds something else
    }
  }

  function store(records) {
    try {
      localStorage.setItem(KEY, JSON.stringify(records));
    } catch {
      // the answers last as long as the page is open
    }
  }

  const keep = (name, record) => store({ ...load(), [name]: record });

  function forget(name) {
    const { [name]: _, ...others } = load();
    store(others);
  }

  // The number of today, as the reader's calendar has it: who studies at nine is not asked to wait until nine.
  function today() {
    const now = new Date();
    return Math.floor(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86_400_000);
  }

  const short = (value) => Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3 });
  const nameOf = (form) => form.id.replace(/^question-/, "");
  const given = (form) => form.querySelector("input:checked, input[type=number]").value;

  function isRight(form, answer) {
    const { right, answer: value, within } = form.dataset;
    return value === undefined ? answer === right : Math.abs(answer - value) <= within * (1 + 1e-9);
  }

  // What is said about an answer: for a number, how far off it is.
  function verdict(form, answer) {
    const { right: told, answer: value } = form.dataset;
    if (value === undefined) {
      return isRight(form, answer) ? sayLossbook("Right.") : sayLossbook("No, it is %(right)s.", { right: told });
    }
    const right = `${told} ${form.querySelector(".field span")?.textContent ?? ""}`.trim();
    const off = short(Math.abs(answer - value));
    if (isRight(form, answer)) return sayLossbook("Right: it is %(right)s.", { right });
    if (answer > Number(value)) return sayLossbook("It is %(right)s; yours is %(off)s too high.", { right, off });
    return sayLossbook("It is %(right)s; yours is %(off)s too low.", { right, off });
  }

  function show(form, answer) {
    const right = isRight(form, answer);
    const status = form.querySelector("[role=status]");
    status.textContent = verdict(form, answer);
    status.dataset.right = right;
    for (const note of form.querySelectorAll("[data-mistake]")) {
      note.hidden = right || Math.abs(answer - note.dataset.mistake) > note.dataset.near;
    }
    return right;
  }

  // The record of a question after an answer. Only what is due moves on, so answering twice a day changes nothing.
  function after(record, form, answer, right) {
    const next = { ...record, page: form.dataset.page, given: answer, right };
    if (form.closest(".lossbook-again") && record.due <= today()) {
      next.step = right ? record.step + 1 : 0;
      if (next.step < DAYS.length) next.due = today() + DAYS[next.step];
      else delete next.due; // it is known
    } else if (!right && record.due === undefined) {
      next.step = 0;
      next.due = today() + DAYS[0];
    }
    return next;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".lossbook-question")) return;
    event.preventDefault();
    const answer = given(form);
    const right = show(form, answer);
    form.querySelector("details").open = true;
    keep(nameOf(form), after(load()[nameOf(form)] ?? {}, form, answer, right));
  });

  // What was answered on an earlier visit stands there still, with the reasons folded.
  const records = load();
  for (const form of document.querySelectorAll(".lossbook-question")) {
    const record = records[nameOf(form)];
    if (!record) continue;
    for (const input of form.querySelectorAll("input")) {
      if (input.type === "radio") input.checked = input.value === record.given;
      else input.value = record.given;
    }
    show(form, record.given);
  }

  return { KEY, load, store, forget, today };
})();
