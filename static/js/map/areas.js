// SPDX-License-Identifier: EUPL-1.2
// The areas as SVG paths in Leaflet: one focusable path each, recoloured by attributes alone.
import { describe } from "./marks.js";

const L = globalThis.L;

/** One path per area: for up to a few hundred areas. */
export class SvgAreas {
  /**
   * @param {object} map a Leaflet map
   * @param {{key: string, name: string, latlngs: Array}[]} shapes in the frozen unit order
   * @param {{outlines: Array[], lines: {kind: string, latlngs: Array}[]}} options outlines of the coarser level, and borders by kind
   */
  constructor(map, shapes, { outlines, lines = [] }) {
    this.map = map;
    this.renderer = L.svg({ padding: 1 });
    this.layers = [];
    this.listening = new AbortController();
    this.marks = [];
    this.#backdrop(outlines.length ? outlines : shapes.map(({ latlngs }) => latlngs));
    this.polygons = shapes.map((shape) => this.#polygon(shape.latlngs, "map-area"));
    this.paths = this.polygons.map((polygon) => polygon.getElement());
    this.#outline(outlines);
    for (const { kind, latlngs } of lines) hidden(this.#shape(L.polyline, latlngs, `map-border map-border--${kind}`).getElement());
    this.hatch = this.#line("map-unsure unsure-fill");
    this.guesses = this.#line("map-guess guess-fill");
    this.rings = Object.fromEntries(["chosen", "selected", "focus"].map((kind) => [kind, this.#ring(kind)]));
    this.#name(shapes);
    map.on("zoomend viewreset moveend", this.#follow, this);
  }

  #polygon(latlngs, className) {
    return this.#shape(L.polygon, latlngs, className);
  }

  #shape(make, latlngs, className) {
    const shape = make(latlngs, {
      renderer: this.renderer,
      className,
      interactive: false,
      noClip: true,
      smoothFactor: 0,
      // Colours and lines come from the style sheet, so that they follow dark and forced colours.
      stroke: false,
      fill: false,
    }).addTo(this.map);
    this.layers.push(shape);
    return shape;
  }

  /** A darker line around the whole: the lightest class would otherwise fade into the page. */
  #backdrop(outlines) {
    for (const latlngs of outlines) hidden(this.#polygon(latlngs, "map-edge").getElement());
  }

  #outline(outlines) {
    for (const latlngs of outlines) hidden(this.#polygon(latlngs, "map-outline").getElement());
  }

  #ring(kind) {
    const lines = ["outer", "inner"].map((part) => this.#line(`map-ring map-ring--${kind} map-ring__${part}`));
    return { lines, positions: [] };
  }

  #line(className) {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("class", className);
    hidden(line);
    this.root.append(line);
    return line;
  }

  #name(shapes) {
    this.root.ownerSVGElement.setAttribute("role", "presentation");
    this.root.setAttribute("role", "listbox");
    this.root.setAttribute("aria-describedby", "map-help");
    this.paths.forEach((path, position) => {
      path.setAttribute("role", "option");
      path.setAttribute("aria-selected", "false");
      path.setAttribute("tabindex", "-1");
      path.dataset.position = String(position);
      path.dataset.key = shapes[position].key;
    });
  }

  set label(text) {
    this.root.setAttribute("aria-label", text);
  }

  /** The element that holds all areas, for listeners. */
  get root() {
    return this.paths[0].parentNode;
  }

  /** Give each area its class or pattern and its accessible name; touches only what changed. */
  paint(marks, { palette, classes, colours = classes, showsUnsure = false }) {
    this.root.dataset.palette = palette;
    this.root.dataset.classes = String(colours);
    marks.forEach(({ className, group, name, remark }, position) => {
      const path = this.paths[position];
      const last = this.marks[position];
      if (last?.className !== className) {
        path.setAttribute("class", className);
        path.dataset.group = group;
      }
      // What was said is read from where it stands: to put it together again would cost as much as the new one.
      if (path.getAttribute("aria-label") !== name) path.setAttribute("aria-label", name);
      if ((last?.remark ?? "") !== remark) describe(path, remark);
    });
    this.marks = marks;
    this.showsUnsure = showsUnsure;
    this.#follow();
  }

  /** One path with the outlines of all unsure areas, one with those of estimates: patterns over the colours of classes. */
  #followPatterns() {
    this.#cover(this.hatch, ({ isUnsure }) => this.showsUnsure && isUnsure);
    this.#cover(this.guesses, ({ isGuess }) => isGuess);
  }

  #cover(line, isCovered) {
    const covered = this.paths.filter((_, position) => this.marks[position] && isCovered(this.marks[position]));
    outline(line, covered.map((path) => path.getAttribute("d")).join(""));
    line.dataset.areas = String(covered.length);
  }

