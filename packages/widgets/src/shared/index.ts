/** For the elements: what they share. Test and story helpers stand in `./fixture.ts`, which holds every text and is never part of a bundle. */
export * from './act.ts';
export * from './balie.ts';
export * from './form-state.ts';
export * from './light-element.ts';
export * from './service-element.ts';
export * from './watch.ts';
