// Reads the words of `npm run test:mutants` and says plainly what is wrong with them.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { findRooms, type Room } from './rooms.ts'

/** What a run is asked to do. */
export interface Options {
  readonly rooms: readonly Room[]
  /** The files that are changed; none means every file of the rooms. */
  readonly only: readonly string[]
  readonly count: number
  readonly seed: number
  readonly atLeast: number | null
  /** How many changes are tried at a time; none leaves that to how busy the machine is. */
  readonly atOnce: number | null
  readonly isJson: boolean
  /** Folders of the engine that have no tests of their own. */
  readonly leftOut: readonly string[]
}

/** Words that cannot be followed; the message tells the user why. */
export class UsageError extends Error {}

const usage =
  'npm run test:mutants [-- ROOM|FILE… --count N --seed N --at-least PERCENT --at-once N --json]; without a room, all of the engine'

/** The options that the words ask for, in this project. */
export async function readOptions(project: string, words: readonly string[]): Promise<Options> {
  const { values, positionals } = parse(words)
  const { rooms, untested } = await findRooms(project)
  const wanted = positionals.map((name) => ({ name, ...find(project, rooms, untested, name) }))
  return {
    rooms:
      wanted.length === 0
        ? rooms.filter(({ isOfEngine }) => isOfEngine)
        : rooms.filter((room) => wanted.some((one) => one.room === room)),
    only: wanted.flatMap(({ file }) => file ?? []),
    count: numberIn('--count', values.count ?? '60', 1),
    seed: numberIn('--seed', values.seed ?? String(Math.floor(Math.random() * 1_000_000)), 0),
    atLeast:
      values['at-least'] === undefined ? null : numberIn('--at-least', values['at-least'], 0, 100),
    atOnce:
      values['at-once'] === undefined ? null : numberIn('--at-once', values['at-once'], 1, 64),
    isJson: values.json === true,
    leftOut: wanted.length === 0 ? untested : [],
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        'at-least': { type: 'string' },
        'at-once': { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

function find(
  project: string,
  rooms: readonly Room[],
  untested: readonly string[],
  name: string,
): { room: Room; file?: string } {
  const room = rooms.find((one) => one.name === name)
  if (room !== undefined) return { room }
  const file = relative(project, join(project, name)).replaceAll('\\', '/')
  const owner = rooms.find(({ source }) => file.startsWith(`${source}/`))
  if (owner !== undefined && /\.tsx?$/.test(file) && existsSync(join(project, file)))
    return { room: owner, file }
  const why = untested.includes(name) ? `${name} has no tests of its own` : `No room "${name}"`
  throw new UsageError(`${why}. The rooms are ${rooms.map((one) => one.name).join(', ')}.`)
}

function numberIn(option: string, text: string, least: number, most = 1_000_000_000): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  const bounds = most === 1_000_000_000 ? `from ${least} on` : `from ${least} to ${most}`
  throw new UsageError(`${option} takes a whole number ${bounds}, not "${text}".`)
}
