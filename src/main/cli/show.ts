// `shoebox status`, `history` and `verify`: look and print. They change nothing. While a backup runs with the same
// data folder, it is that one's engine which is asked.
import { cardLine } from '../../shared/card-words.ts'
import { cardName } from '../../shared/cards.ts'
import type { HistoryPlace } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { FileState } from '../../shared/model.ts'
import { ok, type Result } from '../../shared/result.ts'
import { aboutDuration, cardMedia } from '../../shared/shell-words.ts'
import { fixFor } from '../../shared/fixes.ts'
import { requestsLeft } from '../../shared/standing.ts'
import type { Status } from '../../shared/status.ts'
import { unreadableIn } from '../../shared/unreadable.ts'
import { bothOfPairs } from '../../shared/pairs.ts'
import { googleOrigin } from '../engine/google-origin.ts'
import type { Ports } from '../engine/ports/outside.ts'
import { dataFolder, headlessEngine } from './headless.ts'
import { leftOutFor } from './left-out.ts'
import { say, sayJson } from './output.ts'
import { runningEngine, type Askable } from './running-engine.ts'
import {
  dateWords,
  rowAlbumWords,
  linkWords,
  moment,
  newerVersionWords,
  otherFilesWords,
  pairsWords,
  partnerWords,
  sinceWords,
  waitingLine,
} from './words.ts'

/** Looks at the catalogue: through the engine that has it, or one of its own. */
export async function withEngine<T>(
  look: (engine: Askable) => Promise<Result<T, Failure>>,
  /** Of an engine of one's own. */
  options: { replace?: Partial<Ports>; isGlance?: boolean } = {},
): Promise<Result<T, Failure>> {
  const running = await runningEngine(dataFolder(process.env))
  if (running !== null) return look(running)
  const made = await headlessEngine('look', options)
  if (!made.ok) {
    // A backup that has begun since, and answers by now.
    const isTaken = made.failure.kind === 'catalogue-locked'
    const begun = isTaken ? await runningEngine(dataFolder(process.env)) : null
    return begun === null ? made : look(begun)
  }
  try {
    return await look(made.value)
  } finally {
    await made.value.stop()
  }
}

/**
 * Looks at what is only shown, and so without a look at all pages of the catalogue first; where that meets damage, it looks
 * once more, and the damage is mended before.
 */
async function glance<T>(
  look: (engine: Askable) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const seen = await withEngine(look, { isGlance: true })
  return !seen.ok && seen.failure.kind === 'catalogue-damaged' ? withEngine(look) : seen
}

/** Prints where the backup stands; with `isJson` the whole snapshot with the fix of each reason. */
export function showStatus(isJson: boolean): Promise<Result<number, Failure>> {
  return glance(async (engine) => {
    const answer = await engine.call('getStatus', {})
    if (!answer.ok) return answer
    const status = answer.value
    if (isJson) {
      const conditions = status.conditions.map((condition) => ({
        ...condition,
        fix: fixFor[condition.kind],
      }))
      sayJson({ ...status, conditions, leftOut: await leftOutFor(engine) })
      return ok(0)
    }
    const standIn = googleOrigin(process.env)
    const lines = [
      ...(standIn.ok && standIn.value !== null
        ? [`Not Google: a stand-in at ${standIn.value}`]
        : []),
      `Account: ${status.signIn.kind === 'signed-in' ? status.signIn.email : 'not signed in'}`,
      ...(status.signIn.kind === 'signed-out' && status.signIn.isStillKept === true
        ? ['The store of the sign-in does not let go of the old one yet; Shoebox keeps trying.']
        : []),
      ...(status.signIn.kind === 'signed-out' && status.signIn.isStillGood === true
        ? ['Google has not taken the permission back yet; Shoebox keeps trying.']
        : []),
      ...(status.cards ?? []).map(
        (card) => `${cardName(card)}: ${cardMedia(card)}, not decided yet`,
      ),
      ...status.sources.flatMap(({ name, card }) =>
        card === undefined ? [] : (cardLine(name, card) ?? []),
      ),
      ...status.sources.map(
        (source) =>
          `Folder: ${source.path} (${[`${source.done} of ${source.files}`, ...besideWords(source)].join(', ')})`,
      ),
      ...Object.entries(status.counts)
        .filter(([, tally]) => tally.files > 0)
        .map(([state, tally]) => `${state}: ${tally.files}`),
      ...status.conditions.map((condition) => waitingLine(condition, status.at)),
      ...finishLine(status),
      requestsLine(status),
    ]
    say(...lines)
    return ok(0)
  })
}

