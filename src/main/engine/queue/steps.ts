// What is done with one item at each step: fingerprint, prepare, send. Each asks a port, stores the
// outcome and hands failures on. When a step runs is queue.ts; what failures mean is remedy.ts.
import type { Failure } from '../../../shared/failure.ts'
import { copyPlan, renditionOf, type CopyPlan } from '../../../shared/copy-plan.ts'
import type { PhotoSize, Settings } from '../../../shared/model.ts'
import { laterChoice } from '../../../shared/photo-dates.ts'
import type { ActiveFile } from '../../../shared/status.ts'
import type { WordsBeside } from '../ports/captions.ts'
import type { Change, WorkItem, WorkStore } from '../ports/catalogue.ts'
import { writtenPath } from '../ports/disk-names.ts'
import type { Fingerprinter } from '../ports/files.ts'
import type { FoundPair } from '../ports/pairs.ts'
import type { Photos } from '../ports/photos.ts'
import type { DateOf, Preparer, Undated } from '../ports/prepare.ts'
import { changeFor } from './failures.ts'
import { advance, type LifecycleEvent } from './lifecycle.ts'
import { createLeftOut, type LeftOutOptions } from './left-out.ts'

/** What the steps need. */
export interface StepsOptions extends LeftOutOptions {
  store: LeftOutOptions['store'] & Pick<WorkStore, 'twinOf' | 'leavesPairsOut'>
  fingerprinter: Fingerprinter
  preparer: Preparer
  photos: Photos
  settings(): Settings
  onFailure(items: readonly WorkItem[], failure: Failure): Promise<void>
  /** Bytes that left this computer, for the rate. */
  onBytes(bytes: number): void
  /** What tells the date of a photo without one, as its folder wants; null: nothing may. */
  dateOf(item: WorkItem, signal: AbortSignal): Promise<DateOf | null>
  /** What speaks of a photo beside it. */
  wordsBeside(item: WorkItem, signal: AbortSignal): Promise<WordsBeside>
  /** Whether files with like names in its folder are one picture with a file, as far as nobody found out. */
  partnersOf(item: WorkItem, signal: AbortSignal): Promise<FoundPair[]>
  /** A file was read and what came of it is stored. */
  onRead(): void
  /** Google has the bytes of an upload. */
  onSent(item: WorkItem): void
}

/** Does one step with an item and stores its outcome; `makeRoom` is called when only storing is left. */
type Step = (item: WorkItem, signal: AbortSignal, makeRoom: () => void) => Promise<void>

/** The steps, and the files that are on their way through them. */
export interface Steps {
  fingerprint: Step
  prepare: Step
  send: Step
  active(): ActiveFile[]
}

