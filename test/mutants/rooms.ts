// Finds the rooms: every folder under src that has a folder of tests in the same place under test. What a room's tests
// are is said here and nowhere else.
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder of sources and the folder of tests that answer for it, both relative to the project with slashes. */
export interface Room {
  readonly name: string
  readonly source: string
  readonly tests: string
  readonly isOfEngine: boolean
}

/** Where rooms stand, and where the tests of the rooms there are. */
const floors = [
  { source: 'src/main/engine', tests: 'test/engine', isOfEngine: true },
  { source: 'src/main', tests: 'test', isOfEngine: false },
  { source: 'src', tests: 'test', isOfEngine: false },
]

/** The rooms of a project, and the names of the folders of the engine that no tests of their own answer for. */
export async function findRooms(project: string): Promise<{ rooms: Room[]; untested: string[] }> {
  const rooms: Room[] = []
  const untested: string[] = []
  for (const { source, tests, isOfEngine } of floors) {
    for (const name of await foldersIn(join(project, source))) {
      // The engine is a floor of rooms, not a room.
      if (floors.some((floor) => floor.source === `${source}/${name}`)) continue
      const room = { name, source: `${source}/${name}`, tests: `${tests}/${name}`, isOfEngine }
      const hasTests = (await filesOf(project, room.tests)).some(isTest)
      if (hasTests) rooms.push(room)
      else if (isOfEngine) untested.push(name)
    }
  }
  return { rooms, untested }
}

/** The sources of a room that can be changed, and its test files. */
export async function filesOfRoom(
  project: string,
  room: Room,
): Promise<{ sources: string[]; tests: string[] }> {
  const sources = await filesOf(project, room.source)
  const tests = await filesOf(project, room.tests)
  return {
    sources: sources.filter((file) => /(?<!\.d)\.tsx?$/.test(file)),
    tests: tests.filter(isTest),
  }
}

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file)

async function foldersIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** All files of a folder and those within it, in the same order on every machine. */
async function filesOf(project: string, folder: string): Promise<string[]> {
  if (!existsSync(join(project, folder))) return []
  const entries = await readdir(join(project, folder), { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}
