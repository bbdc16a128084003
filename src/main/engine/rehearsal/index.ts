// The door of the rehearsal room: what a backup of folders would do, before it does anything.
export { rehearse, type RehearsalParts } from './rehearse.ts'
