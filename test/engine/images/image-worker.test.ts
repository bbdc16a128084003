// Behaviour of the worker's own process: what it answers to each kind of trouble, how it gives way, and that it ends with
// the engine.
import { execFileSync, fork, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { constants, getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  EngineMessage,
  ImageJob,
  JobAnswer,
  WorkerMessage,
} from '../../../src/main/engine/images/image-jobs.ts'
import { createChildProcessHost } from '../../../src/main/engine/images/image-worker-host.ts'
import type { WorkerLink, WorkerSettings } from '../../../src/main/engine/ports/prepare.ts'
import { eventually } from '../../builders/eventually.ts'

/** Waits for what is not there yet. */
const seen = <T>(look: () => T | undefined): Promise<T> =>
  eventually(() => {
    const found = look()
    if (found === undefined) throw new Error('it did not come about')
    return found
  })

const script = fileURLToPath(
  new URL('../../../src/main/engine/images/image-worker.ts', import.meta.url),
)
let folder = ''
let link: WorkerLink
let said: WorkerMessage[] = []
let ends: string[] = []

function startWorker(settings: Partial<WorkerSettings> = {}): void {
  // A worker before this one may still speak.
  const [messages, details]: [WorkerMessage[], string[]] = [[], []]
  said = messages
  ends = details
  const folders = { read: [folder], write: [folder] }
  link = createChildProcessHost().start({ env: {}, execArgv: [], folders, ...settings })
  link.onMessage((message) => messages.push(message as WorkerMessage))
  link.onExit((detail) => details.push(detail))
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
  startWorker()
})
afterEach(async () => {
  link.kill()
  await rm(folder, { recursive: true, force: true })
})

const post = (message: EngineMessage): void => link.post(message)
let lastId = 0

async function answerTo(job: ImageJob): Promise<JobAnswer> {
  const id = ++lastId
  post({ kind: 'job', id, job })
  return seen(() => {
    const found = said.find((message) => message.kind === 'answer' && message.id === id)
    return found?.kind === 'answer' ? found.answer : undefined
  })
}

async function photo(): Promise<string> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const picture = { width: 90, height: 60, channels: 3, background: '#468', noise } as const
  const bytes = await sharp({ create: picture }).jpeg().toBuffer()
  await writeFile(join(folder, 'photo.jpg'), bytes)
  return join(folder, 'photo.jpg')
}
const thumbnail = (path: string, output = join(folder, 'small.jpg')): ImageJob => ({
  ...{ do: 'thumbnail', format: 'jpeg', side: 30, path, output },
})

