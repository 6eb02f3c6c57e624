import { createApp, h, ref } from 'vue';
import { example, job, pressroom } from './settings.js';

const { useJob } = await example('use-job-vue.js');

createApp({
  setup() {
    const id = ref(job);
    window.follow = (next) => { id.value = next; };
    const followed = useJob(pressroom, id);
    return () => h('main', [
      h('h1', followed.result?.data?.title),
      h('output', followed.status),
      h('progress', { max: 100, value: followed.progress }),
      h('pre', followed.text),
      h('p', { role: 'alert' }, followed.error),
    ]);
  },
}).mount(document.body);
