#!/usr/bin/env node
/**
 * A person without a browser: opens an address, fills in whatever form the token service shows and goes on until there
 * is none left. Stands where a browser would (`BROWSER=…/walk-pages.mjs`), so that `az login` can be tried unattended.
 *
 * Who signs in: `WALK_USER`, `WALK_PASSWORD`; for a device's page `WALK_CODE`. `WALK_DECLINE=1` says no at the question.
 */
const { WALK_USER = '', WALK_PASSWORD = '', WALK_CODE = '', WALK_DECLINE } = process.env
const start = process.argv[2]
if (start === undefined) throw new Error('which address?')

const cookies = new Map()

async function ask(address, form) {
  const url = new URL(address)
  const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  const body = form && new URLSearchParams(form)
  const response = await fetch(url, {
    method: form ? 'POST' : 'GET',
    headers: form ? { ...headers, origin: url.origin } : headers,
    body,
    redirect: 'manual',
  })
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    cookies.set(name, value)
  }
  const location = response.headers.get('location')
  if (location !== null) return ask(new URL(location, url).href)
  return { url, status: response.status, text: await response.text() }
}

const decode = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))

/** The first form of the page: where it goes, and what is in it. */
function formOf(text) {
  const form = /<form method="post" action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(text)
  if (form === null) return undefined
  const [, action, content] = form
  const fields = new Map()
  for (const [tag] of content.matchAll(/<input[^>]*>/g)) {
    const name = /\sname="([^"]*)"/.exec(tag)?.[1]
    if (name !== undefined) fields.set(name, decode(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? ''))
  }
  const buttons = [...content.matchAll(/<button[^>]*\sname="([^"]*)"\s+value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    decode(value),
  ])
  return { action: decode(action), fields, buttons }
}

let page = await ask(start)
for (let step = 0; step < 10; step++) {
  const form = formOf(page.text)
  if (form === undefined) break
  if (form.fields.has('username')) form.fields.set('username', WALK_USER).set('password', WALK_PASSWORD)
  else if (form.fields.get('code') === '') form.fields.set('code', WALK_CODE)
  else if (form.buttons.length > 0) {
    const declines = WALK_DECLINE !== undefined && form.buttons.some(([, value]) => value === 'cancel')
    const [name, value] = declines ? ['step', 'cancel'] : form.buttons[0]
    form.fields.set(name, value)
  }
  page = await ask(new URL(form.action, page.url).href, form.fields)
}
const heading = /<h1>([\s\S]*?)<\/h1>/.exec(page.text)?.[1] ?? page.text.trim().slice(0, 200)
console.log(`${page.status} ${page.url.origin}: ${decode(heading)}`)
