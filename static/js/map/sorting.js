// SPDX-License-Identifier: EUPL-1.2
// Sorting of the table of areas: a button in each column head.

import { announce } from "../lib/announce.js";
import { text } from "../lib/strings.js";

/** Order of two cells: numbers by size, texts by German rules, what has no number always last. */
export function compareCells(first, second, { isNumeric, isDescending }) {
  const sign = isDescending ? -1 : 1;
  if (!isNumeric) return sign * first.localeCompare(second, "de");
  const [a, b] = [first, second].map((key) => (key === "" ? NaN : Number(key)));
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * (a - b);
}

function keyOf(cell) {
  return cell.dataset.sort ?? cell.textContent.trim();
}

function sortBy(table, head, isDescending) {
  const body = table.tBodies[0];
  const isNumeric = head.hasAttribute("data-numeric");
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[head.cellIndex]) }));
  rows.sort((a, b) => compareCells(a.key, b.key, { isNumeric, isDescending }));
  body.replaceChildren(...rows.map(({ row }) => row));
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
  const column = head.querySelector("span").firstChild.textContent.trim();
  announce(text(isDescending ? "sort.descending" : "sort.ascending", { column }));
}

/** Turn the column heads marked data-sortable into buttons. */
export function makeSortable(table) {
  for (const head of table.querySelectorAll("th[data-sortable]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "table__sort";
    const words = document.createElement("span");
    words.append(...head.childNodes);
    button.append(words);
    head.append(button);
    button.addEventListener("click", () => {
      const sorted = head.getAttribute("aria-sort");
      // Figures start with the largest, words with A.
      sortBy(table, head, sorted ? sorted === "ascending" : head.hasAttribute("data-numeric"));
    });
  }
}
