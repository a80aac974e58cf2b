// SPDX-License-Identifier: EUPL-1.2
// The areas as SVG paths in Leaflet: one focusable path each, recoloured by attributes alone.

const L = globalThis.L;

/** Tint per area for up to a few hundred areas. Above that, `canvas.js` draws the same with one element. */
export class SvgAreas {
  /**
   * @param {object} map a Leaflet map
   * @param {{key: string, name: string, latlngs: Array}[]} shapes in the frozen unit order
   * @param {{outlines: Array[], label: string}} options outlines of the coarser level, name of the whole list
   */
  constructor(map, shapes, { outlines, label }) {
    this.map = map;
    this.renderer = L.svg({ padding: 1 });
    this.layers = [];
    this.fills = [];
    this.#backdrop(outlines);
    this.polygons = shapes.map((shape) => this.#polygon(shape.latlngs, "map-area"));
    this.paths = this.polygons.map((polygon) => polygon.getElement());
    this.#outline(outlines);
    this.rings = Object.fromEntries(["selected", "focus"].map((kind) => [kind, this.#ring(kind)]));
    this.svg = this.renderer.getElement?.() ?? this.paths[0]?.ownerSVGElement;
    this.#name(shapes, label);
    map.on("zoomend viewreset moveend", this.#followRings, this);
  }

  #polygon(latlngs, className, options = {}) {
    const polygon = L.polygon(latlngs, {
      renderer: this.renderer,
      className,
      interactive: false,
      noClip: true,
      smoothFactor: 0,
      weight: null,
      color: null,
      opacity: null,
      fillOpacity: null,
      ...options,
    }).addTo(this.map);
    this.layers.push(polygon);
    return polygon;
  }

  /** A darker line around the whole: the lightest class would otherwise fade into the page. */
  #backdrop(outlines) {
    for (const latlngs of outlines) hidden(this.#polygon(latlngs, "map-edge").getElement());
  }

  #outline(outlines) {
    for (const latlngs of outlines) hidden(this.#polygon(latlngs, "map-outline").getElement());
  }

  #ring(kind) {
    const group = this.paths[0].parentNode;
    const lines = ["outer", "inner"].map((part) => {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("class", `map-ring map-ring--${kind} map-ring__${part}`);
      hidden(line);
      group.append(line);
      return line;
    });
    return { lines, position: null };
  }

  #name(shapes, label) {
    const [group] = this.paths.map((path) => path.parentNode);
    group.setAttribute("role", "listbox");
    group.setAttribute("aria-label", label);
    this.svg.setAttribute("role", "presentation");
    this.paths.forEach((path, position) => {
      path.setAttribute("role", "option");
      path.setAttribute("aria-selected", "false");
      path.setAttribute("tabindex", "-1");
      path.dataset.position = String(position);
      path.dataset.key = shapes[position].key;
    });
  }

  /** The element that holds all areas, for listeners. */
  get root() {
    return this.paths[0].parentNode;
  }

  /** Give each area its fill, its class and its accessible name; touches only what changed. */
  paint(marks) {
    marks.forEach(({ fill, name, group }, position) => {
      const path = this.paths[position];
      if (this.fills[position] !== fill) {
        this.fills[position] = fill;
        path.setAttribute("fill", fill);
      }
      path.setAttribute("data-group", group);
      path.setAttribute("aria-label", name);
    });
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
    const ring = this.rings[kind];
    ring.position = position ?? null;
    const d = ring.position === null ? "" : this.paths[position].getAttribute("d");
    for (const line of ring.lines) line.setAttribute("d", d);
  }

  #followRings() {
    for (const [kind, { position }] of Object.entries(this.rings)) this.ring(kind, position);
  }

  boundsOf(position) {
    return this.polygons[position].getBounds();
  }

  /** Where an event points to, or null. */
  positionOf(event) {
    const path = event.target.closest?.("[data-position]");
    return path && this.root.contains(path) ? Number(path.dataset.position) : null;
  }

  destroy() {
    this.map.off("zoomend viewreset moveend", this.#followRings, this);
    for (const layer of this.layers) layer.remove();
    for (const { lines } of Object.values(this.rings)) lines.forEach((line) => line.remove());
    this.renderer.remove();
  }
}

function hidden(element) {
  element.setAttribute("aria-hidden", "true");
}
