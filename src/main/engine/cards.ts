// Cards and drives that are put in: asks about each, remembers what was said, and has a card that is wanted backed up as a
// source like any other. When one comes is sources/arrivals.ts, what it is volume-kind.ts, whether it is known volume-memory.ts;
// who answers is told by commands-cards.ts.
import { tellingOfQuestion } from '../../shared/card-told.ts'
import { cameraOf, type CardAnswer } from '../../shared/cards.ts'
import type { CardQuestion, RememberedCard } from '../../shared/card-schemas.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { countCard, nothingYet, type CardCount } from './card-counting.ts'
import { createCardSources, type CardSourcesOptions } from './card-sources.ts'
import { storeTrouble } from './ports/catalogue-trouble.ts'
import type { Walker } from './ports/files.ts'
import type { Logger, Surroundings } from './ports/outside.ts'
import type { MountedVolume, RememberedVolume, VolumeLooks, VolumeMarks } from './ports/volumes.ts'
import { onArrival, readShape, recognise, volumeKind, watchArrivals } from './sources/index.ts'

/** What asking about cards needs. */
export interface CardsOptions extends CardSourcesOptions {
  walker: Pick<Walker, 'walk'>
  looks: VolumeLooks
  logger: Logger
  surroundings: Pick<Surroundings, 'facts'>
  /** The engine stops. */
  signal: AbortSignal
  onChange(): void
}

/** The cards of one engine. */
export interface Cards {
  start(): void
  stop(): void
  /** What is asked now. */
  questions(): CardQuestion[]
  remembered(): RememberedCard[]
  /** `leaves`: the source that is to be taken out for it. */
  answer(cardId: string, answer: CardAnswer): Promise<Result<{ leaves: number | null }, Failure>>
  change(rowId: number, answer: CardAnswer): Promise<Result<{ leaves: number | null }, Failure>>
}

/** A volume that is in. */
interface Present {
  readonly cardId: string
  readonly path: string
  readonly abort: AbortController
  /** It was not in before this (ms since 1970). */
  readonly cameAt: number
  /** `over`: nothing is asked, or it was answered. */
  stage: 'looking' | 'asking' | 'over'
  kind: CardQuestion['kind']
  marks: VolumeMarks
  smallCopies: readonly string[]
  known: ReturnType<typeof recognise>
  count: CardCount
  /** As which it is backed up. */
  sourceId: number | null
}

/** One that was put in this moment may not answer yet. */
const tries = 5
const tryAgainMs = 5_000

const noMarks: VolumeMarks = { volumeId: null, label: '', sizeBytes: 0, cameraFolder: null }
const notFound = fail<Failure>({ kind: 'not-found' })

