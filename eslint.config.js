// Who may import whom, and the strict rules for every file. Blocks replace rather than merge, so each
// room has exactly one block with its own list of what is closed to it.
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { engineDoors, engineRooms } from './build/rooms.ts'

const electron = {
  name: 'electron',
  message: 'Electron belongs to src/main/shell, main.ts and preload.ts.',
}
/** Each library of the engine with the rooms that are its door. */
const libraries = new Map([['electron', electron]])
for (const [room, doors] of Object.entries(engineRooms))
  for (const name of doors.libraries) {
    const rooms = [...(libraries.get(name)?.rooms ?? []), `engine/${room}`]
    libraries.set(name, { rooms, name, message: `${name} belongs to ${rooms.join(' and ')}.` })
  }
const closed = (name) => ({ name, message: libraries.get(name).message })
const react = [
  { name: 'react', message: 'React belongs to src/renderer.' },
  { name: 'react-dom', message: 'React belongs to src/renderer.' },
]

/** Everything but the named libraries is closed. */
const closedBut = (...open) => [
  ...react,
  ...[...libraries.keys()].filter((name) => !open.includes(name)).map(closed),
]
const outside = {
  group: ['**/shell/**', '**/renderer/**', '**/test/**', '**/build/**'],
  message: 'The engine knows neither shell, nor window, nor tests.',
}
const siblings = (own, { rooms, files = [] }) => {
  const closed = Object.keys(engineRooms).filter(
    (room) => room !== own && room !== 'ports' && !rooms.includes(room),
  )
  const open = files.map((file) => `(?!${file}\\.ts$)`).join('')
  return {
    regex: `^\\.\\./(?:\\.\\./)?${open}(?:${closed.join('|')})/`,
    message: 'Rooms of the engine know the ports and little else; engine/index.ts joins them.',
  }
}
const restrict = (paths, patterns) => ({
  'no-restricted-imports': ['error', { paths, patterns }],
})
const roomBlock = ([own, doors]) => ({
  files: [`src/main/engine/${own}/**/*.ts`],
  rules: restrict(closedBut(...doors.libraries), [outside, siblings(own, doors)]),
})

export default tseslint.config(
  {
    ignores: [
      'out/',
      'dist/',
      'node_modules/',
      '.cache/',
      'build/electron/default-app/',
      'test/renderer/harness/window/',
      'test/bench/hidden/',
      'test/bench/launch/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers in messages are wanted; objects still are not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `while (true)` reads better than a condition that is never false.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Reads like prose in one-line arrow functions.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Objects here are closures without `this`, so their functions may be handed on freely.
      '@typescript-eslint/unbound-method': 'off',
      // Ports are asynchronous even where an adapter answers at once.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['src/shared/**/*.ts'],
    rules: restrict(closedBut(), [
      {
        group: ['node:*', '**/main/**', '**/renderer/**', '**/test/**'],
        message: 'shared is pure words: zod and itself.',
      },
    ]),
  },
  { files: ['src/main/engine/*.ts'], rules: restrict(closedBut(), [outside]) },
  ...Object.entries(engineRooms).map(roomBlock),
  {
    files: ['src/main/shell/**/*.ts', 'src/main/main.ts'],
    rules: restrict(closedBut('electron'), [
      {
        // The plain files beside the ports carry no library, so that Electron's main process stays small.
        regex: `engine/(?!(?:${engineDoors.map((door) => door.replaceAll('.', '\\.')).join('|')})$)`,
        message: 'The shell knows only the files at the door of the engine.',
      },
      {
        group: ['**/renderer/**', '**/test/**'],
        message: 'The shell knows neither the window nor tests.',
      },
    ]),
  },
  {
    files: ['src/main/cli.ts', 'src/main/cli/**/*.ts', 'src/main/engine-host.ts'],
    rules: restrict(closedBut(), [
      { group: ['**/shell/**', '**/renderer/**', '**/test/**'], message: 'Runs without Electron.' },
    ]),
  },
  {
    files: ['src/main/preload.ts'],
    rules: restrict(closedBut('electron'), [
      {
        group: ['node:*', '**/engine/**', 'zod'],
        message: 'The preload is one sandboxed file: electron and shared/names.ts.',
      },
    ]),
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...restrict([...libraries.keys()].map(closed), [
        {
          group: ['node:*', '**/main/**', '**/test/**'],
          message: 'The window knows react and shared.',
        },
      ]),
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="style"]',
          message:
            'Looks belong to the style sheets; a changing length can be an attribute of an SVG.',
        },
        {
          selector: 'JSXText[value=/[A-Za-z]/]',
          message: 'Words belong to src/renderer/words.',
        },
        {
          selector:
            'JSXAttribute[name.name=/^(aria-label|alt|title|placeholder)$/] > Literal[value=/[A-Za-z]/]',
          message: 'Words belong to src/renderer/words.',
        },
      ],
    },
  },
  {
    files: ['*.config.ts', '*.config.js', 'test/**/*.config.ts'],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-restricted-exports': 'off' },
  },
)
