// S9 and S10: packed apps and pages of releases that are not Shoebox's, are too old, or are right. One with a key of this run's
// built in must fetch what the key's holder signed and nothing else; the one that ships here has no key, and must not ask.
import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { distFolder, type UnpackedApp } from '../../build/packaging/unpacked-app.ts'
import { buildInKey, makeAttackedTwin } from './namespace/attacked-twin.ts'
import { inNamespace } from './namespace/enter.ts'
import type { FeedCase, FeedOutcome, FeedSceneRequest } from './namespace/feed-scene.ts'
import type { Outside } from './outside.ts'

/** The app may look up this name alone (shell/lockdown.ts). */
const host = 'github.com'
const names = ['keyless', 'right', 'strangers', 'unsigned', 'older', 'altered'] as const
type Outcomes = Readonly<Record<(typeof names)[number], FeedOutcome>>

const running = new WeakMap<Outside, Promise<Outcomes>>()

/** Begins the wait of a minute, which other rows need not sit out. */
export function beginFeeds(outside: Outside): Promise<Outcomes> {
  const begun = running.get(outside) ?? showFeeds(outside)
  running.set(outside, begun)
  // Whoever asks for it hears of a failure.
  begun.catch(() => undefined)
  return begun
}

async function showFeeds({ packed, electron, folder }: Outside): Promise<Outcomes> {
  const [own, stranger] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
  const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string
  const key = own.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const [good, bad] = [pem(own.privateKey), pem(stranger.privateKey)]
  const offers: Record<
    (typeof names)[number],
    Pick<FeedCase, 'version' | 'signer' | 'isAltered'>
  > = {
    keyless: { version: '99.0.0', signer: good },
    right: { version: '99.0.0', signer: good },
    strangers: { version: '99.0.0', signer: bad },
    unsigned: { version: '99.0.0', signer: null },
    older: { version: '0.0.1', signer: good },
    altered: { version: '99.0.0', signer: good, isAltered: true },
  }
  const cases: FeedCase[] = []
  for (const [at, name] of names.entries()) {
    const twin = await makeAttackedTwin(packed, twinOf(name))
    if (name !== 'keyless') await buildInKey(twin, key)
    const port = 8_081 + at
    await addAddress(twin, port)
    cases.push({ name, program: twin.executable, port, ...offers[name] })
  }
  const request: FeedSceneRequest = {
    cases,
    args: electron.args,
    env: electron.env,
    folder: await folder('feeds'),
  }
  try {
    return await inNamespace<Outcomes>({
      script: 'feed-scene.ts',
      argument: request,
      hosts: [host],
      timeoutMs: 240_000,
    })
  } finally {
    for (const name of names) await rm(twinOf(name), { recursive: true, force: true })
  }
}

const twinOf = (name: string): string => join(distFolder, `feed-${name}`)

/** An AppImage has both; a packed folder has neither. */
async function addAddress(twin: UnpackedApp, port: number): Promise<void> {
  const address = { provider: 'generic', url: `http://${host}:${port}`, updaterCacheDirName: 'a' }
  await writeFile(join(twin.resources, 'app-update.yml'), JSON.stringify(address))
  await writeFile(join(twin.folder, 'AppRun'), '')
}

/** S10. */
export async function falseFeeds(outside: Outside): Promise<string> {
  const seen = await beginFeeds(outside)
  assert.ok(
    seen.right.pages > 0 && seen.right.packages > 0,
    `not even the right page is followed: ${JSON.stringify(seen.right)}`,
  )
  assert.ok(seen.right.isOldKept, 'the program that runs is not kept')
  assert.equal(seen.keyless.pages + seen.keyless.packages, 0, 'a build without a key asks')
  for (const name of ['strangers', 'unsigned', 'older'] as const) {
    assert.ok(seen[name].pages > 0, `${name}: the page was never asked for`)
    assert.equal(seen[name].packages, 0, `${name}: the package was fetched`)
  }
  assert.ok(seen.altered.packages > 0, 'the altered package was never asked for')
  return `of pages signed by a stranger, by nobody, and of an older version nothing was fetched; without a key nothing was asked; the right one was fetched and the old program kept`
}

/** S9. */
export async function namelessLooks(outside: Outside): Promise<string> {
  const { right } = await beginFeeds(outside)
  assert.ok(right.pages > 0, 'nothing was asked')
  const odd = right.headers.filter((name) => /staging|cookie|(^|-)id$|device|client/.test(name))
  assert.deepEqual(odd, [])
  assert.deepEqual(
    right.kept.filter((name) => /updater/i.test(name)),
    [],
  )
  return `${right.pages + right.packages} requests with ${right.headers.join(', ')}; no .updaterId among ${right.kept.length} files`
}
