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
    const remark = this.element.querySelector("[data-map-card-remark]");
    remark.textContent = lines.filter(({ isRemark }) => isRemark).map(({ text }) => text).join(" ");
    remark.hidden = !remark.textContent;
    this.element.querySelector("[data-map-card-link]").href = href;
    this.element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
  }
}
