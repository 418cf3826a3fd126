// Does what "Getting started" and the first page say, block by block in one shell, as a reader would, and compares what is
// shown.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const BETWEEN = '--- the next block ---'
// Maven sets colours back even where it shows none.
const COLOURS = /\x1b\[[\d;]*m/g
const LIMIT = 6 * 60_000

/** The blocks of commands, each with what is to be seen after it, if the page shows that. */
function blocks(name) {
    const page = readFileSync(new URL(`../pages/${name}`, import.meta.url), 'utf8')
    const found = [...page.matchAll(/^```(\w+).*\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language, text }))
    return found.flatMap(({ language, text }, i) =>
        language === 'sh' ? [{ commands: text, shown: found[i + 1]?.language === 'text' ? found[i + 1].text : null }] : []
    )
}

async function freePorts(count) {
    const servers = await Promise.all(
        Array.from({ length: count }, () => new Promise((resolve) => {
            const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }))
    )
    const ports = servers.map((server) => server.address().port)
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
    return ports
}

/** Ends with all that it has started, however it ends: it is the leader of a group of its own. */
function bash(script, env) {
    return new Promise((resolve, reject) => {
        const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
            cwd: repository,
            env,
            detached: true,
            // What the commands read is no more of the script.
            stdio: ['ignore', 'pipe', 'pipe']
        })
        const said = { out: '', err: '' }
        const limit = setTimeout(() => kill(shell.pid), LIMIT)
        process.once('SIGTERM', () => {
            kill(shell.pid)
            process.exit(1)
        })
        shell.stdout.on('data', (data) => (said.out += data))
        shell.stderr.on('data', (data) => (said.err += data))
        shell.on('error', reject)
        shell.on('exit', () => kill(shell.pid))
        shell.on('close', (status) => {
            clearTimeout(limit)
            resolve({ ...said, status })
        })
    })
}

function kill(group) {
    try {
        process.kill(-group, 'SIGKILL')
    } catch {
        // Nobody is left.
    }
}

async function tryOut(name) {
    const wanted = blocks(name)
    const [clients, workers] = await freePorts(2)
    const { out, err, status } = await bash(
        wanted.map(({ commands }) => `${commands}\necho '${BETWEEN}'\n`).join(''),
        {
            ...process.env,
            // The ports of the page may be in use on this machine.
            KVLB_BALANCER_CLIENT_PORT: String(clients),
            KVLB_BALANCER_WORKER_PORT: String(workers),
            KVLB_BALANCER: `127.0.0.1:${clients}`,
            KVLB_WORKER_BALANCER: `127.0.0.1:${workers}`
        }
    )

    const shown = out.split(`${BETWEEN}\n`)
    assert.equal(status, 0, `block ${shown.length} of ${wanted.length} failed\n${out}\n${err}`)
    assert.ok(wanted.length > 0, 'the page has blocks of commands')
    wanted.forEach(({ commands, shown: expected }, i) => {
        // A server's line comes when the server is ready, between whatever else.
        const said = shown[i].replace(COLOURS, '').replace(/^kvlb (balancer|worker) ready .*\n/gm, '')
        if (expected !== null) assert.equal(said, expected, `behind\n${commands}`)
    })
}

for (const name of ['index.md', 'getting-started.md']) {
    test(`every command of ${name} works, and shows what the page shows`, () => tryOut(name))
}
