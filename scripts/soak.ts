import type { Design } from '../test/simulation/world.ts';
import { soak } from '../test/soak/soak.ts';

/** `npm run soak -- [seconds] [design]`: a longer soak than the tests make, or one of a naive design. */
const [seconds = '60', design = 'clock row'] = process.argv.slice(2);
const report = await soak(design as Design, Number(seconds));
console.log(report);
process.exitCode = report.lost === 0 && report.integrity === 'ok' ? 0 : 1;
