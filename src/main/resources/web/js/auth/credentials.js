// Credentials of the user, in this order: a token given to this tab, an account, a development user, an anonymous session.

import { accessToken, discardAccessToken } from './account.js';
import { claims, userIdOf } from './jwt.js';
import { discardToken, tabToken, devToken } from './token.js';
import { uuid } from '../shared/uuid.js';
import { startSession, sessionId } from './session.js';

/** Dispatches `signed-in` and `signed-out`. */
export const userChanges = new EventTarget();
export const notifySignedIn = () => userChanges.dispatchEvent(new Event('signed-in'));
export const notifySignedOut = () => userChanges.dispatchEvent(new Event('signed-out'));

/** The token to send, or undefined when there is none. */
export const token = async () => tabToken() ?? (await accessToken()) ?? (await devToken());

/** Another token after the server has rejected this one; undefined when there is none. */
export function replacementToken(rejected) {
  discardToken(rejected);
  discardAccessToken(rejected);
  return token();
}

export const hasCredentials = async () => Boolean((await token()) || sessionId());

/** Starts an anonymous session unless there are credentials already. */
export async function ensureCredentials() {
  if (!(await hasCredentials())) {
    await startSession();
  }
}

/** The organization for articles: the one in the token, or an id created once per user and kept in localStorage. */
export async function organizationId() {
  const bearer = await token();
  const claimed = claims(bearer).organizationId;
  if (claimed) {
    return claimed;
  }
  const key = `pressroom.organization.${userIdOf(bearer)}`;
  const kept = localStorage.getItem(key);
  if (kept) {
    return kept;
  }
  const created = uuid();
  localStorage.setItem(key, created);
  return created;
}
