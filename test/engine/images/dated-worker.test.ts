// Behaviour of dated copies in the process that makes them: within its rights, in the memory of one piece, and when it is
// ended in the middle.
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  DateJob,
  JobAnswer,
  WorkerMessage,
} from '../../../src/main/engine/images/image-jobs.ts'
import { createChildProcessHost } from '../../../src/main/engine/images/image-worker-host.ts'
import { timeoutOf } from '../../../src/main/engine/images/image-worker-task.ts'
import type { WorkerLink } from '../../../src/main/engine/ports/prepare.ts'
import { createRenditionStore } from '../../../src/main/engine/prepare/rendition-store.ts'
import { eventually } from '../../builders/eventually.ts'
import { film, noise, summerAbroad } from '../../builders/undated.ts'

const mega = 1_000_000
let folder = ''
let link: WorkerLink
let said: WorkerMessage[] = []
let ends = 0

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoebox-dates-'))
  for (const name of ['photos', 'renditions']) mkdirSync(join(folder, name))
  said = []
  ends = 0
  const folders = { read: [join(folder, 'photos')], write: [join(folder, 'renditions')] }
  link = createChildProcessHost().start({ env: {}, execArgv: [], folders })
  link.onMessage((message) => said.push(message as WorkerMessage))
  link.onExit(() => (ends += 1))
})
afterEach(() => {
  link.kill()
  rmSync(folder, { recursive: true, force: true })
})

const store = () => createRenditionStore(join(folder, 'renditions'), 100 * mega)
const renditions = (): string[] => readdirSync(join(folder, 'renditions'))

async function jobFor(name: string, bytes: Buffer, sizeBytes = bytes.length): Promise<DateJob> {
  const path = join(folder, 'photos', name)
  writeFileSync(path, bytes)
  // The rest of a film is a hole, which costs no disk.
  truncateSync(path, sizeBytes)
  const output = await store().temporaryPath()
  return { do: 'date', path, sizeBytes, sha256: null, date: summerAbroad, output }
}

let lastId = 0
async function answerTo(job: DateJob): Promise<{ answer: JobAnswer; peakBytes: number }> {
  const id = ++lastId
  link.post({ kind: 'job', id, job })
  return eventually(() => {
    const found = said.find((message) => message.kind === 'answer' && message.id === id)
    if (found?.kind !== 'answer') throw new Error('no answer yet')
    return found
  })
}

/** A film whose pictures take all the rest of the file. */
const openEnded = (): Buffer => {
  const bytes = film()
  bytes.fill(0, bytes.indexOf('mdat') - 4, bytes.indexOf('mdat'))
  return bytes
}

describe('the image worker', () => {
  it('makes a dated copy beside the reduced ones, of the bytes that were hashed', async () => {
    const bytes = await noise().jpeg().toBuffer()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const job = await jobFor('photo.jpg', bytes)
    const { answer } = await answerTo({ ...job, sha256 })
    if (answer.outcome !== 'dated') throw new Error(JSON.stringify(answer))
    const name = store().nameOf({ sha256, isReduced: false, date: { at: 0, offsetMinutes: null } })
    await store().keep(job.output ?? '', name, answer.sizeBytes)
    const copy = await readFile(store().pathOf(name))
    expect(createHash('sha256').update(copy).digest('hex')).toBe(answer.sha256)
    expect(renditions()).toEqual([name])
  })

  it('says why there is none, and leaves nothing', async () => {
    const { answer } = await answerTo(await jobFor('photo.gif', await noise().gif().toBuffer()))
    expect(answer).toEqual({ outcome: 'undatable', reason: 'format', detail: 'image/gif' })
    expect(renditions()).toEqual([])
  })

  it('holds no film, however long', async () => {
    const small = await answerTo(await jobFor('small.mp4', openEnded(), 2 * mega))
    const large = await answerTo(await jobFor('large.mp4', openEnded(), 150 * mega))
    expect(large.answer).toMatchObject({ outcome: 'dated', sizeBytes: 150 * mega })
    // Pieces that were used are swept some 64 MB at a time, whatever the film's size; one that is held takes all of it.
    expect(large.peakBytes - small.peakBytes).toBeLessThan(120 * mega)
  })

  it('leaves nothing that a start does not sweep when it is ended in the middle', async () => {
    const job = await jobFor('film.mp4', openEnded(), 150 * mega)
    const before = statSync(job.path, { bigint: true })
    link.post({ kind: 'job', id: ++lastId, job })
    await eventually(() => {
      if (statSync(job.output ?? '').size === 0) throw new Error('nothing is written yet')
    })
    link.kill()
    await eventually(() => {
      if (ends === 0) throw new Error('it runs still')
    })
    expect(renditions()).toHaveLength(1)
    await store().keepOnly(new Set())
    expect(renditions()).toEqual([])
    const after = statSync(job.path, { bigint: true })
    expect([after.size, after.mtimeNs]).toEqual([before.size, before.mtimeNs])
  })
})

describe('the time that a job may take', () => {
  it('grows with a film to be dated, and with nothing else', () => {
    const job = { do: 'date', path: '', sizeBytes: 4_000 * mega, sha256: null } as const
    expect(timeoutOf({ ...job, date: summerAbroad, output: '' }, 60_000)).toBe(60_000 + 2_000_000)
    const thumbnail = { do: 'thumbnail', path: '', format: 'jpeg', side: 30, output: '' } as const
    expect(timeoutOf(thumbnail, 60_000)).toBe(60_000)
  })
})
