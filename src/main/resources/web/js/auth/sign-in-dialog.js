// The sign-in dialog: an account of this service, where accounts are enabled, or a pasted token.

import { $, setText } from '../shared/dom.js';
import { showFieldErrors } from '../shared/field-errors.js';
import { explain } from '../shared/messages.js';
import { onOtherTab, signIn, signOut } from './account.js';
import { notifySignedIn, notifySignedOut, token } from './credentials.js';
import { pageConfig } from './page-config.js';
import { clearTabToken, setTabToken } from './token.js';
import { adoptVisitor } from './session.js';

const MODES = {
  login: { title: 'Sign in', submit: 'Sign in', other: 'Create an account', password: 'current-password' },
  register: { title: 'Create an account', submit: 'Create account', other: 'Sign in instead', password: 'new-password' },
};

let mode = 'login';

/** Opens the dialog. @param first `login` or `register` */
export async function openSignIn(first = 'login') {
  const { accounts } = await pageConfig();
  $('account').hidden = !accounts;
  $('token-section').open = !accounts;
  show(first);
  if (!$('sign-in-dialog').open) {
    $('sign-in-dialog').showModal();
  }
  $(accounts ? 'email' : 'token').focus();
}

function show(next) {
  mode = next;
  const labels = MODES[mode];
  setText($('sign-in-title'), $('account').hidden ? 'Use a token' : labels.title);
  setText($('submit-account'), labels.submit);
  setText($('switch-mode'), labels.other);
  $('password').autocomplete = labels.password;
  $('name-field').hidden = mode === 'login';
  $('password-help').hidden = mode === 'login';
  showMessage('');
  showFieldErrors($('account'), []);
}

async function submit(event) {
  event.preventDefault();
  const { email, password, firstName } = $('account').elements;
  showMessage('');
  const errors = validate(email.value.trim(), password.value);
  showFieldErrors($('account'), errors);
  if (errors.length) {
    return;
  }
  $('submit-account').disabled = true;
  try {
    const name = firstName.value.trim();
    const more = mode === 'register' && name ? { firstName: name } : {};
    await signIn(mode, { email: email.value.trim(), password: password.value, ...more });
    clearTabToken();
    await finish();
  } catch (error) {
    showError(error);
  } finally {
    $('submit-account').disabled = false;
  }
}

function validate(email, password) {
  return [
    ...(/^\S+@\S+$/.test(email) ? [] : [{ path: '/email', message: 'must be an address such as you@example.com' }]),
    ...(password ? [] : [{ path: '/password', message: 'is required' }]),
  ];
}

function showError(error) {
  const others = showFieldErrors($('account'), error.details);
  if (others.length || !error.details.length) {
    showMessage(others.map(({ path, message }) => `${path} ${message}`).join('; ') || explain(error).text);
    $('password').select();
  }
}

function showMessage(text) {
  setText($('sign-in-error'), text);
}

/** After signing in: transfers the data of the anonymous session and closes the dialog. */
async function finish() {
  // A failed transfer does not undo the sign-in: the session is kept, and transferred at the next sign-in.
  await adoptVisitor(await token()).catch(() => {});
  $('sign-in-dialog').close();
  $('account').reset();
  $('token-form').reset();
  notifySignedIn();
}

$('account').addEventListener('submit', submit);
$('switch-mode').addEventListener('click', () => {
  show(mode === 'login' ? 'register' : 'login');
  $('email').focus();
});
$('token-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  setTabToken($('token').value);
  await finish();
});
$('sign-in').addEventListener('click', () => openSignIn());
$('sign-out').addEventListener('click', async () => {
  clearTabToken();
  await signOut();
  notifySignedOut();
});
$('sign-in-close').addEventListener('click', () => $('sign-in-dialog').close());
onOtherTab(notifySignedIn, notifySignedOut);
