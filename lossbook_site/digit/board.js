// The drawing board of "Draw a digit": two small networks that read what is drawn, and what each loss says of them.
// Loaded when the reader starts it. Parts: the file with the networks, the networks, the losses, what becomes of a
// drawing before a network sees it, the paper, and what is shown beside it.

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const NETWORKS = { cross_entropy: "Cross-entropy network", focal: "Focal network" };

// ---- The file: safetensors, a header in JSON and then the numbers.

export function readTensors(buffer) {
  const bytes = new DataView(buffer);
  const headerLength = bytes.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
  const first = 8 + headerLength;
  const read = {
    U8: [1, (at) => bytes.getUint8(at)],
    F16: [2, (at) => half(bytes.getUint16(at, true))],
    F32: [4, (at) => bytes.getFloat32(at, true)],
    I32: [4, (at) => bytes.getInt32(at, true)],
  };
  const tensors = {};
  for (const [name, { dtype, data_offsets: [from, to] }] of Object.entries(header)) {
    const [size, value] = read[dtype];
    tensors[name] = Float32Array.from({ length: (to - from) / size }, (_, i) => value(first + from + i * size));
  }
  return tensors;
}

// A number of 16 bits: a sign, five bits of exponent, ten bits after the point.
function half(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  const size = exponent ? (1 + fraction) * 2 ** (exponent - 15) : fraction * 2 ** -14;
  return bits & 0x8000 ? -size : size;
}

// ---- The networks, layer by layer as in lossbook_course.mnist.numpy_model.

export function logits(tensors, network, pixels) {
  const layer = (name) => tensors[`${network}.${name}`];
  let x = relu(convolve(pixels, 28, 1, layer("conv1"), layer("bias1"))); // 13 × 13 × 16
  x = relu(convolve(x, 13, 16, layer("conv2"), layer("bias2"))); // 6 × 6 × 32
  x = relu(dense(x, layer("dense1"), layer("bias3"))); // 64
  return dense(x, layer("dense2"), layer("bias4")); // 10
}

// A kernel of 3 × 3 pixels, laid on the image at every second place.
function convolve(image, side, channels, kernel, bias) {
  const places = Math.floor((side - 3) / 2) + 1;
  const filters = bias.length;
  const result = new Float64Array(places * places * filters);
  for (let row = 0; row < places; row++) {
    for (let column = 0; column < places; column++) {
      const at = (row * places + column) * filters;
      result.set(bias, at);
      for (let patch = 0; patch < 9; patch++) {
        const pixel = (2 * row + Math.floor(patch / 3)) * side + 2 * column + (patch % 3);
        for (let channel = 0; channel < channels; channel++) {
          const value = image[pixel * channels + channel];
          const weights = (patch * channels + channel) * filters;
          for (let f = 0; f < filters; f++) result[at + f] += value * kernel[weights + f];
        }
      }
    }
  }
  return result;
}

function dense(x, weights, bias) {
  const result = Float64Array.from(bias);
  x.forEach((value, i) => {
    for (let j = 0; j < result.length; j++) result[j] += value * weights[i * result.length + j];
  });
  return result;
}

const relu = (x) => x.map((value) => Math.max(value, 0));

// ---- The losses of one sample, from logits and never from a clipped probability.

const logSumExp = (z) => {
  const largest = Math.max(...z);
  return largest + Math.log(z.reduce((sum, each) => sum + Math.exp(each - largest), 0));
};
const others = (z, truth) => z.filter((_, digit) => digit !== truth);

export function probabilities(z) {
  const all = logSumExp(z);
  return Array.from(z, (each) => Math.exp(each - all));
}

export const LOSSES = {
  "cross-entropy": (z, truth) => logSumExp(z) - z[truth],
  // log(1 − p) is taken from the other logits: where p is near 1, 1 − p would lose its digits.
  focal: (z, truth, gamma) => {
    const all = logSumExp(z);
    return Math.exp(gamma * (logSumExp(others(z, truth)) - all)) * (all - z[truth]);
  },
  Brier: (z, truth) =>
    probabilities(z).reduce((sum, p, digit) => sum + (p - (digit === truth)) ** 2, 0),
  hinge: (z, truth) => Math.max(0, 1 + Math.max(...others(z, truth)) - z[truth]),
};

// ---- From a drawing to what a network sees, as MNIST was made: the ink scaled to 20 pixels on its longer side and
// then moved, by whole pixels, until its centre of mass is in the middle of 28 × 28.

