// The door of the queue room.
export { batchSize } from './create-turn.ts'
export { createRate, finish } from './progress.ts'
export { createQueue, type Queue } from './queue.ts'
