/** The pages a person sees while signing in: account choice and ticks, and Google's error page. */
import { escapeHtml, html, type Answer } from '../core/answer.ts'
import type { Account } from '../core/model.ts'
import { isIdentityScope, scopeWords } from '../core/scopes.ts'

/** The page that asks for consent. */
export function consentPage(view: {
  requestId: string
  accounts: readonly Account[]
  chosenEmail: string
  scopes: readonly string[]
  isTesting: boolean
}): Answer {
  const accounts = view.accounts.map(
    (
      account,
    ) => `<label class="choice"><input type="radio" name="account" value="${escapeHtml(account.email)}"${account.email === view.chosenEmail ? ' checked' : ''}>
      <img src="/people/${escapeHtml(account.sub)}.png" alt="" width="36" height="36">
      <span><strong>${escapeHtml(account.name)}</strong><small>${escapeHtml(account.email)}</small></span></label>`,
  )
  const ticks = view.scopes
    .filter((scope) => !isIdentityScope(scope))
    .map(
      (
        scope,
      ) => `<label class="choice"><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked>
      <span>${escapeHtml(scopeWords(scope))}<small>${escapeHtml(scope)}</small></span></label>`,
    )
  const identity = view.scopes.filter(isIdentityScope).map((scope) => escapeHtml(scopeWords(scope)))
  return page(
    'Sign in',
    `<h1>Choose an account</h1>
    <p>An app wants to use this account. This is the emulator: nobody's data is at stake.</p>
    <form method="post" action="/o/oauth2/v2/auth/consent">
      <input type="hidden" name="request" value="${escapeHtml(view.requestId)}">
      <fieldset><legend>Account</legend>${accounts.join('')}</fieldset>
      ${ticks.length === 0 ? '' : `<fieldset><legend>The app may</legend>${ticks.join('')}</fieldset>`}
      ${identity.length === 0 ? '' : `<p class="quiet">It will also: ${identity.join('; ')}.</p>`}
      <label class="choice"><input type="checkbox" name="testing" value="yes"${view.isTesting ? ' checked' : ''}>
        <span>The app is in testing<small>The sign-in ends after 7 days.</small></span></label>
      <div class="buttons"><button name="decision" value="deny" class="plain">Deny</button>
      <button name="decision" value="allow">Allow</button></div>
    </form>`,
  )
}

/** What stands before the consent of an app that was not verified: the way past it is folded away, as at Google. */
export function unverifiedPage(address: URL): Answer {
  const past = new URL(address)
  past.searchParams.set('unverified', 'accepted')
  const way = escapeHtml(`${past.pathname}${past.search}`)
  return page(
    'Sign in',
    `<h1>Google hasn’t verified this app</h1>
    <p>The app wants access to sensitive information in your account. Until its maker verifies it, you should not use it.</p>
    <div class="buttons"><a href="/">Back to safety</a></div>
    <details><summary>Advanced</summary><p><a href="${way}">Go to My photo backup (unsafe)</a></p></details>`,
  )
}

/** Google's own error page, for faults that never reach the app. */
export function errorPage(status: number, error: string, words: string): Answer {
  return page(
    'Access blocked',
    `<h1>Access blocked</h1><p>${escapeHtml(words)}</p>
    <p class="quiet">Error ${String(status)}: ${escapeHtml(error)}</p>`,
    status,
  )
}

function page(title: string, body: string, status = 200): Answer {
  return html(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
    <meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/gallery/style.css"></head>
    <body><main class="card">${body}</main></body></html>`,
    status,
  )
}
