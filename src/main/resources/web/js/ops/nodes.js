// The nodes of the cluster, live.

import { address } from './address.js';
import { put, remove } from './api.js';
import { ask } from './dialogs.js';
import { button, draw, h, heading, onAction } from './dom.js';
import { between, count, shortId } from './format.js';
import { table } from './table.js';

export function nodes({ root, signal, live, done, run }) {
  const content = h('div', {}, h('p', { class: 'muted nothing' }, 'Loading…'));
  const show = () => live.overview && draw(content, nodeTable(live.overview));

  root.replaceChildren(heading('Nodes'), h('p', { class: 'lead' }, 'A drained node claims no more jobs; its running ones go on.'), content);
  onAction(
    root,
    {
      drain: (id) => run(() => drain(id, done)),
      undrain: (id) =>
        run(async () => {
          await remove(`/nodes/${id}/drain`);
          done('The node claims jobs again.');
        }),
    },
    signal,
  );
  live.addEventListener('overview', show, { signal });
  show();
}

async function drain(id, done) {
  const text = 'It claims no more jobs and is taken out of the load balancer. Its running jobs go on.';
  if (await ask({ title: `Drain node ${id.slice(0, 8)}?`, text, ok: 'Drain' })) {
    await put(`/nodes/${id}/drain`);
    done('The node is being drained.');
  }
}

const stateOf = ({ fresh, leaving, drained }) => (!fresh ? 'silent' : leaving ? 'stopping' : drained ? 'drained' : 'healthy');

const state = (node) => h('span', { class: `state node-${stateOf(node)}` }, stateOf(node));

const nodeTable = ({ at, nodes: all }) =>
  table(
    'Nodes',
    [
      ['Node', ({ node }) => shortId(node)],
      ['State', state],
      ['Roles', ({ roles }) => roles.join(', ')],
      ['Address', ({ host, httpPort }) => (httpPort === null ? host : `${host}:${httpPort}`)],
      ['Running / slots', ({ node, running, slots }) => h('a', { href: address('jobs', { node }) }, `${count(running)} / ${count(slots)}`), 'number'],
      ['Heartbeat', ({ heartbeatAt }) => `${between(heartbeatAt, at)} ago`, 'number'],
      ['Version', ({ version }) => version ?? '–'],
      ['Action', ({ node, drained }) =>
        drained
          ? button('Undrain', 'undrain', node, { class: 'small', 'aria-label': `Undrain node ${node.slice(0, 8)}` })
          : button('Drain', 'drain', node, { class: 'small', 'aria-label': `Drain node ${node.slice(0, 8)}` })],
    ],
    all,
    { key: ({ node }) => node, empty: 'No node has a heartbeat.' },
  );
