// SPDX-License-Identifier: EUPL-1.2
// The shortest address of what a form says.

const DEFAULTS = { ansicht: "werte", methode: "standard", grenzen: "alle", unsicher: "an" };

/** The query of a form; the search field shows a name, so that the key of the area comes from outside. */
export function queryOf(entries, { focus }) {
  const query = new URLSearchParams();
  for (const [name, value] of entries) {
    if (name === "gebiet" || value === "" || DEFAULTS[name] === value) continue;
    query.set(name, value);
  }
  if (focus) query.set("gebiet", focus);
  return `?${query}`;
}

/** The query of a form in the page. */
export function formQuery(form, options) {
  return queryOf(new FormData(form).entries(), options);
}