const SIDE = 28;
const CELL = 10; // the paper has ten dots to a pixel
const PAPER = SIDE * CELL;

export function prepare(ink) {
  const box = inkBox(ink);
  if (!box) return null;
  const step = Math.max(box.height, box.width) / 20; // dots to a pixel
  const rows = Math.ceil(box.height / step - 1e-9);
  const columns = Math.ceil(box.width / step - 1e-9);
  const small = new Float64Array(rows * columns);
  let [mass, massRow, massColumn] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = meanInk(ink, box.top + row * step, box.left + column * step, step);
      small[row * columns + column] = value;
      mass += value;
      massRow += value * row;
      massColumn += value * column;
    }
  }
  const place = (centre, length) => Math.min(Math.max(Math.round(SIDE / 2 - centre), 0), SIDE - length);
  const top = place(massRow / mass, rows);
  const left = place(massColumn / mass, columns);
  const pixels = new Float64Array(SIDE * SIDE);
  small.forEach((value, i) => {
    pixels[(top + Math.floor(i / columns)) * SIDE + left + (i % columns)] = value;
  });
  return pixels;
}

function inkBox(ink) {
  let [top, left, bottom, right] = [PAPER, PAPER, -1, -1];
  ink.forEach((value, i) => {
    if (!value) return;
    const [row, column] = [Math.floor(i / PAPER), i % PAPER];
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  });
  return bottom < 0 ? null : { top, left, height: bottom - top + 1, width: right - left + 1 };
}

// The mean over a square of dots, from 0 to 1; a dot at the edge counts as far as it lies inside.
function meanInk(ink, top, left, side) {
  let sum = 0;
  for (let row = Math.floor(top); row < Math.min(top + side, PAPER); row++) {
    const height = Math.min(row + 1, top + side) - Math.max(row, top);
    for (let column = Math.floor(left); column < Math.min(left + side, PAPER); column++) {
      const width = Math.min(column + 1, left + side) - Math.max(column, left);
      sum += ink[row * PAPER + column] * height * width;
    }
  }
  return sum / (255 * side * side);
}

// ---- The paper: drawn on with a pointer (mouse, finger, pen) or with the keyboard.

const RADIUS = 11; // of the pen, in dots: about as thick as the strokes of MNIST
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function makePaper(canvas, cursor, say, changed) {
  const ink = new Uint8ClampedArray(PAPER * PAPER); // 0 is paper, 255 is ink
  const context = canvas.getContext("2d");
  let [x, y] = [SIDE / 2, SIDE / 2]; // the cell under the keyboard's cursor
  let penDown = false;
  let last = null; // where the pointer was

  function show() {
    const image = new ImageData(PAPER, PAPER);
    ink.forEach((value, i) => (image.data[4 * i + 3] = value)); // black, as opaque as there is ink
    context.putImageData(image, 0, 0);
    changed();
  }

  // A line with round ends; a dot that the pen half covers gets half the ink.
  function line([x0, y0], [x1, y1]) {
    const length2 = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    const range = (a, b) => {
      const reach = RADIUS + 1;
      return [Math.max(0, Math.floor(Math.min(a, b) - reach)), Math.min(PAPER - 1, Math.ceil(Math.max(a, b) + reach))];
    };
    const [left, right] = range(x0, x1);
    const [top, bottom] = range(y0, y1);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const [dx, dy] = [column + 0.5 - x0, row + 0.5 - y0];
        const along = length2 ? Math.min(1, Math.max(0, (dx * (x1 - x0) + dy * (y1 - y0)) / length2)) : 0;
        const distance = Math.hypot(dx - along * (x1 - x0), dy - along * (y1 - y0));
        const at = row * PAPER + column;
        ink[at] = Math.max(ink[at], 255 * (RADIUS + 0.5 - distance));
      }
    }
  }

  function whereIs(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * PAPER, ((event.clientY - box.top) / box.height) * PAPER];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return;
    canvas.setPointerCapture(event.pointerId);
    cursor.hidden = true;
    last = whereIs(event);
    line(last, last);
    show();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last || !event.isPrimary) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length ? passed : [event]) {
      const next = whereIs(each);
      line(last, next);
      last = next;
    }
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (event.isPrimary) last = null;
    });
  }

  const middle = () => [(x + 0.5) * CELL, (y + 0.5) * CELL];

  function showCursor() {
    cursor.hidden = false;
    cursor.style.left = `${(100 * x) / SIDE}%`;
    cursor.style.top = `${(100 * y) / SIDE}%`;
    cursor.classList.toggle("down", penDown);
  }

  function movePen(down) {
    penDown = down;
    say(`Pen ${down ? "down" : "up"} at row ${y + 1}, column ${x + 1}.`);
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step) {
      const before = middle();
      x = Math.min(SIDE - 1, Math.max(0, x + step[0]));
      y = Math.min(SIDE - 1, Math.max(0, y + step[1]));
      if (penDown) line(before, middle());
    } else if (event.key === " ") {
      if (!event.repeat) movePen(!penDown);
      if (penDown) line(middle(), middle());
    } else if (event.key === "Escape" && penDown) {
      movePen(false);
    } else {
      return;
    }
    event.preventDefault();
    showCursor();
    if (penDown) show();
  });
  canvas.addEventListener("focus", () => canvas.matches(":focus-visible") && showCursor());
  canvas.addEventListener("blur", () => {
    cursor.hidden = true;
    penDown = false;
  });

  return {
    ink,
    clear() {
      ink.fill(0);
      show();
    },
    load(pixels) {
      ink.forEach((_, i) => {
        ink[i] = pixels[Math.floor(i / PAPER / CELL) * SIDE + Math.floor((i % PAPER) / CELL)];
      });
      show();
    },
  };
}

