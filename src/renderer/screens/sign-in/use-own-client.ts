// The user's own client as the first run and the settings show it: which one is in use, what the check says, whether the
// guide is open, and what follows when another one was taken.
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { ClientStep } from '../../../shared/model.ts'
import { useAnswer, useChangeSettings, useWindowState } from '../../state/use-window.tsx'
import { useClientCheck, type ClientCheckState } from './client-check.tsx'

/** Everything about the client that a screen shows. */
export type OwnClient = {
  value: Output<'getClient'> | null
  hasClient: boolean
  isOwn: boolean
  check: ClientCheckState
  isGuideOpen: boolean
  openGuide(isOpen: boolean): void
  /** Opens the guide at a step. */
  toStep(step: ClientStep): void
  /** How many clients were taken since this is on show. */
  taken: number
  onTaken(): void
  again(): void
}

/** `looksByItself`: the check begins without being asked. */
export function useOwnClient(looksByItself: boolean): OwnClient {
  const changeSettings = useChangeSettings()
  const hasClient = useWindowState((state) => state.status?.hasClient ?? true)
  const { value, again } = useAnswer('getClient', {}, { revision: hasClient ? 1 : 0 })
  const [isOpened, openGuide] = useState(false)
  const [taken, setTaken] = useState(0)
  // The answer of before, that there is none, is good for one that was just taken.
  const isOwn = hasClient && value !== null && value.origin !== 'built-in'
  const check = useClientCheck(looksByItself && isOwn)
  return {
    value,
    hasClient,
    isOwn,
    check,
    isGuideOpen: isOpened || !hasClient,
    openGuide,
    toStep(step) {
      changeSettings({ clientStep: step })
      openGuide(true)
    },
    taken,
    onTaken() {
      openGuide(false)
      // Whoever changes it, or gives it once more, begins there, however it came.
      changeSettings({ clientStep: 'file' })
      setTaken((before) => before + 1)
      again()
      void check.run()
    },
    again,
  }
}
