// Builds the three parts of the app: everything that runs in Node, flat in out/main; one preload file; the window.
// Pure JavaScript is bundled, so that a packaged app carries only the native packages beside it.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { cpSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const root = import.meta.dirname
const startedAt = new Date()

/** Each is a process or thread of its own, found beside main.js by its name. */
const mainEntries = {
  main: 'src/main/main.ts',
  'engine-host': 'src/main/engine-host.ts',
  cli: 'src/main/cli.ts',
  'image-worker': 'src/main/engine/images/image-worker.ts',
  'heif-thread': 'src/main/engine/images/heif-thread.ts',
  'file-worker': 'src/main/engine/scan/file-worker.ts',
  'walk-worker': 'src/main/engine/scan/walk-worker.ts',
  'copy-thread': 'src/main/engine/catalog/copy-thread.ts',
}

/** Packages that bring a binary, or find files beside themselves, stay packages. */
const external = ['better-sqlite3', 'sharp', /^libheif-js/]

/** Vite warns at what is much to download; these load from disk, and tests hold the sizes that matter. */
const fromDiskKb = 4_000

const existing = (entries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries)
      .map(([name, file]) => [name, join(root, file)] as const)
      .filter(([, file]) => existsSync(file)),
  )

const clientFromBuild = (): { clientId: string; clientSecret: string } | null => {
  const clientId = process.env['SHOEBOX_BUILT_IN_CLIENT_ID']
  const clientSecret = process.env['SHOEBOX_BUILT_IN_CLIENT_SECRET']
  return clientId && clientSecret ? { clientId, clientSecret } : null
}

/** The public key by which the app knows its own updates (src/main/shell/update-statement.ts). */
const updateKey = `shoebox-update-key:${process.env['SHOEBOX_UPDATE_KEY'] || 'none'}`

/** The icons that the running app shows; the others are for the packages. */
const copyIcons: Plugin = {
  name: 'shoebox:icons',
  writeBundle({ dir = join(root, 'out/main') }) {
    const icons = join(root, 'build/icons/png')
    cpSync(join(icons, 'tray'), join(dir, 'icons/tray'), { recursive: true })
    cpSync(join(icons, '256x256.png'), join(dir, 'icons/icon.png'))
  },
}

/** Writes down of which packages a module went into a bundle, for the bill of materials (build/release/bill.ts). */
const listBundled = (part: string): Plugin => ({
  name: 'shoebox:bundled',
  generateBundle(_options, bundle) {
    const packages = new Set<string>()
    for (const output of Object.values(bundle))
      for (const id of output.type === 'chunk' ? output.moduleIds : []) {
        const found = /^\0?(?<folder>.*\/node_modules\/(?<name>(?:@[^/]+\/)?[^/?]+))\//.exec(id)
        const { folder = '', name = '' } = found?.groups ?? {}
        if (name === '') continue
        const about = readFileSync(join(folder, 'package.json'), 'utf8')
        packages.add(`${name}@${(JSON.parse(about) as { version: string }).version}`)
      }
    const list = join(root, 'out/bundled')
    mkdirSync(list, { recursive: true })
    writeFileSync(join(list, `${part}.json`), JSON.stringify([...packages].sort()))
  },
})

/** Says when all that is built was read; what is saved while it is built belongs to the next one (build/demo/build-app.ts). */
const stampBuild: Plugin = {
  name: 'shoebox:stamp',
  writeBundle() {
    const stamp = join(root, 'out/built')
    writeFileSync(stamp, '')
    utimesSync(stamp, startedAt, startedAt)
  },
}

export default defineConfig({
  main: {
    plugins: [copyIcons, listBundled('main')],
    define: {
      __BUILT_IN_CLIENT__: JSON.stringify(clientFromBuild()),
      __UPDATE_KEY__: JSON.stringify(updateKey),
    },
    build: {
      externalizeDeps: false,
      chunkSizeWarningLimit: fromDiskKb,
      // The oldest Node that runs any of it: Electron 33's (running-electron.md).
      target: 'node20.18',
      rolldownOptions: {
        input: existing(mainEntries),
        external,
        output: {
          entryFileNames: '[name].js',
          // Flat, so that `new URL('./name.js', import.meta.url)` finds an entry also from shared code.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    plugins: [listBundled('preload')],
    build: {
      externalizeDeps: false,
      target: 'node20.18',
      rolldownOptions: {
        input: { preload: join(root, 'src/main/preload.ts') },
        // A sandboxed preload is one CommonJS script.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'src/renderer'),
    base: './',
    // The last of the three.
    plugins: [react(), listBundled('renderer'), stampBuild],
    build: {
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      minify: true,
      chunkSizeWarningLimit: fromDiskKb,
      // Chromium of Electron 33.
      target: 'chrome130',
      rolldownOptions: { input: join(root, 'src/renderer/index.html') },
    },
  },
})
