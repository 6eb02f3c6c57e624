// React: a hook that follows a job.
//   const { status, progress, text, result, error } = useJob(pressroom, jobId);

import { useEffect, useState } from 'react';

const QUEUED = { status: 'queued', progress: 0, text: '', result: null, error: null };

export function useJob(pressroom, jobId) {
  const [state, setState] = useState(QUEUED);
  useEffect(() => {
    const stop = new AbortController();
    const set = (members) => stop.signal.aborted || setState((before) => ({ ...before, ...members }));
    const follow = async () => {
      set(QUEUED);
      for await (const { type, data } of pressroom.jobs.handle(jobId).events({ signal: stop.signal })) {
        if (type === 'progress-update') set({ status: 'running', progress: data.progress });
        if (type === 'content-chunk') setState((s) => ({ ...s, text: s.text.slice(0, data.offset) + data.text }));
        if (type === 'blog-result') set({ text: data.content });
        if (type === 'complete') set({ status: 'succeeded', progress: 100, result: data.result });
        if (type === 'failed') set({ status: 'failed', error: data.error });
      }
    };
    if (jobId) follow().catch((error) => set({ status: 'failed', error: error.message }));
    return () => stop.abort();
  }, [pressroom, jobId]);
  return state;
}
