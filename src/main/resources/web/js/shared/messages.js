// What a user is told about an error: one title and one text per error code, without codes, names of settings or internals.
// A code that is not here has a message of the service that is written for users.

const MESSAGES = {
  UNAUTHENTICATED: ['Please sign in', 'This needs an account. Your input stays on the page.'],
  TOKEN_EXPIRED: ['Please sign in again', 'Your sign-in has ended. Your input stays on the page.'],
  INVALID_CREDENTIALS: ['Sign-in failed', 'The e-mail address or the password is wrong.'],
  EMAIL_TAKEN: ['There is an account already', 'An account with this e-mail address exists. Sign in instead.'],
  MALFORMED_JSON: ['The request could not be read', 'Reload the page and send it once more.'],
  METHOD_NOT_ALLOWED: ['This is not possible here', 'The page and the server have different versions. Reload the page.'],
  NOT_ACCEPTABLE: ['This is not possible here', 'The page and the server have different versions. Reload the page.'],
  UNSUPPORTED_MEDIA_TYPE: ['This is not possible here', 'The page and the server have different versions. Reload the page.'],
  JOB_NOT_RETRYABLE: ['This is running or finished already', 'It has changed meanwhile. Open it again from the list.'],
  JOB_NOT_CANCELLABLE: ['It was finished already', 'There is nothing left to cancel.'],
  JOB_NOT_QUEUED: ['This is not in the queue', 'It has started or finished already.'],
  JOB_NOT_DELETABLE: ['This is still running', 'Wait until it has finished, or cancel it.'],
  IDEMPOTENCY_CONFLICT: ['This was sent already', 'Look for it in the list before you send it again.'],
  PRECONDITION_FAILED: ['It has changed meanwhile', 'Somebody has edited it in another window. Load it again.'],
  FORBIDDEN: ['This is not allowed', 'Your account has no right to do this.'],
  POST_CHANGED: ['The article has changed meanwhile', 'Somebody has edited it in another window. Your text is still here.'],
  BODY_TOO_LARGE: ['The text is too long', 'Shorten it and send it again.'],
  URI_TOO_LONG: ['The address is too long', 'Shorten it and send it again.'],
  HEADERS_TOO_LARGE: ['The request is too large', 'Sign out, sign in and send it again.'],
  REQUEST_TIMEOUT: ['The connection is too slow', 'The request did not arrive in time. Send it again.'],
  EXPECTATION_FAILED: ['The request could not be read', 'Reload the page and send it once more.'],
  RANGE_NOT_SATISFIABLE: ['The request could not be read', 'Reload the page and send it once more.'],
  RATE_LIMITED: ['Too many requests', 'Wait a minute and send it again.'],
  TOO_MANY_JOBS: ['Too many at once', 'Wait until one of the running ones has finished.'],
  TOO_MANY_POSTS: ['The list of drafts is full', 'Delete drafts that you no longer need.'],
  INSUFFICIENT_CREDITS: ['No articles left', 'All articles of your plan are used.'],
  BUDGET_EXCEEDED: ['The budget is used up', 'No more articles can be written this month.'],
  QUEUE_UNAVAILABLE: ['The service is busy', 'It cannot accept work at the moment.'],
  DATABASE_UNAVAILABLE: ['The service is not available', 'It cannot reach its data at the moment.'],
  OVERLOADED: ['The service is busy', 'It has more requests than it can answer.'],
  SHUTTING_DOWN: ['The service is restarting', 'It is back in a moment.'],
  STILL_RUNNING: ['This takes longer than usual', 'It continues. Find it in the list.'],
  EXPIRED: ['It was not started in time', 'It waited too long for a free place. It cost nothing.'],
  WORKER_LOST: ['It was interrupted', 'The service stopped several times while it ran.'],
  DEADLINE_EXCEEDED: ['It took too long', 'The service stopped it at its time limit.'],
  MODEL_UNAVAILABLE: ['The language model is not available', 'The service could not reach it. It is no fault of your input.'],
  MODEL_TIMEOUT: ['The language model did not answer', 'It took too long. It is no fault of your input.'],
  MODEL_RATE_LIMITED: ['The language model is busy', 'It accepts no more requests at the moment.'],
  MODEL_ANSWER_INVALID: ['The language model gave no usable answer', 'It is no fault of your input.'],
  MODEL_REFUSED: ['The language model declined the request', 'Change the topic or the instructions.'],
  UNREACHABLE: ['The server does not respond', 'It may be restarting, or you are offline.'],
  TIMEOUT: ['The server takes too long', 'Try again later.'],
  INVALID_RESPONSE: ['The service is not available', 'Another server has responded. Reload the page.'],
  INTERNAL: ['Something went wrong', 'The fault is on our side.'],
};

/** Errors that an account ends: a visitor has smaller limits. */
const ACCOUNT_HELPS = new Set(['INSUFFICIENT_CREDITS', 'RATE_LIMITED', 'TOO_MANY_JOBS', 'TOO_MANY_POSTS']);

/** Failures of a job for which the same input fails again. */
const INPUT_FAILS_AGAIN = /^(?:MODEL_REFUSED|PAGE_(?!UNREACHABLE|TIMEOUT|RATE_LIMITED|SERVER_ERROR))/;

/** @param error with `errorCode`, `title`, `message`. @returns `{ title, text }` */
export function explain({ errorCode, title, message, requestId }) {
  const [known, text] = MESSAGES[errorCode] ?? [title ?? 'Something went wrong', withoutInternals(message)];
  return { title: known, text: errorCode === 'INTERNAL' && requestId ? `${text} Reference: ${requestId}` : text };
}

/** @param failure `{ error, errorCode }` of a job. @returns `{ title, text }`; the title may be undefined */
export function explainFailure({ error, errorCode }) {
  const [title, text] = MESSAGES[errorCode] ?? [undefined, withoutInternals(error)];
  return { title, text };
}

/** Whether running a failed job again can help: it was cancelled, or the cause may be over. */
export const canRetry = ({ errorCode, retryable }) => errorCode === 'CANCELLED' || Boolean(retryable);

export const needsOtherInput = ({ errorCode }) => INPUT_FAILS_AGAIN.test(errorCode);

export const accountHelps = ({ errorCode }) => ACCOUNT_HELPS.has(errorCode);

/** Drops sentences that name a setting or a code, such as JWT_SECRET. */
function withoutInternals(message) {
  const sentences = String(message ?? '').split(/(?<=[.!?])\s+/);
  return sentences.filter((sentence) => !/\b[A-Z][A-Z\d]*_[A-Z\d_]+/.test(sentence)).join(' ') || 'The fault is on our side.';
}
