// The door of the queue room.
export { createRate, finishAt } from './progress.ts'
export { createQueue, type Queue } from './queue.ts'
