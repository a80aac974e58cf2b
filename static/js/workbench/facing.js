// SPDX-License-Identifier: EUPL-1.2
// Two maps beside each other, or one over the other: they move together, and who points at one marks both.

import { withUnit } from "../lib/format.js";
import { hasValue, whyNone } from "../lib/slice.js";
import { asEstimate, outsideFill, secondText } from "../map/marks.js";
import { isGuess } from "../lib/counted.js";
import { SharedView } from "./sharedview.js";
import { SmallMap } from "./smallmap.js";

export class FacingPanel {
  constructor(panel, { brush, address, text, language, onFocus, onPush }) {
    Object.assign(this, { panel, brush, address, text, language, onPush });
    const find = (name) => panel.querySelector(`[data-facing-${name}]`);
    const names = ["body", "controls", "maps", "words", "figures", "slider", "line", "told"];
    Object.assign(this, Object.fromEntries(names.map((name) => [name, find(name)])));
    this.sides = [...this.maps.querySelectorAll(".smallmap")].map((drawing) => ({
      at: Number(drawing.dataset.at), drawing,
      map: new SmallMap(drawing, { edition: drawing.dataset.edition, brush, onFocus: (number) => this.view.hasMoved || onFocus(number) }),
    }));
    this.view = new SharedView(this.sides.map(({ drawing }) => drawing), this.controls);
    this.controls.hidden = false;
    const range = this.slider.querySelector("input");
    range.addEventListener("input", () => this.#part(range));
    this.#part(range);
    this.controls.addEventListener("click", (event) => this.#click(event));
    this.figures.addEventListener("toggle", () => this.#writeTable());
    brush.on("point", () => this.#tell());
    addEventListener("popstate", () => queueMicrotask(() => this.#arrange()));
  }

  /** How both maps lie, as the address says it. */
  get #way() {
    return this.address.given.get("anordnung") === "wischen" && this.facing?.canSwipe ? "wischen" : "";
  }

  #click(event) {
    const link = event.target.closest("[data-facing-way]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.onPush({ anordnung: link.dataset.facingWay });
    this.#arrange();
  }

  #part(range) {
    this.maps.style.setProperty("--facing-at", `${range.value}%`);
    const [first, second] = this.facing?.sides ?? [{ name: "" }, { name: "" }];
    range.setAttribute("aria-valuetext", this.text("facing.divided", { first: first.name, second: second.name, share: range.value }));
  }

  #arrange() {
    const way = this.#way;
    this.maps.dataset.way = way;
    this.slider.hidden = this.line.hidden = !way;
    for (const link of this.controls.querySelectorAll("[data-facing-way]")) {
      link.closest("li").hidden = link.dataset.facingWay !== "" && !this.facing?.canSwipe;
      if (link.dataset.facingWay === way) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.#part(this.slider.querySelector("input"));
  }

  /** Show one period; `grounds` and `slices` are those of all periods. */
  show({ answer, position, grounds, slices }) {
    const isFresh = this.facing !== undefined;
    const { facing } = answer.periods[position];
    Object.assign(this, { answer, facing, grounds, slices, judged: answer.periods[position] });
    if (isFresh) this.words.innerHTML = facing.words;
    this.body.hidden = this.figures.hidden = !facing.sides;
    if (facing.sides) this.#draw(isFresh);
    this.#arrange();
    this.isWritten = !isFresh;
    this.#writeTable();
    this.#tell();
  }

  #draw(isFresh) {
    const { facing } = this;
    for (const { at, drawing, map } of this.sides) {
      const side = facing.sides[at];
      const isShown = side.edition === map.edition;
      drawing.toggleAttribute("hidden", !isShown);
      if (!isShown) continue;
      Object.assign(drawing.dataset, { palette: facing.palette, classes: String(facing.colours) });
      map.show(this.#groundOf(side), isFresh ? this.#stylesOf(side) : null);
    }
    if (isFresh) facing.sides.forEach(({ caption, name }, at) => {
      this.panel.querySelector(`[data-facing-caption="${at}"]`).innerHTML = caption;
      this.panel.querySelector(`[data-facing-head="${at}"]`).textContent = name;
    });
  }

  #groundOf({ position }) {
    return this.grounds[position];
  }

  /** A filter is that of the period shown; on other boundaries that of the own period. */
  #judgedOf({ position, edition }) {
    return this.judged.edition === edition ? this.judged : this.answer.periods[position];
  }

  #stylesOf(side) {
    const judged = this.#judgedOf(side);
    return [...side.codes].map((code, place) => outsideFill(judged, place) || this.facing.styles[Number.parseInt(code, 36)]);
  }

  /** What is told of the area that is pointed to: its figures on both maps. */
  #tell() {
    const { brush, facing, told } = this;
    const number = brush.pointed;
    const sides = number === null || !facing?.sides ? [] : facing.sides.filter((side) => this.#groundOf(side).placeOf(number) !== undefined);
    told.hidden = !sides.length;
    if (!sides.length) return;
    const place = (side) => this.#groundOf(side).placeOf(number);
    const name = this.#groundOf(sides[0]).names[place(sides[0])];
    told.textContent = `${name} – ${sides.map((side) => `${side.name}: ${this.#value(side, place(side))}`).join("; ")}`;
  }

  #value(side, place) {
    const period = this.answer.periods[side.position];
    const label = this.facing.labels[Number.parseInt(side.codes[place], 36)];
    if (side.isSecond) return secondText(period, place, this.language, this.text) || label;
    const { bands, header } = this.slices[side.position];
    if (!hasValue(bands.status[place])) return whyNone({ bands }, place, period.reasons, this.text);
    const { scale } = header.bands.find((band) => band.name === "value");
    const told = withUnit(bands.value[place], scale, this.answer.unit, { language: this.language });
    return isGuess({ bands }, period, place) ? asEstimate(told, this.text) : told;
  }

  /** The table is written when somebody opens it. */
  #writeTable() {
    const { facing, figures } = this;
    if (this.isWritten || !figures.open || !facing?.sides) return;
    this.isWritten = true;
    const [first, second] = facing.sides;
    const ground = this.#groundOf(second);
    const judged = this.#judgedOf(second);
    const there = ground.byName.filter((place) => outsideFill(judged, place) !== "is-gone");
    figures.querySelector("tbody").replaceChildren(...there.map((place) => {
      const other = this.#groundOf(first).placeOf(ground.numbers[place]);
      return row(ground.names[place], [other === undefined ? "–" : this.#value(first, other), this.#value(second, place)]);
    }));
  }
}

function row(name, figures) {
  const made = document.createElement("tr");
  const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name });
  made.append(head, ...figures.map((textContent) => Object.assign(document.createElement("td"), { className: "table__cell--number", textContent })));
  return made;
}
