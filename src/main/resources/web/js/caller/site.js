// What the page has to know of its server before it asks for anything: `model`, `accounts`, `devTokens`, and
// in dev mode without a model `localModels`: the servers of language models on this machine.

import { at } from '../shared/http.js';

let asked;

/** Resolves with an empty object when the server does not answer, and asks again the next time. */
export function site() {
  asked ??= fetch(at('/page.json'))
    .then((response) => (response.ok ? response.json() : {}))
    .catch(() => {
      asked = undefined;
      return {};
    });
  return asked;
}
