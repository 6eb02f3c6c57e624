// EventSource cannot send headers: a ticket opens the stream once, so that no token is in a URL.
export async function follow(baseUrl, token, jobId, onText) {
  const response = await fetch(`${baseUrl}/api/v1/jobs/${jobId}/stream-ticket`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  const { ticket } = await response.json();
  const stream = new EventSource(`${baseUrl}/api/v1/jobs/${jobId}/stream?ticket=${ticket}`);
  let article = '';
  return new Promise((resolve, reject) => {
    stream.addEventListener('content-chunk', (event) => {
      const { text, offset } = JSON.parse(event.data);
      article = article.slice(0, offset) + text; // a job that starts again begins at offset 0
      onText(article);
    });
    stream.addEventListener('complete', (event) => end(() => resolve(JSON.parse(event.data).result)));
    stream.addEventListener('failed', (event) => end(() => reject(new Error(JSON.parse(event.data).error))));
    // A ticket is used up: a lost connection needs a new one. The client library does that by itself.
    stream.addEventListener('error', () => end(() => reject(new Error('The connection was lost.'))));
    const end = (settle) => {
      stream.close();
      settle();
    };
  });
}
