// S2: how many packets leave the packed app while it signs in, backs up, and its page tries to reach anybody.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { distFolder } from '../../build/packaging/unpacked-app.ts'
import { makeAttackedTwin, takeOverPages } from './namespace/attacked-twin.ts'
import { inNamespace } from './namespace/enter.ts'
import type { PageSceneOutcome, PageSceneRequest } from './namespace/page-scene.ts'
import { pageScript } from './namespace/page-script.ts'
import type { Outside } from './outside.ts'

/** What a page that is still the app's own does first, so that the count is one of a whole run. */
const wholeRun = `(async () => {
  const call = (name, input) => shoebox.call(name, input)
  const until = async (what, isSo) => {
    for (let n = 0; n < 600; n += 1) {
      if (await isSo()) return
      await new Promise((go) => setTimeout(go, 100))
    }
    throw new Error('never ' + what)
  }
  await until('an engine', async () => (await call('getStatus', {})).ok)
  await call('signIn', {})
  await until('signed in', async () => (await call('getStatus', {})).value?.signIn.kind === 'signed-in')
  const { email } = (await call('getStatus', {})).value.signIn
  if (!(await call('confirmAccount', { email })).ok) throw new Error('not theirs')
  let offer
  await until('offered', async () => (offer = (await call('offerFolders', {})).value?.offers.find(({ path }) => path.endsWith('Pictures'))))
  const added = await call('addOfferedFolder', { offerId: offer.offerId })
  const on = await call('changeSettings', { change: { isBackupOn: true } })
  if (!added.ok || !on.ok) throw new Error(JSON.stringify([added, on]))
  await until('backed up', async () => (await call('getStatus', {})).value?.activity === 'complete')
  return 'backed up'
})()`

/** S2. */
export async function packetsThatLeave({ packed, electron, folder }: Outside): Promise<string> {
  const twin = await makeAttackedTwin(packed, join(distFolder, 'attacked'))
  await takeOverPages(twin, [wholeRun, pageScript])
  const request: PageSceneRequest = {
    twin: twin.executable,
    electron: electron.command,
    args: electron.args,
    env: electron.env,
    folder: await folder('packets'),
  }
  const seen = await inNamespace<PageSceneOutcome>({
    script: 'page-scene.ts',
    argument: request,
    timeoutMs: 420_000,
  })
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((all, one) => all + one, 0)
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([to, count]) => `${count} ${to}`)
      .join(', ')
  assert.match(seen.attack, /^\d+$/, `the page's script did not end: ${seen.attack}`)
  assert.ok(sum(seen.plain.toOutside) > 0, 'the same script reaches nobody even without the app')
  assert.ok(
    seen.run.toStandIn > 0 && seen.library > 0,
    `the app did not even back up: ${JSON.stringify(seen)}`,
  )
  const tried = `${seen.attack} ways of a page after a whole backup (${seen.library} photos, ${seen.run.toStandIn} packets to the stand-in)`
  const left = [
    ...(sum(seen.run.toOutside) > 0 ? [`during the backup ${list(seen.run.toOutside)}`] : []),
    ...(sum(seen.app.toOutside) > 0 ? [`from the page ${list(seen.app.toOutside)}`] : []),
  ]
  const count = sum(seen.run.toOutside) + sum(seen.app.toOutside)
  assert.ok(count === 0, `${count} packets left: ${left.join('; ')}; tried ${tried}`)
  // A proxy that is none is asked, on this computer, and refuses.
  const others = Object.keys(seen.app.toThisComputer).filter((to) => to !== 'TCP 127.0.0.1:9')
  assert.deepEqual(others, [], `other ports of this computer were asked: ${others.join(', ')}`)
  return `0 packets left: ${tried}; the same script in a bare Electron sent ${sum(seen.plain.toOutside)}; refused on loopback: ${list(seen.app.toThisComputer) || 'none'}`
}
