// Every page in a browser: it opens without complaint, asks no other host, leads nowhere dead, and fits a phone.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, PATIENCE, pages, serve } from './site.js'

const PHONE = { width: 360, height: 740 }
const DESKTOP = { width: 1280, height: 800 }
// What the browser says where the machine was slow, and not the page wrong.
const SLOW = /was preloaded using link preload but not used within a few seconds/

let site
let browser

before(async () => {
    site = await serve()
    browser = await launch()
})

after(async () => {
    await browser?.close()
    site?.close()
})

async function newContext(options) {
    const context = await browser.newContext({ viewport: DESKTOP, ...options })
    context.setDefaultTimeout(PATIENCE)
    return context
}

/** Opens a page, and keeps what went wrong with it. */
async function open(path, options = {}) {
    const context = await newContext(options)
    const page = await context.newPage()
    const complaints = []
    page.on('console', (said) => {
        if (['error', 'warning'].includes(said.type()) && !SLOW.test(said.text())) {
            complaints.push(`${said.type()}: ${said.text()}`)
        }
    })
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error}`))
    page.on('request', (request) => {
        if (!request.url().startsWith(site.top + '/') && !request.url().startsWith('data:')) {
            complaints.push(`asks another host: ${request.url()}`)
        }
    })
    page.on('response', (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`)
    })
    await page.goto(site.top + path)
    // The page is alive when Vue has taken over what was rendered.
    await page.waitForFunction(() => document.querySelector('#app')?.__vue_app__ !== undefined)
    return { page, complaints, close: () => context.close() }
}

describe('every page', () => {
    const linked = new Map()
    const anchors = new Map()

    for (const path of pages()) {
        test(path, async () => {
            const { page, complaints, close } = await open(path)
            const found = await page.evaluate(() => ({
                headings: document.querySelectorAll('h1').length,
                ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
                links: [...document.querySelectorAll('a[href]')].map((link) => link.href)
            }))
            anchors.set(path, new Set(found.ids))
            for (const link of found.links) linked.set(link, path)

            await page.setViewportSize(PHONE)
            const width = await page.evaluate(() => document.documentElement.scrollWidth)

            assert.deepEqual(complaints, [])
            assert.equal(found.headings, 1, 'one heading of the first level')
            assert.ok(width <= PHONE.width, `${width} pixels wide on a phone`)
            await close()
        })
    }

    test('leads nowhere dead', async () => {
        const dead = []
        for (const [link, from] of linked) {
            const url = new URL(link)
            if (url.origin !== site.origin) continue
            const path = url.href.replace(site.top, '').replace(/(index\.html)?(#.*)?$/, '')
            const anchor = decodeURIComponent(url.hash.slice(1))
            if (anchors.has(path)) {
                if (anchor !== '' && !anchors.get(path).has(anchor)) dead.push(`${from}: ${link}`)
            } else if ((await fetch(link)).status !== 200) {
                dead.push(`${from}: ${link}`)
            }
        }
        assert.deepEqual(dead, [])
        assert.ok(linked.size > pages().length, 'links were looked at')
    })
})

describe('the reader', () => {
    test('finds a section by its words', async () => {
        const { page, complaints, close } = await open('/how-it-works.html')
        const input = page.locator('.VPLocalSearchBox input')
        // Once more is nothing more, and the first may come before the page listens.
        for (let i = 0; i < 300 && !(await input.isVisible()); i++) {
            await page.keyboard.press('Control+k')
            await page.waitForTimeout(100)
        }
        await input.fill('STORE_SETTLED')
        const results = page.locator('.VPLocalSearchBox .result')
        await results.first().waitFor()
        await results.first().click()
        await page.waitForURL('**/protocol.html#**')
        assert.deepEqual(complaints, [])
        await close()
    })

    test('finds an option of a command', async () => {
        const { page, close } = await open('/')
        await page.locator('.VPNavBarSearch button').first().click()
        await page.fill('.VPLocalSearchBox input', 'worker-window')
        await page.locator('.VPLocalSearchBox .result').first().waitFor()
        assert.match(await page.locator('.VPLocalSearchBox .results').innerText(), /configuration|balancer/i)
        await close()
    })

    test('copies code as it stands', async () => {
        const { page, close } = await open('/getting-started.html', {
            permissions: ['clipboard-read', 'clipboard-write']
        })
        const block = page.locator('div.language-sh').first()
        await block.hover()
        // It shows for a moment only: who looks after the click may look too late.
        const shown = page.locator('button.copy.copied').waitFor()
        await block.locator('button.copy').click()
        await shown
        const copied = await page.evaluate(() => navigator.clipboard.readText())
        assert.equal(copied.trim(), (await block.locator('code').innerText()).trim())
        await close()
    })

    test('turns the dark on, and it stays', async () => {
        const { page, close } = await open('/how-it-works.html', { colorScheme: 'light' })
        const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
        await page.locator('.VPNavBarAppearance button, .VPSwitchAppearance').first().click()
        await page.waitForFunction(() => document.documentElement.classList.contains('dark'))
        await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, light)
        await page.reload()
        assert.ok(await page.evaluate(() => document.documentElement.classList.contains('dark')))
        await close()
    })

    test('gets the dark where the system has it', async () => {
        const { page, close } = await open('/', { colorScheme: 'dark' })
        assert.ok(await page.evaluate(() => document.documentElement.classList.contains('dark')))
        await close()
    })

    test('opens the menu on a phone, and goes on from there', async () => {
        const { page, close } = await open('/', { viewport: PHONE })
        await page.locator('button.VPNavBarHamburger').click()
        await page.locator('.VPNavScreen a', { hasText: 'Performance' }).click()
        await page.waitForURL('**/performance.html')
        await close()
    })

    test('is told where there is no such page', async () => {
        const context = await newContext()
        const page = await context.newPage()
        const response = await page.goto(site.top + '/nowhere.html')
        assert.equal(response.status(), 404)
        await page.getByText('404').waitFor()
        await context.close()
    })
})
