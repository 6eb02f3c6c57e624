// The errors of the client. `status` is the HTTP status, 0 when there was no response.

export class PressroomError extends Error {
  constructor(fields) {
    super(fields.message);
    this.name = new.target.name;
    this.status = fields.status ?? 0;
    this.errorCode = fields.errorCode;
    this.title = fields.title ?? 'Something went wrong';
    this.details = fields.details ?? [];
    this.data = fields.data;
    this.requestId = fields.requestId;
    this.retryAfter = fields.retryAfter;
  }

  /** Whether the same request can succeed later. */
  get isTransient() {
    return TRANSIENT.has(this.status);
  }
}

const TRANSIENT = new Set([408, 425, 429, 502, 503, 504]);

/** 400: `details` names each invalid member as `{ path, message }`. */
export class ValidationError extends PressroomError {}

/** 401: no valid token or session. */
export class AuthenticationError extends PressroomError {}

/** 402: `data` has the plan and the credits. */
export class InsufficientCreditsError extends PressroomError {}

/** 402: the costs of this month have reached the budget: `data` has `budget`, `spent`, `currency` and `resetsAt`. */
export class BudgetExceededError extends PressroomError {}

/** 404: it does not exist, or it belongs to somebody else. */
export class NotFoundError extends PressroomError {}

/** 409 and 412: the state of the resource does not allow it, or it has changed since it was read. */
export class ConflictError extends PressroomError {}

/** 429: `retryAfter` in seconds. */
export class RateLimitError extends PressroomError {}

/** 502, 503 and 504: the service or its queue cannot respond now. */
export class UnavailableError extends PressroomError {}

/** There was no response: no network, the server is down, or the time is over (`TIMEOUT`). */
export class ConnectionError extends PressroomError {
  constructor(fields = {}) {
    super({
      errorCode: 'UNREACHABLE',
      title: 'The server does not respond',
      message: 'The service does not respond: it may be restarting, or you are offline.',
      ...fields,
    });
  }

  get isTransient() {
    return this.errorCode !== ORIGIN_REFUSED.errorCode;
  }
}

const SETTING = 'its setting PRESSROOM_HTTP_CORS_ORIGINS';

/** For a page at another origin, of which the service may not allow the requests (CORS). */
export const OTHER_ORIGIN = {
  message: `The service does not respond: it may be restarting, you are offline, or ${SETTING} does not have this page's origin.`,
};

/** The service responds, but not to requests of this page's origin (CORS). A later try fails too. */
export const ORIGIN_REFUSED = {
  errorCode: 'ORIGIN_REFUSED',
  title: 'The service refuses this page',
  message: `The service does not allow requests from this page's origin (CORS). Add the origin to ${SETTING}.`,
};

/**
 * The response is not one of this service: another server, a proxy or a login page has responded, with any status but 429,
 * 502, 503 and 504, which proxies send for the service too.
 */
export class InvalidResponseError extends PressroomError {}

/** The job has failed or was cancelled (`errorCode` is `CANCELLED`). */
export class JobFailed extends PressroomError {
  constructor(jobId, { error, errorCode, retryable }) {
    super({ message: error ?? 'The job has failed.', errorCode: errorCode ?? 'INTERNAL', title: 'The job has failed' });
    this.jobId = jobId;
    this.retryable = retryable === true;
  }

  get isTransient() {
    return false;
  }
}
