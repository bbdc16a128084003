// The door of the queue room.
export { nothingAllowed, permissionUnder, unmetConditions, type Permission } from './conditions.ts'
export { createRate, finishAt } from './progress.ts'
export { createQueue, type Queue } from './queue.ts'
