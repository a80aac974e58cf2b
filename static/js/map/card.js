// SPDX-License-Identifier: EUPL-1.2
// One line under the map on small screens, in place of the note on it: the area, its value, the way to its profile.

const small = matchMedia("(max-width: 47.99rem)");

/** Says on small screens what the note beside an area says elsewhere. */
export class MapCard {
  constructor(element) {
    this.element = element;
  }

  /** Whether the card takes the place of the note. */
  get isUsed() {
    return small.matches;
  }

  /** Name an area; `lines` are those of its note. */
  show(lines, href) {
    const [name, value] = lines;
    this.element.querySelector("[data-map-card-name]").textContent = name.text;
    this.element.querySelector("[data-map-card-value]").textContent = value.text;
    this.#fill("[data-map-card-chance]", lines.filter(({ isInterval }) => isInterval));
    this.#fill("[data-map-card-remark]", lines.filter(({ isRemark }) => isRemark));
    this.element.querySelector("[data-map-card-link]").href = href;
    this.element.hidden = false;
  }

  #fill(place, lines) {
    const element = this.element.querySelector(place);
    element.textContent = lines.map(({ text }) => text).join(" ");
    element.hidden = !element.textContent;
  }

  hide() {
    this.element.hidden = true;
  }
}
