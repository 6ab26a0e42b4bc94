/**
 * A person with a browser, on the sign-in pages: `node sign-in-browser.ts ADDRESS USER PASSWORD [CODE]`.
 *
 * Without scripts, as anybody may browse: it follows redirects, keeps cookies, fills in the form that is shown and presses
 * its button, until it is led to the program that waits on this machine or there is nothing left to fill in.
 */
const [address = '', user = '', password = '', code = ''] = process.argv.slice(2)
const cookies = new Map<string, string>()
/** More pages than any sign-in has. */
const patience = 12

let step: { url: URL; form?: URLSearchParams } | undefined = { url: new URL(address) }
for (let page = 0; step !== undefined; page++) {
  if (page === patience) throw new Error(`still at ${step.url.origin}${step.url.pathname}`)
  step = await take(step)
}

async function take({ url, form }: { url: URL; form?: URLSearchParams }) {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: {
      Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form === undefined ? {} : { Origin: url.origin, Referer: url.href }),
    },
    ...(form === undefined ? {} : { method: 'POST', body: form }),
  })
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';')
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  const location = response.headers.get('location')
  if (location !== null) {
    return { url: new URL(location, url) }
  }
  const html = await response.text()
  if (url.protocol === 'http:') {
    console.error(`signed in: the program answers ${response.status}`)
    return undefined
  }
  const next = formOn(html)
  if (next !== undefined) return { url: new URL(next.action, url), form: next.fields }
  console.error(textOf(html))
  return undefined
}

function formOn(html: string): { action: string; fields: URLSearchParams } | undefined {
  const forms = [...html.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
  for (const [, action = '', inside = ''] of forms) {
    const fields = new URLSearchParams()
    // an answer that the page hands over to the program that waits; with scripts it goes by itself
    let isForUs = /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(unescaped(action))
    for (const [input] of inside.matchAll(/<input\b[^>]*>/g)) {
      const [name, type] = [attribute(input, 'name'), attribute(input, 'type')]
      const typed = name === 'username' ? user : type === 'password' ? password : name === 'code' ? code : undefined
      if (type !== 'hidden' && typed !== undefined) isForUs = true
      fields.set(name, type === 'hidden' ? attribute(input, 'value') : (typed ?? ''))
    }
    if (/<button\b[^>]*value="accept"/.test(inside)) {
      fields.set('step', 'accept')
      isForUs = true
    }
    if (isForUs) return { action: unescaped(action), fields }
  }
  return undefined
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

function unescaped(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_whole, number) => String.fromCodePoint(Number(number)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}

function textOf(html: string): string {
  const words = html.replace(/<(style|script|head)\b.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')
  return unescaped(words.replace(/\s+/g, ' ').trim())
}
