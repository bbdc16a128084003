// Everything around the app: the built app itself, a folder of photos and a running emulator, all in one temporary
// folder. Who looks at the app is demo.ts and check.ts.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppStart } from './app-window.ts'
import { buildApp } from './build-app.ts'
import type { Cleanup } from './cleanup.ts'
import { startEmulatorProcess, type EmulatorProcess } from './emulator.ts'
import { layOutPhotos } from './photos.ts'

/** Everything around the app. */
export interface Stage {
  /** The photos. */
  readonly folder: string
  readonly emulator: EmulatorProcess
  readonly start: AppStart
}

/** Builds what is needed and starts what is needed; `cleanup` learns how to undo it. */
export async function setStage(cleanup: Cleanup, isUnattended: boolean): Promise<Stage> {
  await buildApp()
  const home = await mkdtemp(join(tmpdir(), 'shoebox-demo-'))
  cleanup.add(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))
  const folder = join(home, 'Demo photos')
  await mkdir(folder)
  await layOutPhotos(folder)
  const emulator = await startEmulatorProcess({
    dataFolder: join(home, 'emulator'),
    isConsentAutomatic: isUnattended,
  })
  cleanup.add(() => emulator.stop())
  const start: AppStart = {
    dataFolder: join(home, 'app'),
    googleOrigin: emulator.origin,
    clientFile: emulator.clientFile,
    offeredFolder: folder,
  }
  return { folder, emulator, start }
}
