/** Where the demo lives. BALIE_PORT_BASE moves all of it, so that several can run side by side. */
const base = Number(process.env['BALIE_PORT_BASE'] ?? 4400);
export const ports = { service: base, sites: base + 1, inbox: base + 2, eid: base + 3, system: base + 4, smtp: base + 25, database: base + 32 } as const;
export const origins = {
  service: `http://balie.localhost:${ports.service}`,
  desk: `http://desk.localhost:${ports.service}`,
  deLinde: `http://de-linde.localhost:${ports.sites}`,
  deBeuk: `http://de-beuk.localhost:${ports.sites}`,
  zeezicht: `http://zeezicht.localhost:${ports.sites}`,
  deEik: `http://de-eik.localhost:${ports.sites}`,
  duinrand: `http://duinrand.localhost:${ports.sites}`,
  ahorn: `http://laegehuset-ahorn.localhost:${ports.sites}`,
  birk: `http://laegerne-birk.localhost:${ports.sites}`,
  cypres: `http://klinik-cypres.localhost:${ports.sites}`,
  inbox: `http://inbox.localhost:${ports.inbox}`,
  /** The broker of national eIDs: DigiD and MitID. */
  eid: `http://eid.localhost:${ports.eid}`,
} as const;

/** The files are written for the usual ports; elsewhere every address in them moves along. */
export const moved = (text: string): string => (base === 4400 ? text : text.replaceAll('.localhost:4400', `.localhost:${ports.service}`).replaceAll('.localhost:4401', `.localhost:${ports.sites}`));
