// What is read of a made-up /sys/class: batteries, chargers, interfaces of every kind, and what is unknown.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { linuxSurroundings } from '../../../src/main/engine/conditions/linux-surroundings.ts'
import type { SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

type Files = Readonly<Record<string, string>>

function classFolder(files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-sys-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  write(folder, files)
  return folder
}

function write(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), `${content}\n`)
  }
}

function factsOf(files: Files, needsLine = true): SystemFacts {
  const options = { clock: manualClock(), needsLine, classFolder: classFolder(files) }
  return linuxSurroundings(options).facts()
}

const supply = (name: string, facts: Files): Files =>
  Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [`power_supply/${name}/${key}`, value]),
  )
const battery = (status: string, more: Files = {}): Files =>
  supply('BAT0', { type: 'Battery', status, ...more })
const charger = (online: string, type = 'Mains'): Files => supply('AC', { type, online })
const line = (name: string, operstate: string, more: Files = {}): Files =>
  Object.fromEntries(
    Object.entries({ operstate, type: '1', ...more }).map(([key, value]) => [
      `net/${name}/${key}`,
      value,
    ]),
  )
const hardware = { 'device/vendor': '0x8086' }
const loop = line('lo', 'unknown', { type: '772' })
const cable = line('enp1s0', 'up', hardware)
const wifi = line('wlan0', 'up', { ...hardware, 'phy80211/index': '0' })
const modem = line('cdc0', 'up', { ...hardware, uevent: 'DEVTYPE=wwan\nINTERFACE=cdc0' })
const tunnel = line('tun0', 'unknown', { type: '65534' })

test('where nothing is told, nothing is known', () => {
  expect(factsOf({})).toEqual({
    isOnline: null,
    network: null,
    isMetered: null,
    isOnBattery: null,
    isAsleep: false,
  })
})

test('a stand-in for Google on this computer needs no line', () => {
  expect(factsOf(loop, false).isOnline).toBeNull()
})

describe('power', () => {
  test.each<[string, Files, boolean | null]>([
    ['a drained battery', { ...battery('Discharging'), ...charger('0') }, true],
    ['a battery without a word of a charger', battery('Discharging'), true],
    ['a battery at a charger', { ...battery('Charging'), ...charger('1') }, false],
    ['a battery at a weak charger', { ...battery('Discharging'), ...charger('1', 'USB') }, false],
    ['a full battery', battery('Full'), false],
    ['a battery that is held below full', battery('Not charging'), false],
    ['a battery that tells nothing', battery('Unknown'), null],
    ['a plug without a battery', charger('1'), false],
    ['the battery of a mouse', battery('Discharging', { scope: 'Device' }), null],
  ])('%s', (_, files, isOnBattery) => {
    expect(factsOf(files).isOnBattery).toBe(isOnBattery)
  })
})

describe('network', () => {
  test.each<[string, Files, SystemFacts['network'], boolean | null]>([
    ['a cable', { ...loop, ...cable }, 'cable', true],
    ['Wi-Fi', { ...loop, ...wifi }, 'wifi', true],
    ['a modem', { ...loop, ...modem }, 'cellular', true],
    ['a modem by its name alone', line('wwan0', 'up', hardware), 'cellular', true],
    ['a cable beside Wi-Fi', { ...cable, ...wifi }, 'cable', true],
    ['a modem beside Wi-Fi', { ...modem, ...wifi }, null, true],
    ['a tunnel over Wi-Fi', { ...tunnel, ...wifi }, 'wifi', true],
    ['a tunnel alone', { ...loop, ...tunnel }, null, null],
    ['an unplugged cable', { ...loop, ...line('enp1s0', 'down', hardware) }, null, false],
    ['Wi-Fi that looks for a network', line('wlan0', 'dormant', hardware), null, false],
    ['the loop alone', loop, null, false],
    ['the virtual cable of a container', line('eth0', 'up'), null, true],
  ])('%s', (_, files, network, isOnline) => {
    expect(factsOf(files)).toMatchObject({ network, isOnline })
  })
})

test('changes are told, and only changes, as long as somebody listens', () => {
  const folder = classFolder({ ...battery('Charging'), ...cable })
  const clock = manualClock()
  const surroundings = linuxSurroundings({ clock, needsLine: true, classFolder: folder })
  expect(clock.pending()).toBe(0)
  const told: (boolean | null)[] = []
  const unsubscribe = surroundings.subscribe(({ isOnBattery }) => told.push(isOnBattery))
  clock.advance(60_000)
  expect(told).toEqual([])
  write(folder, battery('Discharging'))
  clock.advance(60_000)
  expect(told).toEqual([true])
  expect(surroundings.facts().isOnBattery).toBe(true)
  unsubscribe()
  expect(clock.pending()).toBe(0)
})
