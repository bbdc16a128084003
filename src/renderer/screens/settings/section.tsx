// One section of the settings: a heading that can take the focus, and what is set below it.
import type { ReactNode } from 'react'
import type { Settings } from '../../../shared/model.ts'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { useLanguage, type useChangeSettings } from '../../state/use-window.tsx'
import type { SettingsSection } from '../../state/window-state.ts'

/** What every section gets. */
export type SectionProps = {
  settings: Settings
  change: ReturnType<typeof useChangeSettings>
}

/** The frame of a section. */
export function Section({ name, children }: { name: SettingsSection; children: ReactNode }) {
  const { words } = useLanguage()
  const id = `settings-${name}`
  return (
    <section
      className="card settings-section"
      id={id}
      aria-labelledby={`${id}-title`}
      {...focusPlace}
    >
      <h2 id={`${id}-title`} tabIndex={-1}>
        {words.settings.sections[name]}
      </h2>
      {children}
    </section>
  )
}
