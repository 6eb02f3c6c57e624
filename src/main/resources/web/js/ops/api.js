// Requests to /api/v1/ops with the token of the operator: one given to this tab, else that of the account.

import { Credentials } from '../../client/lib/credentials.js';
import { Http } from '../../client/lib/http.js';
import { uuid } from '../../client/lib/uuid.js';
import { accessToken, discardAccessToken } from '../auth/account.js';
import { discardToken, tabToken } from '../auth/token.js';

const OPS = '/api/v1/ops';

/** The token to send, or undefined. A trial user of the development mode is no operator: none is requested here. */
export const operatorToken = async () => tabToken() ?? (await accessToken());

function getToken({ rejected }) {
  if (rejected) {
    discardToken(rejected);
    discardAccessToken(rejected);
  }
  return operatorToken();
}

export const http = new Http(new URL('.', document.baseURI).href, new Credentials({ getToken }), { maxRetries: 2 });

export const STREAM = `${OPS}/stream`;

export const get = (path, query, signal) => http.request('GET', OPS + path, { query, signal });
export const put = (path, body) => http.request('PUT', OPS + path, { body });
export const post = (path, body, signal) => http.request('POST', OPS + path, { body, signal });
/** A POST that the service does once, also when it is sent again: it has an Idempotency-Key. */
export const postOnce = (path, body) =>
  http.request('POST', OPS + path, { body, headers: { 'idempotency-key': uuid() }, repeatable: true });
export const remove = (path, query) => http.request('DELETE', OPS + path, { query });
