package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchResult.Part;

/** Is told how a run goes on, by the thread that runs it. */
@FunctionalInterface
public interface Listener {
    /**
     * What has been answered meanwhile, about once a second.
     *
     * @param errorsSoFar requests without an answer, gets that missed, and wrong values, of this part
     */
    void onProgress(Part part, BenchResult.Point point, long errorsSoFar);
}
