// SPDX-License-Identifier: EUPL-1.2
// The area in focus with its figures, and the chosen ones as a list: built like the server's.

import { changed } from "./address.js";

/** Writes into `root`; the first words (hint, links) are taken from what the server wrote. */
export class Meant {
  constructor(root, { text }) {
    Object.assign(this, { root, text });
  }

  /** Show the areas that are meant; `query` is that of the page. */
  show({ brush, cells, period, ground, query, areas }) {
    const focus = ground.placeOf(brush.focus);
    const chosen = ground.byName.filter((place) => brush.chosen.has(ground.numbers[place]));
    const parts = [
      focus === undefined ? this.#hint(areas) : this.#focus({ place: focus, brush, cells, period, ground, query }),
      ...(chosen.length ? [this.#chosen(chosen, ground, query)] : []),
    ];
    const held = this.root.contains(document.activeElement) ? document.activeElement.dataset : null;
    this.root.replaceChildren(...parts);
    if (held) this.#refocus(held);
  }

  /** A link that was pressed is written anew: the focus goes to the same one, or to the heading. */
  #refocus(held) {
    const key = held.workbenchToggle;
    const same = key && this.root.querySelector(`[data-workbench-toggle="${CSS.escape(key)}"]`);
    const next = same ?? this.root.querySelector("a, h2");
    if (!next?.matches("a")) next?.setAttribute("tabindex", "-1");
    (next ?? document.getElementById("workbench-title")).focus({ preventScroll: true });
  }

  #hint(areas) {
    return made("p", { className: "workbench__hint" }, this.text("workbench.hint", { areas }));
  }

  #focus({ place, brush, cells, period, ground, query }) {
    const key = ground.keys[place];
    const section = made("section", { className: "workbench__focus" });
    section.setAttribute("aria-labelledby", "focus-title");
    const list = made("dl", { className: "workbench__facts" });
    for (const { column, label, unit } of period.columns) {
      const words = cells.cell(column, place);
      if (!words) continue;
      const row = made("div");
      row.append(made("dt", {}, unit ? `${label} (${unit})` : label), made("dd", {}, words));
      list.append(row);
    }
    const ways = made("p", { className: "workbench__ways no-print" });
    const isChosen = brush.chosen.has(brush.focus);
    const toggle = link(changed(query, {}), this.text(isChosen ? "workbench.leave" : "workbench.choose"));
    toggle.dataset.workbenchToggle = key;
    const leave = link(changed(query, { gebiet: "" }), this.text("workbench.clear_focus"));
    leave.dataset.workbenchLeave = "";
    ways.append(toggle, " ", link(`${ground.profiles}${key}/`, this.text("workbench.profile")), " ", leave);
    const outside = period.outside?.has(place) ? [made("p", { className: "workbench__says" }, this.text("filter.focus"))] : [];
    section.append(made("h2", { className: "workbench__name", id: "focus-title" }, ground.names[place]), ...outside, list, ways);
    return section;
  }

  #chosen(places, ground, query) {
    const section = made("section", { className: "workbench__chosen" });
    section.setAttribute("aria-labelledby", "chosen-title");
    const title = this.text(places.length === 1 ? "workbench.one_area" : "workbench.areas", { count: places.length });
    const list = made("ul", { className: "workbench__chips" });
    for (const place of places) {
      const chip = link(changed(query, {}), `${ground.names[place]} `);
      chip.className = "workbench__chip";
      chip.dataset.workbenchToggle = ground.keys[place];
      const sign = made("span", { className: "no-print" }, "×");
      sign.setAttribute("aria-hidden", "true");
      chip.append(sign, made("span", { className: "visually-hidden" }, `, ${this.text("workbench.leave")}`));
      const item = made("li");
      item.append(chip);
      list.append(item);
    }
    const clear = link(changed(query, { auswahl: "" }), this.text("workbench.empty"));
    clear.dataset.workbenchEmpty = "";
    const filter = link(changed(query, {}), this.text("filter.list"));
    filter.dataset.workbenchList = "";
    const end = made("p", { className: "workbench__ways no-print" });
    const hull = link(changed(query, {}), this.text("filter.hull"));
    hull.dataset.workbenchHull = "";
    end.append(clear, " ", filter, " ", hull);
    section.append(made("h2", { className: "workbench__name", id: "chosen-title" }, title), list, end);
    return section;
  }
}

function made(name, properties = {}, words = "") {
  const element = Object.assign(document.createElement(name), properties);
  if (words) element.textContent = words;
  return element;
}

function link(href, words) {
  return made("a", { href }, words);
}
