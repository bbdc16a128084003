// The rows that attack the packed program from outside, without the test driver, each named after the fault that it keeps
// from coming back (S1 to S28).
import { packetsThatLeave } from './packets.ts'
import type { OutsideRow } from './row.ts'

const row = (id: string, item: string, test: OutsideRow['test']): OutsideRow => ({ id, item, test })

/** Every row from outside. */
export const outsideRows: readonly OutsideRow[] = [
  row('S2', 'packets that leave', packetsThatLeave),
]
