// While one engine has the data folder, other calls of the command may still ask it what they only want to look at:
// one question and its answer on each connection to a socket in that folder, open to its owner alone. A question ends with
// its line: a connection that is closed in one direction is closed in both where it is a pipe of Windows.
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { lstat, rm } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { engineCommands, type Output } from '../../shared/contract.ts'
import { failureSchema, type Failure } from '../../shared/failure.ts'
import type { Result } from '../../shared/result.ts'

/** What may be asked: commands that change nothing, and what ends one of them. */
export const askableNames = [
  'getStatus',
  'getSettings',
  'listSources',
  'listAlbums',
  'listHistory',
  'problems',
  'verify',
  'checkFolder',
  'endCheck',
] as const
/** One of {@link askableNames}. */
export type AskableName = (typeof askableNames)[number]

/** Whoever answers questions: an engine of this process, or a running one. */
export interface Askable {
  call<K extends AskableName>(name: K, input: unknown): Promise<Result<Output<K>, Failure>>
}

const questionSchema = z.object({ name: z.enum(askableNames), input: z.unknown() })
const longestQuestionBytes = 20_000
/** A check of a million files takes a while; an engine that was frozen answers never. */
const longestSilenceMs = 60_000
/** The system's room for the address of a socket: 104 bytes on macOS, 108 on Linux, one of them the end. */
const longestAddressBytes = 103

/** The file in which Windows' pipe is named. */
export const pipeFileName = 'running.pipe'
const pipeName = /^\\\\\.\\pipe\\shoebox-[0-9a-f]{64}$/

/** Where the questions go, or null where nobody can be asked, or the path of the data folder leaves no room for it. */
export function questionAddress(
  dataFolder: string,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const folder = resolve(dataFolder)
  if (platform === 'win32') {
    // Pipes are in no folder: whoever may read this one, and nobody else, knows the name.
    const named = readIfThere(join(folder, pipeFileName)).trim()
    return pipeName.test(named) ? named : null
  }
  const path = join(folder, 'running.sock')
  return Buffer.byteLength(path) <= longestAddressBytes ? path : null
}

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/**
 * Where this engine answers. A pipe that could be foreseen might be there already, of another user's making; Windows lets
 * only its maker and administrators write into one, as every question must.
 */
export function answerAddress(
  dataFolder: string,
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (platform !== 'win32') return questionAddress(dataFolder, platform)
  const address = `\\\\.\\pipe\\shoebox-${randomBytes(32).toString('hex')}`
  try {
    writeFileSync(join(resolve(dataFolder), pipeFileName), address, { mode: 0o600 })
    return address
  } catch {
    return null
  }
}

/**
 * Answers questions until the returned function is called, from when the engine has `begun` what it was started for. The
 * engine must hold the data folder.
 */
export async function answerQuestions(
  engine: Askable,
  dataFolder: string,
  begun: Promise<unknown> = Promise.resolve(),
): Promise<() => Promise<void>> {
  const address = answerAddress(dataFolder)
  if (address === null) return async () => undefined
  const open = new Set<Socket>()
  // Half open: a question of an older version ends with its half of the connection.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // Whoever asks may hang up at any time.
    socket.on('error', () => undefined)
    answer(engine, socket, begun).catch(() => socket.destroy())
  })
  // Left behind by one that was killed: the catalogue's lock says that nobody answers there any more.
  await rm(address, { force: true }).catch(() => undefined)
  await new Promise<void>((listening) => {
    // Uploads go on all the same; only the others' questions stay unanswered.
    server.on('error', () => listening())
    const mask = process.umask(0o177)
    server.listen(address, listening)
    process.umask(mask)
  })
  return async () => {
    if (!server.listening) return
    const closed = new Promise((done) => server.close(done))
    for (const socket of open) socket.destroy()
    await closed
    // What names the pipe on Windows; a socket takes its own file along.
    await rm(join(resolve(dataFolder), pipeFileName), { force: true }).catch(() => undefined)
  }
}

async function answer(engine: Askable, socket: Socket, begun: Promise<unknown>): Promise<void> {
  const question = questionSchema.safeParse(JSON.parse(await readLine(socket)))
  await begun
  if (!question.success) socket.destroy()
  else socket.end(JSON.stringify(await engine.call(question.data.name, question.data.input)))
}

async function readLine(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const end = chunk.indexOf('\n')
    chunks.push(end === -1 ? chunk : chunk.subarray(0, end))
    bytes += chunk.length
    if (bytes > longestQuestionBytes) throw new Error('A question is too long')
    if (end !== -1) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A socket that another user put there would answer whatever they like. */
async function isOurs(address: string): Promise<boolean> {
  const me = process.getuid?.()
  if (process.platform === 'win32' || me === undefined) return true
  return lstat(address).then(
    ({ uid }) => uid === me,
    () => false,
  )
}

/** Whoever answers for this data folder now, or null when nobody does. */
export async function runningEngine(dataFolder: string): Promise<Askable | null> {
  const address = questionAddress(dataFolder)
  if (address === null || !(await isOurs(address))) return null
  const isThere = await new Promise<boolean>((known) => {
    const socket = createConnection(address, () => {
      socket.destroy()
      known(true)
    })
    socket.once('error', () => known(false))
  })
  return isThere ? { call: (name, input) => ask(address, name, input) } : null
}

async function ask<K extends AskableName>(
  address: string,
  name: K,
  input: unknown,
): Promise<Result<Output<K>, Failure>> {
  const down: Result<Output<K>, Failure> = { ok: false, failure: { kind: 'engine-down' } }
  const socket = createConnection(address)
  socket.setTimeout(longestSilenceMs, () => socket.destroy(new Error('No answer')))
  socket.write(`${JSON.stringify({ name, input })}\n`)
  try {
    return parseAnswer(name, JSON.parse(await text(socket)))
  } catch {
    return down
  }
}

/** Another version may run there: its answer is parsed like any other word from outside. */
function parseAnswer<K extends AskableName>(name: K, value: unknown): Result<Output<K>, Failure> {
  const answerSchema = z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: engineCommands[name].output }),
    z.object({ ok: z.literal(false), failure: failureSchema }),
  ])
  return answerSchema.parse(value) as Result<Output<K>, Failure>
}
