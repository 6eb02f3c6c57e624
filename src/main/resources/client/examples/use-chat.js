// React: an article with useChat of the AI SDK (npm packages ai and @ai-sdk/react): the text as it is written, the progress,
// stop, and resume after a reload. Pressroom sends the UI message stream protocol, version 1.
//   const { article, progress, status, error, write, stop, resumeStream } = useArticle('https://…', getToken);
//   write('Watering succulents', { businessInfo: {}, organizationId });     // status: submitted, streaming, ready or error
//   article?.parts.map((part, i) => part.type === 'text' && <pre key={i}>{part.text}</pre>);      // also data-outline, …

import { useEffect, useMemo, useState } from 'react';
import { useChat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';

export function useArticle(server, getToken) {
  const jobs = `${server}/api/v1/jobs`;
  const [progress, setProgress] = useState(null);
  const transport = useMemo(() => articleTransport(jobs, getToken), [jobs, getToken]);
  const { messages, sendMessage, stop, status, error, resumeStream } = useChat({
    transport,
    resume: jobInUrl() !== null,
    onData: (part) => part.type === 'data-progress' && setProgress(part.data),
  });
  // The id of the message is the id of its job.
  const last = messages.at(-1);
  const article = last?.role === 'assistant' ? last : undefined;
  useEffect(() => {
    if (article) setJobInUrl(article.id);
  }, [article?.id]);

  return {
    article, progress, status, error, resumeStream,
    write: (title, order) => sendMessage({ text: title }, { body: order }),
    // While streaming. Closing the stream does not end the job: cancel it as well.
    stop: async () => {
      await stop();
      if (article) await fetch(`${jobs}/${article.id}/cancel`, { method: 'POST', headers: await authorization(getToken) });
    },
  };
}

function articleTransport(jobs, getToken) {
  return new DefaultChatTransport({
    headers: () => authorization(getToken),
    // One message is one order, and its text the title. A message that is sent again gets the job that it has.
    prepareSendMessagesRequest: ({ messages, headers, body }) => ({
      api: `${jobs}/content-generation?format=ui-message`,
      headers: { ...headers, Accept: 'text/event-stream', 'Idempotency-Key': messages.at(-1).id },
      body: { ...body, topic: { title: messages.at(-1).parts.find((part) => part.type === 'text').text } },
    }),
    // From its beginning, a finished job too: its article may have been cut off.
    prepareReconnectToStreamRequest: ({ headers }) => ({ api: `${jobs}/${jobInUrl()}/ui-message-stream`, headers }),
  });
}

const authorization = async (getToken) => ({ Authorization: `Bearer ${await getToken()}` });

const jobInUrl = () => new URLSearchParams(location.search).get('job');

function setJobInUrl(id) {
  const url = new URL(location.href);
  url.searchParams.set('job', id);
  history.replaceState(history.state, '', url);
}
