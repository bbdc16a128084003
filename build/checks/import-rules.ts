// Fails on any circle of imports and on an arrow against the house (ARCHITECTURE.md, code map). Types count like values,
// so that two rooms cannot lean on one another through an interface either.
import type { IConfiguration, IRegularForbiddenRuleType } from 'dependency-cruiser'
import { engineDoors, engineRooms, type RoomDoors } from './house.ts'

const escaped = (text: string): string => text.replaceAll(/[.-]/g, '\\$&')
const inPackage = (names: readonly string[]): string =>
  `^node_modules/(?:${names.map(escaped).join('|')})/`
const forbid = (
  name: string,
  comment: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): IRegularForbiddenRuleType => ({ name, comment, severity: 'error', from, to })

const engine = '^src/main/engine/'
const shell = '^src/main/(?:shell/|main\\.ts$)'
const headless = '^src/main/(?:cli/|cli\\.ts$|engine-host\\.ts$)'

const ofRoom = ([room, { rooms, files = [] }]: [string, RoomDoors]): IRegularForbiddenRuleType => {
  const open = [room, 'ports', ...rooms].map((name) => `${engine}${name}/`)
  // What both rooms with HTTP read of a broken line compiles with the ports.
  const single = [...files, 'line-failure.ts'].map((file) => `${engine}${escaped(file)}$`)
  return forbid(
    `room-${room}`,
    'Rooms of the engine know the ports and little else; engine/index.ts joins them.',
    { path: `${engine}${room}/` },
    { path: engine, pathNot: [...open, ...single] },
  )
}
/** A library has one door, so that it can be replaced behind it. */
const ofLibrary = (name: string): IRegularForbiddenRuleType => {
  const doors = Object.entries(engineRooms).filter(([, { libraries }]) => libraries.includes(name))
  return forbid(
    `library-${name}`,
    `${name} belongs to engine/${doors.map(([room]) => room).join(' and engine/')}.`,
    { path: '^src/', pathNot: doors.map(([room]) => `${engine}${room}/`) },
    { path: inPackage([name]) },
  )
}
const libraries = [...new Set(Object.values(engineRooms).flatMap((room) => room.libraries))]

/** The rules and how the imports are read. */
export const importRules: IConfiguration = {
  forbidden: [
    forbid(
      'no-circle',
      'Two files that need one another are one file, or lack a third.',
      {},
      { circular: true },
    ),
    forbid(
      'src-knows-no-test',
      'Nothing that ships knows a test or a script.',
      { path: '^src/' },
      { path: '^(?:test|build)/' },
    ),
    forbid(
      'shared-is-words',
      'shared is pure words: zod and itself.',
      { path: '^src/shared/' },
      { pathNot: ['^src/shared/', inPackage(['zod'])] },
    ),
    forbid(
      'engine-stands-alone',
      'The engine knows neither shell, nor window.',
      { path: engine },
      { path: '^src/', pathNot: [engine, '^src/shared/'] },
    ),
    forbid(
      'engine-without-window-libraries',
      'Runs without Electron and without a window.',
      { path: [engine, headless] },
      { path: inPackage(['electron', 'react', 'react-dom', 'electron-updater']) },
    ),
    ...Object.entries(engineRooms).map(ofRoom),
    ...libraries.map(ofLibrary),
    forbid(
      'nobody-imports-upkeep',
      'Only engine/index.ts and what it joins with know upkeep.',
      { path: '^src/', pathNot: [`${engine}[^/]+$`, `${engine}upkeep/`] },
      { path: `${engine}upkeep/` },
    ),
    forbid(
      'images-for-prepare-alone',
      'What is asked of a picture is asked through prepare.',
      { path: '^src/', pathNot: [`${engine}(?:images|prepare)/`] },
      { path: `${engine}images/` },
    ),
    forbid(
      'shell-at-the-door',
      'The shell knows only the files at the door of the engine.',
      { path: shell },
      {
        path: engine,
        pathNot: `${engine}(?:${engineDoors.map((door) => escaped(door).replace('*', '[a-z]+')).join('|')})$`,
      },
    ),
    forbid(
      'shell-knows-no-window',
      'The shell knows neither the window nor the command.',
      { path: shell },
      { path: '^src/(?:renderer/|main/cli)' },
    ),
    forbid(
      'command-without-shell',
      'Runs without Electron.',
      { path: headless },
      { path: '^src/(?:renderer/|main/shell/)' },
    ),
    forbid(
      'preload-is-small',
      'The preload is one sandboxed file: electron and shared/names.ts; types from the contract.',
      { path: '^src/main/preload\\.ts$' },
      { pathNot: ['^src/shared/', inPackage(['electron'])] },
    ),
    forbid(
      'preload-loads-names',
      'The preload loads nothing but electron and shared/names.ts.',
      { path: '^src/main/preload\\.ts$' },
      {
        path: '^src/shared/',
        pathNot: '^src/shared/names\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'window-knows-shared',
      'The window knows react and shared.',
      { path: '^src/renderer/' },
      { path: '^src/', pathNot: ['^src/renderer/', '^src/shared/'] },
    ),
    forbid(
      'window-without-node',
      'The window has no Node.',
      { path: '^src/renderer/' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'electron-in-the-shell',
      'Electron belongs to src/main/shell, main.ts and preload.ts.',
      { path: '^src/', pathNot: [shell, '^src/main/preload\\.ts$'] },
      { path: inPackage(['electron']) },
    ),
    forbid('resolvable', 'Every import leads to a file.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count, also those that vanish when compiled.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
    progress: { type: 'none' },
  },
}
