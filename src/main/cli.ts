#!/usr/bin/env node
// The `shoebox` command: the engine without a window. Reads the words of the command line, runs one
// command, and ends with its exit code; what each command does is cli/.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import {
  fileStates,
  limitChoices,
  photoSizes,
  uploadOrders,
  versionChoices,
  type FileState,
  type LimitChoice,
  type PhotoSize,
  type UploadOrder,
  type VersionChoice,
} from '../shared/model.ts'
import {
  albumChoiceText,
  albumKinds,
  deepest,
  parseAlbumChoice,
  type AlbumKind,
} from '../shared/albums.ts'
import { googleStoppedOn, isTooLate, parseAlready } from '../shared/already.ts'
import type { Failure } from '../shared/failure.ts'
import type { Result } from '../shared/result.ts'
import { pairsText, parsePairs } from '../shared/pairs.ts'
import { hasBegun, parseUndatedPolicy, undatedPolicyText } from '../shared/photo-dates.ts'
import { backup } from './cli/backup.ts'
import { captionChoices, type BackupWish, type CaptionChoice } from './cli/begin.ts'
import { check } from './cli/check.ts'
import { dryRun } from './cli/dry-run.ts'
import { showHistory, showStatus, showVerify } from './cli/show.ts'
import { say, tell } from './cli/output.ts'
import { signIn } from './cli/sign-in.ts'
import { sentenceFor, usage } from './cli/words.ts'
import { widenThreadPool } from './engine/thread-pool.ts'
import { trustOnlyTheSystem } from './engine/trusted-process.ts'

/** A command line that cannot be carried out; the message says what was expected. */
class UsageError extends Error {}

const optionsOf = {
  'sign-in': {
    client: { type: 'string' },
    account: { type: 'string' },
    'no-browser': { type: 'boolean' },
  },
  backup: {
    size: { type: 'string' },
    limits: { type: 'string' },
    order: { type: 'string' },
    first: { type: 'string' },
    'leave-out': { type: 'string', multiple: true },
    'no-leave-out': { type: 'string', multiple: true },
    once: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    list: { type: 'boolean' },
    confirm: { type: 'boolean' },
    'follow-links': { type: 'boolean' },
    'no-follow-links': { type: 'boolean' },
    'changed-versions': { type: 'string' },
    undated: { type: 'string' },
    captions: { type: 'string' },
    albums: { type: 'string' },
    'album-depth': { type: 'string' },
    already: { type: 'string' },
    pairs: { type: 'string' },
    json: { type: 'boolean' },
  },
  status: { json: { type: 'boolean' } },
  history: {
    json: { type: 'boolean' },
    state: { type: 'string' },
    album: { type: 'string' },
    limit: { type: 'string' },
  },
  verify: {},
  check: { csv: { type: 'string' }, json: { type: 'boolean' } },
} as const

type CommandName = keyof typeof optionsOf
type Values = Record<string, string | boolean | string[] | undefined>

async function run(words: string[]): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === 'help' || name === '--help') {
    say(...usage.trimEnd().split('\n'))
    return name === undefined ? 1 : 0
  }
  if (!(name in optionsOf))
    throw new UsageError(
      `There is no command "${name}". Expected one of: ${Object.keys(optionsOf).join(', ')}.`,
    )
  const command = name as CommandName
  const { values, positionals } = read(command, rest)
  const text = (key: string): string | null =>
    typeof values[key] === 'string' ? values[key] : null
  const list = (key: string): string[] => (Array.isArray(values[key]) ? values[key] : [])
  const isOn = (key: string): boolean => values[key] === true
  if (command !== 'backup' && command !== 'check' && positionals.length > 0)
    throw new UsageError(`"${positionals.join(' ')}" was not understood. Expected only options.`)
  switch (command) {
    case 'sign-in':
      return code(
        await signIn({
          clientFile: text('client'),
          account: text('account'),
          isBrowserWanted: !isOn('no-browser'),
        }),
        0,
      )
    case 'backup':
      if (positionals.length === 0)
        throw new UsageError('No folder was named. Expected: shoebox backup FOLDER...')
      return code(await runBackup(positionals, { text, list, isOn }))
    case 'status':
      return code(await showStatus(isOn('json')))
    case 'history':
      return code(
        await showHistory({
          isJson: isOn('json'),
          state: oneOf<FileState>('--state', text('state'), fileStates),
          album: oneOf<'in' | 'not'>('--album', text('album'), ['in', 'not']),
          limit: limitOf(text('limit')),
        }),
      )
    case 'verify':
      return code(await showVerify())
    case 'check':
      return code(
        await check({ folder: theOne(positionals), csvFile: text('csv'), isJson: isOn('json') }),
      )
  }
}

function theOne(folders: string[]): string {
  const [folder] = folders
  if (folder !== undefined && folders.length === 1) return folder
  throw new UsageError('Expected one folder: shoebox check FOLDER')
}

