// SPDX-License-Identifier: EUPL-1.2
// Circles and shapes of a filter: their outlines on the map, and what lets somebody draw them, by pointer or by keys.

const L = globalThis.L;
const SVG = "http://www.w3.org/2000/svg";
const MOST = 60;
const STEP = { coarse: 16, fine: 2 };
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const CROSS = 9;

/** Corners as they are typed: latitude and longitude, a semicolon between two of them. */
export function typed(points) {
  return points.map(({ lat, lng }) => `${lat.toFixed(5)} ${lng.toFixed(5)}`).join("; ");
}

/** The outlines of what a filter reaches. */
export class Outlines {
  constructor(map) {
    // A pane of its own: the areas may be drawn after the outlines, and would lie over them.
    map.createPane("reach");
    Object.assign(this, { map, layers: [], renderer: L.svg({ pane: "reach", padding: 1 }) });
  }

  show(shapes) {
    for (const layer of this.layers) layer.remove();
    const style = { renderer: this.renderer, pane: "reach", interactive: false, fill: false, stroke: false };
    this.layers = shapes.map(({ centre, metres, ring, isOwn }) => {
      const className = isOwn ? "map-reach map-reach--own" : "map-reach";
      return (ring ? L.polygon(ring, { ...style, className }) : L.circle(centre, { ...style, className, radius: metres })).addTo(this.map);
    });
    for (const layer of this.layers) layer.getElement()?.setAttribute("aria-hidden", "true");
  }
}

/** Draws one place or one shape over the map; `onEnd(points)` gets null when somebody leaves it. */
export class Drawing {
  constructor(frame, map, { isShape, text, onEnd }) {
    Object.assign(this, { frame, map, isShape, text, onEnd, points: [] });
    this.end = new AbortController();
  }

  start() {
    const { frame, map, text, isShape } = this;
    this.layer = made("div", { className: "map-draw", tabIndex: 0 });
    this.layer.setAttribute("role", "application");
    this.layer.setAttribute("aria-label", text(isShape ? "draw.shape" : "draw.point"));
    this.drawing = document.createElementNS(SVG, "svg");
    this.drawing.setAttribute("class", "map-draw__drawing");
    this.drawing.setAttribute("aria-hidden", "true");
    this.layer.append(this.drawing);
    this.bar = made("div", { className: "map-draw__bar no-print" });
    this.says = made("p", { className: "map-draw__says" });
    this.says.setAttribute("role", "status");
    this.bar.append(this.says, ...this.#buttons());
    frame.append(this.layer);
    frame.after(this.bar);
    const { x, y } = map.getSize();
    this.at = { x: x / 2, y: y / 2 };
    this.#listen();
    this.#draw();
    this.layer.focus();
    this.layer.scrollIntoView({ block: "nearest" });
  }

  #buttons() {
    const button = (name, then) => {
      const element = made("button", { type: "button", className: "kern-btn kern-btn--secondary kern-btn--compact" });
      element.append(made("span", { className: "kern-label", textContent: this.text(name) }));
      element.addEventListener("click", then);
      return element;
    };
    this.done = button("draw.done", () => this.#finish());
    return this.isShape
      ? [this.done, button("draw.back", () => this.#back()), button("draw.leave", () => this.#finish(null))]
      : [button("draw.leave", () => this.#finish(null))];
  }

  #listen() {
    const { layer, map } = this;
    const { signal } = this.end;
    layer.addEventListener("pointermove", (event) => this.#moveTo(this.#placeOf(event)), { signal });
    layer.addEventListener("click", (event) => {
      this.#moveTo(this.#placeOf(event));
      this.#set();
    }, { signal });
    layer.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.redraw = () => this.#draw();
    map.on("move zoom resize", this.redraw);
  }

  #placeOf(event) {
    const box = this.layer.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #moveTo({ x, y }) {
    const size = this.map.getSize();
    this.at = { x: Math.min(Math.max(x, 0), size.x), y: Math.min(Math.max(y, 0), size.y) };
    this.#draw();
  }

  /** Arrows move the cross, Enter sets a corner, Backspace takes one back, Escape leaves. */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? STEP.fine : STEP.coarse;
    if (event.key in WAYS) this.#moveTo({ x: this.at.x + step * WAYS[event.key][0], y: this.at.y + step * WAYS[event.key][1] });
    else if (event.key === "Enter" || event.key === " ") this.#set();
    else if (event.key === "Backspace") this.#back();
    else if (event.key === "Escape") this.#finish(null);
    else return;
    event.preventDefault();
  }

  #set() {
    if (this.points.length === MOST) return;
    this.points.push(this.map.containerPointToLatLng([this.at.x, this.at.y]));
    if (this.isShape) this.#draw();
    else this.#finish();
  }

  #back() {
    this.points.pop();
    this.#draw();
  }

  #draw() {
    const places = this.points.map((point) => this.map.latLngToContainerPoint(point));
    const { x, y } = this.at;
    const corners = [...places, ...(this.isShape ? [this.at] : [])].map((place) => `${place.x},${place.y}`).join(" ");
    this.drawing.innerHTML = [
      places.length ? `<polygon class="map-draw__shape" points="${corners}"/>` : "",
      ...places.map((place) => `<circle class="map-draw__corner" cx="${place.x}" cy="${place.y}" r="4"/>`),
      `<path class="map-draw__cross" d="M${x - CROSS} ${y}H${x + CROSS}M${x} ${y - CROSS}V${y + CROSS}"/>`,
    ].join("");
    if (this.done) this.done.disabled = places.length < 3;
    const words = this.isShape ? this.text("draw.corners", { count: places.length }) : this.text("draw.choose");
    if (this.says.textContent !== words) this.says.textContent = words;
  }

  #finish(points = this.points) {
    this.end.abort();
    this.map.off("move zoom resize", this.redraw);
    this.layer.remove();
    this.bar.remove();
    this.onEnd(points);
  }
}

function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
