/**
 * The emulator's public door for tests: start one in this process, or control one in another.
 * Everything behind it is in the folders beside this file; README.md says how it behaves.
 */
export { createControlClient } from './control/control-client.ts'
export type { LibraryAlbum } from './control/album-view.ts'
export type { ClientPatch, Control, LibraryItem, SignIn } from './control/control.ts'
export type { ActiveFault, FaultAction, FaultRule } from './core/fault-rule.ts'
export type { LedgerRow } from './core/ledger.ts'
export type { Account, Client } from './core/model.ts'
export type { Operation } from './core/operations.ts'
export type { Counters } from './core/quota.ts'
export type { Settings, SettingsPatch } from './core/settings.ts'
export { startEmulator } from './emulator.ts'
export type { ClientJson, Emulator, EmulatorOptions } from './emulator.ts'
