// Whose account it is: whoever went through the browser need not be whose computer this is.
import { expect, it } from 'vitest'
import { signedIn, signInBench } from './sign-in-bench.ts'

it('a new account is asked about before anything goes there, and is the user’s own once they have said so', async () => {
  const bench = await signInBench()
  await signedIn(bench)
  expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', isUnconfirmed: true })
  const unasked = bench.restarted()
  await unasked.restore()
  expect(unasked.state()).toMatchObject({ kind: 'signed-in', isUnconfirmed: true })
  expect(await unasked.confirm('somebody@example.test')).toBe(false)
  expect(unasked.state()).toMatchObject({ isUnconfirmed: true })
  expect(await unasked.confirm('first@example.test')).toBe(true)
  expect(unasked.state()).not.toHaveProperty('isUnconfirmed')
  await signedIn({ ...bench, signIn: unasked })
  expect(unasked.state()).not.toHaveProperty('isUnconfirmed')
  const later = bench.restarted()
  await later.restore()
  expect(later.state()).toMatchObject({ kind: 'signed-in' })
  expect(later.state()).not.toHaveProperty('isUnconfirmed')
})

it('one that takes the place of the user’s is asked about, however often it signs in', async () => {
  const bench = await signInBench()
  await signedIn(bench)
  await bench.signIn.confirm('first@example.test')
  await bench.emulator.control.changeSettings({ consentAccount: 'second@example.test' })
  for (let again = 0; again < 2; again += 1) {
    await signedIn(bench)
    expect(bench.signIn.state()).toMatchObject({
      email: 'second@example.test',
      isUnconfirmed: true,
    })
  }
})

it('one of a version that did not ask yet is the user’s', async () => {
  const bench = await signInBench()
  await signedIn(bench)
  const { kept } = bench.vault
  if (kept !== null) delete kept.isConfirmed
  const later = bench.restarted()
  await later.restore()
  expect(later.state()).toMatchObject({ kind: 'signed-in' })
  expect(later.state()).not.toHaveProperty('isUnconfirmed')
})
