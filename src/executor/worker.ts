/** Entry of a piscina worker thread: one lane, one lifecycle at a time. */
import { threadId } from 'node:worker_threads';
import { workerData } from 'piscina';
import type { Observation } from '../contract/observation.ts';
import { Lane, type LaneSetup, type LaneTask } from './lane.ts';

const setup = workerData as LaneSetup;
const lane = new Lane({
  ...setup,
  cgroupDirs: setup.cgroupDirs.map((d) => `${d}/w${threadId}`),
  instance: setup.instance && `${setup.instance}-w${threadId}`,
});

/** `null` ends the lane: its agent cleans up and goes. */
export default async function work(task: LaneTask | null): Promise<Observation | null> {
  if (task !== null) return await lane.run(task);
  await lane.close();
  return null;
}
