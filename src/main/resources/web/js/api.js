// Calls of the service. Every failure becomes an ApiError, a server that does not answer included.

import { forgetToken, token } from './session.js';

export class ApiError extends Error {
  constructor({ status, code, title, message, details, retryAfter, requestId }) {
    super(message);
    Object.assign(this, { status, code, title, details: details ?? [], retryAfter, requestId });
  }

  /** Whether the same request may well succeed a little later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

/** Sends a request with the token. `body` is sent as JSON; `headers` are added. Resolves with the answer's JSON. */
export async function call(method, path, { body, headers } = {}) {
  const bearer = await token();
  let response = await sendAs(bearer, method, path, body, headers);
  if (response.status === 401) {
    forgetToken(bearer);
    const another = await token();
    response = another && another !== bearer ? await sendAs(another, method, path, body, headers) : response;
  }
  if (!response.ok) {
    throw await failure(response);
  }
  return response.json();
}

function sendAs(bearer, method, path, body, headers) {
  return send(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(bearer && { authorization: `Bearer ${bearer}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body && JSON.stringify(body),
  });
}

async function send(path, request) {
  try {
    return await fetch(path, request);
  } catch {
    throw new ApiError({
      status: 0,
      code: 'UNREACHABLE',
      title: 'The server does not answer',
      message: 'It may be starting, or the connection is down.',
      retryAfter: 3,
    });
  }
}

async function failure(response) {
  const envelope = await response.json().catch(() => ({}));
  return new ApiError({
    status: response.status,
    code: envelope.errorCode ?? `HTTP_${response.status}`,
    title: envelope.error ?? 'Something went wrong',
    message: envelope.message ?? `The server answered ${response.status}.`,
    details: envelope.details,
    retryAfter: Number(response.headers.get('retry-after')) || undefined,
    requestId: envelope.requestId,
  });
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
