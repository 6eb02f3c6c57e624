// Facts about the server that the page needs first: `model` (name), `accounts` and `devTokens` (booleans).

import { serviceUrl } from '../shared/http.js';

let request;

/** Resolves with an empty object when the server does not respond; the next call asks it again. */
export function pageConfig() {
  request ??= fetch(serviceUrl('/page.json'))
    .then((response) => (response.ok ? response.json() : {}))
    .catch(() => {
      request = undefined;
      return {};
    });
  return request;
}
