// Inside a namespace: packed apps, each with a page of releases of its own under the name that the app may ask, for as long as
// it takes the first of them to look (a minute after the start). What they asked for, and what they kept, is told.
import { createHash, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { statementText } from '../../../src/main/shell/update-statement.ts'
import { startProgram, until } from './started.ts'

/** An app and the page that it is shown. */
export interface FeedCase {
  readonly name: string
  readonly program: string
  readonly port: number
  readonly version: string
  /** PKCS 8, PEM; null signs nothing. */
  readonly signer: string | null
  /** The package that is sent is another than the one that was signed. */
  readonly isAltered?: boolean
}

/** What the scene is told. */
export interface FeedSceneRequest {
  readonly cases: readonly FeedCase[]
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
}

/** What became of one case. */
export interface FeedOutcome {
  readonly pages: number
  readonly packages: number
  /** Names of the headers of every request. */
  readonly headers: readonly string[]
  /** Files of the data folder's top. */
  readonly kept: readonly string[]
  /** The program that ran lies where it is kept for going back. */
  readonly isOldKept: boolean
  readonly log: string
}

const lookMs = 120_000
/** A package is asked for as soon as its page was read. */
const afterMs = 8_000

const request = JSON.parse(process.argv[2] ?? '') as FeedSceneRequest
const outcomes: Record<string, FeedOutcome> = {}

async function show(one: FeedCase): Promise<void> {
  const folder = join(request.folder, one.name)
  const dataFolder = join(folder, 'data')
  await mkdir(folder)
  const file = `Shoebox-${one.version}-linux-${process.arch}.AppImage`
  const bytes = Buffer.from(`version ${one.version}`)
  const files = [
    { url: file, sha512: createHash('sha512').update(bytes).digest('base64'), size: bytes.length },
  ]
  const { version } = one
  const said = { version, system: 'linux', files }
  const signature =
    one.signer === null ? '' : sign(null, statementText(said), one.signer).toString('base64')
  const asked: string[] = []
  const headers = new Set<string>()
  const server = createServer((ask, answer) => {
    const path = new URL(ask.url ?? '', 'http://localhost').pathname
    asked.push(path)
    for (const name of Object.keys(ask.headers)) headers.add(name)
    if (path.endsWith('.yml')) answer.end(JSON.stringify({ ...said, signature }))
    else if (path === `/${file}`)
      answer.end(one.isAltered === true ? bytes.toString().toUpperCase() : bytes)
    else answer.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(one.port, '127.0.0.1', resolve))
  const appImage = join(folder, 'Shoebox-0.0.0.AppImage')
  await writeFile(appImage, 'the program that runs')
  const app = startProgram(one.program, [...request.args, '--hidden'], {
    ...request.env,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    SHOEBOX_DATA_DIR: dataFolder,
    APPIMAGE: appImage,
    APPDIR: join(one.program, '..'),
  })
  // One that does not look is waited for as long as those that do.
  await until(() => asked.length > 0 || isOver, lookMs)
  isOver = true
  await sleep(afterMs)
  const log = app.said().slice(-400)
  await app.end()
  server.close()
  const previous = join(dataFolder, 'cache', 'previous')
  outcomes[one.name] = {
    pages: asked.filter((path) => path.endsWith('.yml')).length,
    packages: asked.filter((path) => !path.endsWith('.yml')).length,
    headers: [...headers].sort(),
    kept: await readdir(dataFolder).catch(() => []),
    isOldKept: existsSync(previous),
    log,
  }
}

let isOver = false
await Promise.all(request.cases.map(show))
console.log(JSON.stringify(outcomes))
process.exit(0)
