import { createElement, useState } from 'react';
import { createRoot } from 'react-dom';
import { example, job, pressroom } from './settings.js';

const { useJob } = await example('use-job.js');

function App() {
  const [id, setId] = useState(job);
  window.follow = setId;
  const { status, progress, text, result, error } = useJob(pressroom, id);
  return createElement(
    'main', null,
    createElement('h1', null, result?.data?.title),
    createElement('output', null, status),
    createElement('progress', { max: 100, value: progress }),
    createElement('pre', null, text),
    createElement('p', { role: 'alert' }, error),
  );
}

createRoot(document.body).render(createElement(App));
