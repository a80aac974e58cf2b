// SPDX-License-Identifier: EUPL-1.2
// The preview of a draft beside its form: on wide screens alone, as screen, phone or paper; elsewhere a link leads to it.

import { RequestError, requestText } from "../lib/request.js";
import { fitted, scrollFor } from "../lib/sheets.js";

const WIDE = window.matchMedia("(width >= 75rem)");
const CHOICE = "preview-width";

export class Preview {
  #beside;
  #place;
  #stage;
  #frame = null;
  #panel;
  #asking = null;

  constructor(beside) {
    this.#beside = beside;
    this.#place = beside.querySelector("[data-preview]");
    this.#stage = this.#place.querySelector("[data-stage]");
    this.#panel = this.#place.dataset.panel;
    this.#choose(sessionStorage.getItem(CHOICE));
    this.#place.addEventListener("change", () => {
      sessionStorage.setItem(CHOICE, this.#kind);
      this.#fit();
    });
    new ResizeObserver(() => this.#fit()).observe(this.#stage);
    WIDE.addEventListener("change", () => this.#showOrHide());
    this.#showOrHide();
  }

  /** Whether it stands beside the form now. */
  get isShown() {
    return this.#frame !== null && !this.#place.hidden;
  }

  /** Show the draft as it is now, with a panel of it marked; where one reads in it stays. */
  async refresh(panel = this.#panel) {
    this.#panel = panel;
    if (!this.isShown) return;
    this.#asking?.abort();
    this.#asking = new AbortController();
    try {
      const page = await requestText(this.#place.dataset.preview, { signal: this.#asking.signal });
      this.#replace(new DOMParser().parseFromString(page, "text/html"));
      this.#say("");
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof RequestError)) throw error;
      this.#say(this.#stage.dataset.stale);
    }
  }

  /** Mark what a panel shows, and scroll to it. */
  mark(panel) {
    this.#panel = panel;
    const page = this.#frame?.contentDocument;
    for (const each of page?.querySelectorAll(".previewed--marked") ?? []) each.classList.remove("previewed--marked");
    const name = CSS.escape(panel);
    const part = panel && page?.querySelector(`#${name}, [id^="${name}g"]`);
    if (!part) return;
    part.classList.add("previewed--marked");
    const view = this.#frame.contentWindow;
    const { top, bottom, left, right } = part.getBoundingClientRect();
    view.scrollBy(
      this.#kind === "papier" ? scrollFor({ start: left, end: right }, view.innerWidth) : 0,
      scrollFor({ start: top, end: bottom }, view.innerHeight),
    );
  }

  get #kind() {
    return this.#place.querySelector("input:checked").value;
  }

  #choose(kind) {
    const button = [...this.#place.querySelectorAll("input[type=radio]")].find((each) => each.value === kind);
    if (button) button.checked = true;
  }

  #showOrHide() {
    this.#place.hidden = !WIDE.matches;
    this.#beside.classList.toggle("beside--wide", WIDE.matches);
    if (!WIDE.matches) return;
    if (this.#frame) this.refresh();
    else this.#open();
  }

  #open() {
    this.#frame = document.createElement("iframe");
    this.#frame.className = "beside__frame";
    this.#frame.title = this.#stage.dataset.title;
    // Nothing runs in it; links open beside.
    this.#frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    this.#frame.addEventListener("load", () => this.#fit());
    this.#frame.src = this.#place.dataset.preview;
    this.#stage.append(this.#frame);
  }

  #replace(fresh) {
    const page = this.#frame.contentDocument;
    const main = fresh.querySelector(".edition");
    const before = page.querySelector(".edition");
    // Whoever was signed out meanwhile is sent another page.
    if (!main || !before) throw new RequestError("failed");
    before.replaceWith(page.adoptNode(main));
    this.mark(this.#panel);
  }

  #fit() {
    const room = { width: this.#stage.clientWidth, height: this.#stage.clientHeight };
    if (!this.#frame || !room.width || !room.height) return;
    const kind = this.#kind;
    const { width, height, scale } = fitted(kind, room);
    Object.assign(this.#frame.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` });
    this.#frame.classList.toggle("beside__frame--telefon", kind === "telefon");
    this.#frame.contentDocument?.body?.classList.toggle("previewed--papier", kind === "papier");
    this.mark(this.#panel);
  }

  #say(sentence) {
    let told = this.#stage.querySelector("[role=status]");
    if (!told) {
      told = document.createElement("p");
      told.setAttribute("role", "status");
      told.className = "beside__stale";
      this.#stage.prepend(told);
    }
    told.textContent = sentence;
  }
}
