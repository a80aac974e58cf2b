// SPDX-License-Identifier: EUPL-1.2
// The areas of a large level on one canvas: the same behaviour as `areas.js`, with one option that speaks for the focus.

import { Colours } from "./colours.js";
import { SpokenAreas } from "./speaking.js";

const L = globalThis.L;

/** How borders by kind are drawn on a canvas. */
export const BORDERS = { firm: { weight: 3.6 }, less: { weight: 1.8 }, open: { weight: 1.8, dashArray: "3 3" }, edge: { weight: 1 } };
/** Strengths of both lines of a ring. */
export const RINGS = { selected: [6, 2], focus: [5, 2], chosen: [3, 1] };

/** Thousands of areas in one element; the keyboard moves a listbox with one option over it. */
export class CanvasAreas extends SpokenAreas {
  constructor(map, shapes, { outlines, lines = [], frame }) {
    super(frame, shapes);
    this.map = map;
    this.renderer = L.canvas({ padding: 0.5, tolerance: 2 });
    this.colours = new Colours(this.listbox);
    this.polygons = shapes.map(({ latlngs }) => this.#polygon(latlngs));
    this.lines = [...outlines.map((latlngs) => this.#line(latlngs)), ...lines.map((line) => this.#border(line))];
    this.rings = {};
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

  paint(marks, { showsUnsure = false, ...look }) {
    this.tell(marks, look);
    this.colours.forget();
    marks.forEach(({ className, isUnsure, isGuess, isGone }, position) => {
      if (isGone) return void this.polygons[position].remove();
      if (!this.map.hasLayer(this.polygons[position])) this.polygons[position].addTo(this.map).bringToBack();
      const fillColor = this.colours.fill(className, { isHatched: showsUnsure && isUnsure, isGuess });
      this.polygons[position].setStyle({ fillColor });
    });
  }

  ringAll(kind, positions) {
    for (const line of this.rings[kind] ?? []) line.remove();
    const weights = RINGS[kind];
    this.rings[kind] = positions.filter((position) => !this.marks[position]?.isGone).flatMap((position) => [
      this.#line(this.shapes[position].latlngs, { weight: weights[0], color: this.colours.of("ring") }),
      this.#line(this.shapes[position].latlngs, { weight: weights[1], color: this.colours.of("halo") }),
    ]);
  }

  listen(handlers) {
    this.hear(handlers);
    this.polygons.forEach((polygon, position) => {
      polygon.on("mousemove", ({ originalEvent }) => handlers.enter(position, originalEvent));
      polygon.on("mouseout", handlers.leave);
      polygon.on("click", () => handlers.click(position));
    });
  }

  boundsOf(position) {
    return this.polygons[position].getBounds();
  }

  destroy() {
    for (const layer of [...this.polygons, ...this.lines, ...Object.values(this.rings).flat()]) layer.remove();
    this.renderer.remove();
    super.destroy();
  }
}
