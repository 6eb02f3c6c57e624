// Vue 3: a composable that follows a job.
//   const job = useJob(pressroom, () => props.jobId); // job.status, job.progress, job.text, job.result, job.error

import { reactive, toValue, watchEffect } from 'vue';

const QUEUED = { status: 'queued', progress: 0, text: '', result: null, error: null };

export function useJob(pressroom, jobId) {
  const job = reactive({ ...QUEUED });
  watchEffect((onCleanup) => {
    const id = toValue(jobId);
    const stop = new AbortController();
    onCleanup(() => stop.abort());
    Object.assign(job, QUEUED);
    if (id) {
      follow(pressroom.jobs.handle(id), job, stop.signal).catch((error) => {
        if (!stop.signal.aborted) Object.assign(job, { status: 'failed', error: error.message });
      });
    }
  });
  return job;
}

async function follow(handle, job, signal) {
  for await (const { type, data } of handle.events({ signal })) {
    if (type === 'progress-update') Object.assign(job, { status: 'running', progress: data.progress });
    if (type === 'content-chunk') job.text = job.text.slice(0, data.offset) + data.text;
    if (type === 'blog-result') job.text = data.content;
    if (type === 'complete') Object.assign(job, { status: 'succeeded', progress: 100, result: data.result });
    if (type === 'failed') Object.assign(job, { status: 'failed', error: data.error });
  }
}
