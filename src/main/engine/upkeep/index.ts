// The door of the upkeep room: what the engine does for itself, and what a person does with the whole of it.
export { createCheckDraft, type CheckDraft } from './check-draft.ts'
export { eraseFolders } from './erase.ts'
export { exportHistory } from './export-history.ts'
export { foreseePrivateFolder, takePrivateFolder } from './private-folder.ts'
export { createReadBack, type ReadBack } from './read-back.ts'
export { createUpkeep, type Upkeep } from './upkeep.ts'
export { writeStatement } from './statement-file.ts'
