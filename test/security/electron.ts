// Row 19: the fuses of the Electron that is packed. Its age is app-attacks.ts.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import type { Scene } from './scene.ts'

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
