// Shows what notices.ts found due, and remembers that it was told.
import { Notification } from 'electron'
import { dueNotices, overNotices, type Notice, type NoticeFacts } from './notices.ts'
import type { ShellMemory } from './shell-memory.ts'

/** Tells what is due; nothing while the user looks at the window, which says it already. */
export function createNotifier(
  memory: ShellMemory,
  open: (to: Notice['to']) => void,
): (facts: Omit<NoticeFacts, 'told'>, isWindowFocused: boolean) => void {
  // Notifications that nobody holds are collected before they are clicked.
  const shown = new Set<Notification>()
  return (facts, isWindowFocused) => {
    const over = overNotices({ ...facts, told: memory.read().told })
    if (over.length > 0) {
      const left = Object.entries(memory.read().told).filter(([cause]) => !over.includes(cause))
      memory.change({ told: Object.fromEntries(left) })
    }
    for (const notice of dueNotices({ ...facts, told: memory.read().told })) {
      memory.change({ told: { ...memory.read().told, [notice.cause]: facts.now } })
      if (isWindowFocused) continue
      const notification = showNotification(notice, () => open(notice.to))
      if (notification === null) continue
      shown.add(notification)
      notification.once('close', () => shown.delete(notification))
    }
  }
}

/** Shows one notification; null where the system has none. */
export function showNotification(
  words: { title: string; body: string },
  onClick: () => void,
): Notification | null {
  if (!Notification.isSupported()) return null
  const notification = new Notification({ title: words.title, body: words.body })
  notification.on('click', onClick)
  notification.show()
  return notification
}
