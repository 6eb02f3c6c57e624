// The dialog that asks who is there: an account of this service where it has any, and a token made elsewhere.

import { $, say } from '../shared/dom.js';
import { showFaults } from '../shared/faults.js';
import { enter, onOtherTab, signOut } from './account.js';
import { entered, left, token } from './caller.js';
import { site } from './site.js';
import { dropToken, useToken } from './token.js';
import { adoptSession } from './visitor.js';

const WAYS = {
  login: { title: 'Sign in', submit: 'Sign in', other: 'Register instead', password: 'current-password' },
  register: { title: 'Register', submit: 'Register', other: 'Sign in instead', password: 'new-password' },
};

let way = 'login';

/** Opens the dialog. */
export async function askWho() {
  const { accounts } = await site();
  $('account').hidden = !accounts;
  $('token-way').open = !accounts;
  show('login');
  if (!$('who-dialog').open) {
    $('who-dialog').showModal();
  }
  $(accounts ? 'email' : 'token').focus();
}

function show(next) {
  way = next;
  const words = WAYS[way];
  say($('who-title'), $('account').hidden ? 'Use a token' : words.title);
  say($('enter'), words.submit);
  say($('other-way'), words.other);
  $('password').autocomplete = words.password;
  $('name-field').hidden = way === 'login';
  $('password-help').hidden = way === 'login';
  tell('');
  showFaults($('account'), []);
}

async function submit(event) {
  event.preventDefault();
  const { email, password, firstName } = $('account').elements;
  tell('');
  const faults = missing(email.value.trim(), password.value);
  showFaults($('account'), faults);
  if (faults.length) {
    return;
  }
  $('enter').disabled = true;
  try {
    const name = firstName.value.trim();
    const more = way === 'register' && name ? { firstName: name } : {};
    await enter(way, { email: email.value.trim(), password: password.value, ...more });
    dropToken();
    await over();
  } catch (error) {
    refused(error);
  } finally {
    $('enter').disabled = false;
  }
}

function missing(email, password) {
  return [
    ...(/^\S+@\S+$/.test(email) ? [] : [{ path: '/email', message: 'must be an address such as you@example.com' }]),
    ...(password ? [] : [{ path: '/password', message: 'is missing' }]),
  ];
}

function refused(error) {
  const others = showFaults($('account'), error.details);
  if (others.length || !error.details.length) {
    tell(others.map(({ path, message }) => `${path} ${message}`).join('; ') || error.message);
    $('password').select();
  }
}

function tell(text) {
  say($('who-fault'), text);
}

/** Somebody is there now: what they had made as a visitor becomes theirs. */
async function over() {
  // Signed in is signed in: a session that cannot be taken over now stays, to be taken over the next time.
  await adoptSession(await token()).catch(() => {});
  $('who-dialog').close();
  $('account').reset();
  $('token-form').reset();
  entered();
}

$('account').addEventListener('submit', submit);
$('other-way').addEventListener('click', () => {
  show(way === 'login' ? 'register' : 'login');
  $('email').focus();
});
$('token-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  useToken($('token').value);
  await over();
});
$('sign-in').addEventListener('click', askWho);
$('sign-out').addEventListener('click', async () => {
  dropToken();
  await signOut();
  left();
});
$('who-close').addEventListener('click', () => $('who-dialog').close());
onOtherTab(entered, left);
