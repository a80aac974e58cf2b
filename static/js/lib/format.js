// SPDX-License-Identifier: EUPL-1.2
// Numbers and dates as readers write them: 5.086 and 32,7 % in German, 5,086 and 32.7 % in English.

export const MINUS = "\u2212";
export const NBSP = "\u00a0";

const LOCALES = { de: "de-DE", en: "en-GB" };
const formatters = new Map();

function localeOf(language) {
  return LOCALES[language] ?? LOCALES.de;
}

function formatterOf(language, decimals, isSigned) {
  const key = `${language} ${decimals} ${isSigned}`;
  if (!formatters.has(key)) {
    const options = {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: isSigned ? "exceptZero" : "negative",
    };
    formatters.set(key, new Intl.NumberFormat(localeOf(language), options));
  }
  return formatters.get(key);
}

/** The language of the page. */
export function pageLanguage() {
  return document.documentElement.lang.startsWith("en") ? "en" : "de";
}

/** Whether there is a number to write. */
export function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/**
 * Write a number with a true minus. Only a finite number has digits: say in words that a figure is missing.
 * @param {number} value
 * @param {number} decimals
 * @param {{language?: "de" | "en", isSigned?: boolean}} [options]
 */
export function formatNumber(value, decimals = 0, { language = "de", isSigned = false } = {}) {
  if (!isNumber(value)) throw new RangeError("Only a finite number has digits.");
  return formatterOf(language, decimals, isSigned).format(value).replace("-", MINUS);
}

const GROUPED = { de: /^[+-]?[1-9]\d{0,2}\.\d{3}$/, en: /^[+-]?[1-9]\d{0,2},\d{3}$/ };

/** Whether what somebody typed could be a number of thousands or one with decimals: nobody is to be misread. */
export function isAmbiguous(text, { language = "de" } = {}) {
  return GROUPED[language].test(text.trim().replace(MINUS, "-"));
}

/** The number that somebody typed, with a comma or a point before its decimals; NaN for anything else. */
export function readNumber(text) {
  const plain = text.trim().replace(MINUS, "-").replace(",", ".");
  return /^[+-]?\d{1,15}(\.\d{1,30})?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** Write the number of a slider for a field of the page, with no more decimals than it has. */
export function typedNumber(value, { language = "de" } = {}) {
  return language === "de" ? String(value).replace(".", ",") : String(value);
}

/** Write a number with its unit, with a space between that does not break. */
export function withUnit(value, decimals, unit, options) {
  const number = formatNumber(value, decimals, options);
  if (!unit) return number;
  // English writes the percent sign close up.
  return options?.language === "en" && unit === "%" ? `${number}%` : `${number}${NBSP}${unit}`;
}

/** Write a number, or the given words where there is none. */
export function numberOr(words, value, decimals, options) {
  return isNumber(value) ? formatNumber(value, decimals, options) : words;
}

/** Write a day given as 2018-12-31; a day has no time zone. */
export function formatDay(iso, { language = "de" } = {}) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!parts) throw new RangeError(`${iso} is no day.`);
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(localeOf(language), options).format(day);
}
