// Signing in by a link: `#code=…` in the address is good once and exchanged for a token. Whoever is signed in is asked
// before: a link may come from anybody, and what is written afterwards would be theirs to read.

import { request } from '../shared/http.js';
import { $, say } from '../shared/dom.js';
import { account, signOut } from './account.js';
import { entered, left } from './caller.js';
import { given, useToken } from './token.js';

/** Takes a code out of the address, if there is one there, and signs in by it. */
export async function enterByLink() {
  const code = fromAddress();
  if (!code || (signedIn() && !(await agreed()))) {
    return;
  }
  try {
    const { token } = await request('POST', '/dev/sign-in', { headers: { 'x-pressroom-code': code } });
    if (signedIn()) {
      await signOut();
      left();
    }
    useToken(token);
    entered();
  } catch (error) {
    await ask({ title: 'The link does not sign in', text: error.message, stay: 'Close' });
  }
}

const signedIn = () => Boolean(account() || given());

/** Removed from sight at once, and so from the history. A token there is of an older kind of link: it is not used. */
function fromAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const code = parameters.get('code');
  if (!code && !parameters.has('token')) {
    return null;
  }
  parameters.delete('code');
  parameters.delete('token');
  const rest = [...parameters].map(([name, value]) => (value ? `${name}=${value}` : name)).join('&');
  history.replaceState(null, '', rest ? `#${rest}` : location.pathname + location.search);
  return code;
}

const agreed = () =>
  ask({
    title: 'Sign in by this link?',
    text: `You are signed in${account()?.user?.email ? ` as ${account().user.email}` : ''}. The link signs you in as somebody else.`,
    stay: 'Stay signed in',
    enter: 'Use the link',
  });

/** Resolves with whether the link is to be used. */
function ask({ title, text, stay, enter }) {
  const dialog = $('link-dialog');
  say($('link-title'), title);
  say($('link-text'), text);
  say($('link-stay'), stay);
  say($('link-enter'), enter ?? '');
  $('link-enter').hidden = !enter;
  return new Promise((resolve) => {
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'enter'), { once: true });
    if (!dialog.open) {
      dialog.showModal();
    }
    $('link-stay').focus();
  });
}