/** What a folder holds beside what is backed up of it. */
function besideWords(source: Status['sources'][number]): string[] {
  const unreadable = unreadableIn(source)
  const { otherFiles = 0, links = 0 } = source
  const since = sinceWords(source.already ?? 'some')
  const without = pairsWords(source.pairs ?? bothOfPairs)
  return [
    ...(since === null ? [] : [since]),
    ...(without === null ? [] : [without]),
    ...(unreadable > 0 ? [`${unreadable} cannot be read`] : []),
    ...(otherFiles > 0 ? [otherFilesWords(otherFiles)] : []),
    ...(links > 0 ? [linkWords(links)] : []),
  ]
}

function finishLine({ progress, at }: Status): string[] {
  if (progress.finishAt === null) return []
  return [`Done in ${aboutDuration(progress.finishAt - at)} (${moment(progress.finishAt)})`]
}

function requestsLine(status: Status): string {
  const { requests } = status
  const { left, isShared } = requestsLeft(status)
  const others = isShared ? '; something else uses this client, too' : ''
  return `Requests today: ${requests.usedToday} of ${requests.limit}, ${left} left until ${moment(requests.resetsAt)}${others}`
}

/** Prints the newest files of the history; with `isJson` one JSON object a line. */
export function showHistory(options: {
  isJson: boolean
  state: FileState | null
  /** Photos in an album, or in the library and not in that of their folder. */
  album: 'in' | 'not' | null
  limit: number
}): Promise<Result<number, Failure>> {
  return glance(async (engine) => {
    const { state, album } = options
    const filter = { ...(state === null ? {} : { states: [state] }), album }
    let left = options.limit
    let after: HistoryPlace | null = null
    while (left > 0) {
      const page: Awaited<ReturnType<typeof engine.call<'listHistory'>>> = await engine.call(
        'listHistory',
        { filter, after, limit: Math.min(left, 500) },
      )
      if (!page.ok) return page
      for (const row of page.value.rows) {
        const reason = row.skip?.kind ?? row.failure?.kind ?? null
        const version = row.olderVersion === null ? null : newerVersionWords
        const beside = [reason, version, dateWords(row), rowAlbumWords(row), partnerWords(row)]
          .filter((part) => part !== null)
          .join(', ')
        if (options.isJson) sayJson(row)
        else
          say(
            `${new Date(row.changedAt).toISOString()}  ${row.state.padEnd(13)} ${JSON.stringify(row.name)}  ${beside}`,
          )
      }
      left -= page.value.rows.length
      after = page.value.next
      if (after === null) break
    }
    return ok(0)
  })
}

/** Checks every promise of the catalogue; the value is 1 when one is broken. */
export function showVerify(): Promise<Result<number, Failure>> {
  return withEngine(async (engine) => {
    const answer = await engine.call('verify', {})
    if (!answer.ok) return answer
    const { broken, files } = answer.value
    if (broken.length === 0) say(`Sound: ${files} files, every promise kept.`)
    for (const { invariant, count, examples } of broken)
      say(`Broken: ${invariant}, ${count} times, such as ${examples.join(', ')}`)
    return ok(broken.length === 0 ? 0 : 1)
  })
}
