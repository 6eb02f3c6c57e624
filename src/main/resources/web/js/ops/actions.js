// Actions of an operator on one job, on marked jobs, and on all jobs that a filter finds.

import { sleep } from '../../client/lib/abort.js';
import { go } from './address.js';
import { get, post, remove } from './api.js';
import { ask, busy } from './dialogs.js';
import { count } from './format.js';

const POLL_MILLIS = 400;

/** The actions by name: the label, the states of jobs that allow it, the request for one job. */
export const ACTIONS = {
  cancel: { label: 'Cancel', past: 'cancelled', statuses: ['queued', 'running'], send: (id) => post(`/jobs/${id}/cancel`) },
  retry: { label: 'Retry', past: 'queued again', statuses: ['failed'], send: (id) => post(`/jobs/${id}/retry`) },
  front: { label: 'Move to the front', past: 'moved to the front', statuses: ['queued'], send: (id) => post(`/jobs/${id}/front`) },
  delete: { label: 'Delete', past: 'deleted', statuses: ['succeeded', 'failed'], send: (id) => remove(`/jobs/${id}`) },
};

const jobsText = (number) => (number === 1 ? '1 job' : `${count(number)} jobs`);

/** Asks before an action on `number` jobs; before a deletion the number has to be typed. */
function confirmed(name, number, text) {
  const { label } = ACTIONS[name];
  const typed = String(number);
  return ask({
    title: `${label}: ${jobsText(number)}?`,
    text: name === 'delete' ? `${text} Deleted jobs cannot be restored; posts stay.` : text,
    ok: `${label}: ${jobsText(number)}`,
    fields: name === 'delete' ? [{ name: 'count', label: `Type ${typed} to confirm`, inputmode: 'numeric' }] : [],
    verify: ({ count: given }) => (name !== 'delete' || given === typed ? '' : `Type ${typed}, the number of jobs that will be deleted.`),
  });
}

/** @returns true when it was done */
export async function actOnJob(name, id, done) {
  const { send, past, label } = ACTIONS[name];
  const isSevere = name === 'cancel' || name === 'delete';
  const text = name === 'delete' ? 'A deleted job cannot be restored; its post stays.' : 'It ends as failed, with the code CANCELLED.';
  if (isSevere && !(await ask({ title: `${label} this job?`, text, ok: label }))) {
    return false;
  }
  await send(id);
  done(`The job was ${past}.`);
  return true;
}

/** Acts on each of the marked jobs; those whose state does not allow it are counted. @returns true when it was begun */
export async function actOnMarked(name, ids, done) {
  if (!(await confirmed(name, ids.length, 'These are the marked jobs of this page.'))) {
    return false;
  }
  let changed = 0;
  const refused = [];
  const work = async (update, signal) => {
    for (const id of ids) {
      if (signal.aborted) {
        return;
      }
      update(`${count(changed + refused.length)} of ${count(ids.length)}`);
      await ACTIONS[name].send(id).then(
        () => changed++,
        (error) => refused.push(expected(error)),
      );
    }
  };
  await busy(`${ACTIONS[name].label}: ${jobsText(ids.length)}`, work);
  const left = ids.length - changed - refused.length;
  done(
    `${jobsText(changed)} ${ACTIONS[name].past}.` +
      (refused.length ? ` ${jobsText(refused.length)} refused: ${refused[0]}` : '') +
      (left ? ` ${jobsText(left)} left, because you have aborted.` : ''),
  );
  return true;
}

/** The message of an error that concerns one job only; others end the action. */
function expected(error) {
  if (error.status === 404 || error.status === 409) {
    return error.message;
  }
  throw error;
}

/** Counts the jobs that a filter finds and to which the action applies, asks, and begins a task. */
export async function actOnFilter(name, filter, done) {
  if (Object.keys(filter).length === 0) {
    done('Set a filter first. An action on all jobs of the service is refused.');
    return;
  }
  const total = await busy('Counting the jobs', (update, signal) => countOf(name, filter, update, signal)).catch(unlessAborted);
  if (total === undefined) {
    return;
  }
  if (total === 0) {
    done(`The filter finds no job that can be ${ACTIONS[name].past}.`);
    return;
  }
  if (await confirmed(name, total, 'It runs in the background and can be aborted. Jobs that are created from now on are left alone.')) {
    const { taskId } = await post('/tasks', { action: name, filter, ...(name === 'delete' && { expected: total }) });
    go('tasks', { task: taskId });
  }
}

function unlessAborted(error) {
  if (error.name !== 'AbortError') {
    throw error;
  }
}

async function countOf(name, filter, update, signal) {
  const statuses = ACTIONS[name].statuses.filter((status) => !filter.status || filter.status === status);
  let total = 0;
  for (const status of statuses) {
    total += await countTask({ ...filter, status }, (found) => update(`${count(total + found)} found so far`), signal);
  }
  return total;
}

async function countTask(filter, onProgress, signal) {
  let task = await post('/tasks', { action: 'count', filter }, signal);
  try {
    while (task.finishedAt === null) {
      await sleep(POLL_MILLIS, signal);
      task = await get(`/tasks/${task.taskId}`, {}, signal);
      onProgress(task.total);
    }
  } catch (error) {
    if (signal.aborted) {
      await post(`/tasks/${task.taskId}/abort`);
    }
    throw error;
  }
  if (task.status !== 'done') {
    throw new Error(task.message ?? 'The count was aborted.');
  }
  return task.total;
}
