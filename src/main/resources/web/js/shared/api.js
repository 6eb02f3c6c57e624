// Requests with the credentials of the user, and retries of temporary errors.

import { credentials, replacementCredentials } from '../auth/credentials.js';
import { request } from './http.js';

/**
 * Sends a request with the user's credentials. After a 401 it is sent once more with other credentials, if there are any.
 * Resolves with the JSON of the response, rejects with an ApiError.
 */
export async function call(method, path, { body, headers } = {}) {
  const sendAs = (who) => request(method, path, { body, headers: { ...who, ...headers } });
  const who = await credentials();
  try {
    return await sendAs(who);
  } catch (error) {
    const next = error.status === 401 ? await replacementCredentials(who) : null;
    if (!next) {
      throw error;
    }
    return sendAs(next);
  }
}

/**
 * Runs `action`, and again after a temporary error: at most `tries` times, after the server's Retry-After or a doubling
 * pause (at most 60 s). `onRetry(error, seconds)` is called before each pause; `signal` ends the retries.
 */
export async function withRetries(action, { onRetry, signal, tries = 8 }) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!error.isTransient || attempt === tries || signal.aborted) {
        throw error;
      }
      const seconds = Math.min(60, error.retryAfter ?? 2 ** attempt);
      onRetry(error, seconds);
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
