// SPDX-License-Identifier: EUPL-1.2
// The areas of a large level on one canvas: the same behaviour as `areas.js`, with one option that speaks for the focus.

import { describe } from "./marks.js";
import { canvasPattern } from "./patterns.js";

const L = globalThis.L;

const BORDERS = { firm: { weight: 3.6 }, less: { weight: 1.8 }, open: { weight: 1.8, dashArray: "3 3" }, edge: { weight: 1 } };

/** Thousands of areas in one element; the keyboard moves a listbox with one option over it. */
export class CanvasAreas {
  constructor(map, shapes, { outlines, lines = [], frame }) {
    this.map = map;
    this.shapes = shapes;
    this.renderer = L.canvas({ padding: 0.5, tolerance: 2 });
    this.listbox = listbox();
    frame.append(this.listbox);
    this.colours = new Colours(this.listbox);
    this.marks = [];
    this.polygons = shapes.map(({ latlngs }) => this.#polygon(latlngs));
    this.lines = [...outlines.map((latlngs) => this.#line(latlngs)), ...lines.map((line) => this.#border(line))];
    this.rings = {};
    this.position = 0;
  }

  #polygon(latlngs) {
    return L.polygon(latlngs, {
      renderer: this.renderer,
      smoothFactor: 0.5,
      weight: 0.5,
      color: this.colours.of("border"),
      fillOpacity: 1,
    }).addTo(this.map);
  }

  #line(latlngs, options = { weight: 1.5, color: this.colours.of("border") }) {
    return L.polygon(latlngs, { renderer: this.renderer, fill: false, interactive: false, ...options }).addTo(this.map);
  }

  /** A border by how firm it is: the same strengths and dashes as in the style sheet. */
  #border({ kind, latlngs }) {
    const style = { renderer: this.renderer, interactive: false, color: this.colours.of("ring"), ...BORDERS[kind] };
    return L.polyline(latlngs, style).addTo(this.map);
  }

  get root() {
    return this.listbox;
  }

  /** Which area speaks. */
  get at() {
    return this.position;
  }

  set label(words) {
    this.listbox.setAttribute("aria-label", words);
  }

  paint(marks, { palette, classes, colours = classes, showsUnsure = false }) {
    this.listbox.dataset.palette = palette;
    this.listbox.dataset.classes = String(colours);
    this.colours.forget();
    marks.forEach(({ className, isUnsure, isGone }, position) => {
      if (isGone) return void this.polygons[position].remove();
      if (!this.map.hasLayer(this.polygons[position])) this.polygons[position].addTo(this.map).bringToBack();
      this.polygons[position].setStyle({ fillColor: this.colours.fill(className, { isHatched: showsUnsure && isUnsure }) });
    });
    this.marks = marks;
    this.#speak();
  }

  focus(position, { grab }) {
    this.position = position;
    this.#speak();
    if (!grab) return;
    this.listbox.focus({ preventScroll: true });
    this.handlers?.focus(position);
  }

  #speak() {
    const [option] = this.listbox.children;
    const { name, remark = "" } = this.marks[this.position] ?? this.shapes[this.position];
    option.textContent = name;
    describe(option, remark);
    option.dataset.position = String(this.position);
    option.setAttribute("aria-posinset", String(this.position + 1));
    option.setAttribute("aria-setsize", String(this.shapes.length));
    option.setAttribute("aria-selected", String(this.position === this.selected));
  }

  select(position) {
    this.selected = position;
    this.#speak();
    this.ring("selected", position);
  }

  ring(kind, position) {
    this.ringAll(kind, [position].filter((place) => place !== null && place !== undefined));
  }

  ringAll(kind, positions) {
    for (const line of this.rings[kind] ?? []) line.remove();
    const weights = { selected: [6, 2], focus: [5, 2], chosen: [3, 1] }[kind];
    this.rings[kind] = positions.filter((position) => !this.marks[position]?.isGone).flatMap((position) => [
      this.#line(this.shapes[position].latlngs, { weight: weights[0], color: this.colours.of("ring") }),
      this.#line(this.shapes[position].latlngs, { weight: weights[1], color: this.colours.of("halo") }),
    ]);
  }

  listen(handlers) {
    this.handlers = handlers;
    this.polygons.forEach((polygon, position) => {
      polygon.on("mousemove", ({ originalEvent }) => handlers.enter(position, originalEvent));
      polygon.on("mouseout", handlers.leave);
      polygon.on("click", () => handlers.click(position));
    });
    this.listbox.addEventListener("focus", () => handlers.focus(this.position));
    this.listbox.addEventListener("blur", handlers.blur);
  }

  boundsOf(position) {
    return this.polygons[position].getBounds();
  }

  placeOf() {
    return this.position;
  }

  destroy() {
    for (const layer of [...this.polygons, ...this.lines, ...Object.values(this.rings).flat()]) layer.remove();
    this.renderer.remove();
    this.listbox.remove();
  }
}

function listbox() {
  const element = document.createElement("div");
  element.className = "map-frame__listbox";
  element.tabIndex = 0;
  element.setAttribute("role", "listbox");
  element.setAttribute("aria-describedby", "map-help");
  element.setAttribute("aria-activedescendant", "map-option");
  const option = document.createElement("div");
  option.id = "map-option";
  option.setAttribute("role", "option");
  element.append(option);
  return element;
}

/** Colours of the style sheet as a canvas takes them. */
class Colours {
  constructor(place) {
    this.place = place;
    this.known = new Map();
  }

  of(name) {
    const tokens = { border: "--color-map-border", ring: "--color-ring", halo: "--color-ring-halo" };
    return getComputedStyle(this.place).getPropertyValue(tokens[name]).trim();
  }

  forget() {
    this.known.clear();
  }

  fill(className, { isHatched = false } = {}) {
    const key = `${className} ${isHatched}`;
    if (!this.known.has(key)) {
      const plain = this.#read(className);
      this.known.set(key, isHatched ? this.#hatched(plain) : plain);
    }
    return this.known.get(key);
  }

  /** The colour of a class with the pattern of unsure areas on it. */
  #hatched(paper) {
    const style = getComputedStyle(this.place);
    const [ink, halo] = ["--color-unsure-ink", "--color-unsure-halo"].map((token) => style.getPropertyValue(token).trim());
    return canvasPattern("unsure", { ink, paper, halo });
  }

  #read(className) {
    const special = /special-fill--([\w-]+)/.exec(className);
    const style = getComputedStyle(this.place);
    if (special) {
      const [ink, paper, low, high, outside, halo] = ["pattern-ink", "pattern-paper", "own-low", "own-high", "outside", "outside-line"]
        .map((token) => style.getPropertyValue(`--color-${token}`).trim());
      return canvasPattern(special[1], { ink: special[1] === "outside" ? halo : ink, paper, grounds: { low, high, outside } });
    }
    const [, group] = /class-(\d)/.exec(className);
    return style.getPropertyValue(`--class-${group}`).trim();
  }
}
