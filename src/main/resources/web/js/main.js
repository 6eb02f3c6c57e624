// Entry point of the page: two tabs, one for articles and one for website analyses.

import { websites } from './analysis/panel.js';
import { articles } from './article/panel.js';
import { clearForm } from './article/form.js';
import { forgetTexts } from './article/kept-text.js';
import { writtenBy } from './article/view.js';
import { userChanges } from './auth/credentials.js';
import { signInByLink } from './auth/sign-in-link.js';
import { showAccount } from './auth/account-bar.js';
import { pageConfig } from './auth/page-config.js';
import { drafts } from './posts/panel.js';
import { $, setText } from './shared/dom.js';
import { currentRoute, Tabs } from './tabs.js';

const panels = { job: articles, analysis: websites, posts: drafts };
const tabs = new Tabs($('tabs'));

function showRoute() {
  signInByLink();
  const { key, id } = currentRoute(Object.keys(panels));
  tabs.show(key, id);
  panels[key].open(id);
  updateDocumentTitle();
}

function updateDocumentTitle() {
  const { key } = currentRoute(Object.keys(panels));
  const title = panels[key].state?.title;
  document.title = title ? `${title} · Pressroom` : 'Pressroom';
}

/** @param servers of language models on this machine; undefined when it is not searched for them */
function localModel(servers) {
  const { name, chatModel } = servers?.find((server) => server.chatModel) ?? {};
  return chatModel ? `${name} runs on this machine: its model ${chatModel} can be used at once.` : '';
}

async function showModel() {
  const { model, localModels } = await pageConfig();
  if (model === 'demo') {
    setText($('tagline'), 'Demo: articles are samples.');
    setText($('connect-found'), localModel(localModels));
    $('connect').hidden = false;
  } else if (model) {
    setText($('tagline'), `Create an article and watch it being ${writtenBy(model)}`);
  }
}

/** What is open stays open when the user may read it: what a visitor made belongs to the account now. */
function onSignedIn() {
  showAccount();
  const route = currentRoute(Object.keys(panels));
  Object.entries(panels).forEach(([key, panel]) => panel.userChanged(key === route.key && route.id ? route.id : undefined));
}

/** Clears the page, so that the next user does not see the data of this one. */
function onSignedOut() {
  const { key } = currentRoute(Object.keys(panels));
  clearForm();
  forgetTexts();
  history.replaceState(null, '', `#${key}`);
  Object.values(panels).forEach((panel) => panel.reset(null));
  tabs.reset();
  showAccount();
  showRoute();
}

$('skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.querySelector('.tab-panel:not([hidden]) .content').focus();
});
$('connect').addEventListener('click', () => $('connect-dialog').showModal());
addEventListener('hashchange', showRoute);
userChanges.addEventListener('signed-in', onSignedIn);
userChanges.addEventListener('signed-out', onSignedOut);

const today = new Date();
$('today').dateTime = today.toISOString().slice(0, 10);
$('today').textContent = today.toLocaleDateString('en-GB', { dateStyle: 'full' });
Object.values(panels).forEach((panel) => panel.onStateChange(updateDocumentTitle));
showModel();
showAccount();
showRoute();
Object.values(panels).forEach((panel) => panel.refreshHistory());
