// Tokens that were made elsewhere: exchanged for a link's code, pasted into this tab, or offered by the development server.

import { request } from '../shared/http.js';
import { expired } from './claims.js';
import { site } from './site.js';

const TOKEN = 'pressroom.token';
const OFFERED = 'pressroom.offered-token';

let asked;

/** The token that was given to this tab, or undefined. */
export const given = () => sessionStorage.getItem(TOKEN) ?? undefined;

export function useToken(value) {
  sessionStorage.setItem(TOKEN, value.trim().replace(/^bearer\s+/i, ''));
}

export const dropToken = () => sessionStorage.removeItem(TOKEN);

/** In development anybody may try: the server makes up a user for this browser, kept while the token is good. */
export async function offered() {
  const kept = localStorage.getItem(OFFERED);
  if (kept && !expired(kept)) {
    return kept;
  }
  asked ??= ask().finally(() => (asked = undefined));
  return asked;
}

async function ask() {
  const { devTokens } = await site();
  if (!devTokens) {
    return undefined;
  }
  const { token } = await request('POST', '/dev/token', { headers: { 'x-pressroom-page': '1' } }).catch(() => ({}));
  if (token) {
    localStorage.setItem(OFFERED, token);
  }
  return token;
}

/** Drops a token that the server has refused. */
export function forgetToken(refused) {
  if (localStorage.getItem(OFFERED) === refused) {
    localStorage.removeItem(OFFERED);
  }
  if (sessionStorage.getItem(TOKEN) === refused) {
    dropToken();
  }
}
