// SPDX-License-Identifier: EUPL-1.2
// Sentences that scripts say: the page carries them as JSON, in the reader's language.

let sentences = null;

// A step of time says a few sentences of hundreds of areas: each is cut at its parameters once.
const cut = new Map();

/** Words and names of parameters, in turns. */
function partsOf(sentence) {
  if (!cut.has(sentence)) cut.set(sentence, sentence.split(/\{(\w+)\}/));
  return cut.get(sentence);
}

/** Put parameters into a sentence: `{name}` becomes the parameter of that name. */
export function fill(sentence, parameters = {}) {
  if (!sentence.includes("{")) return sentence;
  return partsOf(sentence)
    .map((part, at) => (at % 2 === 0 ? part : part in parameters ? String(parameters[part]) : `{${part}}`))
    .join("");
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
