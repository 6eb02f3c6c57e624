// Entry point of the control room: who is signed in, which view is open, and the live overview.

import { userChanges } from '../auth/credentials.js';
import { claims } from '../auth/jwt.js';
import { openSignIn } from '../auth/sign-in-dialog.js';
import { signInByLink } from '../auth/sign-in-link.js';
import { explain } from '../shared/messages.js';
import { $, setText } from '../shared/dom.js';
import { linked } from '../../client/lib/abort.js';
import { currentRoute } from './address.js';
import { operatorToken } from './api.js';
import { audit } from './audit.js';
import { failures } from './failures.js';
import { job } from './job.js';
import { jobs } from './jobs.js';
import { Live } from './live.js';
import { nodes } from './nodes.js';
import { overview } from './overview.js';
import { pauses } from './pauses.js';
import { tasks } from './tasks.js';
import { tenants } from './tenants.js';
import { usage } from './usage.js';

/**
 * Each view is a function of `{ root, query, signal, live, report, done, run }` that draws into `root` until `signal` is
 * aborted. It may return `update(query)`, which is called when only the parameters in the address change.
 */
const VIEWS = { overview, jobs, job, failures, nodes, tenants, usage, pauses, tasks, audit };

const live = new Live();
let open;

function showRoute() {
  const { name, query } = currentRoute();
  const known = Object.hasOwn(VIEWS, name) ? name : 'overview';
  markLink(known);
  clearMessages();
  if (open?.name === known && open.update) {
    open.update(query);
    return;
  }
  const isFirst = !open;
  close();
  open = { name: known, life: linked() };
  const { signal } = open.life;
  open.update = VIEWS[known]({ root: $('view'), query, signal, live, report, done, run });
  document.title = `${$('view-title')?.textContent ?? 'Control room'} · Pressroom`;
  if (!isFirst) {
    scrollTo(0, 0);
    $('view-title')?.focus();
  }
}

function close() {
  open?.life.abort();
  open = undefined;
  $('view').replaceChildren();
}

function markLink(name) {
  const section = name === 'job' ? 'jobs' : name;
  for (const link of $('views').children) {
    if (link.getAttribute('href') === `#${section}`) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

/** Shows an error of a request; without a valid token of an operator the page asks for one. */
function report(error) {
  if (error?.name === 'AbortError') {
    return;
  }
  if (error.status === 401 || error.status === 403) {
    refuse(error);
    return;
  }
  const { title, text } = explain(error);
  const details = (error.details ?? []).map(({ path, message }) => `${path} ${message}`).join('; ');
  $('problem').hidden = false;
  setText($('problem'), details ? `${title}: ${details}` : `${title}: ${error.status >= 400 && error.status < 500 ? error.message : text}`);
}

function done(text) {
  $('done').hidden = false;
  setText($('done'), text);
}

function clearMessages() {
  for (const id of ['problem', 'done']) {
    $(id).hidden = true;
    setText($(id), '');
  }
}

/** Runs an action of the operator: its error is shown, and before it older messages are removed. */
async function run(action) {
  clearMessages();
  try {
    await action();
  } catch (error) {
    report(error);
  }
}

function refuse({ status }) {
  live.stop();
  close();
  clearMessages();
  $('gate').hidden = false;
  setText($('gate-title'), status === 403 ? 'This is for operators' : 'Sign in as an operator');
  setText(
    $('gate-text'),
    status === 403
      ? 'You are signed in, but without the right to use the control room: it needs a token with the role “admin”. Sign in with such a token.'
      : 'The control room needs a token with the role “admin”. In development mode the sign-in link that the service prints has it.',
  );
}

async function start() {
  const token = await operatorToken().catch(() => undefined);
  const { email, userId, sub } = token ? claims(token) : {};
  $('operator').hidden = !token;
  setText($('operator'), email ?? `User ${String(userId ?? sub ?? '').slice(0, 8)}`);
  $('sign-in').hidden = Boolean(token);
  $('sign-out').hidden = !token;
  if (!token) {
    refuse({ status: 401 });
    return;
  }
  $('gate').hidden = true;
  live.start(refuse);
  showRoute();
}

function showConnection() {
  $('live').className = live.isConnected ? 'connected' : '';
  setText($('live'), live.isConnected ? 'Live' : open ? 'Not connected' : '');
}

$('skip').addEventListener('click', (event) => {
  event.preventDefault();
  $('view').focus();
});
$('gate-sign-in').addEventListener('click', () => openSignIn());
live.addEventListener('connection', showConnection);
addEventListener('hashchange', async () => {
  await signInByLink();
  if ($('gate').hidden) {
    showRoute();
  }
});
userChanges.addEventListener('signed-in', () => {
  close();
  start();
});
userChanges.addEventListener('signed-out', () => {
  close();
  start();
});
// A page that the browser keeps for its back button must not hold a connection: there are six to a server.
addEventListener('pagehide', () => live.stop());
addEventListener('pageshow', ({ persisted }) => persisted && start());
await signInByLink();
if (!open) {
  start();
}
