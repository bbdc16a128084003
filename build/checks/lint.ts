// `npm run check:lint`: oxlint with oxlint.config.ts, then the one strict rule that oxlint's own list lacks. tsgolint, the
// type-aware half of oxlint, has it, so tsgolint is asked directly, over the same files and in the protocol that oxlint
// speaks with it. Words after `--` go to oxlint. test/build/lint.test.ts shows that every rule answers.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import * as z from 'zod'

const rule = 'no-unsafe-class-instance-assignment'
const modules = join(import.meta.dirname, '..', '..', 'node_modules')
const oxlint = join(modules, 'oxlint', 'bin', 'oxlint')
const tsgolint = join(modules, 'oxlint-tsgolint', 'bin', 'tsgolint.js')

/** What tsgolint says in one message: a finding, or (without a file) what keeps it from working. */
const messageSchema = z.union([
  z.object({
    range: z.object({ pos: z.number() }),
    message: z.object({ description: z.string() }),
    file_path: z.string(),
  }),
  z.object({ error: z.string() }),
])

async function run(script: string, args: readonly string[], input?: string): Promise<Buffer> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const isClosed = new Promise<number | null>((done) => child.once('close', done))
  child.stdin.end(input)
  const answer = await buffer(child.stdout)
  const code = await isClosed
  if (code !== 0)
    throw new Error(`${relative(modules, script)} ended with ${code}\n${answer.toString()}`)
  return answer
}

function runOxlint(args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [oxlint, ...args], { stdio: 'inherit' })
  return new Promise((done) => child.once('close', (code) => done(code === 0)))
}

/** Messages come one after another: four bytes of length, one of kind, then JSON. */
function* messagesIn(answer: Buffer): Generator<z.infer<typeof messageSchema>> {
  for (let at = 0; at < answer.length;) {
    const end = at + 5 + answer.readUInt32LE(at)
    yield messageSchema.parse(JSON.parse(answer.toString('utf8', at + 5, end)))
    at = end
  }
}

/** The rule's findings, each as `file:line:column: message`. */
async function classInstances(): Promise<string[]> {
  const listed = (await run(oxlint, ['--debug=files'])).toString('utf8')
  const files = listed.split('\n').filter((line) => line !== '')
  // No file at all is no clean tree but a changed way of listing.
  if (files.length === 0) throw new Error('oxlint lists no file to look at.')
  const config = { file_paths: files.map((file) => resolve(file)), rules: [{ name: rule }] }
  const answer = await run(
    tsgolint,
    ['headless'],
    JSON.stringify({ version: 2, configs: [config] }),
  )
  const findings: string[] = []
  for (const message of messagesIn(answer)) {
    if ('error' in message) throw new Error(message.error)
    const { file_path: file, range } = message
    // Positions count bytes of UTF-8.
    const before = (await readFile(file)).toString('utf8', 0, range.pos).split('\n')
    const place = `${relative('', file)}:${before.length}:${(before.at(-1) ?? '').length + 1}`
    findings.push(`${place}: ${message.message.description} [typescript(${rule})]`)
  }
  return findings
}

const isClean = await runOxlint(process.argv.slice(2))
const findings = await classInstances()
// oxlint's last line has no end.
console.log(['', ...findings].join('\n'))
process.exitCode = isClean && findings.length === 0 ? 0 : 1
