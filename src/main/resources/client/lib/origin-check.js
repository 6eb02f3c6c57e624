// Why a page at another origin gets no response: is the service down, or does it not allow the page's origin (CORS)? A
// browser reports both as the same TypeError.

/** Longest time for each request of the check. */
const CHECK_MILLIS = 3_000;

/** Whether the script runs in a page (or a worker of one) whose origin is not that of the service. */
export function isOtherOrigin(base) {
  const own = globalThis.location?.origin;
  return own !== undefined && own !== new URL(base).origin;
}

/**
 * Whether the service responds, but not to this page: the modules of the client are readable from every origin, the API only
 * from allowed ones.
 *
 * @param send `fetch` or its replacement
 */
export async function isOriginRefused(send, base) {
  return (await responds(send, new URL('./client/pressroom.js', base))) && !(await responds(send, new URL('./api/v1/user/credits', base)));
}

async function responds(send, url) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), CHECK_MILLIS);
  try {
    const response = await send(url.href, { cache: 'no-store', signal: limit.signal });
    await response.body?.cancel();
    return true;
  } catch (error) {
    // A slow response is none of a refused origin.
    return limit.signal.aborted;
  } finally {
    clearTimeout(timer);
  }
}