// ---- What is shown.

const row = (name, cells) => `<tr><th scope="row">${name}</th>${cells}</tr>`;
const cells = (content) => Object.keys(NETWORKS).map((name) => `<td data-network="${name}">${content}</td>`).join("");
const head = (name) => `<th scope="col">${name}</th>`;
const heads = (first) => `<tr>${[first, ...Object.values(NETWORKS)].map(head).join("")}</tr>`;
const mark = '<span class="digit-mark"></span>';
const bar = '<div class="digit-bar"><i></i><span>–</span></div>';

const BOARD = `
  <div>
    <p id="digit-help">Draw with the mouse, a finger or a pen. By keyboard: the arrow keys move the pen, the space bar
      puts it down and lifts it.</p>
    <div class="digit-paper">
      <canvas id="digit-canvas" width="${PAPER}" height="${PAPER}" tabindex="0" role="application"
        aria-label="Paper to draw a digit on" aria-describedby="digit-help"></canvas>
      <div class="digit-cursor" aria-hidden="true" hidden></div>
    </div>
    <p class="digit-pen" role="status">Pen up.</p>
    <div class="digit-row">
      <button type="button" class="digit-clear">Clear</button>
      <canvas class="digit-seen" width="${SIDE}" height="${SIDE}" role="img"
        aria-label="The drawing as the networks see it"></canvas>
      <span>what the networks see, ${SIDE} × ${SIDE}</span>
    </div>
  </div>
  <div>
    <p class="digit-summary" role="status"></p>
    <table class="digit-answers"><caption>Probability of each digit</caption>
      <thead>${heads("Digit")}</thead>
      <tbody>${DIGITS.map((d) => row(`${d} ${mark}`, cells(bar))).join("")}</tbody>
    </table>
  </div>
  <div>
    <p id="digit-stored">Or take a stored digit, plain or unclear:</p>
    <div class="digit-stored" role="group" aria-labelledby="digit-stored"></div>
    <fieldset class="digit-truth"><legend>The true digit</legend>
      ${DIGITS.map((d) => `<label><input type="radio" name="digit-truth" value="${d}"> ${d}</label>`).join("")}
    </fieldset>
  </div>
  <div>
    <table class="digit-losses"><caption></caption>
      <thead>${heads("Loss")}</thead>
      <tbody>${Object.keys(LOSSES).map((name) => row(name, cells("–"))).join("")}</tbody>
    </table>
    <label class="digit-gamma">γ of the focal loss
      <input type="range" min="0" max="5" step="0.5" value="2"><output>2</output></label>
    <label class="digit-scaled"><input type="checkbox">
      <span>divide the logits by each network's temperature (<span class="digit-temperatures"></span>)</span></label>
  </div>`;

const QUIET = 700; // milliseconds without a stroke before the answer is said aloud