  /** Where the tab stop is. */
  get at() {
    return this.tabStop;
  }

  /** Move the one tab stop to this area; with `grab` also the focus. */
  focus(position, { grab }) {
    const path = this.paths[position];
    this.paths[this.tabStop]?.setAttribute("tabindex", "-1");
    this.tabStop = position;
    path.setAttribute("tabindex", "0");
    if (grab) path.focus({ preventScroll: true });
  }

  select(position) {
    this.paths[this.selected]?.setAttribute("aria-selected", "false");
    this.selected = position;
    this.paths[position]?.setAttribute("aria-selected", "true");
    this.ring("selected", position);
  }

  /** Draw the ring of this kind around an area, or nowhere with null. */
  ring(kind, position) {
    this.ringAll(kind, [position].filter((place) => place !== null && place !== undefined));
  }

  /** Draw the ring of this kind around several areas. */
  ringAll(kind, positions) {
    const ring = this.rings[kind];
    ring.positions = positions;
    const d = positions.filter((position) => !this.marks[position]?.isGone).map((position) => this.paths[position].getAttribute("d")).join("");
    for (const line of ring.lines) outline(line, d);
  }

  #follow() {
    this.#followPatterns();
    this.#followRings();
  }

  #followRings() {
    for (const [kind, { positions }] of Object.entries(this.rings)) this.ringAll(kind, positions);
  }

  /** Tell what pointers and the focus do: enter, leave, click, focus, blur. */
  listen({ enter, leave, click, focus, blur }) {
    const at = (event, then) => {
      const position = this.placeOf(event);
      if (position !== null) then(position, event);
    };
    const { signal } = this.listening;
    // On the pane and not on the drawing: an SVG group that listens to the focus would become a tab stop itself.
    const pane = this.map.getPanes().overlayPane;
    pane.addEventListener("pointermove", (event) => event.pointerType !== "touch" && at(event, enter), { signal });
    pane.addEventListener("pointerout", (event) => this.placeOf(event) !== null && leave(), { signal });
    pane.addEventListener("click", (event) => at(event, click), { signal });
    pane.addEventListener("focusin", (event) => at(event, focus), { signal });
    pane.addEventListener("focusout", blur, { signal });
  }

  boundsOf(position) {
    return this.polygons[position].getBounds();
  }

  /** Where an event points to, or null. */
  placeOf(event) {
    const path = event.target.closest?.("[data-position]");
    return path && this.root.contains(path) ? Number(path.dataset.position) : null;
  }

  destroy() {
    this.listening.abort();
    this.map.off("zoomend viewreset moveend", this.#follow, this);
    for (const layer of this.layers) layer.remove();
    for (const { lines } of Object.values(this.rings)) lines.forEach((line) => line.remove());
    this.hatch.remove();
    this.guesses.remove();
    this.renderer.remove();
  }
}

/** A path that is written anew is laid out and painted anew, even where it stays what it was. */
function outline(path, d) {
  if (path.getAttribute("d") !== d) path.setAttribute("d", d);
}

function hidden(element) {
  element.setAttribute("aria-hidden", "true");
}
