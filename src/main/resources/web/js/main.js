// The page: two desks, of which the address names one and what is open there.

import { websites } from './analysis/desk.js';
import { articles } from './article/desk.js';
import { writeFor } from './article/order.js';
import { writer } from './article/view.js';
import { changes } from './caller/caller.js';
import { enterByLink } from './caller/link.js';
import { showCaller } from './caller/masthead.js';
import { site } from './caller/site.js';
import { $, say } from './shared/dom.js';
import { place, Tabs } from './tabs.js';

const desks = { job: articles, analysis: websites };
const tabs = new Tabs($('tabs'));

function go() {
  enterByLink();
  const { key, id } = place(Object.keys(desks));
  tabs.show(key, id);
  desks[key].open(id);
  sayTitle();
}

function sayTitle() {
  const { key } = place(Object.keys(desks));
  const title = desks[key].state?.title;
  document.title = title ? `${title} · Pressroom` : 'Pressroom';
}

function howToConnect(servers) {
  const { name, chatModel } = servers.find((server) => server.chatModel) ?? {};
  return chatModel
    ? `${name} runs on this machine: scripts/run --model auto uses ${chatModel}`
    : 'Set OPENAI_API_KEY, or start a server such as Ollama';
}

async function sayWhoWrites() {
  const { model, localModels = [] } = await site();
  if (model === 'demo') {
    say($('motto'), `Demo: articles are samples until a language model is connected. ${howToConnect(localModels)}`);
  } else if (model) {
    say($('motto'), `Order an article and watch it being ${writer(model)}`);
  }
}

function somebodyCame() {
  showCaller();
  Object.values(desks).forEach((desk) => desk.begin(desk.state?.jobId ?? null));
}

/** What was on the page is not for whoever comes next. */
function somebodyLeft() {
  const { key } = place(Object.keys(desks));
  writeFor(null);
  history.replaceState(null, '', `#${key}`);
  Object.values(desks).forEach((desk) => desk.begin(null));
  tabs.forget();
  showCaller();
  go();
}

$('skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.querySelector('.desk:not([hidden]) .sheet').focus();
});
addEventListener('hashchange', go);
changes.addEventListener('entered', somebodyCame);
changes.addEventListener('left', somebodyLeft);

const today = new Date();
$('today').dateTime = today.toISOString().slice(0, 10);
$('today').textContent = today.toLocaleDateString('en-GB', { dateStyle: 'full' });
Object.values(desks).forEach((desk) => desk.onShown(sayTitle));
sayWhoWrites();
showCaller();
go();
Object.values(desks).forEach((desk) => desk.list());
