// SPDX-License-Identifier: EUPL-1.2
// The small note beside an area: on hover and on focus, it can be entered, and Escape closes it (WCAG 1.4.13).

const GAP = 10;
// While a note is open, another one waits: the pointer may be on its way into the open one.
const SWITCH = 110;
const LINGER = 260;

/** Where the note stands inside its frame: right below the point, turned where it would leave the frame. */
export function placed({ x, y }, size, frame) {
  const left = x + GAP + size.width > frame.width ? x - GAP - size.width : x + GAP;
  const top = y + GAP + size.height > frame.height ? y - GAP - size.height : y + GAP;
  return {
    left: Math.max(0, Math.min(left, frame.width - size.width)),
    top: Math.max(0, top),
  };
}

/** One note in `frame`; `lines` is an array of {text, strong, isRemark}; `onHide()` is called when it closes. */
export class Tooltip {
  constructor(frame, { onHide = () => {} } = {}) {
    Object.assign(this, { frame, onHide, timer: null });
    this.element = frame.querySelector("[data-map-tooltip]");
    this.element.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.element.addEventListener("pointerleave", () => this.hideSoon());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Open at once, or shortly after when another note is open; `then()` is called when it is there. */
  showSoon(lines, point, then = () => {}) {
    clearTimeout(this.timer);
    const show = () => {
      this.show(lines, point);
      then();
    };
    if (this.isOpen) this.timer = setTimeout(show, SWITCH);
    else show();
  }

  show(lines, point) {
    clearTimeout(this.timer);
    this.element.replaceChildren(...lines.map(({ text, strong, isRemark }) => {
      const line = document.createElement(strong ? "strong" : "span");
      if (isRemark) line.className = "map-frame__remark";
      line.textContent = text;
      return line;
    }));
    this.element.hidden = false;
    this.#place(point);
  }

  #place(point) {
    const size = { width: this.element.offsetWidth, height: this.element.offsetHeight };
    const frame = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    const { left, top } = placed(point, size, frame);
    this.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /** Close after a moment, so that the pointer can reach the note. */
  hideSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), LINGER);
  }

  hide() {
    clearTimeout(this.timer);
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.onHide();
  }
}
