// What the code says of its rules and of its faults, so that the pages can't say anything else.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from '../.vitepress/sources.js'

const CORE = 'kvlb-core/src/main/java/dev/kvlb/internal'
const SIMULATED = 'kvlb-testkit/src/test/java/dev/kvlb/simulation'
const BALANCER = `${CORE}/balancer/BalancerRules.java`
const WORKER = `${CORE}/worker/WorkerRules.java`
const FAULTS = `${SIMULATED}/FaultKind.java`
const SIMULATION = `${SIMULATED}/SimulationTest.java`

const read = (file) => readFileSync(path.join(repository, file), 'utf8')
const prose = (javadoc) => javadoc.replace(/^\s*\*\s?/gm, '').replace(/\s+/g, ' ').trim()

function rules(file) {
    const found = [...read(file).matchAll(/\/\*\*\s*((?:(?!\*\/)[^])*?)\*\/\s*public \w+ (\w+)\(/g)]
    return found.map(([, javadoc, method]) => {
        const [, rule, says] = prose(javadoc).match(/^(R\d+): (.*)$/) ?? fail(`${file}: ${method} names no rule`)
        return { rule, method, says: says[0].toUpperCase() + says.slice(1) }
    })
}

function faults() {
    const found = [...read(FAULTS).matchAll(/(?:\/\*\*\s*((?:(?!\*\/)[^])*?)\*\/\s*)?^ {4}([A-Z_]+)[,\n]/gm)]
    return found.map(([, javadoc, name]) => ({ name, says: javadoc ? prose(javadoc) : '' }))
}

function fail(message) {
    throw new Error(message)
}

export default {
    watch: [BALANCER, WORKER, FAULTS, SIMULATION].map((file) => `../../${file}`),
    load() {
        const seeds = read(SIMULATION).match(/DEFAULT_SEEDS = ([\d_]+)/) ?? fail(`${SIMULATION}: no DEFAULT_SEEDS`)
        const found = { rules: [...rules(BALANCER), ...rules(WORKER)], faults: faults(), seeds: Number(seeds[1].replaceAll('_', '')) }
        found.rules.sort((a, b) => Number(a.rule.slice(1)) - Number(b.rule.slice(1)))
        if (found.rules.length < 20 || found.faults.length < 20) fail('rules or faults are not written as this expects')
        return found
    }
}