interface Given {
  text(key: string): string | null
  list(key: string): string[]
  isOn(key: string): boolean
}

/** Backs up, or tells what that would do. */
function runBackup(folders: string[], given: Given): Promise<Result<number, Failure>> {
  const { text, list, isOn } = given
  const wish: BackupWish = {
    folders,
    size: oneOf<PhotoSize>('--size', text('size'), photoSizes),
    limits: oneOf<LimitChoice>('--limits', text('limits'), limitChoices),
    order: oneOf<UploadOrder>('--order', text('order'), uploadOrders),
    first: text('first'),
    leaveOut: list('leave-out'),
    takeAgain: list('no-leave-out'),
    isOnce: isOn('once'),
    isConfirmed: isOn('confirm'),
    followLinks: eitherOf('follow-links', isOn),
    changedVersions: oneOf<VersionChoice>(
      '--changed-versions',
      text('changed-versions'),
      versionChoices,
    ),
    undated: undatedChoice(text('undated')),
    captions: oneOf<CaptionChoice>('--captions', text('captions'), captionChoices),
    already: alreadyChoice(text('already')),
    pairs: pairChoice(text('pairs')),
    albums: albumChoice(text('albums'), text('album-depth')),
    isJson: isOn('json'),
  }
  if (isOn('dry-run')) return dryRun(wish, isOn('list'))
  if (isOn('list')) throw new UsageError('--list goes with --dry-run only.')
  return backup(wish)
}

function read(command: CommandName, words: string[]): { values: Values; positionals: string[] } {
  try {
    const options: ParseArgsOptionsConfig = optionsOf[command]
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true })
    return { values: values as Values, positionals }
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown))
  }
}

/** What is wanted for photos without a date: a word, or a date for all of them. */
function undatedChoice(value: string | null): string | null {
  if (value === null) return null
  const policy = parseUndatedPolicy(value)
  const isBegun = policy?.kind !== 'date' || hasBegun(policy.date, Date.now())
  if (policy !== null && isBegun) return undatedPolicyText(policy)
  throw new UsageError(
    `--undated "${value}" was not understood. Expected leave, name, file, or a date that has begun, such as 1987, 1987-07 or 1987-07-14.`,
  )
}

/** What is in Google Photos already: a word, or the day since which only what is new goes. */
function alreadyChoice(value: string | null): string | null {
  if (value === null) return null
  const already = parseAlready(value)
  if (already !== null && !isTooLate(already, Date.now())) return already
  throw new UsageError(
    `--already "${value}" was not understood. Expected nothing, some, or a day no later than tomorrow, such as ${googleStoppedOn}.`,
  )
}

/** What is left out of files that are one picture together. */
function pairChoice(value: string | null): string | null {
  if (value === null) return null
  const policy = parsePairs(value)
  if (policy !== null) return pairsText(policy)
  throw new UsageError(
    `--pairs "${value}" was not understood. Expected both, jpeg, still, or jpeg,still.`,
  )
}

/** Which albums are wanted, and how deep their folders lie. */
function albumChoice(kind: string | null, depth: string | null): string | null {
  const chosen = oneOf<AlbumKind>('--albums', kind, albumKinds)
  if (depth === null) return chosen
  const parsed = parseAlbumChoice(`folders:${depth}`)
  if (chosen === 'folders' && parsed !== null) return albumChoiceText(parsed)
  throw new UsageError(
    `--album-depth is "${depth}". Expected a whole number from 1 to ${deepest}, together with --albums folders.`,
  )
}

function oneOf<T extends string>(
  option: string,
  value: string | null,
  choices: readonly T[],
): T | null {
  if (value === null) return null
  const chosen = choices.find((choice) => choice === value)
  if (chosen === undefined)
    throw new UsageError(`${option} is "${value}". Expected one of: ${choices.join(', ')}.`)
  return chosen
}

/** What an option or its opposite says; null: neither was given. */
function eitherOf(option: string, isOn: (option: string) => boolean): boolean | null {
  const [isYes, isNo] = [isOn(option), isOn(`no-${option}`)]
  if (isYes && isNo) throw new UsageError(`Expected either --${option} or --no-${option}.`)
  return isYes || isNo ? isYes : null
}

function limitOf(value: string | null): number {
  if (value === null) return 100
  const limit = Number(value)
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit is "${value}". Expected a whole number above zero.`)
  return limit
}

function code(result: Result<number | null, Failure>, whenDone = 0): number {
  if (result.ok) return result.value ?? whenDone
  tell(sentenceFor(result.failure))
  return 1
}

trustOnlyTheSystem()
widenThreadPool()
try {
  process.exitCode = await run(process.argv.slice(2))
} catch (thrown) {
  if (!(thrown instanceof UsageError)) throw thrown
  tell(...thrown.message.split('\n'))
  process.exitCode = 1
}
