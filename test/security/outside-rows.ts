// The rows that attack the packed program from outside, without the test driver, each named after the fault that it keeps
// from coming back (S1 to S28).
import {
  hostileVariables,
  openingSwitches,
  packedElectron,
  packedNode,
  variableAlone,
  withoutSandbox,
} from './app-attacks.ts'
import {
  anotherUsersAnswer,
  foldersOfOthers,
  foldersOnlyRead,
  keptSignInElsewhere,
  silentListeners,
  steeringNames,
  talkativeVariables,
} from './command-attacks.ts'
import { nothingLeft, unheardSignOut } from './forgetting.ts'
import { documents, packedLicences, trueBill } from './packed-papers.ts'
import { packetsThatLeave } from './packets.ts'
import type { OutsideRow } from './row.ts'
import { falseFeeds, namelessLooks } from './update-feed.ts'
import { workerRights } from './worker-rights.ts'

const row = (id: string, item: string, test: OutsideRow['test']): OutsideRow => ({ id, item, test })

/** Every row from outside. */
export const outsideRows: readonly OutsideRow[] = [
  row('16', 'a current Electron (S3)', packedElectron),
  row('S1', 'a kept sign-in elsewhere', keptSignInElsewhere),
  row('S1', 'a variable alone', variableAlone),
  row('S2', 'packets that leave', packetsThatLeave),
  row('S4', 'the packed Node', packedNode),
  row('S5', 'a start without sandbox', withoutSandbox),
  row('S6', 'variables handed on', hostileVariables),
  row('S7', 'another user answers', anotherUsersAnswer),
  row('S8', 'nothing left', nothingLeft),
  row('S9', 'no name in update requests', namelessLooks),
  row('S10', 'false pages of releases', falseFeeds),
  row('S12', 'switches that open it up', openingSwitches),
  row('S16', 'folders of others', foldersOfOthers),
  row('S18', 'names that steer a terminal', steeringNames),
  row('S20', 'a sign-out unheard', unheardSignOut),
  row('S21', 'the bill of materials', trueBill),
  row('S22', 'silent connections', silentListeners),
  row('S25', 'licences and sources', packedLicences),
  row('S26', 'talkative variables', talkativeVariables),
  row('S27', 'rights of the picture worker', workerRights),
  row('S28', 'what the documents promise', documents),
  row('READ', 'photos are only read', foldersOnlyRead),
]
