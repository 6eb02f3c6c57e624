// Requests to the service: credentials, time limit, retries.

import { linked, sleep } from './abort.js';
import { errorOf } from './error-response.js';
import { ConnectionError, InvalidResponseError, OTHER_ORIGIN, ORIGIN_REFUSED, PressroomError } from './errors.js';
import { isOriginRefused, isOtherOrigin } from './origin-check.js';
import { delayBefore } from './retry.js';

const MAX_RETRIES = 5;
const TIMEOUT_MILLIS = 60_000;
const REPEATABLE_METHODS = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/** With these statuses the service has refused a request without acting on it. */
const REFUSED = new Set([429, 503]);

export class Http {
  #base;
  #credentials;
  #fetch;
  #maxRetries;
  #timeoutMillis;
  /** The service has responded to this client at least once, so it allows the origin of the page. */
  #hasResponded = false;

  constructor(baseUrl, credentials, { fetch, maxRetries = MAX_RETRIES, timeoutMillis = TIMEOUT_MILLIS }) {
    this.#base = baseOf(baseUrl);
    this.#credentials = credentials;
    this.#fetch = fetch;
    this.#maxRetries = maxRetries;
    this.#timeoutMillis = timeoutMillis;
  }

  /** The absolute URL of a path of the service. Members of `query` that are undefined or null are left out. */
  url(path, query = {}) {
    const url = new URL(`./${path.replace(/^\/+/, '')}`, this.#base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) {
        url.searchParams.set(name, Array.isArray(value) ? value.join(',') : value);
      }
    }
    return url.href;
  }

  /**
   * Sends a request with `body` as JSON. Resolves with the JSON of the response; null for 204; with `as: 'text'` the
   * text; with `as: 'response'` `{ status, headers, body }`, also for 304.
   *
   * After a temporary error it is sent again, if that cannot have an effect twice: by its method, because it is
   * `repeatable`, or because the service has refused it. The error has `tries`.
   *
   * @param options `query`, `body`, `headers`, `signal`, `credentials` (`all`, `session` or `none`), `repeatable`, `as`,
   *     `maxRetries`, `timeoutMillis`, `onRetry` (called with `{ error, delayMillis, tries }` before each delay)
   */
  async request(method, path, options = {}) {
    const { signal, maxRetries = this.#maxRetries, onRetry } = options;
    for (let tries = 1; ; tries++) {
      try {
        return await this.#once(method, path, options);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof PressroomError)) {
          throw error;
        }
        error.tries = tries;
        const delayMillis = tries > maxRetries || !isRepeatable(method, options, error) ? null : delayBefore(error, tries);
        if (delayMillis === null) {
          throw error;
        }
        onRetry?.({ error, delayMillis, tries });
        await sleep(delayMillis, signal, { wakeable: error.status === 0 });
      }
    }
  }

  async #once(method, path, options) {
    const { signal, timeoutMillis = this.#timeoutMillis, as = 'json', body } = options;
    const limit = linked(signal);
    const timer = setTimeout(() => limit.abort(timedOut()), timeoutMillis);
    const headers = {
      ...(as !== 'text' && { accept: 'application/json' }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    };
    try {
      const response = await this.open(method, path, {
        ...options,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: limit.signal,
      });
      return await content(response, as);
    } catch (error) {
      throw limit.signal.aborted ? limit.signal.reason : asConnectionError(error);
    } finally {
      clearTimeout(timer);
      limit.unlink();
    }
  }

  /**
   * Sends a request once; after a 401 once more with other credentials, if there are any. Resolves with the Response, of
   * which the body is not read yet. The signal ends the reading of the body too.
   */
  async open(method, path, { query, headers, body, signal, credentials = 'all' }) {
    const who = await this.#who(credentials, signal);
    const sendAs = (identity) => this.#send(method, this.url(path, query), { ...identity, ...headers }, body, signal);
    let response = await sendAs(who);
    if (response.status === 401 && credentials === 'all') {
      const next = await this.#credentials.replacement(who, signal);
      if (next) {
        await response.body?.cancel();
        response = await sendAs(next);
      }
    }
    if (response.status >= 400) {
      throw await errorOf(response);
    }
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status !== 304)) {
      throw new InvalidResponseError({
        status: response.status,
        errorCode: 'REDIRECTED',
        title: 'The server redirects',
        message: `${this.#base} redirects to another address. Use that one as baseUrl.`,
      });
    }
    return response;
  }

  #who(credentials, signal) {
    switch (credentials) {
      case 'all':
        return this.#credentials.headers(signal);
      case 'session':
        return this.#credentials.sessionHeaders(signal);
      default:
        return {};
    }
  }

  async #send(method, url, headers, body, signal) {
    const send = this.#fetch ?? globalThis.fetch;
    try {
      const response = await send(url, { method, headers, body, signal, cache: 'no-store', redirect: 'manual' });
      this.#hasResponded = true;
      return response;
    } catch (error) {
      throw signal?.aborted ? signal.reason : await this.#noResponse(error, send);
    }
  }

  async #noResponse(error, send) {
    if (!(error instanceof TypeError) || this.#hasResponded || !isOtherOrigin(this.#base)) {
      return asConnectionError(error);
    }
    return new ConnectionError((await isOriginRefused(send, this.#base)) ? ORIGIN_REFUSED : OTHER_ORIGIN);
  }
}

/** A URL that ends with a slash, so that paths are resolved below it. */
function baseOf(baseUrl) {
  const url = new URL(baseUrl);
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return url.href;
}

function isRepeatable(method, { repeatable }, error) {
  return error.isTransient && (repeatable || REPEATABLE_METHODS.has(method) || REFUSED.has(error.status));
}

async function content(response, as) {
  if (as === 'response') {
    const hasBody = response.status !== 204 && response.status !== 304;
    return { status: response.status, headers: response.headers, body: hasBody ? await json(response) : null };
  }
  if (as === 'text') {
    return response.text();
  }
  return response.status === 204 ? null : json(response);
}

async function json(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidResponseError({
      status: response.status,
      errorCode: 'INVALID_RESPONSE',
      title: 'The response is not JSON',
      message: 'The response is not JSON: another server or a proxy has responded. Check `baseUrl`.',
    });
  }
}

const timedOut = () =>
  new ConnectionError({
    errorCode: 'TIMEOUT',
    title: 'The server takes too long',
    message: 'The service did not respond within the time limit. Try again later.',
  });

/** Browsers and Node report a lost connection as a TypeError. */
function asConnectionError(error) {
  return error instanceof TypeError ? new ConnectionError() : error;
}
