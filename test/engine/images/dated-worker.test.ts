// Behaviour of dated copies in the process that plans them: within its rights, in the memory of one piece, and nothing written.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
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
import { eventually } from '../../builders/eventually.ts'
import { copyFrom, film, noise, summerAbroad } from '../../builders/undated.ts'

const mega = 1_000_000
let folder = ''
let link: WorkerLink
let said: WorkerMessage[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoebox-dates-'))
  for (const name of ['photos', 'renditions']) mkdirSync(join(folder, name))
  said = []
  const folders = { read: [join(folder, 'photos')], write: [join(folder, 'renditions')] }
  link = createChildProcessHost().start({ env: {}, execArgv: [], folders })
  link.onMessage((message) => said.push(message as WorkerMessage))
})
afterEach(() => {
  link.kill()
  rmSync(folder, { recursive: true, force: true })
})

const renditions = (): string[] => readdirSync(join(folder, 'renditions'))

async function jobFor(name: string, bytes: Buffer, sizeBytes = bytes.length): Promise<DateJob> {
  const path = join(folder, 'photos', name)
  writeFileSync(path, bytes)
  // The rest of a film is a hole, which costs no disk.
  truncateSync(path, sizeBytes)
  return { do: 'date', path, sizeBytes, sha256: null, date: summerAbroad, isEstimate: false }
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
  it('plans a dated copy of the bytes that were hashed, and writes nothing', async () => {
    const bytes = await noise().jpeg().toBuffer()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const job = await jobFor('photo.jpg', bytes)
    const { answer } = await answerTo({ ...job, sha256 })
    if (answer.outcome !== 'dated') throw new Error(JSON.stringify(answer))
    expect(copyFrom(bytes, answer).includes('1987:07:14 18:22:33')).toBe(true)
    expect(renditions()).toEqual([])
  })

  it('says why there is none', async () => {
    const { answer } = await answerTo(await jobFor('photo.gif', await noise().gif().toBuffer()))
    expect(answer).toEqual({ outcome: 'undatable', reason: 'format', detail: 'image/gif' })
  })

  it('holds no film, however long', async () => {
    const small = await answerTo(await jobFor('small.mp4', openEnded(), 2 * mega))
    const large = await answerTo(await jobFor('large.mp4', openEnded(), 150 * mega))
    expect(large.answer).toMatchObject({ outcome: 'dated', sizeBytes: 150 * mega })
    // Pieces that were used are swept some 64 MB at a time, whatever the film's size; one that is held takes all of it.
    expect(large.peakBytes - small.peakBytes).toBeLessThan(120 * mega)
  })
})

describe('the time that a job may take', () => {
  it('grows with a film to be dated, and with nothing else', () => {
    const job = { do: 'date', path: '', sizeBytes: 4_000 * mega, sha256: null } as const
    expect(timeoutOf({ ...job, date: summerAbroad, isEstimate: false }, 60_000)).toBe(
      60_000 + 2_000_000,
    )
    const thumbnail = { do: 'thumbnail', path: '', format: 'jpeg', side: 30, output: '' } as const
    expect(timeoutOf(thumbnail, 60_000)).toBe(60_000)
  })
})
