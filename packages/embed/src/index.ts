import { start } from './start.ts';

// document.currentScript is null in modules.
start(import.meta.url);
