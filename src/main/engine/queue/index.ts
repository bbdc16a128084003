// The door of the queue room.
export { createRate, finish } from './progress.ts'
export { createQueue, type Queue } from './queue.ts'
