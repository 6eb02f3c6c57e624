// Tokens that belong to no account here: from a sign-in link, pasted by the user, or issued by a development server.

import { client, PUBLIC } from '../shared/client.js';
import { isExpired } from './jwt.js';
import { pageConfig } from './page-config.js';

const TOKEN = 'pressroom.token';
const DEV_TOKEN = 'pressroom.offered-token';

let request;

/** The token of this tab, or undefined. */
export const tabToken = () => sessionStorage.getItem(TOKEN) ?? undefined;

export function setTabToken(value) {
  sessionStorage.setItem(TOKEN, value.trim().replace(/^bearer\s+/i, ''));
}

export const clearTabToken = () => sessionStorage.removeItem(TOKEN);

/** Development mode: a token of a user that the server created for this browser, kept until it expires. */
export async function devToken() {
  const kept = localStorage.getItem(DEV_TOKEN);
  if (kept && !isExpired(kept)) {
    return kept;
  }
  request ??= requestDevToken().finally(() => (request = undefined));
  return request;
}

async function requestDevToken() {
  const { devTokens } = await pageConfig();
  if (!devTokens) {
    return undefined;
  }
  const { token } = await client
    .request('POST', '/dev/token', { ...PUBLIC, headers: { 'x-pressroom-page': '1' } })
    .catch(() => ({}));
  if (token) {
    localStorage.setItem(DEV_TOKEN, token);
  }
  return token;
}

/** The token of the trial user of this browser, whose work an account takes over; undefined when there is none. */
export function trialToken() {
  const kept = localStorage.getItem(DEV_TOKEN);
  return kept && !isExpired(kept) ? kept : undefined;
}

export const clearTrial = () => localStorage.removeItem(DEV_TOKEN);

/** Removes a token that the server has rejected. */
export function discardToken(rejected) {
  if (localStorage.getItem(DEV_TOKEN) === rejected) {
    localStorage.removeItem(DEV_TOKEN);
  }
  if (sessionStorage.getItem(TOKEN) === rejected) {
    clearTabToken();
  }
}
