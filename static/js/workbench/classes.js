// SPDX-License-Identifier: EUPL-1.2
// Where classes begin: bounds on a histogram, moved by dragging or by a field of numbers each. Of a scale with two
// sides the middle alone is moved: the other bounds follow from it.

import { scaleLinear } from "../../build/charts.js";
import { isAmbiguous, readNumber, typedNumber } from "../lib/format.js";

const SVG = "http://www.w3.org/2000/svg";
export const FEWEST = 2;
export const MOST = 6;

/** Bounds as an address says them; null where they are no bounds of three to seven classes. */
export function writeBounds(bounds) {
  const isRising = bounds.every((bound, at) => Number.isFinite(bound) && (!at || bound > bounds[at - 1]));
  return isRising && bounds.length >= FEWEST && bounds.length <= MOST ? bounds.join(";") : null;
}

/** Where a further bound has most room: in the middle of the widest class. */
export function furtherBound(bounds, low, high, decimals) {
  const ends = [low, ...bounds, high];
  const widths = ends.slice(1).map((end, at) => end - ends[at]);
  const widest = widths.indexOf(Math.max(...widths));
  return Number(((ends[widest] + ends[widest + 1]) / 2).toFixed(decimals));
}

export class ClassesPanel {
  /** `onBounds(words)` gets bounds, `onMiddle(words)` a middle as an address says them. */
  constructor(root, { text, language, onBounds, onMiddle }) {
    Object.assign(this, { root, text, language, onBounds, onMiddle });
    this.drawing = root.querySelector("svg");
    this.fields = root.querySelector("[data-histogram-fields]");
    this.drawing.addEventListener("pointerdown", (event) => this.#grab(event));
    this.fields.addEventListener("change", () => this.#typed());
    this.fields.addEventListener("click", (event) => this.#press(event.target.closest("button")));
  }

  /** Show a period: its histogram, and the bounds of its classes. */
  show(answer, period) {
    // Classes with names have no bounds that could be moved.
    this.root.hidden = period.isNamed;
    const { sided, inner, bounds } = period;
    this.isSided = sided !== undefined;
    // A middle is typed in the form, where it is chosen.
    this.fields.hidden = this.isSided || inner.length < FEWEST;
    const [low, high] = [answer.axis[0].at, answer.axis.at(-1).at];
    Object.assign(this, { low, high, decimals: answer.decimals, bounds: this.isSided ? [sided] : [...inner] });
    this.scale = scaleLinear([low, high], [0, 100]);
    this.drawing.dataset.palette = period.palette;
    this.drawing.dataset.classes = String(period.colours ?? period.classes);
    const most = Math.max(...period.histogram, 1);
    const width = 100 / period.histogram.length;
    this.bars = period.histogram.map((count, at) => element("rect", {
      class: "histogram__bar", x: `${at * width}%`, width: `${width}%`,
      y: `${100 * (1 - count / most)}%`, height: `${(100 * count) / most}%`,
    }));
    this.still = [
      ...bounds.filter((bound) => !inner.includes(bound)).map((bound) => this.#upright(bound, "fence")),
      ...(this.isSided ? inner.filter((bound) => bound !== sided).map((bound) => this.#upright(bound, "bound")) : []),
    ];
    this.#drawBounds();
    this.#writeFields();
  }

  #upright(bound, kind) {
    const x = `${this.scale(bound)}%`;
    return element("line", { class: `histogram__${kind}`, x1: x, x2: x, y1: kind === "middle" ? -8 : 0, y2: "100%" });
  }

  #drawBounds() {
    const lines = this.bounds.flatMap((bound, at) => {
      const x = `${this.scale(bound)}%`;
      // A line is too thin for a finger: the part around it takes hold as well.
      return [
        this.#upright(bound, this.isSided ? "middle" : "bound"),
        element("line", { class: "histogram__hold", x1: x, x2: x, y1: 0, y2: "100%", "data-at": at }),
      ];
    });
    this.drawing.replaceChildren(...this.bars, ...this.still, ...lines);
  }

  #writeFields() {
    const focused = document.activeElement?.dataset?.at;
    const holdsFocus = this.fields.contains(document.activeElement);
    const rows = this.bounds.map((bound, at) => this.#field(bound, at));
    const add = button(this.text("classes.add"), { add: "" });
    add.disabled = this.bounds.length >= MOST;
    this.fields.replaceChildren(...rows, add);
    if (holdsFocus) (this.fields.querySelector(`input[data-at="${focused}"]`) ?? this.fields.querySelector("input"))?.focus();
  }

  #field(bound, at) {
    const row = document.createElement("span");
    row.className = "histogram__field";
    const input = document.createElement("input");
    Object.assign(input, { className: "field__control", type: "text", inputMode: "decimal", value: typedNumber(bound, { language: this.language }) });
    input.dataset.at = String(at);
    input.setAttribute("aria-label", this.text("classes.bound", { number: at + 1 }));
    const remove = button("×", { remove: at });
    remove.setAttribute("aria-label", this.text("classes.remove", { number: at + 1 }));
    remove.disabled = this.bounds.length <= FEWEST;
    row.append(input, remove);
    return row;
  }

  #typed() {
    const inputs = [...this.fields.querySelectorAll("input")];
    const unclear = inputs.map(({ value }) => isAmbiguous(value, { language: this.language }));
    const bounds = inputs.map(({ value }, at) => (unclear[at] ? Number.NaN : readNumber(value)));
    inputs.forEach((input, at) => {
      const isFine = Number.isFinite(bounds[at]) && (!at || unclear[at - 1] || bounds[at] > bounds[at - 1]);
      const problem = unclear[at] ? this.text("classes.unclear", { text: input.value }) : this.text("classes.rising");
      input.setCustomValidity(isFine ? "" : problem);
      input.setAttribute("aria-invalid", String(!isFine));
      if (!isFine) input.reportValidity();
    });
    this.#tell(bounds);
  }

  /** Pass on what was moved or typed, if classes can be made of it. */
  #tell(bounds) {
    if (this.isSided) {
      if (Number.isFinite(bounds[0])) this.onMiddle(String(bounds[0]));
      return;
    }
    const words = writeBounds(bounds);
    if (words !== null) this.onBounds(words);
  }

  #press(pressed) {
    if (!pressed) return;
    const { add, remove } = pressed.dataset;
    const bounds = [...this.bounds];
    if (add !== undefined) bounds.push(furtherBound(bounds, this.low, this.high, this.decimals));
    else bounds.splice(Number(remove), 1);
    this.#tell([...new Set(bounds)].sort((a, b) => a - b));
  }

