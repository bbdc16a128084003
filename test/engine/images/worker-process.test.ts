// The real image worker as a process: killed, hung, and with a full disk under it.
import { execFileSync, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import type { ImageWorkerHost } from '../../../src/main/engine/ports/prepare.ts'
import { createChildProcessHost } from '../../../src/main/engine/prepare/index.ts'
import { posixIt } from '../../builders/posix.ts'
import { largeJpeg, openWorkshop, type Workshop } from '../prepare/workshop.ts'

const images = join(import.meta.dirname, '../../../src/main/engine/images')

let workshop: Workshop
afterEach(() => workshop.close())

/** The usual host; a picture called crash kills the worker as a decoder's fault would, one called hang is never done. */
const perilous = (): ImageWorkerHost => {
  const host = createChildProcessHost()
  return {
    start(settings) {
      const link = host.start(settings)
      return {
        ...link,
        post(message) {
          const text = JSON.stringify(message)
          if (text.includes('hang.jpg')) return
          link.post(message)
          if (text.includes('crash.jpg')) link.kill()
        },
      }
    },
  }
}

test('a picture that kills the worker goes up as it is; the others are reduced', async () => {
  workshop = openWorkshop({ workerHost: perilous(), slots: 2 })
  const names = ['one.jpg', 'crash.jpg', 'two.jpg', 'three.jpg']
  const paths: string[] = []
  for (const name of names) paths.push(workshop.write(name, await largeJpeg()))
  const results = await Promise.all(paths.map((path) => workshop.prepare(path)))
  const kept = { plan: { kind: 'original', keptOriginal: 'worker-failed' } }
  const reduced = { plan: { kind: 'reduced' } }
  expect(results).toMatchObject(
    [reduced, kept, reduced, reduced].map((value) => ({ ok: true, value })),
  )
  expect(readdirSync(workshop.renditionFolder)).toHaveLength(3)
})

test('a picture that hangs goes up as it is after its time; the others are reduced', async () => {
  // Small pictures, which are reduced in time on a machine with much else to do as well.
  workshop = openWorkshop({ workerHost: perilous(), jobTimeoutMs: 4_000, maxPixels: 10_000 })
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const small = await sharp({
    create: { width: 300, height: 200, channels: 3, background: 'grey', noise },
  })
    .jpeg()
    .toBuffer()
  const hanging = workshop.prepare(workshop.write('hang.jpg', small))
  const good = workshop.prepare(workshop.write('good.jpg', small))
  expect(await hanging).toMatchObject({ value: { plan: { keptOriginal: 'worker-failed' } } })
  expect(await good).toMatchObject({ value: { plan: { kind: 'reduced' } } })
})

/** Whether this process may mount a file system of its own, which containers often forbid even to root. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-mount-'))
  try {
    mountSmallDisk(folder)
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function mountSmallDisk(folder: string): void {
  const type = ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs']
  execFileSync('mount', [...type, folder], { stdio: 'ignore' })
}

test.skipIf(!canMount())(
  'on a full disk the original goes up, and nothing half is left',
  async () => {
    workshop = openWorkshop()
    mkdirSync(workshop.renditionFolder)
    mountSmallDisk(workshop.renditionFolder)
    try {
      const result = await workshop.prepare(workshop.write('large.jpg', await largeJpeg()))
      expect(result).toMatchObject({ ok: true, value: { plan: { keptOriginal: 'no-room' } } })
      expect(readdirSync(workshop.renditionFolder)).toEqual([])
    } finally {
      execFileSync('umount', [workshop.renditionFolder])
    }
  },
)

// Each with the rights of somebody who may take back no priority: root may.
posixIt.each([
  ['19', 19],
  ['0', 10],
])('a worker that is started with the niceness %s starts, and has %i', async (nice, has) => {
  const child = fork(join(images, 'image-worker.ts'), [], {
    execPath: 'nice',
    execArgv: ['-n', nice, process.execPath],
    ...(process.getuid?.() === 0 ? { uid: 65_534 } : {}),
  })
  try {
    const heard = await new Promise((resolve) => {
      child.once('message', resolve)
      child.once('exit', (code) => resolve(`ended with ${String(code)}`))
    })
    expect(heard).toEqual({ kind: 'ready' })
    expect(getPriority(child.pid)).toBe(has)
  } finally {
    child.kill('SIGKILL')
  }
})
