// Rows 16 and 19: the Electron that is packed, its age and its fuses.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import type { Scene } from './scene.ts'

/**
 * Electron supports its latest three majors, and a new one comes every eight weeks (electron/docs/tutorial/
 * electron-timelines.md). 45.0.0 is of 2026-10-21, so 48 ends it.
 */
const supported = { major: 45, until: '2027-04-07' }

/** Row 16: the version that the release is made with. */
export async function currentElectron(): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> }
  const version = devDependencies['electron'] ?? ''
  assert.equal(
    Number.parseInt(version),
    supported.major,
    'package.json has another major than this test: look up until when that is supported',
  )
  const days = Math.floor((Date.parse(supported.until) - Date.now()) / 86_400_000)
  assert.ok(days > 0, `Electron ${supported.major} is out of support since ${supported.until}`)
  return `Electron ${version} is supported for ${days} more days`
}

type FuseName = keyof typeof FuseV1Options

const wanted: Readonly<Record<FuseName, boolean | null>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  // How WebAssembly finds memory that is not there: a matter of speed, left as Electron ships it.
  WasmTrapHandlers: null,
}

/** Row 19: read from the program as it ships. A fuse that is not in the table above needs a decision. */
export async function fuses({ packed }: Scene): Promise<string> {
  const isMac = process.platform === 'darwin'
  const program = isMac ? join(packed.folder, 'Shoebox.app') : packed.executable
  const { version, ...wire } = await getCurrentFuseWire(program)
  assert.equal(version, '1')
  const names = Object.keys(wanted) as FuseName[]
  const nameOf = new Map(names.map((name) => [String(FuseV1Options[name]), name]))
  const seen: string[] = []
  for (const [key, state] of Object.entries(wire)) {
    const name = nameOf.get(key)
    assert.ok(name, `fuse ${key} is new: decide on it here and in electron-builder.yml`)
    const isWanted = wanted[name]
    if (isWanted === null) continue
    // A fuse that this Electron no longer has is "removed", and as good as off.
    assert.equal(
      state === FuseState.ENABLE,
      isWanted,
      `${name} is ${FuseState[Number(state)] ?? String(state)}`,
    )
    seen.push(name)
  }
  assert.ok(seen.length >= 7, 'too few fuses were found')
  return `${seen.length} fuses as decided`
}
