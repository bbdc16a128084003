// The door of the conditions room: why the queue rests and until when, and what a person is told of it.
export { createConditionKeeper, type ConditionKeeper } from './condition-keeper.ts'
export { diagnose } from './diagnose.ts'
export { createStorageFigure, type StorageFigure } from './storage-figure.ts'
