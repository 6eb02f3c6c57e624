// Errors from responses of the service.

import {
  AuthenticationError,
  BudgetExceededError,
  ConflictError,
  InsufficientCreditsError,
  InvalidResponseError,
  NotFoundError,
  PressroomError,
  RateLimitError,
  UnavailableError,
  ValidationError,
} from './errors.js';

const CLASSES = {
  400: ValidationError,
  401: AuthenticationError,
  402: InsufficientCreditsError,
  404: NotFoundError,
  409: ConflictError,
  412: ConflictError,
  429: RateLimitError,
  502: UnavailableError,
  503: UnavailableError,
  504: UnavailableError,
};

/** The class of an error by its code, where those of its status differ. */
const CLASSES_BY_CODE = { BUDGET_EXCEEDED: BudgetExceededError };

/** The `message` of a 401 begins with this, for clients that read it. */
const UNAUTHORIZED_PREFIX = 'Unauthorized: ';

/** Statuses with which a proxy responds while the service is busy or away: temporary, with any body. */
const OF_PROXIES = new Set([429, 502, 503, 504]);

/** The error of a response of 400 and above. */
export async function errorOf(response) {
  const envelope = await envelopeOf(response);
  if (!envelope.errorCode && !OF_PROXIES.has(response.status)) {
    return ofAnotherServer(response);
  }
  const message = envelope.message ?? `The server responded with status ${response.status}.`;
  return new (CLASSES_BY_CODE[envelope.errorCode] ?? CLASSES[response.status] ?? PressroomError)({
    status: response.status,
    errorCode: envelope.errorCode ?? `HTTP_${response.status}`,
    title: envelope.error,
    message: message.startsWith(UNAUTHORIZED_PREFIX) ? message.slice(UNAUTHORIZED_PREFIX.length) : message,
    details: Array.isArray(envelope.details) ? envelope.details : [],
    data: envelope.data,
    requestId: envelope.requestId ?? response.headers.get('x-request-id') ?? undefined,
    retryAfter: secondsOf(response.headers.get('retry-after')),
  });
}

/** The body is no error envelope. */
function ofAnotherServer(response) {
  return new InvalidResponseError({
    status: response.status,
    errorCode: 'INVALID_RESPONSE',
    title: 'Another server has responded',
    message: `Another server or a proxy has responded with status ${response.status}. Check \`baseUrl\`.`,
    retryAfter: secondsOf(response.headers.get('retry-after')),
  });
}

/** The error envelope; an empty object when the body is none. */
async function envelopeOf(response) {
  try {
    const body = JSON.parse(await response.text());
    return typeof body?.message === 'string' && typeof body.errorCode === 'string' ? body : {};
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}

/** The seconds of a `Retry-After` header, which is a number or a date; undefined without a valid one. */
function secondsOf(header) {
  if (!header) {
    return undefined;
  }
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
