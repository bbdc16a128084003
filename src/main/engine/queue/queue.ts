// The queue: three stages side by side and one batchCreate at a time, started whenever something may have
// become possible. It knows ports, not libraries. Whether it may run is conditions/, what happens to one
// item is steps.ts, what follows a failure is remedy.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { ActiveFile } from '../../../shared/status.ts'
import { storeTrouble } from '../ports/catalogue-trouble.ts'
import type { WorkItem } from '../ports/catalogue.ts'
import type { RestingQueue } from '../ports/resting.ts'
import { createCreateStage } from './create-stage.ts'
import { createDiscard, planOf } from './discard.ts'
import { createDueTimer } from './due-timer.ts'
import { createFailures, unexpected, type Failures } from './failures.ts'
import { createHolds } from './holds.ts'
import { createParallelism } from './parallelism.ts'
import { createProbe } from './probe.ts'
import type { QueueOptions } from './queue-options.ts'
import { createRecorder } from './recorder.ts'
import { createStage, type Stage } from './stage.ts'
import { activeFile, createSteps, type Steps } from './steps.ts'
import { createTroubleBook, type Doing } from './trouble.ts'
import { createUndatedLast } from './undated-last.ts'

/** The running queue. */
export interface Queue extends RestingQueue {
  start(): void
  /** What is being prepared is given up, to be prepared anew; resolves when every outcome so far is stored. */
  restartPreparing(): Promise<void>
  /** Uploads that are not to go as they were planned: those that are being sent are let go of. Resolves when they are. */
  letGoOf(uploadIds: ReadonlySet<number>): Promise<void>
  /** A source went away: what is in hand of it is let go of, so that it keeps no room from the others. */
  letGo(sourceId: number): void
  /** A failure that belongs to no photo: everything rests for as long as it asks. */
  restAfter(failure: Failure): void
  active(): ActiveFile[]
  /** Nothing runs, nothing is due now. */
  isIdle(): boolean
  /** Interrupts everything and resolves when nothing runs and all outcomes are stored. */
  stop(): Promise<void>
}

/** Preparation stays this many photos ahead of the line: enough to keep it full, little to redo. */
const preparedAhead = 500
/** Each of the two threads that read files has some in hand and as many to go on with. */
const fingerprintWidth = 16
const prepareWidth = 32

