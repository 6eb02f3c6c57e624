// Sign-in links: the one-time code in `#code=…` is exchanged for a token. A user who is signed in already must confirm:
// a link sent by an attacker would sign them in to the attacker's account, who could then read what they write.

import { client, PUBLIC } from '../shared/client.js';
import { $, setText } from '../shared/dom.js';
import { account, signOut } from './account.js';
import { notifySignedIn, notifySignedOut } from './credentials.js';
import { adoptVisitor } from './session.js';
import { setTabToken } from './token.js';
import { isSignedIn } from './visitor.js';

/** Signs in with the code in the URL fragment, if there is one. */
export async function signInByLink() {
  const code = takeCode();
  if (!code || (isSignedIn() && !(await confirmed()))) {
    return;
  }
  try {
    const { token } = await client.request('POST', '/dev/sign-in', { ...PUBLIC, headers: { 'x-pressroom-code': code } });
    if (isSignedIn()) {
      await signOut();
      notifySignedOut();
    }
    // A failed transfer does not undo the sign-in: it is tried again at the next one.
    await adoptVisitor(token).catch(() => {});
    setTabToken(token);
    notifySignedIn();
  } catch (error) {
    await showDialog({ title: 'This link cannot be used', text: error.message, stay: 'Close' });
  }
}

/** Removes the code from the URL and the browser history. A token (older links) is removed too, and not used. */
function takeCode() {
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

const confirmed = () =>
  showDialog({
    title: 'Sign in with this link?',
    text: `You are signed in${account()?.user?.email ? ` as ${account().user.email}` : ''}. The link signs you in as another user.`,
    stay: 'Stay signed in',
    use: 'Use the link',
  });

/** Shows the dialog. Resolves with true when the user chose to use the link. */
function showDialog({ title, text, stay, use }) {
  const dialog = $('link-dialog');
  setText($('link-title'), title);
  setText($('link-text'), text);
  setText($('link-stay'), stay);
  setText($('link-use'), use ?? '');
  $('link-use').hidden = !use;
  return new Promise((resolve) => {
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'use'), { once: true });
    if (!dialog.open) {
      dialog.showModal();
    }
    $('link-stay').focus();
  });
}