describe('the image worker', () => {
  it('says that it is ready, answers each job, and tells the most memory it held', async () => {
    const path = await photo()
    expect(await answerTo(thumbnail(path))).toMatchObject({ outcome: 'made', width: 30 })
    const [before, after] = [join(folder, 'before.png'), join(folder, 'after.png')]
    const sides = { width: 90, height: 60 }
    const preview = { do: 'preview', format: 'jpeg', part: sides, maxPixels: 54 } as const
    expect(await answerTo({ ...preview, path, sides, before, after })).toMatchObject({
      outcome: 'made',
      width: 9,
    })
    const output = join(folder, 'copy.jpg')
    const reduce = { do: 'reduce', format: 'jpeg', sha256: null, maxPixels: 54 } as const
    expect(await answerTo({ ...reduce, path, sides, output })).toMatchObject({ outcome: 'made' })
    expect(said[0]).toEqual({ kind: 'ready' })
    const [answer] = said.filter((message) => message.kind === 'answer')
    expect(answer?.peakBytes).toBeGreaterThan(20e6)
    expect(answer?.peakBytes).toBeLessThan(2e9)
  })

  // No other system has such names.
  it.runIf(process.platform === 'linux')('opens photos by names that are not UTF-8', async () => {
    const bytes = await readFile(await photo())
    const named = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('No\xebl.jpg', 'latin1')])
    await writeFile(named, bytes)
    const path = join(folder, 'No\\xebl.jpg')
    expect(await answerTo(thumbnail(path))).toMatchObject({ outcome: 'made', width: 30 })
    const sides = { width: 90, height: 60 }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const reduce = { do: 'reduce', format: 'jpeg', sha256, maxPixels: 54, sides } as const
    const output = join(folder, 'copy.jpg')
    expect(await answerTo({ ...reduce, path, output })).toMatchObject({ outcome: 'made' })
    await rm(named)
    expect(await answerTo({ ...reduce, path, output })).toMatchObject({
      ...{ outcome: 'failed', failure: { kind: 'file-gone' } },
    })
    // A named pipe in its place holds nobody up.
    execFileSync('sh', ['-c', `mkfifo "$(printf '%s/No\\353l.jpg' "$0")"`, folder])
    expect(await answerTo({ ...reduce, path, output })).toMatchObject({ outcome: 'failed' })
  })

  it('keeps the original of what cannot be decoded, or has broken metadata', async () => {
    await writeFile(join(folder, 'text.jpg'), 'no picture at all')
    const undecodable = { outcome: 'kept', reason: 'undecodable' }
    expect(await answerTo(thumbnail(join(folder, 'text.jpg')))).toEqual(undecodable)
    // Behind a good start the segments lead nowhere.
    await writeFile(join(folder, 'broken.jpg'), Buffer.from('\xff\xd8\xff\xe0\0\x01', 'latin1'))
    const sides = { width: 90, height: 60 }
    const job = { do: 'reduce', format: 'jpeg', sha256: null, maxPixels: 54, sides } as const
    const path = join(folder, 'broken.jpg')
    expect(await answerTo({ ...job, path, output: join(folder, 'copy.jpg') })).toEqual(undecodable)
  })

  it('tells a file that is gone, and a folder that cannot be written', async () => {
    const sides = { width: 90, height: 60 }
    const job = { do: 'reduce', format: 'jpeg', sha256: null, maxPixels: 54, sides } as const
    const path = join(folder, 'gone.jpg')
    expect(await answerTo({ ...job, path, output: join(folder, 'copy.jpg') })).toEqual({
      outcome: 'failed',
      failure: { kind: 'file-gone' },
    })
    await mkdir(join(folder, 'small.jpg'))
    expect(await answerTo(thumbnail(await photo()))).toEqual({
      outcome: 'failed',
      failure: { kind: 'unexpected', message: 'cannot write: EISDIR' },
    })
  })

  it.skipIf(process.platform !== 'linux')('keeps the original when the disk is full', async () => {
    await symlink('/dev/full', join(folder, 'full.jpg'))
    expect(await answerTo(thumbnail(await photo(), join(folder, 'full.jpg')))).toEqual({
      outcome: 'kept',
      reason: 'no-room',
    })
  })

  it('says once when it holds more memory than it may', async () => {
    post({ kind: 'begin', mostMemoryBytes: 1e12 })
    const path = await photo()
    await answerTo(thumbnail(path))
    expect(said.filter(({ kind }) => kind === 'too-much-memory')).toEqual([])
    post({ kind: 'begin', mostMemoryBytes: 1e6 })
    const told = await seen(() => said.find(({ kind }) => kind === 'too-much-memory'))
    expect(told).toMatchObject({ bytes: expect.any(Number) as number })
    // Many looks at the memory later.
    for (let job = 0; job < 30; job += 1) await answerTo(thumbnail(path))
    expect(said.filter(({ kind }) => kind === 'too-much-memory')).toHaveLength(1)
  })

  it('gives way to the programs of the user, or as much as whoever started it', async () => {
    const child = fork(script, [], { stdio: 'ignore' })
    try {
      await new Promise((resolve) => child.once('message', resolve))
      const least = constants.priority.PRIORITY_BELOW_NORMAL
      expect(getPriority(child.pid)).toBe(Math.max(getPriority(), least))
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('ends when the engine is gone', async () => {
    const engine = `const worker = require('node:child_process').fork(${JSON.stringify(script)}, [], { stdio: 'ignore' })
      worker.once('message', () => { console.log(worker.pid); process.exit() })`
    const { stdout } = spawnSync(process.execPath, ['-e', engine], { encoding: 'utf8' })
    const pid = Number(stdout)
    expect(pid).toBeGreaterThan(0)
    await seen(() => (isRunning(pid) ? undefined : true))
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the host of the worker', () => {
  it('tells the end of a worker once, with its signal', async () => {
    await seen(() => (said.length > 0 ? true : undefined))
    link.kill()
    await seen(() => (ends.length > 0 ? true : undefined))
    expect(ends).toEqual(['SIGKILL'])
  })

  it('tells the last words of a worker that does not start', async () => {
    link.kill()
    startWorker({ execArgv: ['--no-such-option'] })
    const end = await seen(() => ends[0])
    expect(end).toMatch(/^code 9 .*--no-such-option/s)
    link.post({ kind: 'job' })
  })

  it('gives a worker its environment beside that of the engine, and of many words the last', async () => {
    link.kill()
    const says = `console.error('x'.repeat(3000) + process.env.WISHED + (process.env.PATH ? ' and its own' : '')); process.exit(3)`
    const preload = `data:text/javascript,${encodeURIComponent(says)}`
    startWorker({ env: { WISHED: 'as wished' }, execArgv: ['--import', preload] })
    const end = await seen(() => ends[0])
    expect(end).toMatch(/^code 3 x+as wished and its own$/)
    expect(end.length).toBeGreaterThan(1_900)
    expect(end.length).toBeLessThan(2_020)
  })
})
