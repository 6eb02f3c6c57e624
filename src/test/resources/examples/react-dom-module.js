import 'react';
import '/webjars/react-dom/18.3.1/umd/react-dom.production.min.js';

export const { createRoot } = window.ReactDOM;
