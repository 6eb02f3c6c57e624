import { createElement } from 'react';
import { createRoot } from 'react-dom';
import { example, server, token } from './settings.js';

const { useArticle } = await example('use-chat.js');
const getToken = async () => token;

function App() {
  const chat = useArticle(server, getToken);
  window.chat = chat;
  const part = (type) => chat.article?.parts.filter((each) => each.type === type) ?? [];
  return createElement(
    'main', null,
    createElement('h1', null, part('data-outline')[0]?.data.title),
    createElement('output', null, chat.status),
    createElement('progress', { max: 100, value: chat.progress?.progress ?? 0 }),
    createElement('pre', null, ...part('text').map((each) => each.text)),
    createElement('p', { role: 'alert' }, chat.error?.message),
  );
}

createRoot(document.body).render(createElement(App));
