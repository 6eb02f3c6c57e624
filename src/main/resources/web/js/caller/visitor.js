// Somebody without a token: an anonymous session, kept in this browser until they sign in.

import { request } from '../shared/http.js';
import { locked } from './locked.js';

const SESSION = 'pressroom.session';

export const sessionId = () => localStorage.getItem(SESSION) ?? undefined;

/** Begins a session unless there is one. */
export function beginSession() {
  return locked('session', async () => {
    if (!sessionId()) {
      const { session_id: made } = await request('POST', '/api/v1/session/create');
      localStorage.setItem(SESSION, made);
    }
  });
}

/** What the visitor had made becomes the user's; the session is over then. */
export async function adoptSession(bearer) {
  const session = sessionId();
  if (session) {
    await request('POST', '/api/v1/users/adopt-session', {
      headers: { authorization: `Bearer ${bearer}`, 'x-session-id': session },
    });
    localStorage.removeItem(SESSION);
  }
}
