// SPDX-License-Identifier: EUPL-1.2
// A small map: outlines that the page holds once, filled by the server or anew; who points at it marks the area everywhere.

const SVG = "http://www.w3.org/2000/svg";
const KINDS = ["chosen", "focus", "point"];

export class SmallMap {
  constructor(drawing, { edition, brush, onFocus = null, onPoint = () => {} }) {
    Object.assign(this, { drawing, edition, brush });
    this.rings = drawing.querySelector("[data-smallmap-rings]");
    const uses = [...drawing.querySelectorAll("use")];
    this.uses = [];
    for (const use of uses) this.uses[placeOf(use)] = use;
    this.prefix = uses[0]?.getAttribute("href").replace(/\d+$/, "") ?? "";
    drawing.addEventListener("pointerover", (event) => {
      const place = placeAt(event);
      onPoint(place);
      brush.point(place === null ? null : this.#number(place));
    });
    drawing.addEventListener("pointerleave", () => brush.point(null));
    if (onFocus) drawing.addEventListener("click", (event) => {
      const place = placeAt(event);
      if (place !== null) onFocus(this.#number(place));
    });
    for (const kind of ["point", "focus", "choose"]) brush.on(kind, () => this.mark());
  }

  #number(place) {
    return this.ground?.numbers[place] ?? null;
  }

  /** Fill each area; `styles` by place, null leaves what the server drew. */
  show(ground, styles) {
    this.ground = ground;
    // The server writes a fill once for all areas that have it.
    if (styles) for (const group of this.drawing.querySelectorAll("[data-smallmap-areas] > g")) group.removeAttribute("class");
    styles?.forEach((style, place) => {
      const use = this.uses[place];
      if (use && use.getAttribute("class") !== style) use.setAttribute("class", style);
    });
    this.mark();
  }

  /** Mark the areas that are meant. */
  mark() {
    const { ground, brush } = this;
    if (!ground || this.drawing.hasAttribute("hidden")) return;
    const meant = { chosen: [...brush.chosen], focus: [brush.focus], point: [brush.pointed] };
    const rings = KINDS.flatMap((kind) => meant[kind].map((number) => this.#ring(kind, ground.placeOf(number))));
    this.rings.replaceChildren(...rings.filter(Boolean));
  }

  #ring(kind, place) {
    if (place === undefined || this.uses[place]?.closest(".is-gone")) return null;
    const ring = document.createElementNS(SVG, "use");
    ring.setAttribute("href", `#${this.prefix}${place}`);
    ring.setAttribute("class", `smallmap__ring smallmap__ring--${kind}`);
    return ring;
  }
}

function placeOf(use) {
  return Number(/\d+$/.exec(use.getAttribute("href"))[0]);
}

function placeAt({ target }) {
  const use = target.closest("use");
  return use ? placeOf(use) : null;
}
