// Who is using the page: a token given to this tab, an account, a user made up in development, or an anonymous session.

import { accessToken, forgetAccess } from './account.js';
import { claims, userOf } from './claims.js';
import { forgetToken, given, offered } from './token.js';
import { uuid } from '../shared/uuid.js';
import { beginSession, sessionId } from './visitor.js';

/** Tells `entered` and `left` when somebody else is using the page. */
export const changes = new EventTarget();
export const entered = () => changes.dispatchEvent(new Event('entered'));
export const left = () => changes.dispatchEvent(new Event('left'));

/** The token to send, or undefined when there is none. */
export const token = async () => given() ?? (await accessToken()) ?? (await offered());

/** The headers that say who is calling; empty when nobody knows. */
export async function credentials() {
  const bearer = await token();
  if (bearer) {
    return { authorization: `Bearer ${bearer}` };
  }
  return sessionId() ? { 'x-session-id': sessionId() } : {};
}

/** Other credentials after these were refused; null when there are none. */
export async function another(refused) {
  const bearer = refused.authorization?.slice('Bearer '.length);
  if (!bearer) {
    return null;
  }
  forgetToken(bearer);
  forgetAccess(bearer);
  const next = await credentials();
  return next.authorization === refused.authorization || Object.keys(next).length === 0 ? null : next;
}

/** Whether the server can know who is calling. */
export const known = async () => Object.keys(await credentials()).length > 0;

/** Makes sure that the server can know who is calling, be it an anonymous visitor. */
export async function becomeKnown() {
  if (!(await known())) {
    await beginSession();
  }
}

/** The organization to write for: the one that the token names, or one made once for each user and kept for good. */
export async function organizationId() {
  const bearer = await token();
  const own = claims(bearer).organizationId;
  if (own) {
    return own;
  }
  const key = `pressroom.organization.${userOf(bearer)}`;
  const kept = localStorage.getItem(key);
  if (kept) {
    return kept;
  }
  const made = uuid();
  localStorage.setItem(key, made);
  return made;
}
