// Lets the cells of a page be edited and run. `boot.js` loads this when a reader first asks for it.

import {
  bracketMatching, Decoration, defaultKeymap, EditorState, EditorView, history, historyKeymap, indentOnInput,
  indentUnit, indentWithTab, keymap, Prec, pythonLanguage, StateEffect, StateField, syntaxHighlighting,
  tagHighlighter, tags,
} from "./codemirror.js";
import { bytes, drawing, python } from "./parts.js";

const KEY = "lossbook-code";
const address = (path) => new URL(path, import.meta.url).href;

// The classes are Pygments', so that code looks the same before and after it can be edited, in both themes.
const LOOKS = tagHighlighter([
  { tag: tags.comment, class: "c1" },
  { tag: [tags.keyword, tags.definitionKeyword, tags.moduleKeyword, tags.controlKeyword], class: "k" },
  { tag: [tags.operatorKeyword], class: "ow" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: tags.number, class: "mf" },
  { tag: [tags.string, tags.special(tags.string)], class: "s2" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "nf" },
  { tag: tags.definition(tags.className), class: "nc" },
  { tag: tags.operator, class: "o" },
  { tag: [tags.punctuation, tags.paren, tags.squareBracket, tags.brace], class: "p" },
  { tag: [tags.variableName, tags.propertyName], class: "n" },
]);

// The line where an error came up, until the code changes.
const marked = StateEffect.define();
const mark = StateField.define({
  create: () => Decoration.none,
  update(shown, { docChanged, effects, state }) {
    for (const effect of effects.filter((each) => each.is(marked))) {
      const line = effect.value >= 1 && effect.value <= state.doc.lines && state.doc.line(effect.value).from;
      return line === false ? Decoration.none : Decoration.set(Decoration.line({ class: "wrong" }).range(line));
    }
    return docChanged ? Decoration.none : shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

let pageName;
let cells; // all of the page; those with a `bar` can run
let bar; // what concerns the whole page

export function start(name, first) {
  pageName = name;
  document.head.append(make("link", { rel: "stylesheet", href: address("page.css") }));
  cells = [...document.querySelectorAll("article .cell")].map((element, number) => new Cell(element, number));
  bar = new PageBar();
  const seen = new IntersectionObserver(
    (entries) => entries.filter((each) => each.isIntersecting).forEach(({ target }) => cellOf(target).edit()),
    { rootMargin: "400px" },
  );
  for (const cell of cells.filter((each) => each.canRun)) seen.observe(cell.element);
  runner.run([cellOf(first)]);
}

const cellOf = (element) => cells.find((each) => each.element === element);

function make(tag, properties = {}, ...content) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
}

const button = (text, press) => {
  const made = make("button", { type: "button" }, text);
  made.addEventListener("click", press);
  return made;
};

class Cell {
  constructor(element, number) {
    this.element = element;
    this.number = number;
    this.original = element.original ?? "";
    this.pre = element.querySelector(".cell_input pre");
    this.canRun = element.classList.contains("lossbook-live");
    if (this.canRun) this.addBar();
  }

  addBar() {
    const line = this.element.querySelector(".lossbook-run");
    this.runButton = line.querySelector("button");
    this.label();
    this.runButton.addEventListener("click", () => runner.run([this]));
    this.stopButton = button(sayLossbook("Stop"), () => runner.stop());
    this.backButton = button(sayLossbook("Back to the original"), () => this.goBack());
    this.runButton.after(this.stopButton, this.backButton);
    this.said = line.querySelector("span");
    this.said.role = "status";
    this.said.textContent = "";
    this.outputs = this.element.querySelector(".cell_output");
    this.originalOutputs = this.outputs?.cloneNode(true);
    this.show();
  }

  // A cell that draws says what its first run will load, until that is there.
  label() {
    const more = this.element.classList.contains("lossbook-draws") && !runner.draws;
    const size = (drawing / 1e6).toFixed(0);
    this.runButton.textContent = more ? sayLossbook("Run (loads %(size)s MB once)", { size }) : sayLossbook("Run");
  }

  get code() {
    return this.editor ? this.editor.state.doc.toString() : this.pre?.textContent.replace(/\n$/, "") ?? "";
  }

  get isChanged() {
    return this.code.trimEnd() !== this.original.trimEnd();
  }

  show(running = false) {
    this.stopButton.hidden = !running;
    this.backButton.hidden = running || !this.isChanged;
  }

  edit() {
    if (this.editor) return;
    const run = () => (runner.run([this]), true);
    this.editor = new EditorView({
      parent: this.pre.parentElement,
      doc: this.code,
      extensions: [
        Prec.highest(keymap.of([{ key: "Shift-Enter", run }, { key: "Mod-Enter", run }])),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]), // Escape, then Tab, leaves
        history(), indentOnInput(), bracketMatching(), pythonLanguage, syntaxHighlighting(LOOKS), mark,
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        EditorView.contentAttributes.of({
          "aria-label": sayLossbook("Code. Escape, then Tab, leaves it."),
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && this.keep()),
      ],
    });
    this.pre.hidden = true;
  }

  keep() {
    this.pre.textContent = `${this.code}\n`; // what the button that copies code copies
    this.show(!this.stopButton.hidden);
    edits.keep(this);
  }

  goBack() {
    const { editor, original } = this;
    if (editor) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: original.trimEnd() } });
    else this.pre.textContent = original;
    edits.keep(this);
    this.outputs?.remove();
    this.outputs = this.originalOutputs?.cloneNode(true);
    if (this.outputs) this.element.querySelector(".lossbook-run").before(this.outputs);
    this.said.textContent = "";
    this.show();
    this.runButton.focus();
  }

  begin() {
    this.outputs?.remove();
    this.outputs = make("div", { className: "cell_output" });
    this.element.querySelector(".lossbook-run").before(this.outputs);
    this.editor?.dispatch({ effects: marked.of(0) });
    this.show(true);
  }

  add({ kind, text }) {
    const last = this.outputs.lastElementChild;
    if (kind === "html") {
      this.outputs.append(make("div", { className: "output text_html", innerHTML: text }));
    } else if (kind === "stream" && last?.matches(".stream")) {
      last.querySelector("pre").append(text);
    } else {
      const box = make("div", { className: "highlight" }, make("pre", {}, text));
      this.outputs.append(make("div", { className: `output ${kind}` }, box));
    }
  }

  end({ error }) {
    if (error) {
      const where = error.line ? sayLossbook("Line %(line)s: ", { line: error.line }) : "";
      this.add({ kind: "lossbook-error", text: `${where}${error.text}` });
      this.edit();
      this.editor.dispatch({ effects: marked.of(error.line ?? 0) });
    }
    this.show();
    const verdicts = [...this.outputs.querySelectorAll(".lossbook-check")];
    if (verdicts.length && verdicts.every((each) => each.textContent.startsWith("✓"))) {
      this.element.closest(".exercise")?.querySelector('.lossbook-solved[aria-pressed="false"]')?.click();
    }
  }
}

