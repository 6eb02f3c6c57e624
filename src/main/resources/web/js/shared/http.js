// Requests to the service. Every failure becomes an ApiError, a server that does not answer included.

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

/** The address of a path of the service. Pages are in its root folder, which may be a sub-path behind a proxy. */
export function at(path) {
  return new URL(`.${path}`, document.baseURI).href;
}

/** Sends a request; `body` goes as JSON. Resolves with the answer's JSON, or null where it has none. */
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
    return await fetch(at(path), options);
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