/** Makes the steps. */
export function createSteps(options: StepsOptions): Steps {
  const { clock, recorder, checkpoint } = options
  const { mayBeOut, isOut } = createLeftOut(options)
  const active = new Map<number, ActiveFile>()
  /** Reduced copies that are being sent, by their bytes: photos that give the same one are one photo. */
  const copies = new Set<string>()

  const during = async (
    item: WorkItem,
    phase: ActiveFile['phase'],
    sizeBytes: number,
    work: (file: ActiveFile) => Promise<void>,
  ): Promise<void> => {
    const file = activeFile(item, phase, sizeBytes)
    active.set(item.fileId, file)
    try {
      await work(file)
    } finally {
      active.delete(item.fileId)
    }
  }

  /** Whether another upload makes the photo of this one's copy: what follows of that is stored. No other begins meanwhile. */
  const isLeftToTwin = async (
    item: WorkItem,
    uploadId: number,
    plan: CopyPlan,
  ): Promise<boolean> => {
    if (plan.sha256 === undefined) return false
    const twin = options.store.twinOf(uploadId, plan.sha256)
    if (twin?.is === 'done') {
      const { mediaItemId, productUrl } = twin
      const event = { kind: 'madeByTwin', mediaItemId, productUrl } as const
      await recorder.record([changeFor(item, event, clock.now())])
      checkpoint('results-stored')
      await options.onCopySpare(plan)
      return true
    }
    if (twin === null && !copies.has(plan.sha256)) {
      copies.add(plan.sha256)
      return false
    }
    await options.onFailure([item], { kind: 'copy-on-its-way' })
    return true
  }
  /** What becomes of a photo that turns out to carry no date: the first time it goes back behind the others. */
  const undatedOf = async (item: WorkItem, signal: AbortSignal): Promise<Undated> => {
    const isLast = isKnownUndated(item)
    if (item.undated === 'leave') return isLast ? 'left' : 'leave'
    return isLast ? ((await options.dateOf(item, signal)) ?? 'leave') : 'later'
  }
  /**
   * Looks for files that are one picture with this one: what is to be stored of it with what comes next. null: nothing more is to
   * be done with the item now, as it is left out for one of them, or was stopped.
   */
  const lookForPartners = async (item: WorkItem, signal: AbortSignal): Promise<Change[] | null> => {
    const found = await options.partnersOf(item, signal)
    if (signal.aborted) return null
    const changes = found.map((pair): Change => ({ of: 'pair', ...pair }))
    if (found.length === 0 || !options.store.leavesPairsOut(item.sourceId)) return changes
    await recorder.record(changes)
    checkpoint('plan-stored')
    return (await isOut(item, signal)) ? null : []
  }
  /** A copy that is gone, or not what was made, is made anew. */
  const makeAnew = async (item: WorkItem, rendition: string): Promise<void> => {
    await options.preparer.discard(rendition)
    checkpoint('rendition-removed')
    await recorder.record([changeFor(item, { kind: 'planLost' }, clock.now())])
    checkpoint('failure-stored')
  }

  return {
    fingerprint: (item, signal, makeRoom) =>
      during(item, 'fingerprinting', item.stamp.sizeBytes, async () => {
        if (await isOut(item, signal)) return
        const pairs = await lookForPartners(item, signal)
        if (pairs === null) return
        const found = await options.fingerprinter.fingerprint(item.path, item.stamp, signal)
        if (signal.aborted) return
        if (!found.ok) {
          await options.onFailure([item], found.failure)
          return
        }
        const { sha256, stamp } = found.value
        makeRoom()
        await recorder.record([...pairs, { of: 'fingerprint', fileId: item.fileId, sha256, stamp }])
        checkpoint('fingerprint-stored')
        options.onRead()
      }),

    prepare: (item, signal, makeRoom) =>
      during(item, 'preparing', item.stamp.sizeBytes, async () => {
        const uploadId = item.uploadId ?? missing(item, 'upload')
        if (await isOut(item, signal)) return
        // One that went back behind the others was asked for its partners before.
        const pairs = isKnownUndated(item) ? [] : await lookForPartners(item, signal)
        if (pairs === null) return
        if (item.undated === laterChoice && isKnownUndated(item)) {
          makeRoom()
          await options.onFailure([item], { kind: 'undecided' })
          return
        }
        const settings = options.settings()
        const photoSize: PhotoSize = item.photoSize ?? settings.photoSize
        const decision = await options.preparer.prepare(
          {
            path: item.path,
            name: item.name,
            sizeBytes: item.stamp.sizeBytes,
            sha256: item.sha256 ?? missing(item, 'fingerprint'),
            photoSize,
            undated: await undatedOf(item, signal),
            beside: await options.wordsBeside(item, signal),
            settings,
          },
          signal,
        )
        if (signal.aborted) return
        if (!decision.ok) {
          // It goes back behind the others, which is no trouble for anybody.
          if (decision.failure.kind === 'undated') makeRoom()
          await options.onFailure([item], decision.failure)
          return
        }
        const { value } = decision
        const event: LifecycleEvent =
          value.kind === 'send'
            ? { kind: 'planned', plan: value.plan }
            : { kind: 'leftOut', reason: value.reason }
        const next = advance(item.lifecycle, event, clock.now())
        makeRoom()
        const said = value.kind === 'send' ? value.words : undefined
        await recorder.record([
          ...pairs,
          { of: 'upload', uploadId, next, facts: value.facts },
          ...(said === undefined ? [] : [{ of: 'words', uploadId, words: said } as const]),
        ])
        checkpoint('plan-stored')
        options.onRead()
        if (value.kind === 'send') await options.onCopySpare(value.plan)
      }),

    async send(item, signal, makeRoom) {
      const { lifecycle } = item
      const plan = 'plan' in lifecycle ? lifecycle.plan : null
      if (plan === null) missing(item, 'plan')
      const uploadId = item.uploadId ?? missing(item, 'upload')
      // Nothing is waited for where it goes, so that it is shown as soon as it is on its way.
      if (mayBeOut(item) && (await isOut(item, signal))) return
      const copy = copyPlan(plan)
      if (copy !== null && (await isLeftToTwin(item, uploadId, copy))) return
      const copySha256 = copy?.sha256 ?? null
      const rendition = renditionOf(plan)
      const work = during(item, 'sending', plan.sizeBytes, async (file) => {
        const sent = await options.photos.sendBytes({
          path:
            rendition === null ? item.path : writtenPath(options.preparer.renditionPath(rendition)),
          sizeBytes: plan.sizeBytes,
          mimeType: plan.mimeType,
          mtimeUs: rendition === null ? item.stamp.mtimeUs : null,
          ctimeUs: rendition === null ? item.stamp.ctimeUs : null,
          sha256: copy === null ? item.sha256 : copySha256,
          ...(copy?.splices === undefined ? {} : { splices: copy.splices }),
          session: item.session,
          onSession: async (session) => {
            await recorder.record([{ of: 'session', uploadId, session }])
            checkpoint('session-stored')
            // A poor line that gets on with a large file, however slowly, is no reason to give the file up.
            if (session !== null && session.offset > (item.session?.offset ?? 0))
              item.lifecycle = advance(item.lifecycle, { kind: 'gotFurther' }, clock.now())
          },
          onProgress: (sentBytes) => {
            options.onBytes(Math.max(0, sentBytes - file.sentBytes))
            file.sentBytes = sentBytes
          },
          signal,
        })
        if (signal.aborted && !sent.ok) return
        if (!sent.ok) {
          const isLost = sent.failure.kind === 'file-gone' || sent.failure.kind === 'file-changed'
          if (rendition !== null && isLost) await makeAnew(item, rendition)
          else await options.onFailure([item], sent.failure)
          return
        }
        checkpoint('bytes-sent')
        makeRoom()
        const event = { kind: 'bytesSent', token: sent.value.token } as const
        await recorder.record([changeFor(item, event, clock.now())])
        checkpoint('token-stored')
        options.onSent(item)
      })
      await work.finally(() => copies.delete(copySha256 ?? ''))
    },

    active: () => [...active.values()].map((file) => ({ ...file })),
  }
}

/** An item as the window shows what is being done with it. */
export function activeFile(
  { fileId, name }: WorkItem,
  phase: ActiveFile['phase'],
  sizeBytes: number,
  sentBytes = 0,
): ActiveFile {
  return { fileId: String(fileId), name, phase, sentBytes, sizeBytes }
}

/** Whether it was found to carry no date, so that it went back behind the others. */
function isKnownUndated({ lifecycle }: WorkItem): boolean {
  if (lifecycle.state !== 'waiting') return false
  return lifecycle.failure.kind === 'undated' || lifecycle.failure.kind === 'undecided'
}

function missing(item: WorkItem, what: string): never {
  throw new Error(`File ${item.fileId} came to a step without its ${what}`)
}
