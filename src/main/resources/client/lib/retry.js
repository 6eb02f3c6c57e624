// Delays between tries of a request.

const FIRST_MILLIS = 500;
const LONGEST_MILLIS = 10_000;

/** A server that asks for more patience than this gets no automatic retry. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

/**
 * The delay before the next try, in milliseconds: the server's Retry-After, or doubling from FIRST_MILLIS to
 * LONGEST_MILLIS with jitter. Null when the server asks for a longer delay than an automatic retry is worth.
 *
 * @param failures so far, from 1
 */
export function delayBefore(error, failures) {
  if (error.retryAfter !== undefined) {
    return error.retryAfter > LONGEST_RETRY_AFTER_SECONDS ? null : withJitter(error.retryAfter * 1000);
  }
  return withJitter(Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** Math.min(failures - 1, 10)));
}

/** The delay, and up to a fifth more: clients that lost the same server do not return at once. Never less. */
export const withJitter = (millis) => Math.round(millis * (1 + Math.random() / 5));
