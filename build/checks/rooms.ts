// What is closed to each room, for the linter: oxlint.config.ts makes rules of it. The engine's rooms come from house.ts.
// Overrides of the linter replace one another rather than merge, so a file belongs to exactly one row.
import { engineDoors, engineRooms, type RoomDoors } from './house.ts'

/** A package that a room must not import. */
export interface ClosedPackage {
  readonly name: string
  readonly message: string
}

/** Files or packages that a room must not import, as globs (`!` opens again) or as one regular expression. */
export type ClosedPattern = { readonly message: string } & (
  { readonly group: string[] } | { readonly regex: string }
)

/** The files of a room and what is closed to them. */
export interface Room {
  readonly files: string[]
  readonly paths: ClosedPackage[]
  readonly patterns: ClosedPattern[]
}

const electron: ClosedPackage = {
  name: 'electron',
  message: 'Electron belongs to src/main/shell, main.ts and preload.ts.',
}

/** Every library that has a door, with a message that names it. */
const libraries: readonly ClosedPackage[] = [
  electron,
  ...[...new Set(Object.values(engineRooms).flatMap((room) => room.libraries))].map((name) => {
    const doors = Object.entries(engineRooms).filter(([, room]) => room.libraries.includes(name))
    const rooms = doors.map(([room]) => `engine/${room}`).join(' and ')
    return { name, message: `${name} belongs to ${rooms}.` }
  }),
]

const react: ClosedPackage[] = [
  { name: 'react', message: 'React belongs to src/renderer.' },
  { name: 'react-dom', message: 'React belongs to src/renderer.' },
]

// A glob of the linter ends at a slash, so a name that others follow (`node:fs/promises`) is an expression.
const nodeItself = (message: string): ClosedPattern => ({ regex: '^node:', message })

/** Everything but the named libraries is closed. */
function closedBut(...open: readonly string[]): ClosedPackage[] {
  return [...react, ...libraries.filter(({ name }) => !open.includes(name))]
}

const outside: ClosedPattern = {
  group: ['**/shell/**', '**/renderer/**', '**/test/**', '**/build/**'],
  message: 'The engine knows neither shell, nor window, nor tests.',
}

function engineRoom([own, { libraries: open, rooms: known, files = [] }]: [
  string,
  RoomDoors,
]): Room {
  const others = Object.keys(engineRooms).filter(
    (name) => name !== own && name !== 'ports' && !known.includes(name),
  )
  const siblings = {
    group: [...others.map((name) => `**/${name}/**`), ...files.map((file) => `!**/${file}`)],
    message: 'Rooms of the engine know the ports and little else; engine/index.ts joins them.',
  }
  return {
    files: [`src/main/engine/${own}/**/*.ts`],
    paths: closedBut(...open),
    patterns: [outside, siblings],
  }
}

const pureWords = 'shared is pure words: zod and itself.'
const sandboxed = 'The preload is one sandboxed file: electron and shared/names.ts.'
const windowOnly = 'The window knows react and shared.'

/** Every room of src. */
export const rooms: readonly Room[] = [
  {
    files: ['src/shared/**/*.ts'],
    paths: closedBut(),
    patterns: [
      nodeItself(pureWords),
      { group: ['**/main/**', '**/renderer/**', '**/test/**'], message: pureWords },
    ],
  },
  { files: ['src/main/engine/*.ts'], paths: closedBut(), patterns: [outside] },
  ...Object.entries(engineRooms).map(engineRoom),
  {
    files: ['src/main/shell/**/*.ts', 'src/main/main.ts'],
    paths: closedBut('electron'),
    patterns: [
      {
        group: ['**/engine/**', ...engineDoors.map((door) => `!**/engine/${door}`)],
        message: 'The shell knows only the files at the door of the engine.',
      },
      {
        group: ['**/renderer/**', '**/test/**'],
        message: 'The shell knows neither the window nor tests.',
      },
    ],
  },
  {
    files: ['src/main/cli.ts', 'src/main/cli/**/*.ts', 'src/main/engine-host.ts'],
    paths: closedBut(),
    patterns: [
      { group: ['**/shell/**', '**/renderer/**', '**/test/**'], message: 'Runs without Electron.' },
    ],
  },
  {
    files: ['src/main/preload.ts'],
    paths: closedBut('electron'),
    patterns: [
      nodeItself(sandboxed),
      { group: ['**/engine/**'], message: sandboxed },
      { regex: '^zod(?:/|$)', message: sandboxed },
    ],
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    paths: [...libraries],
    patterns: [
      nodeItself(windowOnly),
      { group: ['**/main/**', '**/test/**'], message: windowOnly },
    ],
  },
]
