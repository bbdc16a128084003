// The door of the room. The catalogue is the only SQL: it remembers every file, content and upload, and
// stores what others decide. It knows nothing of Google, of pictures, or of when work may run.
export { skipAtFirstSight } from './first-sight.ts'
export type { OpenOptions } from './open-options.ts'
export { openCatalog } from './open.ts'
export { openCatalogInTurn } from './open-in-turn.ts'
