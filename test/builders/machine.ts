// What the kernel of a made-up machine tells of power and network, in place of /sys/class: tests pull the plug here and
// join other networks. What its desktop answers is desktop.ts.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How a machine is online. */
export type Line = 'cable' | 'wifi' | 'cellular'

/** The machine around one app. */
export interface Machine {
  readonly env: Readonly<Record<string, string>>
  plugIn(): Promise<void>
  pullThePlug(): Promise<void>
  /** Is online by this line from now on, and by no other. */
  join(line: Line): Promise<void>
}

// A modem is known by its name, Wi-Fi by the folder of its radio.
const interfaces: Record<Line, { name: string; folder: string }> = {
  cable: { name: 'eth0', folder: 'device' },
  wifi: { name: 'wlan0', folder: 'phy80211' },
  cellular: { name: 'wwan0', folder: 'device' },
}

/** Makes a plugged-in machine on a cable below a folder that exists. */
export async function makeMachine(folder: string): Promise<Machine> {
  const classFolder = join(folder, 'class')
  const supplies = join(classFolder, 'power_supply')
  const lines = join(classFolder, 'net')
  const tell = async (folder: string, facts: Record<string, string>): Promise<void> => {
    await mkdir(folder, { recursive: true })
    for (const [name, fact] of Object.entries(facts))
      await writeFile(join(folder, name), `${fact}\n`)
  }
  const setPower = async (isPluggedIn: boolean): Promise<void> => {
    await tell(join(supplies, 'AC'), { type: 'Mains', online: isPluggedIn ? '1' : '0' })
    const status = isPluggedIn ? 'Charging' : 'Discharging'
    await tell(join(supplies, 'BAT0'), { type: 'Battery', status })
  }
  const setLine = async (line: Line): Promise<void> => {
    for (const [kind, { name, folder }] of Object.entries(interfaces)) {
      for (const part of ['device', folder])
        await mkdir(join(lines, name, part), { recursive: true })
      await tell(join(lines, name), { type: '1', operstate: kind === line ? 'up' : 'down' })
    }
  }
  await setPower(true)
  await setLine('cable')
  return {
    env: { SHOEBOX_CLASS_DIR: classFolder },
    plugIn: () => setPower(true),
    pullThePlug: () => setPower(false),
    join: setLine,
  }
}
