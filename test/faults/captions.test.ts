// Photos with captions: the engine is killed after every effect on their way, answers are lost, and Google takes some captions
// and some not. Each photo is in the library once, with its caption where Google takes it, and the history says which went.
import { afterAll, beforeAll, expect } from 'vitest'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import type { Caption } from '../../src/shared/captions.ts'
import { withIptcCaption } from '../builders/captions.ts'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest } from './harness/fault-test.ts'
import { killedAfterEach } from './harness/killed-after.ts'
import { photo } from './harness/pictures.ts'
import { openWorld, sessionBytes, type Verdict, type World } from './harness/world.ts'

/** Google takes no longer ones here. */
const longest = 60

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator, { photoSize: 'original' })
  await emulator.control.changeSettings({ maxDescription: longest })
  await world.start()
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

/** What happens to a photo on its way, from the first look to the photo at Google. */
const effects = [
  'scan-applied',
  'fingerprint-stored',
  'plan-stored',
  'session-opened',
  'session-stored',
  'chunk-sent',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'failure-stored',
  'items-created',
  'results-stored',
] as const satisfies readonly SideEffect[]

/** What each photo says, by its name. */
const said = new Map<string, string>()
let seed = 700_000

async function add(caption: string | null, sizeBytes = 0): Promise<void> {
  seed += 1
  const name = `told-${seed}.jpg`
  const plain = await photo(seed, sizeBytes)
  const text = caption === null ? '' : `${caption} ${seed}`
  await world.add(name, text === '' ? plain : withIptcCaption(plain, Buffer.from(text)))
  said.set(name, text)
}
/** One that is sent at once, one in a session, one that Google will not take, one that says nothing. */
async function addSome(): Promise<void> {
  await add('At the lake', sessionBytes)
  await add('In the garden')
  await add(`Longer than Google takes: ${'word '.repeat(longest / 5)}`)
  await add(null)
}

/** What the history says of a photo's caption. */
async function captionOf(name: string): Promise<Caption | null> {
  const { rows } = await world.engine.call('listHistory', {
    ...{ filter: { search: name }, after: null, limit: 1 },
  })
  return rows[0]?.caption ?? null
}

async function judge(): Promise<Verdict> {
  const library = await world.library()
  const { broken } = await world.engine.call('verify', {})
  const verdict: Verdict = { lost: [], twice: [], broken: broken.map(({ invariant }) => invariant) }
  if (/At the lake|In the garden|Longer than Google takes/.test(world.engine.log.join('\n')))
    verdict.broken.push('the log holds what people wrote')
  for (const [name, text] of said) {
    const items = library.filter(({ filename }) => filename === name)
    if (items.length === 0) verdict.lost.push(name)
    if (items.length > 1) verdict.twice.push(name)
    const isTaken = text.length <= longest
    for (const { description } of items)
      if (description !== (isTaken ? text : '')) verdict.broken.push(`${name}: ${description}`)
    const caption = await captionOf(name)
    const shown = caption === null ? '' : `${caption.text}${caption.isRefused ? ' (refused)' : ''}`
    if (shown !== (text === '' || isTaken ? text : `${text} (refused)`))
      verdict.broken.push(`the history says of ${name}: ${shown}`)
  }
  return verdict
}

killedAfterEach('Photo with a caption', effects, { world: () => world, add: addSome, judge })

faultTest('Photos with captions: the answer to their creation is lost', async (tally) => {
  await emulator.control.addFault({
    on: 'batchCreate',
    action: { kind: 'loseAnswer' },
  })
  await addSome()
  await world.settle()
  tally.clean(await judge())
})

faultTest('Photos with captions: Google refuses one of them by itself', async (tally) => {
  await emulator.control.addFault({
    ...{ on: 'batchCreate', match: { itemIndex: 0 }, action: { kind: 'itemCode', code: 3 } },
  })
  seed += 1
  const [name, plain] = [`told-${seed}.jpg`, await photo(seed)]
  const text = `Nothing is wrong with this ${seed}`
  await world.add(name, withIptcCaption(plain, Buffer.from(text)))
  await world.settle()
  const [item] = (await world.library()).filter(({ filename }) => filename === name)
  // It may have been the caption: nobody can tell, and the photo is what counts.
  expect(item?.description).toBe('')
  expect(await captionOf(name)).toEqual({ text, source: 'iptc', isRefused: true })
  tally.clean(await judge())
})
