// The anonymous session of a visitor without a token, kept in this browser until they sign in.

import { request } from '../shared/http.js';
import { withLock } from './lock.js';

const SESSION = 'pressroom.session';

export const sessionId = () => localStorage.getItem(SESSION) ?? undefined;

/** Starts a session unless there is one. */
export function startSession() {
  return withLock('session', async () => {
    if (!sessionId()) {
      const { session_id: created } = await request('POST', '/api/v1/session/create');
      localStorage.setItem(SESSION, created);
    }
  });
}

/** Transfers the jobs and organizations of the session to the user, and ends the session. */
export async function adoptSession(bearer) {
  const session = sessionId();
  if (session) {
    await request('POST', '/api/v1/users/adopt-session', {
      headers: { authorization: `Bearer ${bearer}`, 'x-session-id': session },
    });
    localStorage.removeItem(SESSION);
  }
}