  #grab(event) {
    const at = Number(event.target.closest("[data-at]")?.dataset.at ?? NaN);
    if (Number.isNaN(at)) return;
    event.preventDefault();
    this.drawing.setPointerCapture(event.pointerId);
    const move = (moved) => this.#moveTo(at, moved);
    this.drawing.addEventListener("pointermove", move);
    this.drawing.addEventListener("lostpointercapture", () => {
      this.drawing.removeEventListener("pointermove", move);
      this.#tell(this.bounds);
    }, { once: true });
  }

  /** A bound stays between its neighbours, and has no more decimals than the figures. */
  #moveTo(at, { clientX }) {
    const box = this.drawing.getBoundingClientRect();
    const step = 10 ** -this.decimals;
    const least = at ? this.bounds[at - 1] + step : this.low;
    const most = at < this.bounds.length - 1 ? this.bounds[at + 1] - step : this.high;
    const value = this.scale.invert((100 * (clientX - box.left)) / box.width);
    this.bounds[at] = Number(Math.min(Math.max(value, least), most).toFixed(this.decimals));
    this.#drawBounds();
    this.fields.querySelector(`input[data-at="${at}"]`).value = typedNumber(this.bounds[at], { language: this.language });
  }
}

function button(words, data) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "kern-btn kern-btn--quiet kern-btn--compact" });
  const label = document.createElement("span");
  label.className = "kern-label";
  label.textContent = words;
  made.append(label);
  for (const [name, value] of Object.entries(data)) made.dataset[name] = String(value);
  return made;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}
