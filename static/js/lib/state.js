// SPDX-License-Identifier: EUPL-1.2
// The view's whole state stands in the address: who opens a link sees the same, back and forward work.

/**
 * Read a state from a query; what is missing or not allowed takes its default.
 * @param {string} query with or without its question mark
 * @param {Record<string, {fallback: string, pattern?: RegExp}>} parameters
 */
export function readState(query, parameters) {
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { fallback, pattern }]) => {
      const value = given.get(name);
      const isFine = value !== null && value !== "" && (!pattern || pattern.test(value));
      return [name, isFine ? value : fallback];
    }),
  );
}

/** Write a state as a query, in the order of the parameters; what has its default is left out. */
export function writeState(state, parameters) {
  const query = new URLSearchParams();
  for (const [name, { fallback }] of Object.entries(parameters)) {
    const value = state[name];
    if (value !== undefined && value !== null && String(value) !== fallback) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** Keeps the state of a view in the address of its page. */
export class ViewState {
  #parameters;
  #window;
  #listeners = new Set();
  #stop = new AbortController();

  constructor(parameters, { window = globalThis } = {}) {
    this.#parameters = parameters;
    this.#window = window;
    this.current = readState(window.location.search, parameters);
    window.addEventListener("popstate", () => this.#arrive(), { signal: this.#stop.signal });
  }

  /** Call `listener(state)` whenever the reader goes back or forward. */
  onArrival(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A step that the reader can go back from. */
  push(change) {
    this.#write(change, "pushState");
  }

  /** A step that leaves no trace in the history, such as a dragged slider. */
  replace(change) {
    this.#write(change, "replaceState");
  }

  /** The address of the view after a change, for links. */
  address(change = {}) {
    return this.#window.location.pathname + writeState({ ...this.current, ...change }, this.#parameters);
  }

  /** Stop listening. */
  destroy() {
    this.#stop.abort();
    this.#listeners.clear();
  }

  #write(change, method) {
    const before = this.address();
    this.current = { ...this.current, ...change };
    const after = this.address();
    if (after !== before) this.#window.history[method](null, "", after);
  }

  #arrive() {
    this.current = readState(this.#window.location.search, this.#parameters);
    for (const listener of this.#listeners) listener(this.current);
  }
}
