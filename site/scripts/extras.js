// Puts what is handed out with the pages beside them: the data of the protocol, and the API where javadoc has made it.
import { cpSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { apis, downloads, site } from '../.vitepress/sources.js'

const built = path.join(site, '.vitepress/dist')
mkdirSync(path.join(built, 'files'), { recursive: true })
for (const file of downloads()) cpSync(file, path.join(built, 'files', path.basename(file)))

for (const [module, api] of apis()) cpSync(api, path.join(built, 'api', module), { recursive: true })
if (apis().size === 0) console.log('no API: mvn package -Prelease -Dkvlb.quick -DskipTests makes it')
