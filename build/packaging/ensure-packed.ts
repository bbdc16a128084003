// Makes sure that dist/ holds the app as its sources are now, for tests that need it packed. The packing itself is a process
// of its own: electron-builder leaves behind what decides over how a process ends.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildApp } from '../demo/build-app.ts'
import { unpackedApp, type UnpackedApp } from './unpacked-app.ts'

const project = join(import.meta.dirname, '..', '..')
const inputs = ['out/built', 'electron-builder.yml', 'package.json', 'build/packaging/pack.ts']

/** The packed app; packed anew when something it is made of is newer. */
export async function ensurePacked(): Promise<UnpackedApp> {
  await buildApp()
  const app = unpackedApp()
  const archive = join(app.resources, 'app.asar')
  const times = await Promise.all(
    inputs.map(async (input) => (await stat(join(project, input))).mtimeMs),
  )
  const isPacked = existsSync(archive) && Math.max(...times) < (await stat(archive)).mtimeMs
  if (!isPacked) await runPackage()
  return app
}

function runPackage(): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = join(project, 'build', 'package.ts')
    const packing = spawn(process.execPath, [script, '--folder'], {
      cwd: project,
      stdio: 'inherit',
    })
    packing.once('error', reject)
    packing.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error('The app could not be packed (npm run package).'))
    })
  })
}