// What the reader has changed, in this browser alone; where it has no storage, until the page is left.
const edits = {
  keep(cell) {
    let all;
    try {
      all = JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      all = {};
    }
    const here = (all[pageName] ??= {});
    if (cell.isChanged) here[cell.number] = [cell.original, `${cell.code}\n`];
    else delete here[cell.number];
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
    } catch {
      // full, or not allowed
    }
  },
};

class PageBar {
  constructor() {
    this.said = make("span", { role: "status" });
    this.all = button(sayLossbook("Run all"), () => runner.run(cells.filter((each) => each.canRun)));
    this.over = button(sayLossbook("Start over"), () => runner.stop(sayLossbook("All variables are forgotten.")));
    const region = make("div", { className: "lossbook-python", role: "region" }, this.said, this.all, this.over);
    region.setAttribute("aria-label", sayLossbook("Python in this page"));
    document.querySelector("article").after(region);
  }

  say(text) {
    if (this.said.textContent !== text) this.said.textContent = text;
  }
}

// One worker, which runs one cell after the other.
const runner = {
  worker: null,
  draws: false, // whether what draws has once been loaded; from then on the browser keeps it
  waiting: [],
  asked: null, // the cell that the reader asked for and that runs, or those above it that it needs

  run(asked) {
    this.waiting.push(...asked.filter((each) => each !== this.asked && !this.waiting.includes(each)));
    if (!this.worker) this.begin();
    if (!this.asked) this.next();
  },

  begin() {
    this.isReady = false;
    bar.say(sayLossbook("Loading Python…"));
    this.worker = new Worker(address("worker.js"), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this[data.what](data));
    this.worker.addEventListener("error", (event) => this.failed({ more: event.message || "worker.js" }));
    this.worker.postMessage({ python: address(python), course: address("course.zip"), canDraw: drawing > 0 });
  },

  next() {
    this.asked = this.waiting.shift() ?? null;
    if (!this.asked) return;
    this.asked.edit();
    this.asked.show(true);
    this.asked.before = 0;
    const sources = cells.map((each) => each.code);
    this.worker.postMessage({ sources, originals: cells.map((each) => each.original), number: this.asked.number });
  },

  loading({ more }) {
    const [come, all] = [more, this.isReady ? drawing : bytes].map((each) => (each / 1e6).toFixed(1));
    const what = this.isReady ? "Matplotlib" : "Python";
    bar.say(sayLossbook("Loading %(what)s: %(come)s of %(all)s MB", { what, come, all }));
  },

  drawing() {
    this.draws = true;
    for (const cell of cells.filter((each) => each.canRun)) cell.label();
  },

  ready() {
    this.isReady = true;
    bar.say(sayLossbook("Python is here."));
  },

  begin_cell({ cell }) {
    cells[cell].begin();
    bar.say(sayLossbook("Running…"));
    if (cells[cell] !== this.asked) this.asked.before += 1;
  },

  output({ cell, more }) {
    cells[cell].add(more);
  },

  end({ cell, more }) {
    cells[cell].end(more);
    if (cells[cell] !== this.asked) {
      cells[cell].said.textContent = sayLossbook("Run for a cell below.");
      if (more.error) this.asked.said.textContent = sayLossbook("A cell above, which this one needs, failed.");
      return;
    }
    const { before } = this.asked;
    const also = before ? sayLossbook("Ran %(before)s above first, which this one needs.", { before }) : "";
    this.asked.said.textContent = also || (more.error ? "" : sayLossbook("Done."));
  },

  done() {
    this.asked?.show();
    bar.say(sayLossbook("Python is here."));
    this.next();
  },

  failed({ more: error }) {
    const loads = "Python did not load (%(error)s). It needs a web server.";
    this.stop(this.isReady ? sayLossbook("Python failed (%(error)s).", { error }) : sayLossbook(loads, { error }));
  },

  stop(why = sayLossbook("Stopped. All variables are forgotten; cells above that are needed run again.")) {
    this.worker?.terminate();
    this.worker = null;
    const halted = this.asked;
    this.asked = null;
    this.waiting = [];
    for (const cell of cells.filter((each) => each.canRun)) cell.show();
    if (halted) {
      halted.said.textContent = why;
      if (halted.element.contains(document.activeElement) || document.activeElement === document.body) {
        halted.runButton.focus();
      }
    }
    bar.say(why);
  },
};
