// SPDX-License-Identifier: EUPL-1.2
// What the result of an index consists of: the areas of its map, the rows of its table, the counts of its legend.

/** The value that the server wrote into the page under this name. */
function written(root, name) {
  const element = root.querySelector(`#${name}`);
  return element ? JSON.parse(element.textContent) : null;
}

export class Board {
  constructor(root) {
    this.root = root;
    this.model = written(root, "index-live");
    this.base = written(root, "index-base");
    this.body = root.querySelector("[data-index-table] tbody");
    this.rows = new Map([...(this.body?.rows ?? [])].map((row) => [Number(row.dataset.at), row]));
    this.paths = new Map([...root.querySelectorAll("[data-index-map] path")].map((path) => [Number(path.dataset.at), path]));
    this.labels = new Map([...root.querySelectorAll("[data-index-count]")].map((each) => [Number(each.dataset.indexCount), each]));
    this.names = new Map([...this.labels].map(([shade, each]) => [shade, each.parentNode.textContent.replace(/\s*\(\d.*$/, "")]));
    this.#listen();
  }

  /** Pointing at a row marks its area, and the other way round. */
  #listen() {
    const mark = (at, isOn) => this.paths.get(at)?.classList.toggle("index-map__area--marked", isOn);
    for (const [at, row] of this.rows) {
      row.addEventListener("pointerenter", () => mark(at, true));
      row.addEventListener("pointerleave", () => mark(at, false));
    }
  }

  /** Colour the map and count its classes; returns how many areas differ from the start, null without one. */
  paintMap({ shades }) {
    const { rated } = this.model;
    rated.forEach((at, place) => {
      const path = this.paths.get(at);
      const style = `class-fill class-${shades[place]}`;
      if (path && path.getAttribute("class") !== style) path.setAttribute("class", style);
    });
    this.#count(shades);
    return this.base ? this.#moved(rated, shades) : null;
  }

  /** Write ranks, index and classes into the table, and bring its rows into their order. */
  paintTable({ values, ranks, shades }, write) {
    const { rated } = this.model;
    rated.forEach((at, place) => this.#row(at, { index: values[place], rank: ranks[place], shade: shades[place] }, write));
    this.#order(rated, ranks);
  }

  #row(at, { index, rank, shade }, write) {
    const style = `class-fill class-${shade}`;
    const row = this.rows.get(at);
    if (!row) return;
    put(row.querySelector("[data-rank]"), String(rank));
    put(row.querySelector("[data-index]"), write(index));
    put(row.querySelector("[data-class-name]"), this.names.get(shade) ?? "");
    const swatch = row.querySelector("[data-shade]");
    if (swatch && swatch.getAttribute("class") !== style) swatch.setAttribute("class", style);
  }

  #order(rated, ranks) {
    if (!this.body) return;
    const order = rated.map((at, place) => place).sort((a, b) => ranks[a] - ranks[b] || rated[a] - rated[b]);
    const rows = order.map((place) => this.rows.get(rated[place])).filter(Boolean);
    const there = new Set(rated);
    const rest = [...this.rows].filter(([at]) => !there.has(at)).map(([, row]) => row);
    this.body.append(...rows, ...rest);
  }

  #count(shades) {
    for (const [shade, label] of this.labels) put(label, String(shades.filter((each) => each === shade).length));
  }

  #moved(rated, shades) {
    const now = new Map(rated.map((at, place) => [at, shades[place]]));
    return this.base.filter((shade, at) => (now.get(at) ?? 0) !== shade).length;
  }

  /** Say how many areas change class. */
  say(sentence) {
    const line = this.root.querySelector("[data-index-moved]");
    if (line && sentence) put(line, sentence);
  }
}

function put(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}
