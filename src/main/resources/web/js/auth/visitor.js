// Whether an account can be offered: this service has accounts, and nobody is signed in.

import { account } from './account.js';
import { pageConfig } from './page-config.js';
import { tabToken } from './token.js';

export const isSignedIn = () => Boolean(account() || tabToken());

export const canSignUp = async () => !isSignedIn() && Boolean((await pageConfig()).accounts);
