// Requests to the service. Every failure rejects with an ApiError; status 0 means that there was no response.

export class ApiError extends Error {
  constructor({ status, code, title, message, details, retryAfter, requestId }) {
    super(message);
    Object.assign(this, { status, code, title, details: details ?? [], retryAfter, requestId });
  }

  /** Whether the same request can succeed later. */
  get isTransient() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

/** The absolute URL of a path of the service, which may be served under a sub-path by a proxy. */
export function serviceUrl(path) {
  return new URL(`.${path}`, document.baseURI).href;
}

/** Sends a request with `body` as JSON. Resolves with the JSON of the response, or null for 204. */
export async function request(method, path, { body, headers } = {}) {
  const response = await send(path, {
    method,
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) {
    throw await failure(response);
  }
  return response.status === 204 ? null : response.json();
}

async function send(path, options) {
  try {
    return await fetch(serviceUrl(path), options);
  } catch {
    throw new ApiError({
      status: 0,
      code: 'UNREACHABLE',
      title: 'The server does not respond',
      message: 'It may be restarting, or you are offline.',
      retryAfter: 3,
    });
  }
}

/** For API clients that read it; the page shows messages without it. */
const UNAUTHORIZED_PREFIX = /^Unauthorized: /;

async function failure(response) {
  const envelope = await response.json().catch(() => ({}));
  return new ApiError({
    status: response.status,
    code: envelope.errorCode ?? `HTTP_${response.status}`,
    title: envelope.error ?? 'Something went wrong',
    message: envelope.message?.replace(UNAUTHORIZED_PREFIX, '') ?? `The server responded with status ${response.status}.`,
    details: envelope.details,
    retryAfter: Number(response.headers.get('retry-after')) || undefined,
    requestId: envelope.requestId,
  });
}
