// The real reader of files for tests of rooms that are given one. Its threads start with the first file, do not keep
// a test's process alive, and end by themselves.
import { createFileReader } from '../../src/main/engine/scan/index.ts'

/** One for all tests of a file. */
export const fileReader = createFileReader()
