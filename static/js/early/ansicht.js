// SPDX-License-Identifier: EUPL-1.2
// Before anything is painted: whether this browser shows the simple view of the workbench. No module, so that it comes first.

try {
  if (localStorage.getItem("ansicht") === "einfach") document.documentElement.dataset.ansicht = "einfach";
} catch {
  // A browser that keeps nothing shows everything.
}
