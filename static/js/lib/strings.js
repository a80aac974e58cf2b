// SPDX-License-Identifier: EUPL-1.2
// Sentences that scripts say: the page carries them as JSON, in the reader's language.

let sentences = null;

/** Put parameters into a sentence: `{name}` becomes the parameter of that name. */
export function fill(sentence, parameters = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in parameters ? String(parameters[name]) : whole));
}

/** Read the sentences of the frame and of the page; those of the page win. */
export function readSentences(root) {
  return ["strings", "page-strings"].reduce((found, id) => {
    const element = root.getElementById(id);
    return element ? { ...found, ...JSON.parse(element.textContent) } : found;
  }, {});
}

/** Return a sentence of the page; an unknown key returns itself, so that it is seen and mended. */
export function text(key, parameters) {
  sentences ??= readSentences(document);
  return fill(sentences[key] ?? key, parameters);
}
