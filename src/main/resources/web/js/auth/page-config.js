// Facts about the server that the page needs first: `model` (name), `accounts` and `devTokens` (booleans), and in dev mode
// without a model `localModels` (the servers of language models on this machine).

import { client, PUBLIC } from '../shared/client.js';

let request;

/** Resolves with an empty object when the server does not respond; the next call asks it again. */
export function pageConfig() {
  request ??= client.request('GET', '/page.json', PUBLIC).catch(() => {
    request = undefined;
    return {};
  });
  return request;
}
