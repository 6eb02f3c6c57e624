// React 18 as a module: its build for browsers sets a global.
import '/webjars/react/18.3.1/umd/react.production.min.js';

export const {
  createElement, useCallback, useEffect, useId, useInsertionEffect, useLayoutEffect, useMemo, useRef, useState,
  useSyncExternalStore,
} = window.React;
export default window.React;