/** Makes the queue; it rests until `start`. */
export function createQueue(options: QueueOptions): Queue {
  const { store, clock, checkpoint, onChange } = options
  let isStarted = false
  let isStopping = false
  let isPumpScheduled = false
  const parallelism = createParallelism()
  const trouble = createTroubleBook()
  const stopped = new AbortController()

  const wake = (): void => {
    if (!isStarted || isPumpScheduled) return
    isPumpScheduled = true
    setImmediate(pumpAll)
  }
  const lookAgain = (): void => {
    due.lookAgain()
    for (const stage of stages) stage.refresh()
    creating.lookAgain()
  }
  const wakeAll = (): void => {
    lookAgain()
    wake()
  }
  const due = createDueTimer({ store, clock, onDue: wakeAll, onMissed: lookAgain })
  const holds = createHolds(clock, options.random, () => {
    options.onHoldsChange()
    wakeAll()
  })
  const restAfter = (failure: Failure): void => {
    failures.ofNobody(failure)
    if (failure.kind === 'catalogue-damaged') options.onDamaged()
  }
  const recorder = createRecorder({
    store,
    clock,
    onTrouble: restAfter,
    onStored: () => {
      holds.happened('stored')
      due.lookAgain()
      for (const stage of stages) stage.lookAgain()
      creating.stored()
      onChange()
    },
  })
  const discardUnused = createDiscard(options)
  const failures = createFailures({
    store,
    clock,
    random: options.random,
    recorder,
    holds,
    trouble,
    logger: options.logger,
    checkpoint,
    onFileChanged: options.onFileChanged,
    isSourceThere: options.isSourceThere,
    isFileThere: (item) => options.isFileThere(item, stopped.signal),
    onSignedOut: options.onSignedOut,
    onAskedForLess: () => parallelism.backOff(),
    onBudgetSpent: () => creating.oneFirst(),
    probe: createProbe(options.photos, stopped.signal),
  })
  const onFailure: Failures['ofItems'] = async (items, failure, isAnswered) => {
    await failures.ofItems(items, failure, isAnswered)
    await discardUnused(items.map(planOf))
  }
  const lineWorks = (what: Doing): void => {
    holds.happened('request')
    if (trouble.worked(what)) holds.happened('calm')
  }
  const steps = createSteps({
    ...options,
    recorder,
    onFailure,
    onBytes: (bytes) => {
      parallelism.sent(bytes, clock.monotonic())
      options.onBytes(bytes)
    },
    onCopySpare: (plan) => discardUnused([plan]),
    onRead: () => {
      if (trouble.worked('reading')) holds.happened('calm')
    },
    onSent: (item) => {
      failures.heldStill(item)
      creating.arrived(item)
      lineWorks('sending')
    },
  })

  // Foreseen, wherever it came up: what was in hand keeps its state until something can be stored again.
  const unlessStore = <T>(thrown: unknown, ofBug: () => T): T | undefined => {
    const trouble = storeTrouble(thrown)
    if (trouble === null) return ofBug()
    restAfter(trouble)
    return undefined
  }
  const onBug = async (items: readonly WorkItem[], bug: unknown): Promise<void> => {
    await unlessStore(bug, () => failures.ofBug(items, bug))
  }
  /** A look at the store that fails must not end everything else that runs here. */
  const safely = (look: () => void): void => {
    try {
      look()
    } catch (thrown) {
      unlessStore(thrown, () => failures.ofNobody(unexpected(thrown)))
    }
  }
  const makeStage = (
    state: 'found' | 'fingerprinted' | 'ready',
    width: () => number,
    isOpen: () => boolean,
    run: Steps['send'],
  ): Stage =>
    createStage({
      width,
      isOpen,
      take: (limit, busy) => store.next(state, limit, clock.now(), busy),
      keyOf: (item) => (state === 'found' ? item.fileId : (item.uploadId ?? item.fileId)),
      run,
      onBug: (item, bug) => onBug([item], bug),
      onProgress: wake,
    })
  const mayRead = (): boolean => options.permission().mayRead
  const maySend = (): boolean => options.permission().maySend

  const fingerprinting = makeStage('found', () => fingerprintWidth, mayRead, steps.fingerprint)
  const preparing = makeStage(
    'fingerprinted',
    () => prepareWidth,
    () => mayRead() && store.readyCount() < preparedAhead,
    steps.prepare,
  )
  const sending: Stage = makeStage(
    'ready',
    parallelism.width,
    () => maySend() && creating.letsSend(sending.running()),
    steps.send,
  )
  const stages = [fingerprinting, preparing, sending]
  const isUpstreamDrained = (): boolean => stages.every((stage) => stage.isDrained())
  const creating = createCreateStage({
    ...options,
    clock: { ...clock, after: (delayMs, look) => clock.after(delayMs, () => safely(look)) },
    recorder,
    isOpen: () => !isStopping && maySend(),
    albums: options.albumsOver(recorder),
    onNobodys: restAfter,
    isUpstreamDrained,
    onDone: async (items) => {
      lineWorks('creating')
      holds.happened('created')
      await discardUnused(items.map(planOf))
    },
    onFailure,
    onBug,
    onProgress: wake,
  })

  const takeUpUndated = createUndatedLast({
    ...options,
    fingerprinting,
    preparing,
    onTakenUp: wakeAll,
  })
  const pumpAll = (): void => {
    isPumpScheduled = false
    if (isStopping) return
    safely(() => {
      due.plan()
      for (const stage of stages) stage.pump()
      creating.pump()
      takeUpUndated()
    })
    onChange()
  }

  return {
    start() {
      if (isStarted) return
      store.resumeCreating()
      isStarted = true
      // What kept tokens from becoming photos before this start may still be there.
      safely(() => {
        if (creating.isHolding()) creating.oneFirst()
      })
      wake()
    },
    wake: wakeAll,
    rest(permission) {
      if (permission.mayFinish) return
      sending.interrupt()
      if (!permission.mayRead) {
        fingerprinting.interrupt()
        preparing.interrupt()
      }
    },
    restartPreparing() {
      preparing.interrupt()
      return recorder.settled()
    },
    async letGoOf(uploadIds) {
      const isMeant = ({ uploadId }: WorkItem): boolean => uploadIds.has(uploadId ?? -1)
      sending.interrupt(isMeant)
      await sending.outOfHand(isMeant)
    },
    letGo(sourceId) {
      for (const stage of stages) stage.interrupt((item) => item.sourceId === sourceId)
      wake()
    },
    holds: () => holds.current(),
    restAfter,
    tryNow(what) {
      if (what === 'person') creating.hurry()
      holds.happened(what)
    },
    accountChanged() {
      holds.accountChanged(store.currentAccount())
    },
    endOverdueHolds: holds.endOverdue,
    active: () => [
      ...steps.active(),
      ...creating.inHand().map((item) => {
        const { sizeBytes } = item.stamp
        return activeFile(item, 'creating', sizeBytes, sizeBytes)
      }),
    ],
    isIdle: () => !isPumpScheduled && creating.isDrained() && isUpstreamDrained(),
    async stop() {
      isStopping = true
      stopped.abort()
      due.stop()
      for (const stage of stages) stage.interrupt()
      creating.interrupt()
      recorder.waitNoMore()
      await Promise.all([...stages.map((stage) => stage.settled()), creating.settled()])
      holds.stop()
      recorder.stop()
    },
  }
}