export async function start(root, version) {
  const there = (name) => new URL(`${name}?v=${version}`, import.meta.url);
  const [response] = await Promise.all([fetch(there("networks.safetensors")), addStyle(there("board.css"))]);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const tensors = readTensors(await response.arrayBuffer());

  const board = document.createElement("div");
  board.className = "digit-board";
  board.innerHTML = BOARD;
  root.append(board);
  const find = (selector) => board.querySelector(selector);
  const temperature = (network) => tensors[`${network}.temperature`][0];
  const temperatures = Object.keys(NETWORKS).map((network) => temperature(network).toFixed(2));
  find(".digit-temperatures").textContent = temperatures.join(" and ");

  let pixels = null; // what the networks see
  let asked = false;
  let timer;

  const say = (text) => (find(".digit-pen").textContent = text);
  const paper = makePaper(find("#digit-canvas"), find(".digit-cursor"), say, ask);

  // However many strokes there are, one answer for each picture on the screen.
  function ask() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      pixels = prepare(paper.ink);
      drawPixels(find(".digit-seen"), (pixels ?? new Float64Array(SIDE * SIDE)).map((value) => 255 * value));
      answer();
    });
  }

  function answer() {
    const truth = Number(find('[name="digit-truth"]:checked')?.value ?? -1);
    const gamma = Number(find(".digit-gamma input").value);
    find(".digit-gamma output").textContent = gamma;
    find(".digit-losses tbody tr:nth-child(2) th").textContent = `focal, γ = ${gamma}`;
    find(".digit-losses caption").textContent =
      truth < 0 ? "Loss of this one digit: choose the true digit" : `Loss of this one digit, if it is a ${truth}`;
    const said = [];
    for (const [network, name] of Object.entries(NETWORKS)) {
      const scale = find(".digit-scaled input").checked ? temperature(network) : 1;
      const z = pixels && Array.from(logits(tensors, network, pixels), (each) => each / scale);
      const p = z && probabilities(z);
      const best = z && p.indexOf(Math.max(...p));
      board.querySelectorAll(`.digit-answers [data-network="${network}"]`).forEach((cell, digit) => {
        fill(cell, p?.[digit]);
        cell.classList.toggle("best", digit === best);
        cell.querySelector("i").style.width = `${100 * (p?.[digit] ?? 0)}%`;
        cell.querySelector("span").textContent = p ? percent(p[digit]) : "–";
      });
      Object.values(LOSSES).forEach((loss, i) => {
        const cell = board.querySelectorAll(`.digit-losses [data-network="${network}"]`)[i];
        const value = z && truth >= 0 ? loss(z, truth, gamma) : undefined;
        fill(cell, value);
        cell.textContent = value === undefined ? "–" : value.toFixed(4);
      });
      if (z) said.push(`${name}: ${best}, with ${percent(p[best])}.`);
    }
    board.querySelectorAll(".digit-mark").forEach((mark, digit) => (mark.textContent = digit === truth ? "truth" : ""));
    clearTimeout(timer);
    timer = setTimeout(() => {
      find(".digit-summary").textContent = said.join(" ") || "The paper is empty. Draw a digit, or take a stored one.";
    }, QUIET);
  }

  function choose(truth) {
    for (const radio of board.querySelectorAll('[name="digit-truth"]')) radio.checked = Number(radio.value) === truth;
  }

  addStored(find(".digit-stored"), tensors, (image, label) => {
    choose(label);
    paper.load(image);
  });
  find(".digit-clear").addEventListener("click", () => {
    choose(null);
    paper.clear();
  });
  board.addEventListener("input", answer);
  answer();
  find("#digit-canvas").focus({ preventScroll: true });
}

const percent = (p) => `${(100 * p).toFixed(1)} %`;

// The number itself, with more digits than are shown.
function fill(cell, value) {
  if (value === undefined) delete cell.dataset.value;
  else cell.dataset.value = value.toPrecision(9);
}

function addStored(place, tensors, take) {
  const { images, labels, positions } = tensors;
  labels.forEach((label, i) => {
    const image = images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `${label}, number ${positions[i]} of the test digits`);
    button.innerHTML = `<canvas width="${SIDE}" height="${SIDE}"></canvas>`;
    drawPixels(button.firstChild, image);
    button.addEventListener("click", () => take(image, label));
    place.append(button);
  });
}

function drawPixels(canvas, values) {
  const image = new ImageData(SIDE, SIDE);
  values.forEach((value, i) => (image.data[4 * i + 3] = value));
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function addStyle(address) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${address} did not load`));
    document.head.append(link);
  });
}
