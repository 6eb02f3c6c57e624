// The anonymous session of a visitor without a token, kept in this browser until they sign in.

import { client } from '../shared/client.js';
import { withLock } from './lock.js';
import { clearTrial, trialToken } from './token.js';

const SESSION = 'pressroom.session';

export const sessionId = () => localStorage.getItem(SESSION) ?? undefined;

/** Starts a session unless there is one. */
export function startSession() {
  return withLock('session', async () => {
    if (!sessionId()) {
      const { session_id: created } = await client.sessions.create();
      localStorage.setItem(SESSION, created);
    }
  });
}

/**
 * Transfers what this browser has made without an account to the user, running jobs too: that of its session, and in
 * development mode that of its trial user. May be repeated.
 */
export async function adoptVisitor(bearer) {
  const session = sessionId();
  if (session) {
    await adopt(bearer, { headers: { 'x-session-id': session } });
    localStorage.removeItem(SESSION);
  }
  const trial = trialToken();
  if (trial) {
    await adopt(bearer, { body: { trialToken: trial } });
    clearTrial();
  }
}

const adopt = (bearer, { body, headers }) =>
  client.request('POST', '/api/v1/users/adopt-session', {
    repeatable: true,
    credentials: 'none',
    body,
    headers: { authorization: `Bearer ${bearer}`, ...headers },
  });
