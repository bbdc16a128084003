// Who may import whom, and the strict rules for every file. Blocks replace rather than merge, so each
// room has exactly one block with its own list of what is closed to it.
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const electron = {
  name: 'electron',
  message: 'Electron belongs to src/main/shell, main.ts and preload.ts.',
}
const sharp = { name: 'sharp', message: 'Decoding belongs to the image worker in engine/images.' }
const sqlite = { name: 'better-sqlite3', message: 'SQL belongs to engine/catalog.' }
const chokidar = { name: 'chokidar', message: 'Watching belongs to engine/watch.' }
const undici = { name: 'undici', message: 'HTTP belongs to engine/photos and engine/sign-in.' }
const react = [
  { name: 'react', message: 'React belongs to src/renderer.' },
  { name: 'react-dom', message: 'React belongs to src/renderer.' },
]
const libraries = { electron, sharp, sqlite, chokidar, undici }

/** Everything but the named libraries is closed. */
const closedBut = (...open) => [
  ...react,
  ...Object.values(libraries).filter((entry) => !open.includes(entry)),
]
const outside = {
  group: ['**/shell/**', '**/renderer/**', '**/test/**', '**/build/**'],
  message: 'The engine knows neither shell, nor window, nor tests.',
}
/** The rooms of the engine, each with the libraries it is the door of and the rooms whose files it may import. */
const engineRooms = {
  ports: { libraries: [], rooms: [] },
  media: { libraries: [], rooms: [] },
  images: { libraries: [sharp], rooms: ['media'] },
  prepare: { libraries: [], rooms: ['media', 'images'] },
  // What the user wants left out is read alike by the walk and the watcher.
  watch: { libraries: [chokidar], rooms: [], files: ['sources/ignore-patterns'] },
  scan: { libraries: [], rooms: ['media'], files: ['sources/ignore-patterns'] },
  sources: { libraries: [], rooms: [] },
  catalog: { libraries: [sqlite], rooms: [] },
  photos: { libraries: [undici], rooms: [] },
  'sign-in': { libraries: [undici], rooms: [] },
  queue: { libraries: [], rooms: [] },
  conditions: { libraries: [], rooms: [] },
  upkeep: { libraries: [], rooms: [] },
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
    rules: restrict(closedBut(electron), [
      {
        // The plain files beside the ports carry no library, so that Electron's main process stays small.
        regex:
          'engine/(?!(?:index|ports/[a-z]+|log-line|google-origin|system-ports|conditions/linux-surroundings)\\.ts$)',
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
    rules: restrict(closedBut(electron), [
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
      ...restrict(Object.values(libraries), [
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
