// All settings on one page, in sections that other screens can point at. Each change takes effect at once.
import { useEffect } from 'react'
import { Button } from '../../parts/button.tsx'
import { Screen } from '../../parts/screen.tsx'
import {
  useChangeSettings,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import type { SettingsSection } from '../../state/window-state.ts'
import { AccountSection } from './account-section.tsx'
import { HoursSection } from './hours-section.tsx'
import { NetworkSection, PowerSection } from './network-section.tsx'
import { PhotosSection } from './photos-section.tsx'
import './settings.css'
import { NotificationsSection, ResetSection, StartSection } from './start-section.tsx'

const sections = [
  'photos',
  'network',
  'power',
  'hours',
  'start',
  'notifications',
  'account',
  'reset',
] as const satisfies readonly SettingsSection[]

function showSection(section: SettingsSection): void {
  const target = document.getElementById(`settings-${section}`)
  target?.scrollIntoView({ block: 'start' })
  target?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
}

/** The way to each section, at hand wherever the page is. */
function SectionList() {
  const { words } = useLanguage()
  const own = words.settings
  return (
    <nav className="section-list" aria-label={own.list}>
      <ul>
        {sections.map((section) => (
          <li key={section}>
            <a
              href={`#settings-${section}`}
              onClick={(event) => {
                // The heading takes the focus, which the page's own jump would leave behind.
                event.preventDefault()
                showSection(section)
              }}
            >
              {own.sections[section]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The screen; `section` is where another screen pointed. */
export function SettingsScreen({ section }: { section: SettingsSection | null }) {
  const { words } = useLanguage()
  const session = useSession()
  const settings = useWindowState((state) => state.settings)
  const change = useChangeSettings()
  useEffect(() => {
    if (section !== null) showSection(section)
  }, [section])
  if (settings === null) return null
  const shared = { settings, change }
  return (
    <Screen
      title={words.settings.title}
      lead={words.settings.lead}
      action={
        <Button icon="info" onPress={() => session.go({ to: 'about' })}>
          {words.settings.openAbout}
        </Button>
      }
    >
      <SectionList />
      <PhotosSection {...shared} />
      <NetworkSection {...shared} />
      <PowerSection {...shared} />
      <HoursSection {...shared} />
      <StartSection {...shared} />
      <NotificationsSection {...shared} />
      <AccountSection />
      <ResetSection />
    </Screen>
  )
}
