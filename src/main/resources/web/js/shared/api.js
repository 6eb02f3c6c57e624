// Calls of the service in the name of whoever uses the page, and the patience for what passes by itself.

import { another, credentials } from '../caller/caller.js';
import { request } from './http.js';

/** Sends a request with the caller's credentials. Resolves with the answer's JSON, rejects with an ApiError. */
export async function call(method, path, { body, headers } = {}) {
  const sendAs = (who) => request(method, path, { body, headers: { ...who, ...headers } });
  const who = await credentials();
  try {
    return await sendAs(who);
  } catch (error) {
    const next = error.status === 401 ? await another(who) : null;
    if (!next) {
      throw error;
    }
    return sendAs(next);
  }
}

/**
 * Repeats `action` while it fails in a way that passes, as far apart as the server asks.
 * Before each pause `waiting(error, seconds)` is told; `signal` ends it early.
 */
export async function patiently(action, { waiting, signal, tries = 8 }) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!error.passes || attempt === tries || signal.aborted) {
        throw error;
      }
      const seconds = Math.min(60, error.retryAfter ?? 2 ** attempt);
      waiting(error, seconds);
      await pause(seconds * 1000, signal);
      if (signal.aborted) {
        throw error;
      }
    }
  }
}

export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
