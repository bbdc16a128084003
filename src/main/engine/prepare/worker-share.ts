// What the image worker may take of this machine: its memory, how many jobs at a time, and the largest picture that it may
// hold whole. Pure; what the machine has is told by photo-preparer.ts.

const mega = 1_000_000
/** Two 48 MP HEIC pictures in a row stay below; a machine with little memory gets a quarter of it. */
const usualMemory = 1_200 * mega
/** Every baseline JPEG is reduced within this (test/images/memory.test.ts). */
const leastMemory = 400 * mega
/** What Node, libvips and its working rows take beside the picture (measured: 65 MB and up to 160 MB). */
const overhead = 250 * mega
/** From this on there is room for two workers beside everything else. */
const memoryForTwo = 4_000 * mega

/** The most memory that a worker may hold. */
export function workerMemory(totalBytes: number): number {
  return Math.max(leastMemory, Math.min(usualMemory, totalBytes / 4))
}

/** How many jobs are done at a time. */
export function workerSlots(processors: number, totalBytes: number): number {
  return processors > 1 && totalBytes > memoryForTwo ? 2 : 1
}

/** The most that a decoder may hold at once in a worker of so much memory. */
export function decodeRoom(memoryBytes: number): number {
  return Math.max(0, memoryBytes - overhead)
}
