// Notices when Chromium's own sandbox was turned off for this start. It cannot be turned on again then; what is drawn has
// the rights of the whole app, and that must not happen in silence (row 4 of the security table).

/** What turns it off, or a part of it (Chromium, sandbox/policy/switches.cc). */
const switches = [
  'no-sandbox',
  'no-zygote-sandbox',
  'disable-gpu-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
] as const

/** The switches of this start that turn the sandbox off. */
export const sandboxSwitches = (hasSwitch: (name: string) => boolean): string[] =>
  switches.filter(hasSwitch)