/** Makes them; nothing is looked at before `start`. */
export function createCards(options: CardsOptions): Cards {
  const { catalog, sources, clock, logger, onChange } = options
  const present = new Map<string, Present>()
  const cards = createCardSources(options)
  /** What is in by now may have been looked through since then. */
  const madeAt = clock.now()
  let ids = 0
  let watch: { stop(): void } | null = null
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other, so that no two cards get one source. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }

  const isOfRow = (one: Present, rowId: number): boolean =>
    one.known?.likeness === 'same' && one.known.volume.rowId === rowId
  const presentOf = (rowId: number): Present | undefined =>
    [...present.values()].find((one) => isOfRow(one, rowId))

  /** The volume that this one is or looks like, of those that are not in beside it: a copy of a card has its number, too. */
  const knownAs = ({ marks }: Present): Present['known'] =>
    recognise(
      marks,
      catalog.rememberedVolumes().filter(({ rowId }) => presentOf(rowId) === undefined),
    )

  const remember = (one: Present, answer: CardAnswer, sourceId: number | null): void => {
    const { kind, marks, known, cameAt } = one
    const volume = { kind, ...marks, answer, holds: true, sourceId, lastSeenAt: cameAt }
    // What nothing names is one row for all that look like it; what only looks like a known one may be another.
    const isRow = known !== null && (known.likeness === 'same' || marks.volumeId === null)
    const rowId = catalog.rememberVolume(volume, isRow ? known.volume.rowId : undefined)
    one.known = { volume: { ...volume, rowId }, likeness: 'same' }
    one.sourceId = sourceId
  }

  const backUp = (one: Present, answer: CardAnswer): Promise<Result<null, Failure>> => {
    one.stage = 'over'
    return inTurn(async () => {
      // Another that looks like the same one may have been answered for meanwhile.
      if (one.known?.likeness !== 'same') one.known = knownAs(one)
      const settled = await cards.settle(one, (sourceId) => remember(one, answer, sourceId))
      if (!settled.ok && !one.abort.signal.aborted) one.stage = 'asking'
      onChange()
      return settled
    })
  }

  const ask = async (one: Present): Promise<void> => {
    one.stage = 'asking'
    const sourceId = one.known?.volume.sourceId ?? null
    await countCard({ ...one, sourceId }, catalog, one.abort.signal, (count) => {
      one.count = count
      onChange()
    })
  }

  const meet = async (one: Present, attempt = 1): Promise<void> => {
    const { signal } = one.abort
    const isOut = (): boolean => signal.aborted
    const shape = await readShape(one.path, options.walker, signal)
    if (isOut()) return
    // Its mount point may be there before it is.
    const isBare = shape?.get('')?.length === 0
    if ((shape === null || isBare) && attempt < tries) {
      clock.after(tryAgainMs, () => void meeting(one, attempt + 1))
      return
    }
    if (shape === null) return
    const facts = await options.looks.describe(one.path)
    if (isOut()) return
    const kind = volumeKind(shape, facts)
    cards.lookAgainAt(one.path, facts.volumeId)
    one.stage = 'over'
    if (kind.is === 'nothing') return
    const { volumeId, label, sizeBytes } = facts
    const cameraFolder = kind.is === 'card' ? kind.cameraFolder : null
    one.kind = kind.is
    one.marks = { volumeId, label, sizeBytes, cameraFolder }
    one.smallCopies = kind.is === 'card' ? kind.smallCopies : []
    one.known = knownAs(one)
    const next = onArrival(one.known)
    if (one.known?.likeness === 'same') seen(one, one.known.volume)
    if (next === 'pass') return
    // By what it holds it is the one that is waited for: it was pulled in the middle.
    const isBack = next === 'start' || (await cards.isBack(one))
    if (isOut()) return
    if (isBack) await backUp(one, one.known?.volume.answer ?? 'once')
    else if (!(await cards.isCovered(one.path))) void ask(one).catch(onProblem)
  }
  const seen = (one: Present, volume: RememberedVolume): void => {
    const { rowId, ...rest } = volume
    one.sourceId = volume.sourceId
    catalog.rememberVolume({ ...rest, ...one.marks, lastSeenAt: one.cameAt }, rowId)
  }
  const onProblem = (problem: unknown): void => {
    if (options.signal.aborted) return
    // Whoever is stopped by a full disk is told by the catalogue; the card is asked about when it is put in again.
    if (storeTrouble(problem) === null) logger.error('Looking at a card ended with a bug', problem)
  }
  const meeting = (one: Present, attempt = 1): Promise<void> => meet(one, attempt).catch(onProblem)

  /** What was wanted for one time is over once it is out and nothing of it waits. */
  const endOnce = (): void => {
    for (const { rowId, ...volume } of catalog.rememberedVolumes()) {
      const { answer, holds, sourceId } = volume
      if (answer !== 'once' || !holds || sourceId === null) continue
      if (presentOf(rowId) !== undefined || cards.isWaiting(sourceId)) continue
      catalog.rememberVolume({ ...volume, holds: false }, rowId)
    }
  }

  const change = (
    came: readonly MountedVolume[],
    went: readonly string[],
    cameAt: number,
  ): void => {
    for (const key of went) {
      const one = present.get(key)
      if (one === undefined) continue
      one.abort.abort()
      present.delete(key)
      cards.lookAgainAt(one.path, one.marks.volumeId)
    }
    const met = came.map(({ key, path }) => {
      ids += 1
      const one: Present = {
        ...{ cardId: `${clock.now()}-${ids}`, path, abort: new AbortController(), cameAt },
        ...{ stage: 'looking', kind: 'card', marks: noMarks, smallCopies: [], known: null },
        ...{ sourceId: null, count: nothingYet },
      }
      present.set(key, one)
      return meeting(one)
    })
    void Promise.all(met).then(endOnce).catch(onProblem)
    onChange()
  }

  const named = ({ kind, label, cameraFolder }: VolumeMarks & Pick<Present, 'kind'>) => ({
    ...{ kind, label, camera: cameraOf(label, cameraFolder) },
  })

  return {
    start() {
      watch = watchArrivals({
        looks: options.looks,
        clock,
        isOnBattery: () => options.surroundings.facts().isOnBattery,
        onChange: (came, went, since) => {
          if (!options.signal.aborted) change(came, went, since ?? madeAt)
        },
        onProblem: (problem) => logger.error('What is put in cannot be told', problem),
      })
    },
    stop() {
      watch?.stop()
      for (const one of present.values()) one.abort.abort()
      present.clear()
    },
    questions: () =>
      [...present.values()]
        .filter(({ stage, count, path }) => {
          // Whoever added one of its folders meanwhile has answered.
          const isTold = stage === 'asking' && tellingOfQuestion(count) !== null
          return isTold && !cards.hasSourceAt(path)
        })
        .map(({ cardId, kind, marks, count, known }) => ({
          ...{ cardId, ...named({ kind, ...marks }), ...count },
          ...{ answered: known?.volume.answer ?? null, looksLike: known?.likeness === 'alike' },
        })),
    remembered: () =>
      catalog
        .rememberedVolumes()
        // One whose source another took over, as it was formatted, is no longer there.
        .filter(({ answer, sourceId }) => answer === 'never' || sourceId !== null)
        .map((volume) => ({
          ...{ rememberedId: String(volume.rowId), ...named(volume), answer: volume.answer },
          ...{ lastSeenAt: volume.lastSeenAt, isIn: presentOf(volume.rowId) !== undefined },
          sourceId: volume.sourceId === null ? null : String(volume.sourceId),
        })),
    async answer(cardId, answer) {
      const one = [...present.values()].find((other) => other.cardId === cardId)
      if (one?.stage !== 'asking') return notFound
      if (answer !== 'never') {
        const begun = await backUp(one, answer)
        return begun.ok ? ok({ leaves: null }) : begun
      }
      one.stage = 'over'
      const leaves = one.known?.likeness === 'same' ? one.known.volume.sourceId : null
      remember(one, answer, null)
      onChange()
      return ok({ leaves })
    },
    async change(rowId, answer) {
      const row = catalog.rememberedVolumes().find((one) => one.rowId === rowId)
      if (row === undefined) return notFound
      const one = presentOf(rowId)
      const sourceId = answer === 'never' ? null : row.sourceId
      const holds = answer !== 'once' || (one !== undefined && row.holds)
      catalog.rememberVolume({ ...row, answer, holds, sourceId }, rowId)
      const known = catalog.rememberedVolumes().find((volume) => volume.rowId === rowId)
      if (one !== undefined && known !== undefined) {
        one.known = { volume: known, likeness: 'same' }
        one.sourceId = sourceId
        one.stage = 'over'
        if (answer === 'always') await backUp(one, answer)
        else if (answer === 'once' && row.answer === 'never') void ask(one).catch(onProblem)
      }
      if (sourceId !== null) await sources.isThere(sourceId)
      onChange()
      return ok({ leaves: answer === 'never' ? row.sourceId : null })
    },
  }
}
